"""Two editors save different fields of one record at the same moment (admin/records.py): both edits are kept."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from orgunits.models import (
    Body,
    CountryOffice,
    Discrepancy,
    DiscrepancyClaim,
    Pillar,
    Theme,
)
from tests.helpers.acts_and_posts import appoint, make_act, make_mandate, make_post
from tests.helpers.admin_forms import fields_of
from tests.helpers.agreements import make_partner, make_state
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure, make_unit
from tests.helpers.locks import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def an_office():
    return CountryOffice.objects.create(slug="office", name="Office", member_state=make_state(), status="operating")


RECORDS = {
    "appointment": (lambda: appoint(make_post(unit="sedi"), "Ada"), "name", "note_es"),
    "body": (lambda: Body.objects.create(slug="body", kind="organ", name="Body"), "name_en", "name_es"),
    "change": (lambda: make_change("renamed", ["sedi"], to=make_structure("draft")), "description_en", "note_en"),
    "discrepancy": (
        lambda: Discrepancy.objects.create(slug="names", topic="Names", reading="Ours"), "topic_en", "reading_en"
    ),
    "instrument": (make_act, "title_en", "symbol"),
    "mandate": (make_mandate, "title_en", "title_es"),
    "member state": (make_state, "name_en", "name_es"),
    "office": (an_office, "name_en", "name_es"),
    "partner": (make_partner, "name", "website"),
    "pillar": (
        lambda: Pillar.objects.create(slug="peace", position=1, name="Peace", act=make_act()), "name_en", "statement_en"
    ),
    "post": (lambda: make_post(unit="sedi"), "title_en", "note_en"),
    "source": (lambda: make_source("document", title="Document"), "title", "publisher"),
    "theme": (lambda: Theme.objects.create(slug="trade", name="Trade"), "name_en", "name_es"),
    "unit": (lambda: make_unit("sedi"), "label", "phone"),
}  # fmt: skip


def editor(name):
    client = Client()
    client.force_login(User.objects.create_superuser(name))
    return client


class Desk:
    """Two editors, ana and ben, at one record."""

    def __init__(self, record):
        self.record = record
        self.ana, self.ben = editor("ana"), editor("ben")
        self.name = record._meta.label_lower.replace(".", "_")
        self.form_id = f"{record._meta.model_name}_form"
        self.page = self.address("change", record.pk)

    def address(self, page, *args):
        return reverse(f"admin:{self.name}_{page}", args=args)

    def saving(self, client, **texts):
        """A request with the form as it is now, sent later."""
        form = {**fields_of(client.get(self.page), self.form_id), "_save": ["Save"], **texts}
        return lambda: client.post(self.page, form)

    def reverting(self, client):
        """The same with the first version of its history."""
        page = self.address("simple_history", self.record.pk, self.record.history.earliest("pk").pk)
        form = {**fields_of(client.get(page), f"historical{self.form_id}"), "_save": ["Revert"]}
        return lambda: client.post(page, form)

    def deleting(self, client):
        chosen = {"action": "delete_selected", "_selected_action": [self.record.pk], "post": "yes"}
        return lambda: client.post(self.address("changelist"), chosen)


def codes(answers):
    return [answer.status_code for answer in answers]


def refused(answers):
    """The page of the one who came second; the other's was saved."""
    assert sorted(codes(answers)) == [200, 302]
    return next(answer for answer in answers if answer.status_code == 200).content.decode()


@pytest.mark.parametrize("kind", RECORDS)
def test_whatever_two_editors_do_at_once_to_one_record_no_word_is_lost(kind):
    make, one, other = RECORDS[kind]
    desk = Desk(make())
    record, model = desk.record, type(desk.record)

    # Different fields: both are kept, and both are in the history.
    texts = {one: "https://example.org/one", other: "https://example.org/other"}
    answers = at_once(
        record, desk.saving(desk.ana, **{one: texts[one]}), desk.saving(desk.ben, **{other: texts[other]})
    )
    assert codes(answers) == [302, 302]
    assert model.objects.filter(**texts).count() == 1
    assert set(record.history.values_list("history_user__username", flat=True)) >= {"ana", "ben"}

    # The same field: the second is told, with both texts at hand.
    answers = at_once(
        record,
        desk.saving(desk.ana, **{one: "https://example.org/ana"}),
        desk.saving(desk.ben, **{one: "https://example.org/ben"}),
    )
    page = refused(answers)
    first, second = ("ana", "ben") if answers[0].status_code == 302 else ("ben", "ana")
    assert f"{first} changed this while you had the page open" in page
    assert f"https://example.org/{second}" in page
    assert getattr(model.objects.get(), one) == f"https://example.org/{first}"

    # An edit and a return to an earlier version: the second is told of the first.
    answers = at_once(
        record,
        desk.saving(desk.ana, **{one: "https://example.org/later"}),
        desk.reverting(desk.ben),
    )
    first = "ana" if answers[0].status_code == 302 else "ben"
    assert f"{first} changed this while you had the page open" in refused(answers)

    # An edit and a deletion: what is deleted stays so, what was typed is shown or in the history.
    answers = at_once(record, desk.saving(desk.ana, **{one: "https://example.org/last"}), desk.deleting(desk.ben))
    assert codes(answers) in ([302, 302], [410, 302])
    assert model.objects.count() == 0
    saved = model.history.filter(**{one: "https://example.org/last"}).exists()
    assert saved or "https://example.org/last" in answers[0].content.decode()


def test_rows_below_a_record_are_kept_too():
    discrepancy = Discrepancy.objects.create(slug="names", topic="Names", reading="Ours")
    source = make_source("document", title="Document")
    for position in (1, 2):
        DiscrepancyClaim.objects.create(discrepancy=discrepancy, position=position, text="Old", source=source)
    desk = Desk(discrepancy)

    answers = at_once(
        discrepancy,
        desk.saving(desk.ana, **{"claims-0-text": "By Ana"}),
        desk.saving(desk.ben, **{"claims-1-text": "By Ben"}),
    )

    assert codes(answers) == [302, 302]
    assert list(discrepancy.claims.values_list("text", flat=True)) == ["By Ana", "By Ben"]


def test_what_was_typed_for_a_deleted_record_is_shown_with_the_way_to_its_history(admin_client):
    desk = Desk(Theme.objects.create(slug="trade", name="Trade"))
    sent, key = desk.saving(desk.ana, name_en="Trade & services", name_es="Comercio"), desk.record.pk
    desk.record.delete()

    answer = sent()

    assert answer.status_code == 410
    page = answer.content.decode()
    assert ["Trade &amp; services" in page, "Comercio" in page, "trade<" in page] == [True, True, False]
    assert desk.address("history", key) in page
