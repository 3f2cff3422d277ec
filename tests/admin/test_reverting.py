"""Bringing back an earlier version: what will change is shown before, and named after."""

import pytest
from django.urls import reverse

from orgunits.models import Partner, Source, UnitFunction
from orgunits.tree import trees
from tests.helpers.acts_and_posts import appoint, make_post
from tests.helpers.admin_forms import fields_of, messages_in, save
from tests.helpers.factories import make_structure, place
from tests.helpers.html import assert_valid_html, parsed, text_of, texts
from tests.helpers.offices import make_office

pytestmark = pytest.mark.django_db


def version_url(record, version):
    name = record._meta.label_lower.replace(".", "_")
    return reverse(f"admin:{name}_simple_history", args=[record.pk, version.pk])


def revert(client, record, version, **changes):
    form = f"historical{record._meta.model_name}_form"
    return save(client, version_url(record, version), form, follow=True, **changes)


def shown(client, record, version):
    """The rows of the table (field, now, then)."""
    page = client.get(version_url(record, version))
    assert_valid_html(page)
    return [tuple(map(text_of, row)) for row in parsed(page).findall(".//table[@id='differences']/tbody/tr")]


def test_what_will_change_is_shown_before_and_named_after(admin_client):
    sedi = place(make_structure(), "sedi")
    first = sedi.history.get()
    trees.change(sedi, name_en="Development", kind="secretariat")
    trees.move(sedi, place(sedi.structure, "sla"))

    assert shown(admin_client, sedi, first) == [
        ("Under", "Sla in “Structure draft”", "Gs in “Structure draft”"),
        ("Kind", "Secretariat", "Department"),
        ("Official name (English)", "Development", "Sedi"),
    ]

    page = revert(admin_client, sedi, first)

    [message] = messages_in(page)
    assert message.startswith("Back to the version of ")
    assert message.endswith(": Sedi in “Structure draft”. Changed: Under, Kind, Official name (English).")
    reasons = list(sedi.history.values_list("history_change_reason", flat=True)[:2])
    assert [reason.count("Back to the version of") for reason in reasons] == [1, 1]
    assert all(len(reason) <= 100 for reason in reasons)


def test_the_reason_names_what_changed_after_what_was_typed(admin_client):
    partner = Partner.objects.create(slug="unifem", name="UNIFEM", kind="un_body")
    first = partner.history.get()
    partner.country, partner.kind = "US", "other"
    partner.save()

    assert shown(admin_client, partner, first) == [
        ("Kind", "other", "body of the United Nations"),
        ("Country", "United States", "–"),
    ]

    revert(admin_client, partner, first, change_reason="Mixed up")

    reason = partner.history.first().history_change_reason
    assert reason.startswith("Mixed up · Back to the version of ")
    assert reason.endswith(": Kind, Country")


def test_where_nothing_differs_nothing_is_written(admin_client):
    partner = Partner.objects.create(slug="unifem", name="UNIFEM", kind="un_body")
    first = partner.history.get()
    partner.name = "Women"
    partner.save()
    partner.name = "UNIFEM"
    partner.save()

    assert shown(admin_client, partner, first) == []
    page = revert(admin_client, partner, first)

    assert messages_in(page) == ["Nothing was saved: that version is the same as the current record."]
    assert partner.history.count() == 3


def test_dates_are_shown_as_they_are_known_and_records_by_their_names(admin_client):
    post = make_post("head", unit="sedi")
    report = Source.objects.create(slug="report", kind="page", title="The report")
    row = appoint(post, "Ana", "2012")
    first = row.history.get()
    row.starts, row.starts_precision, row.post = "2012-01-01", "day", make_post("other", unit="sla")
    row.save()
    row.sources.set([report])
    row.sources.clear()
    with_report = row.history.all()[1]

    assert shown(admin_client, row, first)[0][1:] == (row.post.title, post.title)
    assert ("From", "1 January 2012", "2012") in shown(admin_client, row, first)
    assert shown(admin_client, row, with_report) == [("Sources", "–", "The report")]


def test_a_list_within_a_field_is_shown_as_its_words(admin_client):
    office = make_office(phones=["555 0100"])
    first = office.history.get()
    office.phones = ["555 0100", "555 0199"]
    office.save()

    assert shown(admin_client, office, first) == [("Telephones", "555 0100, 555 0199", "555 0100")]


def test_of_a_long_text_the_words_that_differ_are_marked(admin_client):
    sedi = place(make_structure(), "sedi")
    text = " ".join(f"word{number}" for number in range(40))
    trees.change(sedi, purpose_en=f"{text} old {text}")
    version = sedi.history.first()
    trees.change(sedi, purpose_en=f"{text} new {text}")

    [(label, now, then)] = shown(admin_client, sedi, version)
    page = admin_client.get(version_url(sedi, version)).content.decode()

    assert label == "Purpose (English)"
    assert now == "… word34 word35 word36 word37 word38 word39 new word0 word1 word2 word3 word4 word5 …"
    assert "<del>new</del>" in page
    assert "<ins>old</ins>" in page


def test_what_belongs_to_it_is_said_to_stay_with_all_that_changed_since(admin_client):
    sedi = place(make_structure(), "sedi")
    UnitFunction.objects.create(placement=sedi, position=1, text_en="Before.")
    trees.change(sedi, purpose_en="Develops.")
    version = sedi.history.first()
    UnitFunction.objects.create(placement=sedi, position=2, text_en="Since.")

    page = admin_client.get(version_url(sedi, version))

    assert_valid_html(page)
    assert texts(page, ".//table[@id='rows-history']//li") == ["Position: – → 2", "Text (English): – → Since."]


def test_a_deleted_record_is_shown_whole_before_it_comes_back(admin_client):
    partner = Partner.objects.create(slug="unifem", name="UNIFEM", kind="un_body", country="US")
    version = partner.history.get()
    key = partner.pk
    partner.delete()
    partner.pk = key

    assert shown(admin_client, partner, version) == [
        ("Web address ending", "–", "unifem"),
        ("Name", "–", "UNIFEM"),
        ("Kind", "–", "body of the United Nations"),
        ("Country", "–", "United States"),
    ]
    [message] = messages_in(revert(admin_client, partner, version))

    assert message.startswith("Restored as of ")
    assert Partner.objects.get().history.first().history_change_reason.startswith("Back to the version of ")


def test_two_records_of_one_name_are_told_apart(admin_client):
    post = make_post("head", unit="sedi")
    row = appoint(post, "Ana")
    first = row.history.get()
    other = make_post("other", unit="sla")
    type(post).objects.update(title="Director", title_en="Director")
    row.post = other
    row.save()

    assert shown(admin_client, row, first) == [("Post", f"Director ({other.pk})", f"Director ({post.pk})")]


def test_what_is_changed_in_the_form_before_it_is_sent_is_named_as_it_was_written(admin_client):
    partner = Partner.objects.create(slug="unifem", name="UNIFEM", kind="un_body")
    first = partner.history.get()
    partner.country = "US"
    partner.save()
    fields = fields_of(admin_client.get(version_url(partner, first)), "historicalpartner_form")

    page = admin_client.post(
        version_url(partner, first), {**fields, "country": "CA", "name": "UN Women", "_save": "Revert"}, follow=True
    )

    assert messages_in(page)[0].endswith("Changed: Name, Country.")
    partner.refresh_from_db()
    assert (partner.name, partner.country) == ("UN Women", "CA")
