"""What readers type and what is written are folded to the same words."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from orgunits.models import Theme
from orgunits.models.folding import fold

# With dots, marks and letters that fold to others much more often than by chance.
TEXTS = st.text() | st.text(st.sampled_from("aAbsSñÑłŁøßœÞı.. /-“É\u0301\u0303ŉﬃﷺ½"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Secretaría de Asuntos Jurídicos", "secretaria de asuntos juridicos"),
        ("  AG/RES. 2814 (XLIV-O/14) ", "ag res 2814 xliv o 14"),
        ("Straße", "strasse"),
        ("\u0130stanbul", "istanbul"),
        (None, ""),
        ("Łódź, Øresund, Đakovo, Ħamrun", "lodz oresund dakovo hamrun"),
        ("Æsir, Œuvre, Þór, Diyarbakır", "aesir oeuvre thor diyarbakir"),
        ("S.E.D.I.", "sedi"),
        ("la O.E.A. y la o.e.a", "la oea y la oea"),
        ("Ú.N.A.M.", "unam"),
        ("U.S. Mission", "us mission"),
        ("EE.UU.", "eeuu"),
        ("10 a.m.", "10 am"),
        ("AG/RES. 1", "ag res 1"),
        ("vitamin C. A new one", "vitamin c a new one"),
        ("plan b.The next", "plan b the next"),
        ("Ph.D.", "ph d"),
        ("1.2.3", "1 2 3"),
    ],
)
def test_folding_leaves_what_is_typed(text, folded):
    assert fold(text) == folded


@given(TEXTS)
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.sampled_from("aAbB. /-1")))
def test_the_quick_way_for_plain_letters_folds_as_the_other_does(text):
    assert fold(f"{text} É") == f"{fold(text)} e".strip()


def test_folded_words_dont_depend_on_the_language_of_the_page(db):
    with override("es"):
        theme = Theme.objects.create(slug="trade", name_en="Trade", name_es="Comercio")

    assert theme.folded == "trade · comercio"
