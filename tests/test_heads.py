"""The rule of age: whom a page names as the head of a unit on a day."""

from datetime import date

import pytest

from orgunits.heads import head_of, head_on, months_before
from orgunits.holders import HeldPost, holders_on, posts_of_unit
from orgunits.models import Kind, Post
from tests.helpers.acts_and_posts import appoint, appointment, day, make_post
from tests.helpers.factories import make_structure, make_unit
from tests.helpers.people import person

TODAY = "2026-11-30"


def head(*appointments, on=TODAY):
    return head_on(Post(slug="head"), holders_on(day(on), list(appointments)))


def seen(name, words, first, starts=None, **fields):
    return appointment(name, starts, seen_en=words, seen_on=day(first), **fields)


def names(rows):
    return [each.appointment.name for each in rows]


def said(found):
    """What a page says: ("term" | "seen" | "last", names, dates in words)."""
    if found.terms:
        return ("term", names(found.terms), [])
    kind, rows = ("seen", found.seen) if found.seen else ("last", found.last)
    return (kind, names(rows), [each.when for each in rows])


# == A term on record


def test_a_term_that_includes_the_day_names_its_holder_however_long_ago_it_began():
    found = head(appointment("Ada", "1990", open_ended=True))

    assert (said(found), found.is_current) == (("term", ["Ada"], []), True)


def test_both_ends_of_a_term_count():
    ada = appointment("Ada", "2010-05-01", "2012-05-31")

    assert said(head(ada, on="2010-05-01"))[0] == "term"
    assert said(head(ada, on="2012-05-31"))[0] == "term"
    assert said(head(ada, on="2012-06-01")) == ("last", ["Ada"], ["until 31 May 2012"])
    assert said(head(ada, on="2010-04-30")) == ("last", [], [])


def test_two_terms_at_once_name_both():
    found = head(appointment("Ada", "2020", "2027"), appointment("Bea", "2021", "2028"))

    assert said(found) == ("term", ["Ada", "Bea"], [])


def test_who_acts_is_named_as_the_head_too():
    found = head(appointment("Ada", "2020", "2023-01-31"), seen("Bea", "May 2026", "2026-05-01", acting=True))

    assert said(found) == ("seen", ["Bea"], ["in May 2026"])
    assert found.seen[0].appointment.acting


def test_a_term_counts_before_what_was_seen():
    found = head(appointment("Ada", "2020", "2027"), seen("Bea", "June 2026", "2026-06-01"))

    assert said(found) == ("term", ["Ada"], [])


# == Seen in the post


@pytest.mark.parametrize(
    ("words", "first", "on", "kind"),
    [
        # 24 months to the day, and one day more.
        ("30 November 2024", "2024-11-30", "2026-11-30", "seen"),
        ("30 November 2024", "2024-11-30", "2026-12-01", "last"),
        # A month counts from its last day, a year too.
        ("November 2024", "2024-11-01", "2026-11-30", "seen"),
        ("October 2024", "2024-10-01", "2026-10-31", "seen"),
        ("October 2024", "2024-10-01", "2026-11-01", "last"),
        ("2024", "2024-01-01", "2026-12-31", "seen"),
        ("2024", "2024-01-01", "2027-01-01", "last"),
        # The last day of February, whatever the year.
        ("28 February 2023", "2023-02-28", "2025-02-28", "seen"),
        ("29 February 2024", "2024-02-29", "2026-02-28", "seen"),
        ("29 February 2024", "2024-02-29", "2026-03-01", "last"),
        # In words of the sources.
        ("c. 2024", "2024-01-01", "2026-12-31", "seen"),
        ("c. 2024–2025", "2024-01-01", "2027-12-31", "seen"),
        ("2016 to c. 2024", "2016-01-01", "2026-12-31", "seen"),
        ("after May 2025", "2025-05-01", "2027-05-31", "seen"),
        ("before May 2015", "2015-05-01", "2017-05-01", "seen"),
        ("before May 2015", "2015-05-01", "2017-05-02", "last"),
        ("June 2012 to June 2013", "2013-06-06", "2015-06-30", "seen"),
        ("15 September 2008 and April 2013", "2013-04-01", "2015-04-30", "seen"),
        # Of words without a date, or none, the day says it: a first one stands for its month or year.
        ("lately", "2024-01-01", "2026-12-31", "seen"),
        ("", "2024-05-01", "2026-05-31", "seen"),
        ("", "2024-05-01", "2026-06-01", "last"),
        ("", "2024-05-17", "2026-05-17", "seen"),
        ("", "2024-05-17", "2026-05-18", "last"),
        ("31 June 2024", "2024-06-30", "2026-06-30", "seen"),
    ],
)
def test_who_was_seen_is_named_for_24_months_from_the_last_day_of_the_date(words, first, on, kind):
    assert said(head(seen("Ada", words, first), on=on))[:2] == (kind, ["Ada"])


def test_the_setting_says_how_many_months(settings):
    settings.HEAD_SEEN_WITHIN_MONTHS = 12

    assert said(head(seen("Ada", "October 2025", "2025-10-01"), on="2026-10-31"))[0] == "seen"
    assert said(head(seen("Ada", "October 2025", "2025-10-01"), on="2026-11-01"))[0] == "last"


def test_what_was_seen_later_than_the_day_says_nothing():
    assert said(head(seen("Ada", "June 2021", "2021-06-01"), on="2021-05-31")) == ("last", [], [])


