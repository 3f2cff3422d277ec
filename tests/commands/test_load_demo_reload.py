"""load_demo --reload: brings back the data, and refuses to write over what somebody edited."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from orgunits.models import (
    Correction,
    Discrepancy,
    DiscrepancyClaim,
    Mandate,
    MandateAssignment,
    Membership,
    Placement,
    Source,
    Structure,
    StructureReview,
)
from orgunits.tree import trees
from tests.helpers.demo import directory, proposal
from tests.helpers.factories import make_unit, place
from tests.helpers.locks import while_held

pytestmark = pytest.mark.any_django  # test_load_demo.py loads with each


def test_a_reload_brings_back_what_nobody_edited(loaded, run):
    before = directory()
    keys = set(Placement.objects.values_list("pk", flat=True))
    # As if the fixtures had held other words, and a unit more, when they were loaded.
    Structure.objects.filter(slug="2016-adopted").update(summary_en="As it was")
    Structure.history.filter(slug="2016-adopted").update(summary_en="As it was")
    top = Placement.objects.get(structure=proposal(), parent=None)
    with trees.edit(proposal()):
        extra = Placement(structure=proposal(), unit=make_unit("extra"), parent=top, kind="office", name_en="Extra")
        extra.lft, extra.rght, extra.level, extra.tree_id = 1000, 1001, 1, proposal().pk
        extra.save()
    Structure.objects.update(revision=0)
    Placement.history.filter(unit__slug="extra").update(history_change_reason="Demo data")
    for extra in [
        MandateAssignment(mandate=Mandate.objects.get(slug="charter-of-the-oas"), unit=make_unit("extra")),
        DiscrepancyClaim(
            discrepancy=Discrepancy.objects.first(), position=9, text="Extra", source=Source.objects.first()
        ),
    ]:
        extra.save()
        type(extra).history.filter(id=extra.pk).update(history_change_reason="Demo data")

    said = run("--reload")

    make_unit("extra").delete()
    assert said.startswith("Loaded the demo data")
    assert directory() == before
    assert set(Placement.objects.values_list("pk", flat=True)) == keys
    changes = Structure.history.filter(slug="2016-adopted").values_list("history_type", "history_change_reason")
    assert list(changes) == [("~", "Demo data"), ("+", "Demo data")]


@pytest.mark.django_db(transaction=True)
def test_a_reload_does_not_write_over_what_somebody_is_editing_at_the_moment(loaded):
    source = Source.objects.order_by("pk").first()

    def edit():
        source.title = "Edited"
        source.save()

    def reload():
        try:
            call_command("load_demo", "--reload")
        except CommandError as refusal:
            return str(refusal)
        return "loaded"

    (said,) = while_held(edit, reload)

    if connection.vendor == "postgresql":
        assert said.splitlines()[1:] == [f"sources: {source.slug}"]
        assert Source.objects.get(pk=source.pk).title == "Edited"


def move(structure):
    trees.move(place(structure, "protocol"), place(structure, "oasg"))


def change_a_purpose(structure):
    trees.change(place(structure, "sare"), purpose_en="Ours")


def edit_a_function(structure):
    function = place(structure, "sare").functions.first()
    function.text_en = "Ours"
    function.save()


def delete_a_function(structure):
    place(structure, "sare").functions.first().delete()


def review(structure):
    StructureReview.objects.create(structure=structure, day=date(2020, 1, 1), assessed="The cycle")


def rename(structure):
    structure.name = "Ours"
    structure.save()


@pytest.mark.parametrize("edit", [move, change_a_purpose, edit_a_function, delete_a_function, review, rename])
def test_a_reload_is_refused_where_somebody_edited_a_structure(loaded, run, never_loads, edit):
    edit(proposal())

    with pytest.raises(CommandError) as error:
        run("--reload")

    assert str(error.value) == (
        "Nothing was loaded: it would write over what was edited since.\neditions: 2015-proposal"
    )


def test_a_reload_is_refused_after_a_correction(loaded, run, never_loads):
    adopted = Structure.objects.get(slug="2016-adopted")
    trees.correct(adopted, make_unit("sla"), fact=Correction.Fact.ACRONYM_EN, after="SAL", reason="Misread")

    with pytest.raises(CommandError, match="editions: 2016-adopted"):
        run("--reload")


def test_a_reload_is_refused_where_somebody_edited_another_record(loaded, run, never_loads):
    source = Source.objects.get(slug="source-document-003")
    source.title = "Ours"
    source.save()
    membership = Membership.objects.get(member_state__iso2="BB")
    membership.note = "Ours"
    membership.save()
    MandateAssignment.objects.filter(mandate__slug="charter-of-the-oas").first().delete()

    with pytest.raises(CommandError) as error:
        run("--reload")

    assert str(error.value).splitlines()[1:] == [
        "sources: source-document-003",
        "member states: BB",
        "mandates: charter-of-the-oas",
    ]


def test_a_reload_after_plain_loaddata_compares_with_the_fixtures(demo, run, never_loads):
    """Plain loaddata leaves no first row of history to compare with."""
    Structure.objects.filter(slug="2016-adopted").update(summary_en="Ours")

    with pytest.raises(CommandError, match="editions: 2016-adopted"):
        run("--reload")
