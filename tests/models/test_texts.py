"""Texts are stored by the one rule, whatever way they come: forms, saves, bulk writes, fixtures."""

import json
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.serializers.base import DeserializationError
from django.db import connection, models
from django.urls import reverse

from orgunits.backup.tables import DERIVED
from orgunits.models import AgreementProposal, CountryOffice, OrganizationalUnit, Placement, Source, Theme
from orgunits.models.tidying import text_fields
from tests.helpers.admin_forms import errors_of, save
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.proposals import errors, send, stored, today

pytestmark = pytest.mark.django_db

UNIT_FORM = "organizationalunit_form"
PASTED, STORED = "Re\u0301gion\u00a0«\u202fEau\u202f»\u200b du\u00adrable", "Région « Eau » durable"
OVERRIDE = "This contains a right-to-left override (U+202E) after “Water”: take it out, or type the words again."


def change_url(record):
    return reverse(f"admin:orgunits_{record._meta.model_name}_change", args=[record.pk])


def write(record, **columns):
    """Past all fields."""
    sets = ", ".join(f"{name} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {record._meta.db_table} SET {sets} WHERE id = %s",
            [*columns.values(), record.pk],
        )


def test_every_text_that_people_write_is_in_such_a_field():
    internal = {"digest", "log_in", "language", "key", "folded"}
    every = [
        each
        for each in apps.get_app_config("orgunits").get_models()
        if not hasattr(each, "history_type") and each not in DERIVED
    ]
    plain = [
        f"{model.__name__}.{field.name}"
        for model in every
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and field not in text_fields(model)
        and not field.choices
        and field.name not in internal
    ]

    assert plain == []


def test_the_admin_stores_a_pasted_name_and_its_history_as_people_read_it(admin_client):
    unit = make_unit("water")

    save(admin_client, change_url(unit), UNIT_FORM, label=PASTED)

    unit.refresh_from_db()
    assert unit.label == STORED
    assert unit.history.first().label == STORED


@pytest.mark.parametrize("nothing", ["\u200b", "\u00a0\u2028", "\u200e", "\u3164"])
def test_a_label_of_nothing_else_is_none(admin_client, nothing):
    unit = make_unit("water")

    response = save(admin_client, change_url(unit), UNIT_FORM, label=nothing)

    assert errors_of(response) == ["This field is required."]


def test_the_admin_refuses_an_override_at_its_field(admin_client):
    unit = make_unit("water")

    response = save(admin_client, change_url(unit), UNIT_FORM, label="Water\u202e")

    assert response.context["adminform"].form.errors == {"label": [OVERRIDE]}


def test_an_address_pasted_with_a_space_of_no_width_is_the_address(admin_client, client):
    unit = make_unit("water")

    save(admin_client, change_url(unit), UNIT_FORM, slug="clean-water\u200b", website="https://example.org/\ufeff")

    unit.refresh_from_db()
    assert (unit.slug, unit.website) == ("clean-water", "https://example.org/")
    make_structure("first", "gs\n  water")
    assert client.get("/en/structure/?structure=first%E2%80%8B").status_code in (200, 404)
    assert client.get("/en/structure/?structure=first%E2%80%8B").status_code == (
        client.get("/en/structure/?structure=first").status_code
    )


@pytest.mark.usefixtures("documents")
def test_a_proposer_may_paste_what_editors_and_mails_put_into_texts(client):
    today()

    send(
        client,
        organization="Les\u00a0Amis de l’«\u00a0Eau\u00a0»\u200b",
        title="Eau\u2028pro\u00adpre",
        email="eau@example.org\u200b",
        text="Un.\vDeux.\u2028Trois\u202f: e\u0301t\u00e9.",
    )

    proposal = AgreementProposal.objects.get()
    assert (proposal.organization, proposal.agreement.title, proposal.email, proposal.text) == (
        "Les Amis de l’« Eau »",
        "Eau propre",
        "eau@example.org",
        "Un.\nDeux.\nTrois : été.",
    )


@pytest.mark.usefixtures("documents")
def test_a_proposal_titled_with_nothing_that_is_seen_has_no_title(client):
    today()

    response = send(client, title="\u200b\u00a0")

    assert errors(response) == {"title": ["Give your proposal a title: a few words on what it is about."]}
    assert stored() == 0


def test_numbers_of_an_office_are_lines_of_their_own(admin_client):
    field = CountryOffice._meta.get_field("phones")
    assert field.clean(["+1\u00a0(202) 458\u20113000\u200b", "\u00ad"], None) == ["+1 (202) 458\u20113000"]
    with pytest.raises(ValidationError, match="right-to-left override"):
        field.clean(["+1\u202e202"], None)


def test_every_way_to_write_stores_the_same():
    saved = Theme.objects.create(slug="saved", name=PASTED)
    [bulk] = Theme.objects.bulk_create([Theme(slug="bulk", name=PASTED, name_en=PASTED)])
    updated = Theme.objects.create(slug="updated", name="Water")
    Theme.objects.filter(pk=updated.pk).update(name=PASTED, name_en=PASTED)
    bulk_updated = Theme.objects.create(slug="bulk-updated", name="Water")
    bulk_updated.name_en = PASTED
    Theme.objects.bulk_update([bulk_updated], ["name_en"])

    names = Theme.objects.order_by("pk").values_list("slug", "name_en")
    assert list(names) == [(each.slug, STORED) for each in (saved, bulk, updated, bulk_updated)]
    assert (saved.name_en, bulk.name_en) == (STORED, STORED)
    assert bulk.folded == saved.folded == Theme.objects.get(slug="bulk").folded


