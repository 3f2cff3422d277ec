"""What the record lacks: each check finds the records that something is missing from, or wrong with.

Checks look at one structure on a day, and only at what the public may see.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import (
    ChangeEvent,
    CooperationAgreement,
    Discrepancy,
    Mandate,
    MandateAssignment,
    OrganizationalUnit,
    Placement,
    Structure,
)
from .models.counts import number_of
from .models.languages import OTHER_LANGUAGES

# From so many years on, what is recorded counts as old.
OLD = 10


class Group(models.TextChoices):
    MISSING = "missing", pgettext_lazy("data quality", "Missing")
    UNTRANSLATED = "untranslated", pgettext_lazy("data quality", "Not translated")
    UNSEEN = "unseen", pgettext_lazy("data quality", "Carried over or old")
    ORPHANED = "orphaned", pgettext_lazy("data quality", "Left without their unit")
    CONTRADICTORY = "contradictory", pgettext_lazy("data quality", "Contradictory")


@dataclass(frozen=True)
class Check:
    """`find(structure, day)` gives the records, all of one model."""

    slug: str
    group: Group
    label: str
    find: callable
    language: str = ""


def counts(structure, day):
    """{slug of a check: how many records it finds}."""
    numbers = {check.slug.replace("-", "_"): number_of(check.find(structure, day)) for check in CHECKS}
    row = Structure.objects.filter(pk=structure.pk).values_list(*numbers.values()).get()
    return dict(zip((check.slug for check in CHECKS), row, strict=True))


def check_called(slug):
    return next((check for check in CHECKS if check.slug == slug), None)


def years_before(day, years):
    """The same day, years before; for 29 February the last of the month."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def _placed(structure):
    return Placement.objects.of_structure(structure)


def _is_empty(column):
    return Q(**{f"{column}__isnull": True}) | Q(**{column: ""})


def without_purpose(structure, day):
    """Units of which no edition up to the day records a purpose."""
    return _placed(structure).with_holder_of_purpose(structure, day).filter(holder=None)


def without_contact(structure, day):
    contact = {f"unit__{field}": "" for field in ("address", "website", "email", "phone")}
    return _placed(structure).filter(**contact)


def without_source(structure, day):
    cited = Placement.sources.through.objects.filter(placement=OuterRef("pk"))
    return _placed(structure).filter(~Exists(cited))


def without_successor(structure, day):
    """The last places of units that were seen earlier, stand no longer, and of which no change leads on."""
    earlier = Placement.objects.filter(
        structure__in=Structure.objects.dated().filter(status__in=Structure.SEEN, dated__lte=day)
    )
    lead_on = ChangeEvent.objects.public().filter(only_proposed=False, originals=OuterRef("pk"), results__isnull=False)
    gone = (
        OrganizationalUnit.objects.filter(pk__in=earlier.order_by().values("unit"))
        .exclude(pk__in=_placed(structure).order_by().values("unit"))
        .filter(~Exists(lead_on.exclude(results=OuterRef("pk"))))
    )
    return Placement.objects.last_places(gone, structure, day)


def changes_without_act(structure, day):
    return ChangeEvent.objects.public().filter(change_authorities__isnull=True)


def names_not_in(language, structure, day):
    return _placed(structure).filter(_is_empty(f"name_{language}"))


def purposes_not_in(language, structure, day):
    """Purposes that the structure records in another language only."""
    return _placed(structure).with_purpose().filter(_is_empty(f"purpose_{language}"))


def carried_over(structure, day):
    return _placed(structure).filter(basis=Placement.Basis.CARRIED_OVER)


def old_purposes(structure, day):
    """Units of which the latest recorded purpose is that of an edition so many years back."""
    old = Structure.objects.dated().filter(dated__lt=years_before(day, OLD)).values("pk")
    held = Placement.objects.filter(structure__in=old).values("pk")
    return _placed(structure).with_holder_of_purpose(structure, day).filter(holder__in=held)


def agreements_without_end(structure, day):
    """Signed so many years ago, and no end recorded."""
    signed = CooperationAgreement.objects.public().filter(signed_on__lt=years_before(day, OLD))
    return signed.filter(ends_on=None, terminated_on=None, open_ended=False)


def orphaned_mandates(structure, day):
    return Mandate.objects.public().orphaned_in(structure)


def orphaned_agreements(structure, day):
    """Signed ones whose responsible unit doesn't stand in the structure."""
    standing = _placed(structure).order_by().values("unit")
    return CooperationAgreement.objects.public().filter(unit__isnull=False).exclude(unit__in=standing)


def contradictions(structure, day):
    return Discrepancy.objects.public()


def in_branch(rows, branch, structure, day):
    """Of what a check found in `structure` on `day`, what is about `branch` (a Placement) or a unit below it.

    A unit that doesn't stand in the structure counts where it last stood.
    """
    if rows.model is Placement:
        return rows.standing_under(branch.unit_id)
    places = Placement.objects.last_places(None, structure, day).standing_under(branch.unit_id)
    units = places.order_by().values("unit")
    if rows.model is ChangeEvent:
        return rows.concerning(units)
    if rows.model is Mandate:
        return rows.filter(Exists(MandateAssignment.objects.filter(mandate=OuterRef("pk"), unit__in=units)))
    if rows.model is Discrepancy:
        linked = Discrepancy.units.through.objects.filter(discrepancy=OuterRef("pk"), organizationalunit__in=units)
        return rows.filter(Exists(linked))
    return rows.filter(unit__in=units)


def _in_languages(slug, label, find):
    """A check a language other than the first, which is always there."""
    return [
        Check(f"{slug}-{language}", Group.UNTRANSLATED, label, partial(find, language), language)
        for language in OTHER_LANGUAGES
    ]


CHECKS = [
    Check("purpose", Group.MISSING, _("Units without a purpose"), without_purpose),
    Check("contact", Group.MISSING, _("Units without an address, telephone, e-mail or website"), without_contact),
    Check("source", Group.MISSING, _("Units whose place names no source"), without_source),
    Check("successor", Group.MISSING, _("Former units without a recorded successor"), without_successor),
    Check("act", Group.MISSING, _("Changes without a recorded act"), changes_without_act),
    *_in_languages("name", _("Official names that are missing"), names_not_in),
    *_in_languages("purpose", _("Purposes that are missing"), purposes_not_in),
    Check("carried-over", Group.UNSEEN, _("Units carried over that no source has shown since"), carried_over),
    Check("old-purpose", Group.UNSEEN, _("Units whose latest purpose is ten years old or older"), old_purposes),
    Check(
        "open-agreements",
        Group.UNSEEN,
        _("Agreements signed ten years ago or longer, without a recorded end"),
        agreements_without_end,
    ),
    Check("mandates", Group.ORPHANED, _("Mandates none of whose units stands in this structure"), orphaned_mandates),
    Check(
        "agreements",
        Group.ORPHANED,
        _("Agreements whose responsible unit does not stand in this structure"),
        orphaned_agreements,
    ),
    Check("contradictions", Group.CONTRADICTORY, _("What two sources say differently"), contradictions),
]
