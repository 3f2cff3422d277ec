"""Two at once at what a draft hides, on PostgreSQL, each race made certain by a lock held from outside."""

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from orgunits.adoption.status import propose
from orgunits.drafts.check import kept_by_a_public_structure, public_naming_hidden
from orgunits.drafts.deletion import delete_draft
from orgunits.drafts.publishing import free
from orgunits.models import Discrepancy, LegalInstrument, Mandate, OrganizationalUnit, Post, Source, Structure
from orgunits.tree import trees
from tests.helpers.acts_and_posts import make_act, make_mandate, make_post
from tests.helpers.admin_forms import fields_of
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.locks import at_once, while_held

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft():
    return make_structure("draft", "gs\n  secret")


@pytest.fixture
def boss(db):
    return User.objects.create_superuser("boss")


def refusals_of(record, *steps):
    """What refuses the steps, or None, when all of them have waited for the record's row; the invariants hold after."""

    def run(step):
        try:
            with transaction.atomic():
                step()
        except ValidationError as refusal:
            return refusal
        return None

    refusals = at_once(record, *(partial(run, step) for step in steps))
    assert not [*public_naming_hidden(), *kept_by_a_public_structure()]
    return refusals


def test_a_record_made_while_its_draft_is_published_is_public(draft, boss):
    for _round in range(3):
        LegalInstrument.objects.all().delete()
        Structure.objects.filter(pk=draft.pk).update(status="draft", was_proposed=False)

        refusals = refusals_of(draft, lambda: propose(draft, by=boss), lambda: make_act("order", draft=draft))

        assert refusals == [None, None]
        assert LegalInstrument.objects.get().draft is None


def test_a_reference_written_while_the_draft_is_published_is_published_too(draft, boss):
    other = make_structure("other", "top")
    act, source = make_act("order", draft=draft), make_source("source", draft=other)

    def cite():
        row = LegalInstrument.objects.select_for_update().get(pk=act.pk)
        row.sources.add(Source.objects.get(pk=source.pk))

    refusals = refusals_of(act, lambda: propose(draft, by=boss), cite)

    # Whoever came second: either the source was published along, or the act was public by then and may not name it.
    source.refresh_from_db()
    act.refresh_from_db()
    assert refusals[0] is None
    assert act.draft is None
    assert (source.draft is None) == (refusals[1] is None) == act.sources.exists()


def test_a_unit_named_in_public_while_a_draft_takes_it_is_not_hidden_behind_the_name(draft):
    unit = make_unit("new")

    def take():
        trees.add(Structure.objects.get(pk=draft.pk), unit, parent=place(draft, "gs"), kind="office", name="New")

    refusals = refusals_of(unit, take, lambda: make_post("head", unit="new"))

    unit.refresh_from_db()
    # Named first, it is public; taken first, the post is the draft's, or was just about to be public and is refused.
    assert refusals[0] is None
    if refusals[1] is None:
        assert Post.objects.get().draft == unit.draft
    else:
        assert (unit.draft, Post.objects.count()) == (draft, 0)


def test_a_record_used_by_another_draft_while_its_own_is_deleted_is_kept(draft):
    other = make_structure("other", "top")
    act = make_act("order", draft=draft)

    def use():
        with trees.edit(other) as locked:
            if not LegalInstrument.objects.select_for_update().filter(pk=act.pk):
                raise ValidationError("It is gone.")
            locked.authorities.add(act)

    refusals = refusals_of(act, lambda: delete_draft(draft), use)

    if LegalInstrument.objects.exists():
        assert LegalInstrument.objects.get().draft == other
    else:
        assert refusals[1] is not None
    assert not OrganizationalUnit.objects.filter(draft=draft.pk).exists()


def test_a_unit_that_a_draft_takes_while_what_names_it_is_made_public_stays_public(draft):
    """The post is hidden, its unit is not: taken unseen by the one, it would be hidden behind the name."""
    unit = make_unit("new")
    post = make_post("head", unit="new", draft=make_structure("other", "top"))

    def take():
        trees.add(Structure.objects.get(pk=draft.pk), unit, parent=place(draft, "gs"), kind="office", name="New")

    def release():
        with transaction.atomic():
            free({Post: {post.pk}})

    while_held(take, release)

    post.refresh_from_db()
    assert post.draft is None
    assert not [*public_naming_hidden(), *kept_by_a_public_structure()]


def test_a_record_made_of_hidden_ones_while_their_draft_is_published_is_public(draft, boss):
    """What its lists and lines name tells its draft, which is held before any of them is locked."""
    client = Client()
    client.force_login(boss)
    act, secret = make_act(), OrganizationalUnit.objects.get(slug="secret")
    line = {"assignments-0-unit": [secret.pk], "assignments-0-id": [""], "assignments-0-mandate": [""]}
    wanted = {
        "mandate": {"title_en": ["Task"], "instrument": [act.pk], "position": ["0"], **line},
        "discrepancy": {"topic_en": ["Doubt"], "reading_en": ["Reading"], "units": [secret.pk]},
    }

    def adding(name):
        url = reverse(f"admin:orgunits_{name}_add")
        form = fields_of(client.get(url), f"{name}_form") | wanted[name] | {"slug": ["one"], "_save": ["Save"]}
        if name == "mandate":
            form["assignments-TOTAL_FORMS"] = ["1"]
        return lambda: statuses.append(client.post(url, form).status_code)

    statuses = []
    for name in wanted:
        Structure.objects.filter(pk=draft.pk).update(status="draft", was_proposed=False)
        OrganizationalUnit.objects.filter(slug="secret").update(draft=draft)

        refusals = refusals_of(draft, lambda: propose(draft, by=boss), adding(name))

        assert refusals == [None, None]
    assert statuses == [302, 302]
    assert (Mandate.objects.get().draft, Discrepancy.objects.get().draft) == (None, None)


def test_two_editors_at_a_draft_and_at_its_publication_end_without_a_deadlock(draft, boss):
    """One saves the form of a hidden record while the other proposes its draft."""
    act = make_act("order", draft=draft)
    mandate = make_mandate("task", act=act)
    client = Client()
    client.force_login(boss)
    url = reverse("admin:orgunits_mandate_change", args=[mandate.pk])
    form = {**fields_of(client.get(url), "mandate_form"), "title_en": ["Typed"], "_save": ["Save"]}
    statuses = []

    refusals = refusals_of(
        mandate,
        lambda: propose(draft, by=boss),
        lambda: statuses.append(client.post(url, form).status_code),
    )

    saved = Mandate.objects.get()
    assert (refusals, statuses) == ([None, None], [302])
    assert (saved.title_en, saved.draft) == ("Typed", None)
