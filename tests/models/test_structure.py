from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation

from orgunits.models import LegalInstrument, Structure, StructureAuthority
from tests.helpers.factories import make_structure, place

pytestmark = pytest.mark.django_db

Status = Structure.Status


def adopted(slug, *effective_from, precision="day"):
    return Structure.objects.create(
        slug=slug,
        name=slug,
        status=Status.ADOPTED,
        effective_from=date(*effective_from),
        effective_from_precision=precision,
    )


@pytest.fixture
def editions():
    adopted("first", 1999, 1, 1, precision="year")
    adopted("second", 2008, 3, 26)
    adopted("future", 2090, 1, 1)
    for status in (Status.DRAFT, Status.PROPOSED, Status.OBSERVED, Status.WITHDRAWN):
        Structure.objects.create(
            slug=status,
            name=status,
            status=status,
            effective_from=date(2009, 1, 1),
            effective_from_precision="day",
        )


@pytest.mark.parametrize(
    ("day", "slug"),
    [
        (date(1999, 1, 1), "first"),
        (date(2008, 3, 25), "first"),
        (date(2008, 3, 26), "second"),
        (date(2026, 11, 22), "second"),
        (date(2089, 12, 31), "second"),
        (date(2090, 1, 1), "future"),
    ],
)
def test_in_force_is_the_latest_adopted_one_not_after_the_day(editions, day, slug):
    assert Structure.objects.in_force_on(day).slug == slug


def test_before_the_first_edition_nothing_is_in_force(editions):
    with pytest.raises(Structure.DoesNotExist):
        Structure.objects.in_force_on(date(1998, 12, 31))


def test_a_second_adopted_structure_on_one_day_is_refused_with_a_sentence_and_by_the_database():
    adopted("one", 2020, 1, 1)
    other = Structure(
        slug="other",
        name="Other",
        status=Status.ADOPTED,
        effective_from=date(2020, 1, 1),
        effective_from_precision="day",
    )
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert refused.value.messages == ["Another adopted edition takes effect on that day."]
    with pytest.raises(IntegrityError):
        other.save()


def test_two_proposals_may_name_one_day():
    for slug in ("one", "other"):
        Structure.objects.create(
            slug=slug,
            name=slug,
            status=Status.PROPOSED,
            effective_from=date(2030, 1, 1),
            effective_from_precision="day",
        )
    assert Structure.objects.count() == 2


def test_an_adopted_structure_needs_its_day():
    structure = Structure(slug="one", name="One", status=Status.ADOPTED)
    with pytest.raises(ValidationError) as refused:
        structure.full_clean()
    assert refused.value.messages == ["An adopted edition needs the day from which it is in force."]


@pytest.mark.parametrize(("day", "precision"), [(None, "year"), (date(2020, 1, 1), "")])
def test_a_date_has_a_precision_and_no_date_has_none(day, precision):
    structure = Structure(slug="one", name="One", effective_from=day, effective_from_precision=precision)
    with pytest.raises(ValidationError) as refused:
        structure.full_clean()
    assert refused.value.messages == ["If there is a date, say how precisely it is known; if not, leave this blank."]


ALLOWED = {
    ("draft", "proposed"),
    ("draft", "adopted"),
    ("draft", "observed"),
    ("draft", "withdrawn"),
    ("proposed", "adopted"),
    ("proposed", "withdrawn"),
    ("adopted", "withdrawn"),
}


@pytest.mark.parametrize("before", Status.values)
@pytest.mark.parametrize("after", Status.values)
def test_the_status_moves_along_the_allowed_arrows_only(before, after):
    structure = make_structure(status=before)
    structure.status = after
    if before == after or (before, after) in ALLOWED:
        structure.clean()
    else:
        with pytest.raises(ValidationError, match="can't become"):
            structure.clean()


def test_the_public_sees_everything_but_drafts_and_what_was_withdrawn_unproposed(editions):
    Structure.objects.create(slug="taken-back", name="Taken back", status=Status.WITHDRAWN, was_proposed=True)
    public = ["first", "future", "observed", "proposed", "second", "taken-back"]
    assert sorted(Structure.objects.visible_to(AnonymousUser()).values_list("slug", flat=True)) == public
    assert sorted(s.slug for s in Structure.objects.all() if s.is_public) == public
    staff = User(is_staff=True)
    assert set(Structure.objects.visible_to(staff).values_list("slug", flat=True)) == {
        *public,
        "draft",
        "withdrawn",
    }


def test_a_structure_that_was_proposed_stays_known_as_such():
    structure = make_structure()
    structure.status = Status.PROPOSED
    structure.full_clean()
    structure.save()
    structure.status = Status.WITHDRAWN
    structure.full_clean()
    structure.save()
    assert Structure.objects.public().get() == structure


def test_an_act_that_only_a_draft_knows_is_not_public():
    draft, public = make_structure("draft", "gs"), make_structure("public", "gs", status=Status.PROPOSED)
    for slug, structures in {
        "hidden": [draft],
        "both": [draft, public],
        "open": [public],
        "free": [],
    }.items():
        known_to = draft if structures == [draft] else None
        act = LegalInstrument.objects.create(slug=slug, kind="executive_order", title=slug, draft=known_to)
        for structure in structures:
            StructureAuthority.objects.create(structure=structure, instrument=act)
    assert sorted(act.slug for act in LegalInstrument.objects.public()) == ["both", "free", "open"]


def test_an_act_that_a_structure_rests_on_cannot_be_deleted():
    act = LegalInstrument.objects.create(slug="act", kind="executive_order", title="Act")
    StructureAuthority.objects.create(structure=make_structure(tree="gs"), instrument=act)
    with pytest.raises(IntegrityError):
        act.delete()


def test_editions_are_told_in_the_order_of_their_days(editions):
    Structure.objects.create(slug="seen", name="Seen", as_of=date(2001, 1, 1), as_of_precision="year")
    Structure.objects.create(slug="undated", name="Undated")
    order = list(Structure.objects.chronological().values_list("slug", flat=True))
    assert (order[:3], order[-2:]) == (["first", "seen", "second"], ["future", "undated"])


def test_a_structure_is_named_by_its_title_in_the_readers_language():
    structure = make_structure("1999-five-areas", name_en="Five areas (1999)", name_es="Cinco áreas (1999)", name=None)
    assert str(structure) == "Five areas (1999)"
    assert str(place(structure, "osg")) == "Osg in “Five areas (1999)”"

    with translation.override("es"):
        assert str(structure) == "Cinco áreas (1999)"
        assert str(place(structure, "osg")) == "Osg en «Cinco áreas (1999)»"
