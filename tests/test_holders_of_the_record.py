"""Who holds a post on a day, as orgunits/holders.py says it: every day since 1948 by the record."""

import json
from collections import Counter
from datetime import date, timedelta

import pytest

from orgunits.fixtures_from_facts.facts import FIXTURES
from orgunits.holders import holders_on, tenures
from orgunits.models import Appointment
from tests.helpers.acts_and_posts import day


def names_on(text, *appointments):
    return [tenure.appointment.name for tenure in holders_on(day(text), list(appointments)).current]


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
        ("2025-05-25", ["Luis Almagro"]),
        ("2025-05-26", ["Albert R. Ramdin"]),
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
        ("2015-06-30", ["Albert R. Ramdin"]),
        # Sources differ on the day in July.
        ("2015-07-17", ["Albert R. Ramdin", "Nestor Mendez"]),
        ("2015-08-01", ["Nestor Mendez"]),
        ("2025-07-13", ["Nestor Mendez"]),
        ("2025-07-14", ["Laura Gil"]),
        ("2026-11-22", ["Laura Gil"]),
    ],
)
def test_the_assistant_secretary_general_of_a_day(record, text, names):
    assert names_on(text, *record["assistant-secretary-general"]) == names


def test_nobody_else_is_said_to_hold_a_post_for_ends_of_their_terms_are_not_recorded(record):
    others = [
        each
        for post, appointments in record.items()
        if post not in ("secretary-general", "assistant-secretary-general")
        for each in appointments
    ]
    assert len(others) == 34
    assert [each.name for each in others if each.ends or each.open_ended] == []
    assert [each.name for each in others if each.starts] == ["Kim Osborne", "Carmen Moreno"]
