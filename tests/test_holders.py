"""Who holds a post on a day: the edges of the rule, and every day since 1948 by the record."""

import json
from collections import Counter
from datetime import date, timedelta

import pytest

from orgunits.fixtures_from_facts.facts import FIXTURES
from orgunits.holders import Gap, holders_on, posts_of_office, posts_of_unit, tenures, terms
from orgunits.models import Appointment, CountryOffice, Post
from tests.helpers.acts_and_posts import appoint, appointment, day, make_post
from tests.helpers.factories import make_structure, make_unit


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


# == The record


@pytest.fixture(scope="module")
def record():
    """{post: its appointments}, from the fixtures."""
    found = {}
    for row in json.loads((FIXTURES / "75_posts.json").read_text(encoding="utf-8")):
        if row["model"] != "orgunits.appointment":
            continue
        fields = {name: row["fields"].get(name) for name in ("name", "starts_precision", "ends_precision")}
        for name in ("starts", "ends"):
            text = row["fields"].get(name)
            fields[name] = date.fromisoformat(text) if text else None
        made = Appointment(open_ended=row["fields"].get("open_ended", False), **fields)
        found.setdefault(row["fields"]["post"][0], []).append(made)
    return found


def days(first, last):
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


# Where the handover is known only to the year or month: both, in order.
HANDOVERS = {
    ("Galo Plaza", "Alejandro Orfila"): (date(1975, 1, 1), date(1975, 12, 31)),
    ("Alejandro Orfila", "Val T. McComie"): (date(1984, 1, 1), date(1984, 6, 19)),
    ("Luis Almagro", "Albert R. Ramdin"): (date(2025, 5, 1), date(2025, 5, 31)),
}


def test_every_day_since_1948_names_one_secretary_general_or_both_of_a_handover(record):
    expected = {}
    for pair, (first, last) in HANDOVERS.items():
        expected |= dict.fromkeys(days(first, last), list(pair))

    nobody, several, alone = set(), {}, Counter()
    terms_of_all = tenures(record["secretary-general"])
    for each in days(date(1948, 4, 30), date(2026, 11, 22)):
        names = [tenure.appointment.name for tenure in terms_of_all if tenure.includes(each)]
        if not names:
            nobody.add(each)
        elif len(names) > 1:
            several[each] = names
        else:
            alone[names[0]] += 1

    assert nobody == set()
    assert several == expected
    assert len(alone) == 13
    assert sum(alone.values()) + len(several) == (date(2026, 11, 22) - date(1948, 4, 30)).days + 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1948-04-29", []),
        ("1948-04-30", ["Alberto Lleras Camargo"]),
        ("1954-07-31", ["Alberto Lleras Camargo"]),
        ("1954-08-01", ["Carlos Dávila"]),
        ("1955-10-18", ["Carlos Dávila"]),
        ("1955-10-19", ["William Manger"]),
        ("1956-01-15", ["William Manger"]),
        ("1956-01-16", ["José Antonio Mora"]),
        ("1968-05-17", ["José Antonio Mora"]),
        ("1968-05-18", ["Galo Plaza"]),
        ("1984-06-20", ["João Clemente Baena Soares"]),
        ("1994-09-14", ["João Clemente Baena Soares"]),
        ("1994-09-15", ["César Gaviria"]),
        ("2004-09-14", ["César Gaviria"]),
        ("2004-09-15", ["Miguel Ángel Rodríguez"]),
        ("2004-10-14", ["Miguel Ángel Rodríguez"]),
        ("2004-10-15", ["Luigi R. Einaudi"]),
        ("2005-05-25", ["Luigi R. Einaudi"]),
        ("2005-05-26", ["José Miguel Insulza"]),
        ("2015-05-25", ["José Miguel Insulza"]),
        ("2015-05-26", ["Luis Almagro"]),
        ("2025-04-30", ["Luis Almagro"]),
        ("2025-06-01", ["Albert R. Ramdin"]),
    ],
)
def test_the_secretary_general_of_a_day(record, text, names):
    assert names_on(text, *record["secretary-general"]) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1958-06-01", ["William Manger", "William Sanders"]),
        ("2005-07-18", ["Luigi R. Einaudi"]),
        ("2005-07-19", ["Albert R. Ramdin"]),
        ("2015-07-16", ["Albert R. Ramdin"]),
        ("2015-07-17", ["Nestor Mendez"]),
        ("2025-07-13", ["Nestor Mendez"]),
        ("2025-07-14", ["Laura Gil"]),
        ("2026-11-22", ["Laura Gil"]),
    ],
)
def test_the_assistant_secretary_general_of_a_day(record, text, names):
    assert names_on(text, *record["assistant-secretary-general"]) == names


