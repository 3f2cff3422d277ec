"""Who holds a post on a day: the edges of the rule."""

from datetime import date

from orgunits.holders import Gap, holders_on, tenures, terms
from tests.helpers.acts_and_posts import appointment, day


def names_on(text, *appointments):
    return [tenure.appointment.name for tenure in holders_on(day(text), list(appointments)).current]


def spans(*appointments):
    """(name, first day, last day) of each, as text."""
    return [
        (each.appointment.name, each.first and each.first.isoformat(), each.last and each.last.isoformat())
        for each in tenures(list(appointments))
    ]


# == One holder


def test_both_ends_of_a_term_count():
    ada = appointment("Ada", "2010-03-01", "2012-05-31")

    assert [names_on(each, ada) for each in ("2010-02-28", "2010-03-01", "2012-05-31", "2012-06-01")] == [
        [],
        ["Ada"],
        ["Ada"],
        [],
    ]


def test_a_term_known_to_the_year_holds_from_its_first_day_to_its_last():
    assert spans(appointment("Ada", "2010", "2012-02")) == [("Ada", "2010-01-01", "2012-02-29")]


def test_an_unknown_start_is_never_claimed():
    seen = appointment("Ada", None, None, seen="c. 2012", seen_on=date(2012, 1, 1))
    left = appointment("Bo", None, "2012-12-31")

    holders = holders_on(day("2012-06-01"), [seen, left])

    assert holders.current == holders.earlier == holders.later == []
    assert [each.name for each in holders.not_dated] == ["Ada", "Bo"]


def test_an_unknown_end_is_claimed_only_where_a_source_says_that_the_term_goes_on():
    assert names_on("2020-01-01", appointment("Ada", "2012-01-01")) == []
    assert names_on("2020-01-01", appointment("Ada", "2012-01-01", open_ended=True)) == ["Ada"]
    assert names_on("2011-12-31", appointment("Ada", "2012-01-01", open_ended=True)) == []


def test_a_begun_term_without_an_end_is_listed_apart():
    holders = holders_on(day("2020-01-01"), [appointment("Ada", "2012-01-01")])

    assert [tenure.appointment.name for tenure in holders.end_not_recorded] == ["Ada"]
    assert holders.current == holders.earlier == []


def test_no_gap_follows_a_term_that_is_still_open():
    """As at every handover: the new term is entered while the old one has no end yet."""
    ada, bo = appointment("Ada", "2010-03-01", open_ended=True), appointment("Bo", "2015-05-26", open_ended=True)
    forever = appointment("Cy", "2008-01-01", "9999-12-31")

    found = terms([ada, bo, forever])

    assert [each.appointment.name for each in found] == ["Cy", "Ada", "Bo"]
    assert names_on("2020-01-01", ada, bo, forever) == ["Cy", "Ada", "Bo"]


# == Handovers


def test_the_day_of_a_handover_belongs_to_the_successor():
    ada, bo = appointment("Ada", "2005-05-26", "2015-05-26"), appointment("Bo", "2015-05-26", "2020-01-01")

    assert names_on("2015-05-25", ada, bo) == ["Ada"]
    assert names_on("2015-05-26", ada, bo) == ["Bo"]


def test_where_one_leaves_the_day_before_both_ends_count():
    ada, bo = appointment("Ada", "2005-05-26", "2015-05-25"), appointment("Bo", "2015-05-26", "2020-01-01")

    assert spans(ada, bo) == [("Ada", "2005-05-26", "2015-05-25"), ("Bo", "2015-05-26", "2020-01-01")]


def test_a_handover_known_to_the_year_names_both_in_order_all_that_year():
    ada, bo = appointment("Ada", "1948", "1968"), appointment("Bo", "1968", "1975")

    # However they are given.
    for pair in [(ada, bo), (bo, ada)]:
        assert names_on("1967-12-31", *pair) == ["Ada"]
        assert names_on("1968-01-01", *pair) == ["Ada", "Bo"]
        assert names_on("1968-12-31", *pair) == ["Ada", "Bo"]
        assert names_on("1969-01-01", *pair) == ["Bo"]


def test_a_handover_known_to_the_month_names_both_in_that_month():
    ada, bo = appointment("Ada", "2015-05-26", "2025-05"), appointment("Bo", "2025-05", open_ended=True)

    assert [names_on(each, ada, bo) for each in ("2025-04-30", "2025-05-01", "2025-05-31", "2025-06-01")] == [
        ["Ada"],
        ["Ada", "Bo"],
        ["Ada", "Bo"],
        ["Bo"],
    ]


