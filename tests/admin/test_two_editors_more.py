"""Two editors at once where more than one record is at stake: rows below it, many chosen ones, the tree."""

import pytest
from django.db import connection

from orgunits.models import Discrepancy, DiscrepancyClaim, Placement, Structure, Theme, UnitOfficer
from orgunits.tree.check import faults
from tests.admin.test_two_editors import Desk, codes, editor
from tests.helpers.factories import drawn, make_source, make_structure, make_unit, place
from tests.helpers.locks import at_once, while_held
from tests.helpers.proposals import make_officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def discrepancy():
    record = Discrepancy.objects.create(slug="names", topic="Names", reading="Ours")
    source = make_source("document", title="Document")
    for position in (1, 2):
        DiscrepancyClaim.objects.create(discrepancy=record, position=position, text="Old", source=source)
    return record


def test_a_row_that_one_deletes_and_the_other_edits(discrepancy):
    """Whoever comes second is shown what was typed, or takes away a row whose text is in the history."""
    desk = Desk(discrepancy)

    answers = at_once(
        discrepancy,
        desk.saving(desk.ana, **{"claims-0-DELETE": "on"}),
        desk.saving(desk.ben, **{"claims-0-text": "By Ben"}),
    )

    assert codes(answers) in ([302, 302], [302, 200])
    assert list(discrepancy.claims.values_list("text", flat=True)) == ["Old"]
    kept = DiscrepancyClaim.history.filter(text="By Ben").exists()
    assert kept or "By Ben" in answers[1].content.decode()


def test_two_who_add_a_row_each(discrepancy):
    desk = Desk(discrepancy)
    source = str(discrepancy.claims.first().source_id)

    def adding(client, text):
        row = {"claims-2-text": text, "claims-2-source": source, "claims-2-position": "", "claims-TOTAL_FORMS": "3"}
        return desk.saving(client, **row)

    answers = at_once(discrepancy, adding(desk.ana, "By Ana"), adding(desk.ben, "By Ben"))

    assert codes(answers) == [302, 302]
    assert sorted(discrepancy.claims.values_list("text", flat=True)) == ["By Ana", "By Ben", "Old", "Old"]
    assert len(set(discrepancy.claims.values_list("position", flat=True))) == 4


def test_two_who_delete_the_same_records_in_different_orders():
    one, other = (Theme.objects.create(slug=slug, name=slug) for slug in ("one", "other"))
    desk = Desk(one)

    def deleting(client, *keys):
        chosen = {"action": "delete_selected", "_selected_action": list(keys), "post": "yes"}
        return lambda: client.post(desk.address("changelist"), chosen)

    answers = at_once(one, deleting(desk.ana, one.pk, other.pk), deleting(desk.ben, other.pk, one.pk))

    assert codes(answers) == [302, 302]
    assert Theme.objects.count() == 0
    assert Theme.history.filter(history_type="-").count() == 2


def test_a_unit_is_dragged_while_its_text_is_edited():
    structure = make_structure("draft", "gs\n  osg\n  sla\n")
    desk = Desk(place(structure, "sla"))
    drag = {"cmd": "move_node", "cut_item": desk.record.pk, "pasted_on": place(structure, "osg").pk}

    answers = while_held(
        lambda: Structure.objects.select_for_update().get(pk=structure.pk),
        lambda: desk.ana.post(desk.address("changelist"), {**drag, "position": "last-child"}),
        desk.saving(desk.ben, name_es="Secretaría", purpose_en="It serves."),
    )

    assert codes(answers) == [200, 302]
    assert drawn(structure) == "gs\n  osg\n    sla"
    placement = Placement.objects.get(pk=desk.record.pk)
    assert (placement.name_es, placement.purpose_en) == ("Secretaría", "It serves.")


def test_two_who_make_one_person_an_officer_of_one_unit():
    officer, unit = make_officer("officer"), make_unit("sedi")
    page, form = "/admin/orgunits/unitofficer/add/", {"user": officer.pk, "unit": unit.pk, "_save": "Save"}
    ana, ben = editor("ana"), editor("ben")

    def somebody_else():
        UnitOfficer.objects.create(user=officer, unit=unit)

    answers = while_held(somebody_else, lambda: ana.post(page, form), lambda: ben.post(page, form), keep=False)

    assert sorted(codes(answers)) == [200, 302]
    assert UnitOfficer.objects.count() == 1


def test_what_is_deleted_before_an_edit_that_waits_stays_deleted():
    theme = Theme.objects.create(slug="trade", name="Trade")
    desk = Desk(theme)
    sent = desk.saving(desk.ana, name_es="Comercio")

    (answer,) = while_held(Theme.objects.get().delete, sent)

    if connection.vendor == "postgresql":
        assert (answer.status_code, Theme.objects.count()) == (410, 0)
        assert "Comercio" in answer.content.decode()


def test_a_deletion_in_the_tree_waits_for_the_edit_and_keeps_its_text_in_the_history():
    structure = make_structure("draft", "gs\n  osg\n  sla\n")
    desk = Desk(place(structure, "sla"))
    tree = f"{desk.address('changelist')}?structure__id__exact={structure.pk}"
    deletion = {"action": "delete_selected", "_selected_action": [desk.record.pk], "post": "yes"}

    answers = while_held(
        lambda: Structure.objects.select_for_update().get(pk=structure.pk),
        desk.saving(desk.ana, purpose_en="It serves."),
        lambda: desk.ben.post(tree, deletion),
    )

    assert codes(answers) in ([302, 302], [410, 302])
    assert drawn(structure) == "gs\n  osg"
    assert faults(structure) == []
    kept = Placement.history.filter(purpose_en="It serves.").exists()
    assert kept or "It serves." in answers[0].content.decode()