def test_nobody_else_is_said_to_hold_a_post_for_terms_of_others_are_not_recorded(record):
    others = [
        each
        for post, appointments in record.items()
        if post not in ("secretary-general", "assistant-secretary-general")
        for each in appointments
    ]
    assert len(others) == 30
    assert [each.name for each in others if each.starts or each.ends] == []


# == For the pages of units and offices


def held(posts):
    return [
        (
            each.post.slug,
            each.is_head,
            [tenure.appointment.name for tenure in each.holders.current],
            [appointment.name for appointment in each.holders.not_dated],
        )
        for each in posts
    ]


@pytest.fixture
def reader(django_user_model):
    return django_user_model(is_staff=False)


@pytest.fixture
def structure(db):
    return make_structure("today", "gs\n  osg\n  law\n  peace", status="adopted")


def test_a_unit_has_the_posts_that_head_it_first_and_those_in_it(structure, reader):
    secretary = make_post("secretary-general", unit="osg", heads=["gs", "osg"], seniority=1)
    make_post("chief-of-staff", unit="osg")
    appoint(secretary, "Ada", "2020-01-01", open_ended=True)

    found = posts_of_unit(make_unit("osg"), kind="head_office", day=day("2021-01-01"), user=reader)
    assert held(found) == [("secretary-general", True, ["Ada"], []), ("chief-of-staff", False, [], [])]
    found = posts_of_unit(make_unit("gs"), kind="general_secretariat", day=day("2019-01-01"), user=reader)
    assert held(found) == [("secretary-general", True, [], [])]


def test_a_department_has_its_own_director_and_nobody_elses(structure, reader):
    director = make_post("director", for_each="department", seniority=4)
    make_post("section-chief", for_each="section", seniority=6)
    appoint(director, "Ada", unit=make_unit("law"), seen="2013")
    appoint(director, "Bo", unit=make_unit("peace"), seen="2014")

    found = posts_of_unit(make_unit("law"), kind="department", day=day("2021-01-01"), user=reader)
    assert held(found) == [("director", True, [], ["Ada"])]


def test_a_unit_that_changed_its_kind_keeps_whom_it_had(structure, reader):
    chief = make_post("section-chief", for_each="section")
    make_post("director", for_each="department")
    appoint(chief, "Ada", unit=make_unit("law"), seen="2013")

    found = posts_of_unit(make_unit("law"), kind="department", day=day("2021-01-01"), user=reader)
    assert held(found) == [("director", True, [], []), ("section-chief", False, [], ["Ada"])]


def test_a_department_with_a_head_of_its_own_has_no_director_besides(structure, reader):
    make_post("director", for_each="department")
    make_post("judge", unit="law", heads=["law"])

    found = posts_of_unit(make_unit("law"), kind="department", day=day("2021-01-01"), user=reader)
    assert held(found) == [("judge", True, [], [])]


def test_a_unit_whose_kind_is_not_recorded_has_no_post_of_a_kind(structure, reader):
    make_post("director", for_each="department")
    make_post("judge", unit="peace")

    assert posts_of_unit(make_unit("law"), kind=None, day=day("2021-01-01"), user=reader) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_posts_of_a_unit_cost_the_same_however_many(structure, reader, count, django_assert_num_queries):
    for number in range(count):
        post = make_post(f"post-{number}", unit="law", heads=["law"])
        appoint(post, f"Ada {number}", "2020-01-01", open_ended=True)

    law = make_unit("law")

    with django_assert_num_queries(2):
        found = posts_of_unit(law, kind="department", day=day("2021-01-01"), user=reader)

    assert len(found) == count


def test_an_office_has_its_representative(structure):
    office, other = (
        CountryOffice.objects.create(slug=slug, kind="field", name=slug, status="operating")
        for slug in ("here", "there")
    )
    representative = make_post("representative", for_each=Post.ForEach.COUNTRY_OFFICE)
    appoint(representative, "Ada", "2020-01-01", open_ended=True, office=office)
    appoint(representative, "Bo", "2020-01-01", open_ended=True, office=other)

    assert held(posts_of_office(office, day=day("2021-01-01"))) == [("representative", True, ["Ada"], [])]


def test_a_post_in_a_unit_that_only_a_draft_knows_is_not_public(structure, reader, admin_user):
    make_structure("hidden", "gs\n  secret")
    hidden = make_post("hidden-post", unit="secret")
    director = make_post("director", for_each="department")
    spy = appoint(director, "Spy", unit=make_unit("secret"))
    chief = appoint(hidden, "Chief", "2020-01-01")

    assert list(Post.objects.visible_to(reader)) == [director]
    assert list(Appointment.objects.visible_to(reader)) == []
    assert set(Post.objects.visible_to(admin_user)) == {hidden, director}
    assert set(Appointment.objects.visible_to(admin_user)) == {spy, chief}
