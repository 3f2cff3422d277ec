"""What is damaged, forged or of another version is refused with a sentence, and changes nothing."""

import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from orgunits.backup import archive
from orgunits.backup.archive import BackupError
from orgunits.backup.restoring import restore
from orgunits.models import AgreementProposal, Placement, Source, Theme
from tests.helpers.factories import make_source

DAMAGES = {
    "no manifest": (
        lambda folder: (folder / "manifest.json").unlink(),
        "is not a complete backup: it has no manifest.json",
    ),
    "half a manifest": (
        lambda folder: cut(folder / "manifest.json"),
        "not a complete backup: its manifest.json is damaged",
    ),
    "another byte in the manifest": (
        lambda folder: turn(folder / "manifest.json", b'"rows": 1', b'"rows": 2'),
        "not a complete backup: its manifest.json is damaged",
    ),
    "half a table": (
        lambda folder: cut(folder / "tables/orgunits_placement.jsonl"),
        r"tables/orgunits_placement.jsonl has \d+ bytes instead of \d+",
    ),
    "another byte in a table": (
        lambda folder: turn(folder / "tables/orgunits_structure.jsonl", b"drill", b"frill"),
        "tables/orgunits_structure.jsonl is not what was backed up",
    ),
    "no table": (
        lambda folder: (folder / "tables/auth_user.jsonl").unlink(),
        "tables/auth_user.jsonl is missing",
    ),
    "no document": (
        lambda folder: next(folder.glob("documents/*/*.pdf")).unlink(),
        r"documents/orgunits_agreementproposal/\w+.pdf is missing",
    ),
    "half a document": (
        lambda folder: cut(next(folder.glob("documents/*/*.pdf"))),
        r"documents/orgunits_agreementproposal/\w+.pdf has \d+ bytes",
    ),
    "a folder that is not there": (shutil.rmtree, "is not a complete backup: it has no manifest.json"),
}


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def turn(path, before, after):
    whole = path.read_bytes()
    assert before in whole
    path.write_bytes(whole.replace(before, after, 1))


@pytest.mark.parametrize(("damage", "sentence"), DAMAGES.values(), ids=DAMAGES)
def test_what_is_damaged_is_said_and_changes_nothing(db, copy, damage, sentence):
    make_source("mine")
    damage(copy)

    with pytest.raises(CommandError, match=sentence):
        call_command("restore", copy, "--replace")

    assert list(Source.objects.values_list("slug", flat=True)) == ["mine"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": 2}, "has the format 2; this version reads 1"),
        (
            {"migrations": []},
            "from another version of the site; only one of the two has the migrations admin.0001_initial",
        ),
        ({"tables": {}}, "from another version of the site; these tables differ: auth_group, "),
    ],
    ids=["format", "migrations", "tables"],
)
def test_a_backup_of_another_version_is_refused(db, copy, change, sentence):
    sign(copy, **change)

    with pytest.raises(BackupError, match=sentence):
        restore(copy)


def sign(folder, **changes):
    """Writes a manifest that is whole, and says something else."""
    manifest = json.loads((folder / "manifest.json").read_text()) | changes
    del manifest["sha256"]
    whole = {"sha256": archive.sha256(archive.canonical(manifest)).hexdigest(), **manifest}
    (folder / "manifest.json").write_text(json.dumps(whole))


def forge(folder, model, change):
    """Changes the first row of a table, as no site would have written it, and signs that."""
    name = f"tables/{model._meta.db_table}.jsonl"
    columns, first, *others = (folder / name).read_bytes().splitlines()
    row = dict(zip(json.loads(columns), json.loads(first), strict=True))
    lines = [columns, *(json.dumps([*each.values()]).encode() for each in change(row)), *others]
    (folder / name).write_bytes(b"\n".join(lines) + b"\n")
    files = json.loads((folder / "manifest.json").read_text())["files"]
    files[name] = {"bytes": (folder / name).stat().st_size, "sha256": archive.digest_of(folder / name)}
    sign(folder, files=files)


FORGERIES = {
    "a key twice": (Theme, lambda row: [row, row], "Nothing was restored: a row of orgunits_theme can't be stored: "),
    "a reference that leads nowhere": (
        Placement,
        lambda row: [row | {"unit_id": 999_999}],
        "Nothing was restored; the database refused it: .*(999999|orgunits_organizationalunit)",
    ),
    "a tree that is not sound": (
        Placement,
        lambda row: [row | {"rght": row["rght"] + 1}],
        "Nothing was restored: the tree of .* is broken: ",
    ),
    "a document elsewhere": (
        AgreementProposal,
        lambda row: [row | {"document": "../../elsewhere.pdf"}],
        "The backup is damaged: '../../elsewhere.pdf' is not the name of a document",
    ),
    "a row too few": (Theme, lambda row: [], "orgunits_theme, read again, differs from the backup"),
}


@pytest.mark.parametrize(("model", "change", "sentence"), FORGERIES.values(), ids=FORGERIES)
def test_what_doesnt_go_together_is_not_restored(empty, copy, model, change, sentence):
    make_source("mine")
    forge(copy, model, change)

    with pytest.raises(BackupError, match=f"(?s){sentence}"):
        restore(copy, replace=True)

    assert list(Source.objects.values_list("slug", flat=True)) == ["mine"]
    assert Theme.objects.count() == 0
