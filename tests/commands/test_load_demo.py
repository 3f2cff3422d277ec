"""load_demo: loads once, keeps what people wrote, and refuses to write over it."""

import os
import stat
from datetime import date

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from orgunits.demo import fixtures
from orgunits.fixtures_from_facts.rows import rows_in_database
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
    UnitFunction,
)
from orgunits.tree import trees
from orgunits.tree.check import faults
from tests.helpers.factories import drawn, make_structure, make_unit, place

ADMIN, EDITOR, OFFICER, OFFICE = "admin", "editor", "officer", "sg-office"
THERE = "The demo data are there; nothing was loaded."


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return settings.VAR_DIR


@pytest.fixture
def run(capsys):
    """Runs the command and returns what it said."""

    def run(*arguments):
        capsys.readouterr()
        call_command("load_demo", *arguments)
        return capsys.readouterr().out

    return run


@pytest.fixture
def loaded(demo, run):
    """The database after a first load_demo: its data, their first history rows, the log-ins."""
    return run()


@pytest.fixture
def never_loads(monkeypatch):
    def load():
        pytest.fail("loaded again")

    monkeypatch.setattr(fixtures, "load", load)


def directory():
    return {
        model: sorted(rows_in_database(model._base_manager.all()), key=repr)
        for models in fixtures.PARTS.values()
        for model in models
    }


def proposal():
    return Structure.objects.get(slug="2015-proposal")


def passwords(var_dir):
    return dict(line.split() for line in (var_dir / "demo-logins.txt").read_text().splitlines())


# --- the first run ---


def test_the_first_run_adds_the_data_beside_other_structures(db, run):
    other = make_structure("other")

    said = run()

    assert "Loaded the demo data: 9 structures, 100 organizational units, 307 places in a structure" in said
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


def test_the_log_ins_work_and_are_kept_for_their_owner_alone(loaded, var_dir):
    kept = passwords(var_dir)

    assert list(kept) == [ADMIN, EDITOR, OFFICER, OFFICE]
    assert stat.S_IMODE(os.stat(var_dir / "demo-logins.txt").st_mode) == 0o600
    assert authenticate(username=ADMIN, password=kept[ADMIN]).is_superuser
    editor = authenticate(username=EDITOR, password=kept[EDITOR])
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
    assert authenticate(username=EDITOR, password=kept[EDITOR])


# --- reload ---


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
        "Nothing was loaded: it would write over what was edited since.\nstructures: 2015-proposal"
    )


def test_a_reload_is_refused_after_a_correction(loaded, run, never_loads):
    adopted = Structure.objects.get(slug="2016-adopted")
    trees.correct(adopted, make_unit("sla"), fact=Correction.Fact.ACRONYM_EN, after="SAL", reason="Misread")

    with pytest.raises(CommandError, match="structures: 2016-adopted"):
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

    with pytest.raises(CommandError, match="structures: 2016-adopted"):
        run("--reload")


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

    with pytest.raises(CommandError, match="structures: 2015-proposal"):
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
