"""The draft of a record: set when it is made, kept whenever it is written; nothing public names what is hidden."""

import pytest
from django.core.exceptions import ValidationError
from django.db.transaction import atomic

from orgunits.drafts.references import CITING, OWNED, PARTS
from orgunits.models import (
    Appointment,
    ChangeEvent,
    Discrepancy,
    DiscrepancyClaim,
    Mandate,
    MandateAssignment,
    OrganizationalUnit,
    PlacementTheme,
    Source,
    Structure,
    Theme,
    ThemeContinuation,
    ThemeLabel,
    UnitAlias,
    UnitRelation,
)
from orgunits.tree import trees
from tests.helpers.acts_and_posts import appoint, make_act, make_mandate, make_post
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.themes import make_theme

pytestmark = pytest.mark.django_db

ADOPTED = Structure.Status.ADOPTED


@pytest.fixture
def draft():
    return make_structure("draft", "gs\n  secret")


@pytest.fixture
def today():
    return make_structure("today", "gs\n  open", status=ADOPTED)


def test_every_model_that_names_what_can_be_hidden_is_known_for_what_it_is():
    """A model that comes later is public always, unless it is put among the parts or gets a draft."""
    always_public = {model.__name__ for model in CITING} - {model.__name__ for model in (*OWNED, *PARTS, Structure)}

    others = {"CooperationAgreement", "CountryOffice", "Mail", "MemberState", "Membership", "Pillar"}
    assert always_public == others


# --- at birth ---


def test_a_unit_that_is_placed_in_a_draft_first_of_all_is_known_only_to_it(draft):
    unit = make_unit("new")
    assert unit.draft is None

    trees.add(draft, unit, parent=place(draft, "gs"), kind="office", name="New")

    unit.refresh_from_db()
    assert unit.draft == draft


def test_a_unit_that_the_public_knows_stays_public(draft, today):
    trees.add(draft, make_unit("open"), parent=place(draft, "gs"), kind="office", name="Open")

    assert make_unit("open").draft is None


def test_a_unit_that_something_public_names_stays_public(draft):
    unit = make_unit("named")
    make_post("head", unit="named")

    trees.add(draft, unit, parent=place(draft, "gs"), kind="office", name="Named")

    assert make_unit("named").draft is None


def test_a_theme_that_is_first_held_in_a_draft_is_known_only_to_it(draft, today):
    new, known = (Theme.objects.create(slug=slug, name=slug) for slug in ("new", "known"))
    PlacementTheme.objects.create(placement=place(today, "open"), theme=known)

    for theme in (new, known):
        PlacementTheme.objects.create(placement=place(draft, "secret"), theme=theme)

    assert {theme.slug: theme.draft for theme in Theme.objects.all()} == {"new": draft, "known": None}


def test_a_record_made_of_something_hidden_belongs_to_the_same_draft(draft):
    post = make_post("head", unit="secret")
    act = make_act("order", draft=draft)

    assert post.draft == draft
    assert appoint(post, "Somebody").draft == draft
    assert make_mandate("task", act=act).draft == draft
    assert make_act("revision", revises=act).draft == draft
    assert ChangeEvent.objects.create(slug="change", kind="created", structure=draft).draft == draft


def test_a_draft_that_the_public_sees_by_now_keeps_nothing(draft):
    Structure.objects.filter(pk=draft.pk).update(status="proposed")

    assert make_act("order", draft=draft).draft is None


# --- kept ---


def test_saving_a_stale_record_does_not_hide_it_again(draft):
    stale = make_act("order", draft=draft)
    type(stale).objects.update(draft=None)

    stale.save()

    stale.refresh_from_db()
    assert stale.draft is None


def test_saving_never_makes_a_record_public(draft):
    act = make_act("order", draft=draft)
    act.draft = None

    act.save()

    act.refresh_from_db()
    assert act.draft == draft


# --- refused ---


SECRET = "“%s” is only in the draft “Structure draft”: public records can't refer to it. Make it public first."


