"""check_data finds what raw loads let by."""

import os
import time
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from orgunits.models import (
    AgreementProposal,
    Body,
    Placement,
    Structure,
    StructureAuthority,
    StructureReview,
    UnitRelation,
)
from tests.helpers.acts_and_posts import make_act
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.proposals import pdf, send, today


@pytest.fixture
def findings(capsys):
    """Runs the command, which must fail, and returns the lines it printed."""

    def run():
        with pytest.raises(CommandError) as error:
            call_command("check_data")
        lines = capsys.readouterr().out.splitlines()
        assert str(error.value) == f"{len(lines)} findings."
        return lines

    return run


def write(placement, **columns):
    """As a raw load would, past all rules."""
    Placement._base_manager.filter(pk=placement.pk).update(**columns)


def test_the_demo_is_sound(demo, capsys):
    call_command("check_data")

    assert capsys.readouterr().out == "No problems found in the data.\n"


def test_a_parent_in_another_structure(db, findings):
    ours, other = make_structure("ours"), make_structure("other")
    with transaction.atomic():  # which could not be committed
        write(place(ours, "sla"), parent=place(other, "osg"))
        found = findings()
        transaction.set_rollback(True)

    assert any(line.startswith("ours: placement") and "stands in another structure" in line for line in found)


def test_numbers_that_dont_fit(db, findings):
    write(place(make_structure("ours"), "trade"), lft=50, rght=51)

    assert all(line.startswith("ours: placement") for line in findings())


@pytest.mark.parametrize("end", ["unit", "to_unit"])
def test_a_relation_of_a_unit_that_does_not_stand_in_the_structure(db, findings, end):
    ends = {"unit": make_unit("sla"), "to_unit": make_unit("osg"), end: make_unit("stranger")}
    relation = UnitRelation.objects.create(structure=make_structure("ours"), kind="reports_to", **ends)

    assert findings() == [f"ours: relation {relation.pk}: stranger is not in the edition"]


def test_a_review_that_says_nothing(db, findings):
    StructureReview.objects.create(structure=make_structure("ours"), day=date(2016, 1, 1))

    [finding] = findings()

    assert finding.startswith("ours: review of 2016-01-01: Say at least one step of the review")


def test_a_relation_to_a_body_needs_no_second_unit(db, capsys):
    body = Body.objects.create(slug="council", kind="organ", name="Council")
    UnitRelation.objects.create(structure=make_structure(), kind="serves", unit=make_unit("sla"), to_body=body)

    call_command("check_data")


def test_a_proposal_that_is_not_marked(db, findings):
    make_structure("ours", status=Structure.Status.PROPOSED)

    assert findings() == ["ours: proposed, but not marked as having been proposed"]


def test_a_kind_that_there_is_not(db, findings):
    placement = place(make_structure("ours"), "sla")
    write(placement, kind="bureau")

    assert findings() == [f"unit in an edition {placement.pk} (Sla in “Structure ours”): kind is 'bureau'"]


def test_a_name_missing_in_english(db, findings):
    placement = place(make_structure("ours"), "sla")
    write(placement, name_en=None, name_es="Sla")

    assert findings() == [f"unit in an edition {placement.pk} (Sla in “Structure ours”): name_en is empty"]


def test_words_for_the_search_and_keys_of_the_order_that_are_not_up_to_date(db, findings):
    structure = make_structure("ours")
    write(place(structure, "sla"), folded="")
    write(place(structure, "sedi"), sort_key_es=b"z")

    assert findings() == [
        "units by edition: 2 with search words or sort keys that are out of date (manage.py rebuild_derived updates "
        "them)"
    ]


# --- documents ---


@pytest.fixture
def proposal(db, client, documents):
    """With a document."""
    StructureAuthority.objects.create(structure=today(), instrument=make_act("order"))
    send(client, document=pdf(size=5000))
    return AgreementProposal.objects.get()


def old(path, content=b"%PDF"):
    """Written more than an hour ago."""
    path.write_bytes(content)
    os.utime(path, (time.time() - 3700,) * 2)
    return path


def test_a_document_that_is_there_and_whole_is_sound(proposal, capsys):
    path = Path(proposal.document.path)
    old(path, path.read_bytes())

    call_command("check_data", "--remove-orphans")

    assert capsys.readouterr().out == "No problems found in the data.\n"
    assert path.exists()


def test_a_document_that_is_missing(proposal, findings):
    os.unlink(proposal.document.path)

    assert findings() == [f"proposal {proposal.number}: its document {proposal.document.name} is missing"]


@pytest.mark.parametrize("size", [0, 1, 4000])
def test_a_document_that_is_cut_short(proposal, findings, size):
    os.truncate(proposal.document.path, size)

    name = proposal.document.name
    assert findings() == [f"proposal {proposal.number}: its document {name} is not the PDF that was sent"]


@pytest.mark.parametrize(
    ("name", "fault"),
    [("folder", "can't be read: Is a directory"), ("../../elsewhere.pdf", "is not in the folder of documents")],
)
def test_a_name_that_leads_to_no_document(proposal, documents, findings, name, fault):
    (documents / "folder").mkdir()
    os.unlink(proposal.document.path)
    AgreementProposal.objects.update(document=name)

    assert findings() == [f"proposal {proposal.number}: its document {name} {fault}"]


def test_files_that_no_proposal_names_are_found_once_they_are_an_hour_old(proposal, documents, findings):
    left = old(documents / "left.pdf.saving")
    (documents / "coming.pdf").write_bytes(b"%PDF")

    assert findings() == [f"{left}: belongs to no proposal (--remove-orphans deletes it)"]
    assert left.exists()


def test_such_files_are_deleted_when_asked_for_and_those_that_may_be_coming_in_are_not(proposal, documents, capsys):
    left = [old(documents / name) for name in ("a.pdf", "b.pdf.saving", "c.pdf.restoring")]
    coming = documents / "coming.pdf"
    coming.write_bytes(b"%PDF")

    call_command("check_data", "--remove-orphans")

    deleted = [f"{path}: deleted; it belonged to no proposal." for path in left]
    assert capsys.readouterr().out.splitlines() == [*deleted, "No problems found in the data."]
    assert {*documents.iterdir()} == {coming, Path(proposal.document.path)}


def test_the_document_of_a_proposal_that_is_deleted_is_such_a_file(proposal, documents, findings):
    path = Path(proposal.document.path)
    old(path, path.read_bytes())
    proposal.agreement.delete()

    assert findings() == [f"{path}: belongs to no proposal (--remove-orphans deletes it)"]


def test_an_edition_adopted_by_an_act_that_it_does_not_name(db, findings, capsys):
    structure = make_structure("new", "gs", status="adopted", basis="act", effective_from=date(2016, 1, 1))

    assert findings() == ["new: adopted by an act, but names none"]

    StructureAuthority.objects.create(structure=structure, instrument=make_act("order"))
    call_command("check_data")
    assert capsys.readouterr().out == "No problems found in the data.\n"
