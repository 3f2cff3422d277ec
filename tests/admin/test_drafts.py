"""Records that only a draft knows, in the admin: given to it, said so, refused elsewhere. Long: one column."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from orgunits.models import (
    Discrepancy,
    LegalInstrument,
    Mandate,
    OrganizationalUnit,
    Post,
    Source,
    Structure,
    Theme,
    UnitOfficer,
)
from tests.helpers.acts_and_posts import make_act, make_mandate, make_post
from tests.helpers.admin_forms import errors_of, fields_of, messages_in, save
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.html import texts
from tests.helpers.people import log_in

pytestmark = pytest.mark.django_db

ACT = {"title_en": "Order", "slug": "order", "kind": "executive_order"}


@pytest.fixture
def draft():
    return make_structure("draft", "gs\n  secret", name="Plan")


def add_url(model, **query):
    return reverse(f"admin:orgunits_{model._meta.model_name}_add", query=query)


def change_url(record):
    return reverse(f"admin:orgunits_{record._meta.model_name}_change", args=[record.pk])


def add(client, model, *, query=(), **fields):
    return save(client, add_url(model, **dict(query)), f"{model._meta.model_name}_form", **fields)


def options(response):
    form = response.context["adminform"].form
    return [str(label) for _value, label in form.fields["draft"].choices]


def test_a_new_record_may_be_given_to_a_draft(admin_client, draft):
    make_structure("proposal", "gs", status="proposed")
    assert options(admin_client.get(add_url(LegalInstrument))) == ["none: public immediately", "Plan"]

    add(admin_client, LegalInstrument, **ACT, draft=[draft.pk])
    add(admin_client, LegalInstrument, **{**ACT, "slug": "open"})

    assert {act.slug: act.draft for act in LegalInstrument.objects.all()} == {"order": draft, "open": None}


def test_without_a_draft_there_is_nothing_to_choose(admin_client):
    assert "draft" not in admin_client.get(add_url(Source)).context["adminform"].form.fields


def test_the_page_of_a_draft_adds_records_to_it(admin_client, draft):
    """The “+” beside a field leads to the form of a new record, which has the draft chosen already."""
    for url in (change_url(draft), change_url(place(draft, "secret"))):
        page = admin_client.get(url).content.decode()
        assert re.search(rf'/source/add/\?[^"]*_popup=1[^"]*&amp;draft={draft.pk}"', page)
    response = admin_client.get(add_url(Source, draft=draft.pk))
    assert fields_of(response, "source_form")["draft"] == [str(draft.pk)]


def test_the_page_of_a_withdrawn_draft_adds_records_to_it(admin_client, draft):
    """They would be public at once, and nobody would notice."""
    Structure.objects.filter(pk=draft.pk).update(status="withdrawn")

    add(admin_client, LegalInstrument, query={"draft": draft.pk}, **ACT)

    assert LegalInstrument.objects.get().draft == draft


@pytest.mark.parametrize("asked", ["abc", "9" * 40, "-1", "", "0"])
def test_no_draft_is_asked_for_by_what_is_no_key(admin_client, draft, asked):
    assert options(admin_client.get(add_url(LegalInstrument, draft=asked))) == ["none: public immediately", "Plan"]

    refused = add(admin_client, LegalInstrument, query={"draft": asked}, **{**ACT, "draft": [asked or "x"]})

    assert (refused.status_code, LegalInstrument.objects.count()) == (200, 0)


def test_a_structure_that_the_public_sees_is_no_draft_to_be_asked_for(admin_client, draft):
    today = make_structure("today", "top", status="adopted")

    assert options(admin_client.get(add_url(LegalInstrument, draft=today.pk))) == ["none: public immediately", "Plan"]


def test_the_form_of_a_public_record_adds_public_ones(admin_client, draft):
    assert "draft=" not in admin_client.get(change_url(make_act())).content.decode()


def test_a_record_says_that_only_a_draft_knows_it(admin_client, draft):
    hidden = admin_client.get(change_url(make_act("order", draft=draft)))
    public = admin_client.get(change_url(make_act("open")))

    assert any("Only in the draft" in row and "Plan" in row for row in texts(hidden, ".//form//div"))
    assert not any("Only in the draft" in row for row in texts(public, ".//form//div"))


def test_the_draft_of_a_record_is_not_taken_from_a_forged_form(admin_client, draft):
    act = make_act("order", draft=draft)
    save(admin_client, change_url(act), "legalinstrument_form", title_en="New", draft=[""])

    act.refresh_from_db()
    assert (act.title_en, act.draft) == ("New", draft)


def test_what_names_something_hidden_in_a_list_belongs_to_its_draft(admin_client, draft):
    post = add(
        admin_client,
        Post,
        title_en="Head",
        slug="head",
        for_each="office",
        heads=[make_unit("secret").pk],
    )

    assert post.status_code == 302
    assert Post.objects.get().draft == draft


def test_a_mandate_of_hidden_units_alone_belongs_to_their_draft(admin_client, draft):
    make_structure("today", "top\n  open", status="adopted")
    act = make_act()

    def line(number, unit):
        name = f"assignments-{number}"
        return {f"{name}-unit": [unit.pk], f"{name}-id": [""], f"{name}-mandate": [""]}

    both = {**line(0, make_unit("secret")), **line(1, make_unit("open"))}
    one = line(0, make_unit("secret"))
    for slug, lines in {"of-both": both, "of-secret": one}.items():
        count = {"assignments-TOTAL_FORMS": [len({name.split("-")[1] for name in lines})]}
        response = add(
            admin_client, Mandate, title_en=slug, slug=slug, instrument=[act.pk], position="0", **count, **lines
        )
        assert response.status_code == 302

    assert {mandate.slug: mandate.draft for mandate in Mandate.objects.all()} == {"of-both": None, "of-secret": draft}


def test_a_public_record_that_would_name_a_hidden_one_is_refused_at_its_field(admin_client, draft):
    mandate = make_mandate("task")
    secret = make_act("order", draft=draft)

    response = save(admin_client, change_url(mandate), "mandate_form", instrument=[secret.pk], title_en="Typed")

    assert errors_of(response) == [
        "“Order” is only in the draft “Plan”: public records can't refer to it. Make it public first."
    ]
    assert response.context["adminform"].form["title_en"].value() == "Typed"
    mandate.refresh_from_db()
    assert (mandate.title_en, mandate.instrument.slug) == ("Task", "act-of-task")


def test_a_public_record_that_would_list_a_hidden_one_is_refused(admin_client, draft):
    act = make_act()
    source = make_source("source", draft=draft)

    response = save(admin_client, change_url(act), "legalinstrument_form", sources=[source.pk])

    assert len(errors_of(response)) == 1
    assert not act.sources.exists()


def test_records_are_made_public_ahead_of_their_draft_with_what_they_name(admin_client, draft):
    act = make_act("order", draft=draft)
    act.sources.add(make_source("source", draft=draft))
    make_act("left", draft=draft)
    url, chosen = reverse("admin:orgunits_legalinstrument_changelist"), {"_selected_action": [act.pk]}

    asked = admin_client.post(url, {"action": "make_public", **chosen})
    assert texts(asked, ".//main//ul/li/ul/li") == ["Order", "source"]
    assert LegalInstrument.objects.filter(draft=draft).count() == 2

    done = admin_client.post(url, {"action": "make_public", "confirmed": "yes", **chosen}, follow=True)
    assert messages_in(done) == ["2 records are public now."]
    assert [act.slug for act in LegalInstrument.objects.filter(draft=draft)] == ["left"]
    again = admin_client.post(url, {"action": "make_public", **chosen}, follow=True)
    assert messages_in(again) == ["Everything you selected is already public."]


def test_who_may_not_change_what_would_become_public_along_is_refused(client, draft):
    act = make_act("order", draft=draft)
    act.sources.add(make_source("source", draft=draft))
    log_in(client, "view_legalinstrument", "change_legalinstrument")
    url = reverse("admin:orgunits_legalinstrument_changelist")

    sent = {"action": "make_public", "confirmed": "yes", "_selected_action": [act.pk]}
    answer = client.post(url, sent, follow=True)

    assert messages_in(answer) == [
        "Your selection would also make these public, and you don’t have permission to change them: sources."
    ]
    assert LegalInstrument.objects.get().draft == draft


def test_a_draft_that_turns_out_to_be_an_observation_brings_its_records_along(admin_client, draft):
    make_act("order", draft=draft)

    save(admin_client, change_url(draft), "structure_form", status="observed")

    draft.refresh_from_db()
    assert draft.status == "observed"
    assert not LegalInstrument.objects.filter(draft__isnull=False).exists()
    assert not OrganizationalUnit.objects.filter(draft__isnull=False).exists()


# --- reverts ---


def revert(client, version):
    model = version.instance_type
    url = reverse(f"admin:orgunits_{model._meta.model_name}_simple_history", args=[version.id, version.history_id])
    return save(client, url, f"historical{model._meta.model_name}_form")


def test_reverting_keeps_the_live_draft(admin_client, draft):
    theme = Theme.objects.create(slug="theme", name="Theme", draft=draft)
    Theme.objects.update(draft=None)

    response = revert(admin_client, theme.history.last())

    assert response.status_code == 302
    assert Theme.objects.get().draft is None


@pytest.mark.parametrize("status", ["draft", "proposed"])
def test_a_record_that_is_brought_back_is_hidden_while_its_draft_is(admin_client, draft, status):
    theme = Theme.objects.create(slug="theme", name="Theme", draft=draft)
    version = theme.history.last()
    theme.delete()
    Structure.objects.filter(pk=draft.pk).update(status=status)

    assert revert(admin_client, version).status_code == 302

    assert Theme.objects.get().draft == (draft if status == "draft" else None)


def test_a_record_is_brought_back_to_the_draft_that_had_it_last(admin_client, draft):
    """Its first version is from before its lines were read; without these it names nothing hidden."""
    line = {"assignments-0-unit": [make_unit("secret").pk], "assignments-0-id": [""], "assignments-0-mandate": [""]}
    fields = {"title_en": "Task", "slug": "task", "instrument": [make_act().pk], "position": "0", **line}
    add(admin_client, Mandate, **{"assignments-TOTAL_FORMS": ["1"]}, **fields)
    mandate = Mandate.objects.get()
    version = mandate.history.last()
    mandate.delete()

    assert revert(admin_client, version).status_code == 302

    assert Mandate.objects.get().draft == draft


def test_a_record_whose_draft_is_gone_comes_back_in_public(admin_client, draft):
    theme = Theme.objects.create(slug="theme", name="Theme", draft=draft)
    version = theme.history.last()
    theme.delete()
    admin_client.post(reverse("admin:orgunits_structure_delete", args=[draft.pk]), {"post": "yes"})
    assert not Structure.objects.exists()

    assert revert(admin_client, version).status_code == 302

    assert Theme.objects.get().draft is None


# --- deletion ---


def test_the_question_before_a_draft_is_deleted_lists_what_goes_along(admin_client, draft):
    act = make_act("order", draft=draft)
    make_post("head", unit="secret")
    Discrepancy.objects.create(slug="open", topic="Open", reading="Reading")

    page = admin_client.get(reverse("admin:orgunits_structure_delete", args=[draft.pk]))
    words = " ".join(texts(page, ".//main//ul//li"))

    assert "4 records kept only in this draft are deleted too:" in words
    assert all(
        name in words
        for name in ("Posts", "Head", "Units (permanent records)", "SECRET", "Legal instruments", str(act))
    )
    assert "all other records are kept" in words


def test_the_question_before_a_deletion_names_the_officers_that_keep_a_draft(admin_client, draft):
    officer = User.objects.create_user("jane")
    UnitOfficer.objects.create(unit=make_unit("secret"), user=officer)

    page = admin_client.get(f"/admin/orgunits/structure/{draft.pk}/delete/")

    words = " ".join(page.content.decode().split())
    assert "jane · SECRET" in words
    assert 'name="post"' not in words