def test_a_public_record_can_not_name_a_hidden_one_by_a_key(draft, today):
    act, source = make_act("order", draft=draft), make_source("source", draft=draft)
    mandate, post = make_mandate("task"), make_post("head", unit="open")
    secret = make_unit("secret")

    with pytest.raises(ValidationError, match="“source” is only in the draft"):
        trees.change(place(today, "open"), purpose_source=source)
    for record, field, value in [
        (mandate, "instrument", act),
        (post, "unit", secret),
        (post, "term_source", source),
        (appoint(post, "Somebody"), "unit", secret),
        (UnitAlias(unit=make_unit("open"), kind="name", text="Other"), "source", source),
        (ThemeLabel(theme=make_theme("Open"), language="en", text="Other"), "source", source),
        (make_change("created", [], ["open"]), "structure", draft),
        (UnitRelation(structure=today, unit=make_unit("open"), kind="reports_to"), "to_unit", secret),
    ]:
        before = getattr(record, field, None)
        setattr(record, field, value)
        with pytest.raises(ValidationError) as refusal:
            record.save()
        assert refusal.value.message_dict == {field: [SECRET % value]}
        setattr(record, field, before)


def test_a_public_record_can_not_name_a_hidden_one_in_a_list(draft, today):
    source, secret = make_source("source", draft=draft), make_unit("secret")
    post, change = make_post("head", unit="open"), make_change("created", [], ["open"])

    for names, value in [
        (today.sources, source),
        (place(today, "open").sources, source),
        (make_act("act").sources, source),
        (today.authorities, make_act("order", draft=draft)),
        (place(today, "open").themes, Theme.objects.create(slug="new", name="New", draft=draft)),
        (post.heads, secret),
        (change.originals, secret),
        (secret.changes_to, change),
        (source.posts, post),
    ]:
        with pytest.raises(ValidationError, match="is only in the draft “Structure draft”"), atomic():
            names.add(value)
        assert value not in names.all()


def test_a_public_structure_takes_no_unit_of_a_draft(draft):
    proposal = make_structure("proposal", "gs", status="proposed")

    with pytest.raises(ValidationError, match="“SECRET” is only in the draft"):
        trees.add(proposal, make_unit("secret"), parent=place(proposal, "gs"), kind="office", name="Secret")

    assert proposal.placements.count() == 1


def test_what_is_hidden_may_name_what_another_draft_hides(draft):
    other = make_structure("other", "gs\n  another")
    source = make_source("source", draft=other)

    make_act("order", draft=draft).sources.add(source)
    place(draft, "secret").sources.add(source)
    trees.add(draft, make_unit("another"), parent=place(draft, "gs"), kind="office", name="Another")

    assert (Source.objects.get().draft, make_unit("another").draft) == (other, other)


def test_what_was_loaded_with_a_hidden_name_may_be_written_otherwise(draft, today):
    """A stranger who writes to their proposal would be told of the draft."""
    act = make_act("law")
    hidden, other = make_act("order", draft=draft), make_act("second", draft=draft)
    type(act).objects.filter(pk=act.pk).update(revises=hidden)
    act.refresh_from_db()

    act.title_en = "Law"
    act.save()
    act.revises = other

    with pytest.raises(ValidationError, match="only in the draft"):
        act.save()


def test_what_joins_two_records_is_public_when_both_are(draft, today):
    """An assignment and a continuation are nobody's reference: they show nothing before both ends are public."""
    mandate = make_mandate("task", units=["secret", "open"])
    themes = [Theme.objects.create(slug="old", name="Old"), Theme.objects.create(slug="new", name="New", draft=draft)]
    ThemeContinuation.objects.create(earlier=themes[0], later=themes[1])

    assert Mandate.objects.public().get() == mandate
    assert [row.unit.slug for row in MandateAssignment.objects.public()] == ["open"]
    assert not ThemeContinuation.objects.public()


def test_what_a_draft_keeps_is_public_for_nobody(draft):
    post = make_post("head", unit="secret")
    appoint(post, "Somebody")
    make_act("order", draft=draft)

    hidden = (OrganizationalUnit, type(post), Appointment, type(make_act("open")))
    assert [list(model.objects.public()) for model in hidden[:3]] == [[], [], []]
    assert [act.slug for act in hidden[3].objects.public()] == ["open"]


def test_a_claim_can_not_bring_a_hidden_source_into_a_public_discrepancy(draft, today):
    public = Discrepancy.objects.create(slug="one", topic="Topic", reading="Reading")
    with pytest.raises(ValidationError):
        DiscrepancyClaim.objects.create(
            discrepancy=public, position=1, text="Text", source=make_source("source", draft=draft)
        )