@pytest.mark.parametrize(
    "write_it",
    [
        lambda: Theme.objects.create(slug="water", name="Water\u202e"),
        lambda: Theme.objects.bulk_create([Theme(slug="water", name_en="Water\u202e")]),
        lambda: Theme.objects.update(name_en="Water\u202e"),
    ],
)
def test_every_way_to_write_refuses_the_same(write_it):
    with pytest.raises(ValidationError) as refusal:
        write_it()

    assert refusal.value.messages == [OVERRIDE]


def fixture(tmp_path, **fields):
    path = tmp_path / "pasted.json"
    path.write_text(json.dumps([{"model": "orgunits.theme", "fields": {"slug": "water", **fields}}]))
    return str(path)


def test_a_fixture_is_loaded_by_the_rule(tmp_path):
    call_command("loaddata", fixture(tmp_path, name=PASTED, name_en=PASTED), verbosity=0)

    theme = Theme.objects.get()
    assert (theme.name_en, theme.folded) == (STORED, "region eau durable")


def test_a_fixture_with_an_override_is_refused(tmp_path):
    with pytest.raises(DeserializationError, match="right-to-left override"):
        call_command("loaddata", fixture(tmp_path, name_en="Water\u202e"), verbosity=0)


def test_a_translation_of_nothing_is_none():
    theme = Theme.objects.create(slug="water", name_en="Water", name_es="\u200b")

    assert Theme.objects.values_list("name_es", flat=True).get(pk=theme.pk) is None


def test_a_lookup_finds_a_name_however_its_letters_were_typed():
    OrganizationalUnit.objects.filter(pk=make_unit("water").pk).update(label="Región Água")

    assert OrganizationalUnit.objects.filter(label="Regio\u0301n A\u0301gua").exists()
    assert OrganizationalUnit.objects.filter(label__in=["Regio\u0301n A\u0301gua"]).exists()


def test_search_words_are_read_as_they_are_stored(client):
    today("gs\n  water | department | Department of Clean Water")

    for words in ("Clean\u00a0Wa\u00adter\u200b", "clean\u2028wat\u200ber", "Cle\u200dan water"):
        page = client.get("/en/units/", {"q": words}).content.decode()
        assert "Department of Clean Water" in page, words


def test_a_search_for_an_override_is_answered_with_its_name(client):
    today()

    assert "right-to-left override (U+202E)" in client.get("/en/find/", {"q": "water\u202e"}).content.decode()


# --- rows of before ---


def test_a_record_goes_whatever_plain_sql_has_written_into_it(admin_client):
    unit = make_unit("air")
    write(unit, label="A\u202eir")
    url = reverse("admin:orgunits_organizationalunit_delete", args=[unit.pk])

    admin_client.post(url, {"post": "yes"})

    assert not OrganizationalUnit.objects.exists()
    assert OrganizationalUnit.history.first().label == "A\u202eir"


def untidy_rows():
    """A name in pieces and a label with an override; a label of which nothing would be left; an address."""
    structure = make_structure("first", "gs\n  water\n  air\n  earth")
    name = "Re\u0301gion\u200b"
    write(place(structure, "water"), name=name, name_en=name)
    write(place(structure, "air").unit, label="A\u202eir")
    write(place(structure, "earth").unit, label="\u200b")
    return structure


def test_check_data_names_what_plain_loads_bring(capsys):
    structure = untidy_rows()

    with pytest.raises(CommandError):
        call_command("check_data")

    keys = {slug: place(structure, slug) for slug in ("water", "air", "earth")}
    untidy = [line for line in capsys.readouterr().out.splitlines() if ": is not " in line or ": This " in line]
    corrected, missing = "(manage.py tidy_texts corrects it)", "(somebody has to write it)"
    refused = "This contains a right-to-left override (U+202E) after “A”: take it out, or type the words again."
    name = "“Re\u0301gion<U+200B>”: is not stored as a save would store it"
    assert sorted(untidy) == [
        f"unit (permanent record) {keys['air'].unit_id}: label: “A<U+202E>ir”: {refused} {corrected}",
        f"unit (permanent record) {keys['earth'].unit_id}: label: “<U+200B>”: is not stored as a save would store it "
        f"{missing}",
        f"unit in an edition {keys['water'].pk}: name: {name} {corrected}",
        f"unit in an edition {keys['water'].pk}: name_en: {name} {corrected}",
    ]


def test_tidy_texts_says_what_it_would_do_does_it_once_and_writes_no_history(capsys):
    structure = untidy_rows()
    water = place(structure, "water")
    versions = water.history.count()

    call_command("tidy_texts", dry_run=True)
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "3 texts would be corrected."
    assert Placement.objects.get(pk=water.pk).name_en == "Re\u0301gion\u200b"

    call_command("tidy_texts")
    assert capsys.readouterr().out.splitlines() == [*said[:-1], "3 texts corrected."]
    water.refresh_from_db()
    assert (water.name_en, water.folded, water.history.count()) == ("Région", "region", versions)
    assert place(structure, "air").unit.label == "Air"
    assert place(structure, "earth").unit.label == "\u200b"

    call_command("tidy_texts")
    assert capsys.readouterr().out == "0 texts corrected.\n"


def test_the_migration_does_the_same():
    structure = untidy_rows()

    import_module("orgunits.migrations.0022_tidy_texts").tidy_all(apps, None)

    assert (place(structure, "water").name_en, place(structure, "air").unit.label) == ("Région", "Air")


def test_two_addresses_that_would_become_one_stay(capsys):
    make_source("water")
    write(make_source("water-2"), slug="water\u200b")

    call_command("tidy_texts", stdout=StringIO())

    assert sorted(Source.objects.values_list("slug", flat=True)) == ["water", "water\u200b"]
