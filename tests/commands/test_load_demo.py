"""load_demo: loads once, and keeps what people wrote."""

import os
import stat
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from orgunits.demo import fixtures
from orgunits.models import (
    Discrepancy,
    Placement,
    Source,
    Structure,
    StructureReview,
    UnitFunction,
)
from orgunits.tree import trees
from orgunits.tree.check import faults
from tests.helpers.demo import directory, proposal
from tests.helpers.factories import drawn, make_structure, make_unit, place

ADMIN, EDITOR, OFFICER, OFFICE = "admin", "editor", "officer", "sg-office"
THERE = "The demo data already exist; nothing was loaded."


def passwords(var_dir):
    return dict(line.split() for line in (var_dir / "demo-logins.txt").read_text().splitlines())


# --- the first run ---


def test_the_first_run_adds_the_data_beside_other_structures(db, run):
    other = make_structure("other")

    said = run()

    assert "Loaded the demo data: 9 editions, 101 units (permanent records), 309 units by edition" in said
    assert Structure.objects.count() == 10
    assert drawn(other) == "gs\n  osg\n  sedi\n    education\n    trade\n  sla"
    assert [fault for each in Structure.objects.all() for fault in faults(each)] == []
    assert Placement.history.filter(structure=proposal()).count() == 51


def test_every_record_gets_the_first_row_of_its_history(loaded):
    for models in fixtures.PARTS.values():
        for model in models:
            history = list(model.history.values_list("id", "history_type", "history_change_reason"))
            assert sorted(history) == [
                (pk, "+", "Demo data") for pk in model._base_manager.order_by("pk").values_list("pk", flat=True)
            ], model


def test_the_first_row_of_history_holds_the_sources(loaded):
    placement = place(proposal(), "sare")
    (first,) = placement.history.all()

    assert {row.source for row in first.sources.all()} == set(placement.sources.all())
    assert first.name_es == "Secretaría de Acceso a Derechos y Equidad"


def log_in(name, kept):
    """The user, if the password that was kept is theirs."""
    user = get_user_model().objects.get(username=name)
    return user if user.check_password(kept[name]) else None


def test_the_log_ins_work_and_are_kept_for_their_owner_alone(loaded, var_dir):
    kept = passwords(var_dir)

    assert list(kept) == [ADMIN, EDITOR, OFFICER, OFFICE]
    assert stat.S_IMODE(os.stat(var_dir / "demo-logins.txt").st_mode) == 0o600
    assert log_in(ADMIN, kept).is_superuser
    editor = log_in(EDITOR, kept)
    assert (editor.is_staff, editor.is_superuser) == (True, False)
    assert all(password in loaded for password in kept.values())


def test_an_editor_may_edit_the_directory_and_no_accounts(loaded):
    editor = get_user_model().objects.get(username=EDITOR)

    for model in [Structure, Placement, UnitFunction, Source, Discrepancy, StructureReview]:
        for action in ("add", "change", "delete", "view"):
            assert editor.has_perm(f"orgunits.{action}_{model._meta.model_name}"), (action, model)
    assert editor.has_perm("orgunits.add_correction")
    assert not editor.has_perm("orgunits.delete_correction")
    assert not [permission for permission in editor.get_all_permissions() if not permission.startswith("orgunits.")]


def test_an_officer_handles_one_branch_and_the_office_decides(loaded):
    officer = get_user_model().objects.get(username=OFFICER)
    office = get_user_model().objects.get(username=OFFICE)

    assert [each.unit.slug for each in officer.officer_of.all()] == ["sare"]
    assert officer.get_all_permissions() == set()
    assert office.get_all_permissions() == {"orgunits.decide_cooperationagreement"}
    editor = get_user_model().objects.get(username=EDITOR)
    assert not editor.has_perm("orgunits.add_unitofficer")
    assert not editor.has_perm("orgunits.decide_cooperationagreement")


# --- the next runs ---


def test_a_second_run_changes_nothing(loaded, run, never_loads, var_dir):
    before, kept = directory(), passwords(var_dir)

    said = run()

    assert said.startswith(THERE)
    assert directory() == before
    assert Source.history.count() == Source.objects.count()
    assert passwords(var_dir) == kept
    assert all(password in said for password in kept.values())


def test_a_second_run_keeps_what_people_wrote(loaded, run, never_loads):
    trees.move(place(proposal(), "protocol"), place(proposal(), "oasg"))
    Source.objects.filter(slug="source-document-003").update(title="Ours")
    Structure.objects.get(slug="2025-observed").delete()

    assert run().startswith(THERE)

    assert place(proposal(), "protocol").parent.unit.slug == "oasg"
    assert Source.objects.get(slug="source-document-003").title == "Ours"
    assert not Structure.objects.filter(slug="2025-observed").exists()


def test_accounts_and_a_group_that_somebody_else_made_stay_as_they_are(demo, run, var_dir):
    get_user_model().objects.create_user(ADMIN, password="mine")
    group = Group.objects.create(name="Editors")

    said = run()

    assert list(passwords(var_dir)) == [EDITOR, OFFICER, OFFICE]
    assert f"  {ADMIN}  (not made here, or its password was changed)" in said
    assert not get_user_model().objects.get(username=ADMIN).is_superuser
    assert not group.permissions.exists()


def test_a_changed_password_is_not_shown_as_the_old_one(loaded, run, var_dir):
    editor = get_user_model().objects.get(username=EDITOR)
    editor.set_password("another")
    editor.save()

    assert f"  {EDITOR}  (not made here, or its password was changed)" in run()


def test_an_emptied_database_gets_the_same_passwords(loaded, run, var_dir):
    kept = passwords(var_dir)
    get_user_model().objects.all().delete()

    run()

    assert passwords(var_dir) == kept
    assert log_in(EDITOR, kept)


# --- what may go wrong ---


@pytest.mark.parametrize("missing", [Discrepancy, Placement])
def test_a_load_that_stopped_half_way_is_finished(demo, run, monkeypatch, missing):
    loads = []
    monkeypatch.setattr(fixtures, "load", lambda: loads.append("once"))
    missing._base_manager.all().delete()

    assert run().startswith("Loaded the demo data")

    assert loads == ["once"]


def test_a_half_loaded_structure_that_somebody_edited_is_left_alone(db, run):
    call_command("loaddata", *fixtures.files()[:5], verbosity=0)
    trees.add(proposal(), make_unit("gs"), kind="general_secretariat", name="General Secretariat")

    with pytest.raises(CommandError, match="editions: 2015-proposal"):
        run()

    assert Placement.objects.count() == 1


def test_another_adopted_structure_of_the_same_day_is_named(db, run, never_loads):
    make_structure("ours", status=Structure.Status.ADOPTED, effective_from=date(2008, 3, 26))

    with pytest.raises(CommandError, match="on one day: ours and 2008-six-secretariats"):
        run()

    assert not get_user_model().objects.exists()


def test_data_that_dont_go_together_change_nothing(db, run):
    Source.objects.create(slug="ours", kind=Source.Kind.PAGE, title="Ours", url="https://www.oas.org/en/about/sha.asp")

    with pytest.raises(CommandError, match="don't go with what the database holds"):
        run()

    assert list(Source.objects.values_list("slug", flat=True)) == ["ours"]
    assert not Structure.objects.exists()
