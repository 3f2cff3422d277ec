"""What drafts alone cited, before records had a draft, is hidden by its draft from the update on."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from orgunits.drafts.references import OWNED
from orgunits.models import (
    Discrepancy,
    DiscrepancyClaim,
    OrganizationalUnit,
    PlacementTheme,
    Structure,
    Theme,
)
from orgunits.models.first_drafts import FirstDrafts
from tests.helpers.acts_and_posts import appoint, make_act, make_mandate, make_post
from tests.helpers.agreements import make_agreement, make_state
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure, make_unit, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def installation():
    """A public edition and a draft, with a record of each kind that both cite and one that only the draft does."""
    today = make_structure("today", "top\n  open", status="adopted")
    draft = make_structure("draft", "top\n  open\n  secret")
    for slug, cited in {"both": [today, draft], "hidden": [draft]}.items():
        act = make_act(f"act-{slug}")
        for structure in cited:
            structure.authorities.add(act)
        make_mandate(f"mandate-{slug}", act=act, units=["secret"] if slug == "hidden" else ["open", "secret"])
        theme = Theme.objects.create(slug=f"theme-{slug}", name=slug)
        for structure in cited:
            PlacementTheme.objects.create(placement=place(structure, "open"), theme=theme)
        make_source(f"source-{slug}", cited_by=[place(structure, "open") for structure in cited])
    appoint(make_post("post-hidden", unit="secret"), "Somebody", slug="somebody")
    make_change("created", [], ["secret"], slug="change-hidden", to=draft)
    about = Discrepancy.objects.create(slug="doubt-hidden", topic="Doubt", reading="R", draft=draft)
    about.units.add(make_unit("secret"))
    claimed = make_source("source-of-claim")
    DiscrepancyClaim.objects.create(discrepancy=about, position=1, text="Text", source=claimed)
    make_source("source-uncited")
    make_source("source-of-state", cited_by=[make_state()])
    for model in OWNED:
        model.objects.update(draft=None)  # as before the update
    return draft


HIDDEN = {
    "OrganizationalUnit": ["secret"],
    "Theme": ["theme-hidden"],
    "LegalInstrument": ["act-hidden"],
    "Mandate": ["mandate-hidden"],
    "Post": ["post-hidden"],
    "Appointment": ["post-hidden-somebody"],
    "ChangeEvent": ["change-hidden"],
    "Discrepancy": ["doubt-hidden"],
    "Source": ["source-hidden", "source-of-claim"],
}


def slugs(found):
    return {
        name: sorted(apps.get_model("orgunits", name).objects.filter(pk__in=drafts).values_list("slug", flat=True))
        for name, drafts in found.items()
        if drafts
    }


def test_each_record_gets_the_draft_that_alone_cited_it(installation):
    found = FirstDrafts(apps)

    assert slugs(found.drafts) == HIDDEN
    assert {draft for drafts in found.drafts.values() for draft in drafts.values()} == {installation.pk}
    assert not any(found.lost.values())


def test_what_no_draft_knows_is_told(installation):
    make_post("head", unit="nowhere")
    assert slugs(FirstDrafts(apps).lost) == {"Post": ["head"]}


def test_what_one_draft_keeps_is_not_told_as_public(installation):
    """The appointment is in a unit of no structure, to a post of a draft."""
    appoint(make_post("each", for_each="office"), "Nobody", unit=make_unit("nowhere"), slug="lost")
    appoint(make_post("second", unit="secret", draft=None), "Kept", unit=make_unit("nowhere"), slug="kept")
    for model in OWNED:
        model.objects.update(draft=None)

    found = FirstDrafts(apps)

    assert [slug for slug in slugs(found.lost)["Appointment"] if "kept" in slug] == []
    assert [slug for slug in slugs(found.drafts)["Appointment"] if "kept" in slug]


def test_a_unit_or_theme_that_something_public_names_stays_without_a_draft(installation):
    """Its agreement could not be written any more; no structure of the public has it, so that they don't know it."""
    secret, theme = make_unit("secret"), Theme.objects.get(slug="theme-hidden")
    make_agreement("agreement", unit=secret, themes=[theme])

    found = FirstDrafts(apps)

    assert not found.drafts.get("OrganizationalUnit", {})
    assert not found.drafts.get("Theme", {})
    assert slugs(found.drafts) == {name: HIDDEN[name] for name, drafts in found.drafts.items() if drafts}
    assert not OrganizationalUnit.objects.public().filter(pk=secret.pk)
    assert not Theme.objects.public().filter(pk=theme.pk)


def test_without_drafts_nothing_is_hidden(installation):
    Structure.objects.update(status="proposed")

    found = FirstDrafts(apps)

    assert not any(found.drafts.values())
    assert not any(found.lost.values())


def test_the_command_lists_them_and_changes_nothing(installation):
    make_post("head", unit="nowhere")
    out = StringIO()

    call_command("first_drafts", stdout=out)

    lines = out.getvalue().splitlines()
    assert "LegalInstrument act-hidden: only in the draft draft" in lines
    assert "Post head: hidden until now, and public from then on: it is in no draft" in lines
    assert lines[-1] == "10 records stay hidden, 1 become public."
    assert not any(model.objects.filter(draft__isnull=False).exists() for model in OWNED)


def test_the_update_hides_them(installation):
    import_module("orgunits.migrations.0014_first_drafts").hide(apps, None)

    hidden = {
        model.__name__: sorted(model.objects.filter(draft=installation).values_list("slug", flat=True))
        for model in OWNED
    }
    assert hidden == {**HIDDEN, "Person": []}  # there were none yet
