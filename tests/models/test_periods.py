from datetime import date

import pytest
from django.utils.translation import override

from orgunits.models.periods import parse_partial, show_partial, show_when


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2008-03-26", date(2008, 3, 26), "day"),
        ("2006-01", date(2006, 1, 1), "month"),
        ("2012", date(2012, 1, 1), "year"),
    ],
)
def test_a_partial_date_is_its_first_day_and_its_precision(text, day, precision):
    assert parse_partial(text) == (day, precision)


@pytest.mark.parametrize("text", ["", "2012-13", "2012-02-30", "soon", "2012-01-01-01"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_partial(text)


@pytest.mark.parametrize(
    ("precision", "english"), [("day", "26 March 2008"), ("month", "March 2008"), ("year", "2008")]
)
def test_a_date_is_shown_as_it_is_known(precision, english):
    with override("en"):
        assert show_partial(date(2008, 3, 26), precision) == english


@pytest.mark.parametrize(
    ("precision", "english", "spanish"),
    [
        ("day", "on 26 March 2008", "el 26 de marzo de 2008"),
        ("month", "in March 2008", "en marzo de 2008"),
        ("year", "in 2008", "en 2008"),
    ],
)
def test_inside_a_sentence_a_day_is_on_a_month_and_a_year_are_in(precision, english, spanish):
    for language, words in [("en", english), ("es", spanish)]:
        with override(language):
            assert show_when(date(2008, 3, 26), precision) == words