def test_a_month_on_one_side_narrows_a_year_on_the_other():
    ada, bo = appointment("Ada", "2000", "2005-07"), appointment("Bo", "2005", "2010")

    assert spans(ada, bo) == [("Ada", "2000-01-01", "2005-07-31"), ("Bo", "2005-07-01", "2010-12-31")]


def test_a_known_first_day_settles_an_end_known_to_the_year():
    ada, bo = appointment("Ada", "1994", "2004"), appointment("Bo", "2004-09-15", "2004-10-15")

    assert spans(ada, bo) == [("Ada", "1994-01-01", "2004-09-14"), ("Bo", "2004-09-15", "2004-10-15")]


def test_a_known_last_day_settles_a_start_known_to_the_month():
    ada, bo = appointment("Ada", "2004-09-15", "2004-10-15"), appointment("Bo", "2004-10", "2005-05-26")

    assert spans(ada, bo) == [("Ada", "2004-09-15", "2004-10-14"), ("Bo", "2004-10-15", "2005-05-26")]


def test_a_start_that_can_not_meet_the_end_before_it_stays_as_recorded():
    ada, bo = appointment("Ada", "1954-08-01", "1955-10-19"), appointment("Bo", "1956", "1968")

    assert names_on("1955-10-19", ada, bo) == ["Ada"]
    assert names_on("1955-10-20", ada, bo) == []
    assert names_on("1955-12-31", ada, bo) == []
    assert names_on("1956-01-01", ada, bo) == ["Bo"]


def test_nobody_is_named_after_the_successor_left():
    ada, bo = appointment("Ada", "1994", "2004"), appointment("Bo", "2004", "2004-10-15")
    cy = appointment("Cy", "2004-10", "2005")

    assert spans(ada, bo, cy) == [
        ("Ada", "1994-01-01", "2004-10-14"),
        ("Bo", "2004-01-01", "2004-10-14"),
        ("Cy", "2004-10-15", "2005-12-31"),
    ]


def test_a_holder_between_two_known_only_to_the_same_year_stands_between_them():
    ada, bo, cy = (
        appointment("Ada", "2000", "2004"),
        appointment("Bo", "2004", "2004"),
        appointment("Cy", "2004", "2010"),
    )

    assert names_on("2004-06-01", cy, bo, ada) == ["Ada", "Bo", "Cy"]


def test_a_short_term_in_the_year_of_a_longer_one_comes_first():
    ada, bo, cy = (
        appointment("Ada", "2000", "2004"),
        appointment("Bo", "2004-03", "2004-09"),
        appointment("Cy", "2004", "2010"),
    )

    assert names_on("2004-03-15", cy, ada, bo) == ["Ada", "Bo"]
    assert names_on("2004-09-15", cy, ada, bo) == ["Bo", "Cy"]


def test_terms_that_overlap_by_the_record_name_both():
    ada, acting = (
        appointment("Ada", "2000-01-01", "2010-01-01"),
        appointment("Bo", "2005-01-01", "2005-02-01", acting=True),
    )

    assert names_on("2005-01-15", ada, acting) == ["Ada", "Bo"]


def test_a_predecessor_of_unknown_start_still_settles_the_start_of_the_successor():
    ada, bo = appointment("Ada", None, "2004-10-15"), appointment("Bo", "2004", "2010")

    assert names_on("2004-10-14", ada, bo) == []
    assert names_on("2004-10-15", ada, bo) == ["Bo"]


def test_the_days_between_two_terms_are_a_gap():
    ada, bo = appointment("Ada", "1954-08-01", "1955-10-19"), appointment("Bo", "1956", "1968")

    before, gap, after = terms([bo, ada])

    assert (before.appointment, after.appointment) == (ada, bo)
    assert gap == Gap(date(1955, 10, 20), ada, bo)


def test_earlier_and_later_ones_are_told_apart():
    ada, bo = appointment("Ada", "2000-01-01", "2005-01-01"), appointment("Bo", "2005-01-02", "2010-01-01")

    before, after = holders_on(day("1999-01-01"), [ada, bo]), holders_on(day("2011-01-01"), [ada, bo])

    assert [each.appointment.name for each in before.later] == ["Ada", "Bo"]
    assert [each.appointment.name for each in after.past] == ["Bo", "Ada"]
    assert not before.current
    assert not after.current
