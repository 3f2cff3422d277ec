"""A draft is deleted with all that only it knew; what another draft refers to is that one's from then on."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from orgunits.drafts.deletion import delete_draft, known_only_to
from orgunits.models import (
    LegalInstrument,
    OrganizationalUnit,
    Source,
    Structure,
    Theme,
    ThemeContinuation,
    UnitOfficer,
)
from orgunits.tree import trees
from tests.helpers.acts_and_posts import make_act
from tests.helpers.drafts import everything, hidden
from tests.helpers.factories import make_source, make_structure, make_unit, place

pytestmark = pytest.mark.django_db


def slugs(found):
    return {row.slug for rows in found.values() for row in rows}


def test_all_that_only_the_draft_knew_goes(draft):
    make_structure("today", "top\n  open", status="adopted")
    expected = everything(draft)
    make_act("revision", revises=LegalInstrument.objects.get(slug="order"))
    make_source("public")
    assert slugs(known_only_to(draft)) == expected | {"revision"}

    assert delete_draft(draft) == len(expected) + 1

    assert hidden() == {}
    assert [unit.slug for unit in OrganizationalUnit.objects.order_by("slug")] == ["open", "top"]
    assert (list(LegalInstrument.objects.all()), [source.slug for source in Source.objects.all()]) == ([], ["public"])


def test_what_another_draft_refers_to_is_that_one_s_with_all_it_names(draft, other):
    everything(draft)
    act = LegalInstrument.objects.get(slug="order")
    act.sources.add(Source.objects.get())
    make_act("revision", revises=act, draft=other)
    trees.add(other, make_unit("secret"), parent=place(other, "gs"), kind="office", name="Secret")

    delete_draft(draft)

    assert hidden() == dict.fromkeys(["revision", "order", "source", "secret", "gs", "another"], "other")


def test_themes_that_went_on_in_one_another_go_together(draft):
    themes = [Theme.objects.create(slug=slug, name=slug, draft=draft) for slug in ("old", "new")]
    ThemeContinuation.objects.create(earlier=themes[0], later=themes[1])

    delete_draft(draft)

    assert not Theme.objects.exists()


def test_a_draft_stays_while_something_else_names_what_only_it_knows(draft):
    officer = User.objects.create_user("officer")
    UnitOfficer.objects.create(unit=make_unit("secret"), user=officer)

    with pytest.raises(ValidationError, match="are still referred to elsewhere, by: .*officer"):
        delete_draft(draft)

    draft.refresh_from_db()
    assert hidden() == dict.fromkeys(["gs", "secret"], "draft")


def test_only_drafts_can_be_deleted():
    proposed = make_structure("proposed", "gs", status="proposed")

    with pytest.raises(ValidationError, match="is proposed: only drafts can be deleted"):
        delete_draft(proposed)

    assert Structure.objects.exists()