def test_within_the_span_of_the_words_somebody_is_named():
    """Seen from 2016 to 2024, so on a day of 2018, too."""
    assert said(head(seen("Ada", "2016 to c. 2024", "2016-01-01"), on="2018-06-01"))[:2] == ("seen", ["Ada"])


def test_begun_before_and_seen_after_the_day_is_in_the_post_on_it():
    found = head(seen("Ada", "June 2021", "2021-06-01", starts="2017-01-12"), on="2020-01-01")

    assert said(found) == ("seen", ["Ada"], ["from 12 January 2017"])


def test_a_term_without_an_end_counts_from_its_beginning():
    ada = appointment("Ada", "2023-05")

    assert said(head(ada, on="2025-05-31")) == ("seen", ["Ada"], ["from May 2023"])
    assert said(head(ada, on="2025-06-01")) == ("last", ["Ada"], ["from May 2023"])


def test_seen_at_last_counts_for_who_began_long_ago():
    ada = seen("Ada", "June 2021", "2021-06-01", starts="2017-01-12")

    assert said(head(ada)) == ("last", ["Ada"], ["in June 2021"])
    assert said(head(ada, on="2023-06-30")) == ("seen", ["Ada"], ["in June 2021"])


def test_of_several_the_one_seen_last_is_named():
    found = head(seen("Ada", "March 2025", "2025-03-01"), seen("Bea", "June 2026", "2026-06-01"))

    assert said(found) == ("seen", ["Bea"], ["in June 2026"])


def test_where_the_dates_leave_open_who_came_last_both_are_named():
    found = head(seen("Ada", "June 2025", "2025-06-01"), seen("Bea", "2025", "2025-01-01"))

    assert said(found) == ("seen", ["Bea", "Ada"], ["in 2025", "in June 2025"])


def test_somebody_whose_term_ended_after_another_was_seen_is_the_last_one_known():
    found = head(seen("Ada", "March 2025", "2025-03-01"), appointment("Bea", "2025-04", "2026-05"))

    assert said(found) == ("last", ["Bea"], ["until May 2026"])


def test_nobody_on_record_is_nobody():
    found = head()

    assert (said(found), found.is_current) == (("last", [], []), False)
    assert said(head(appointment("Ada", seen_en="date not recorded"))) == ("last", [], [])


def test_words_that_are_no_plain_date_are_given_as_they_are():
    assert head(seen("Ada", "late 2025", "2025-10-01")).seen[0].when == "(late 2025)"
    assert head(seen("Ada", "<b> 2025", "2025-10-01")).seen[0].when == "(&lt;b&gt; 2025)"


# == Of a unit


def test_of_several_posts_the_first_that_names_somebody_for_the_day_speaks():
    empty, old, now = (
        HeldPost(Post(slug=slug), True, holders_on(day(TODAY), rows))
        for slug, rows in (
            ("empty", []),
            ("old", [appointment("Ada", "1990", "1995")]),
            ("now", [appointment("Bea", "2020", open_ended=True)]),
        )
    )
    member = HeldPost(Post(slug="member"), False, holders_on(day(TODAY), [appointment("Cid", "2020", "2030")]))

    assert head_of([empty, old, now]).post.slug == "now"
    assert head_of([empty, old, member]).post.slug == "old"
    assert head_of([empty]).post.slug == "empty"
    assert head_of([member]) is None


@pytest.mark.django_db
def test_what_only_a_draft_knows_heads_nothing_for_the_public():
    plan = make_structure("plan")
    post = make_post("chief", unit="sedi", heads=["sedi"], draft=plan)
    appoint(post, "Ada", "2020", open_ended=True, draft=plan)

    def found(user):
        return posts_of_unit(make_unit("sedi"), kind=Kind.DEPARTMENT, day=day(TODAY), user=user).alone()

    assert head_of(found(person("reader")))  # staff
    reader = person("public")
    reader.is_staff = False
    assert head_of(found(reader)) is None


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        ("2026-11-30", 24, "2024-11-30"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-01-31", 2, "2025-11-30"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-12-31", 0, "2026-12-31"),
    ],
)
def test_so_many_months_before(on, months, expected):
    assert months_before(day(on), months) == day(expected)


def test_before_the_first_day_there_is_none():
    assert months_before(date(1, 5, 1), 24) == date.min


# == Within an edition


def test_within_an_edition_all_are_named_who_are_known_to_have_been_in_the_post_on_one_of_its_days():
    rows = [
        appointment("Ada", "2005-05-26", "2012-05-26"),
        appointment("Bea", "2012-05-26", "2020"),
        seen("Cy", "July 2012", "2012-07-01"),
        seen("Di", "October 2011", "2011-10-01"),
        seen("Ed", "2016", "2016-01-01"),
        appointment("Flo", None, "2013-01-31"),
        seen("Gus", "May 2017", "2017-05-01", starts="2014"),
    ]
    span = (day("2012-01-01"), day("2015-12-31"))

    found = head_on(Post(slug="head"), holders_on(span[0], rows), span=span)

    assert names(found.terms) == ["Ada", "Bea"]
    assert [(each.appointment.name, each.when) for each in found.seen] == [
        ("Gus", "from 2014"),
        ("Cy", "in July 2012"),
        ("Flo", "until 31 January 2013"),
    ]


def test_where_nobody_is_known_within_an_edition_the_last_one_before_is_no_more_than_that():
    span = (day("2012-01-01"), day("2015-12-31"))
    holders = holders_on(span[0], [seen("Di", "October 2011", "2011-10-01")])

    found = head_on(Post(slug="head"), holders, span=span)

    assert (found.is_current, said(found)) == (False, ("last", ["Di"], ["in October 2011"]))
