"""What may be said of a difference: created and abolished only where an event or a complete record says so."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from orgunits.comparison.comparison import compare
from orgunits.models import Placement, Structure
from orgunits.tree import trees
from tests.helpers.changes import make_change
from tests.helpers.factories import make_structure, place

pytestmark = pytest.mark.django_db

ADOPTED, PROPOSED, DRAFT = Structure.Status.ADOPTED, Structure.Status.PROPOSED, Structure.Status.DRAFT

FIRST = "gs\n  sedi | executive_secretariat\n    trade\n  ser | secretariat"
SECOND = "gs\n  sedi | executive_secretariat\n    education"


def edition(slug, year, tree, **fields):
    return make_structure(slug, tree, status=ADOPTED, effective_from=date(year, 1, 1), **fields)


def compared(one, other):
    editions = list(Structure.objects.chronological().with_successor())
    return compare(one, other, editions=editions, user=AnonymousUser())


def found(one, other):
    """{unit: [what is said of it]}."""
    return {unit: [str(each.value) for each in row.findings] for unit, row in compared(one, other).changes.items()}


def complete(structure, *slugs):
    with trees.edit(structure):
        Placement.objects.filter(structure=structure, unit__slug__in=slugs).update(sub_units_complete=True)


def test_where_the_record_is_incomplete_units_are_only_first_or_no_longer_recorded():
    first, second = edition("first", 2008, FIRST), edition("second", 2012, SECOND)

    assert found(first, second) == {
        "education": ["first_recorded"],
        "trade": ["no_longer_recorded"],
        "ser": ["no_longer_recorded"],
    }


def test_an_event_says_that_units_were_created_and_abolished():
    first, second = edition("first", 2008, FIRST), edition("second", 2012, SECOND)
    make_change("created", to=second, results=["education"])
    make_change("abolished", to=second, originals=["ser"])

    assert found(first, second) == {
        "education": ["created"],
        "trade": ["no_longer_recorded"],
        "ser": ["abolished"],
    }


def test_a_complete_record_below_the_unit_above_says_so_on_the_side_that_lacks_the_unit():
    first, second = edition("first", 2008, FIRST), edition("second", 2012, SECOND)
    complete(first, "sedi")
    complete(second, "gs")

    changes = compared(first, second).changes

    assert [(row.unit, str(row.findings[0].value), row.by_complete_record) for row in changes.values()] == [
        ("education", "created", True),
        ("trade", "no_longer_recorded", False),
        ("ser", "abolished", True),
    ]


def test_what_an_edition_before_had_was_not_created_and_what_one_after_has_was_not_abolished():
    oldest = edition("oldest", 1999, SECOND)
    first, second = edition("first", 2008, FIRST), edition("second", 2012, SECOND)
    newest = edition("newest", 2020, FIRST)
    complete(first, "sedi", "gs")
    complete(second, "sedi", "gs")

    changes = compared(first, second).changes

    assert [(row.unit, str(row.findings[0].value), row.elsewhere) for row in changes.values()] == [
        ("education", "recorded_again", oldest),
        ("trade", "no_longer_recorded", newest),
        ("ser", "no_longer_recorded", newest),
    ]


def test_what_an_event_moves_was_there_before():
    first, second = edition("first", 2008, FIRST), edition("second", 2012, SECOND)
    complete(first, "sedi")
    make_change("moved", to=second, originals=["education"], moved_to="sedi")

    assert found(first, second)["education"] == ["first_recorded"]


def test_units_that_merged_or_were_split_are_said_to_be():
    first = edition("first", 2008, "gs\n  culture\n  schools\n  media")
    second = edition("second", 2012, "gs\n  education\n  press\n  radio")
    make_change("merged", to=second, originals=["culture", "schools"], results=["education"])
    make_change("split", to=second, originals=["media"], results=["press", "radio"])

    assert found(first, second) == {
        **{"education": ["created"], "press": ["created"], "radio": ["created"]},
        **{"culture": ["merged"], "schools": ["merged"], "media": ["split"]},
    }


def test_what_only_a_proposal_has_was_proposed_and_not_abolished():
    proposal = make_structure("wish", SECOND, status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year")
    adopted = edition("adopted", 2016, "gs\n  sedi | secretariat\n    media")
    complete(proposal, "sedi")
    complete(adopted, "gs", "sedi")

    assert found(proposal, adopted) == {
        "sedi": ["kind"],
        "media": ["not_proposed"],
        "education": ["only_proposed"],
    }


def test_from_a_proposal_long_after_nothing_follows_for_what_it_lacks():
    first = edition("first", 1999, FIRST)
    edition("second", 2012, SECOND)
    proposal = make_structure("wish", SECOND, status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year")
    complete(proposal, "gs", "sedi")

    assert found(first, proposal)["ser"] == ["not_proposed"]


def test_a_change_into_a_proposal_is_marked_as_proposed():
    first = edition("first", 2012, FIRST)
    proposal = make_structure("wish", SECOND, status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year")

    assert [row.is_proposed for row in compared(first, proposal).changes.values()] == [True, True, True]


def test_it_is_told_in_the_order_of_time_and_a_draft_comes_last():
    draft = make_structure("draft", SECOND, status=DRAFT)
    first = edition("first", 2012, FIRST)

    both = compared(draft, first), compared(first, draft)

    assert [(each.earlier, each.later) for each in both] == [(first, draft)] * 2
    assert both[0].diff == both[1].diff


def test_changes_are_told_by_branch_and_what_left_a_branch_is_named_there():
    first = edition("first", 2008, "gs\n  osg | head_office\n  sla | secretariat\n    law\n    justice\n  library")
    second = edition("second", 2012, "gs\n  osg | head_office\n    justice\n  sla | secretariat\n    law\n  museum")

    comparison = compared(first, second)
    branches = comparison.branches(comparison.changes.values())

    assert [
        (row.named.place.unit, [each.unit for each in row.changes], [each.place.unit for each in row.moved_away])
        for row in branches
    ] == [("gs", ["museum", "library"], []), ("osg", ["justice"], []), ("sla", [], ["justice"])]


def test_a_name_that_one_of_them_lacks_is_told_apart():
    first, second = edition("first", 2008, SECOND), edition("second", 2012, SECOND)
    with trees.edit(second):
        Placement.objects.filter(pk=place(second, "sedi").pk).update(name_es="Secretaría", purpose_en="To develop.")

    comparison = compared(first, second)

    assert comparison.changes == {}
    assert [(row.unit, row.language, row.is_before) for row in comparison.one_sided] == [
        ("sedi", "es", False),
        ("sedi", "", False),
    ]
