"""What the record lacks: each check finds the records that something is missing from, or wrong with.

Checks look at one structure on a day, and only at what the public may see.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .compiled import compiled
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
from .models.placements import has_purpose

# From so many years on, what is recorded counts as old.
OLD = 10


class Group(models.TextChoices):
    MISSING = "missing", pgettext_lazy("data quality", "Missing")
    UNTRANSLATED = "untranslated", pgettext_lazy("data quality", "Not translated")
    UNSEEN = "unseen", pgettext_lazy("data quality", "Unconfirmed or old")
    ORPHANED = "orphaned", pgettext_lazy("data quality", "Without a responsible unit")
    CONTRADICTORY = "contradictory", pgettext_lazy("data quality", "Contradictory")


@dataclass(frozen=True)
class Check:
    """Either `records(structure, day, long_ago)` gives the records, all of one model, or `lack` is a condition of
    placements; `structure` by its key.
    """

    slug: str
    group: Group
    label: str
    records: callable = None
    lack: Q = None
    language: str = ""
    # Whether the placements are in other structures than the one that is looked at.
    elsewhere: bool = False

    def find(self, structure, day):
        """The records, all of one model."""
        return self.among(structure.pk, day, years_before(day, OLD))

    def among(self, structure, day, long_ago):
        return self.records(structure, day, long_ago) if self.records else _placed(structure).filter(self.lack)


def counts(structure, day):
    """{slug of a check: how many records it finds}."""
    [[of_lacks, *of_others]] = _counts(structure, day, years_before(day, OLD))
    others = [check.slug for check in CHECKS if not check.lack]
    of_lacks = of_lacks or dict.fromkeys((check.slug for check in CHECKS if check.lack), 0)
    return dict(zip(others, of_others, strict=True)) | of_lacks


@compiled
def _counts(structure, day, long_ago):
    lacks = {check.slug: check.lack for check in CHECKS if check.lack}
    numbers = [number_of(check.among(structure, day, long_ago)) for check in CHECKS if not check.lack]
    return Structure.objects.filter(pk=structure).values_list(_in_one_pass(structure, lacks), *numbers)


def _in_one_pass(structure, conditions):
    """Expression: how many placements of the structure meet each of the conditions, NULL where it has none."""
    numbers = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return Subquery(_placed(structure).order_by().values("tree_id").annotate(all=JSONObject(**numbers)).values("all"))


def check_called(slug):
    return next((check for check in CHECKS if check.slug == slug), None)


def years_before(day, years):
    """The same day, years before; for 29 February the last of the month, before all years the first day there is."""
    if day.year <= years:
        return date.min
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def _placed(structure):
    return Placement.objects.tree(structure)


def _units_of(structure):
    """The same, for what is asked of units alone: by the index that holds the units of a structure."""
    return Placement.objects.filter(structure=structure)


def _is_empty(column):
    return Q(**{f"{column}__isnull": True}) | Q(**{column: ""})


def without_purpose(structure, day, long_ago):
    """Units of which no edition up to the day records a purpose."""
    held = Placement.objects.with_purpose().as_recorded(structure, day)
    return _units_of(structure).exclude(unit__in=held.order_by().values("unit"))


def without_contact(structure, day, long_ago):
    nothing = {f"unit__{field}": "" for field in ("address", "website", "email", "phone")}
    return _units_of(structure).filter(**nothing)


def without_source(structure, day, long_ago):
    cited = Placement.sources.through.objects.filter(placement=OuterRef("pk"))
    return _placed(structure).filter(~Exists(cited))


def without_successor(structure, day, long_ago):
    """The last places of units that were seen earlier, stand no longer, and of which no change leads on."""
    seen = Structure.objects.dated().filter(status__in=Structure.SEEN, dated__lte=day)
    earlier = Placement.objects.filter(structure__in=seen.exclude(pk=structure).order_by().values("pk"))
    stands = Placement.objects.filter(structure=structure, unit=OuterRef("pk"))
    lead_on = ChangeEvent.objects.public().filter(only_proposed=False, originals=OuterRef("pk"), results__isnull=False)
    gone = OrganizationalUnit.objects.filter(pk__in=earlier.order_by().values("unit"))
    gone = gone.filter(~Exists(stands), ~Exists(lead_on.exclude(results=OuterRef("pk"))))
    return Placement.objects.last_places(gone, structure, day)


def changes_without_act(structure, day, long_ago):
    return ChangeEvent.objects.public().filter(change_authorities__isnull=True)


def old_purposes(structure, day, long_ago):
    """Units of which the latest recorded purpose is that of an edition so many years back."""
    old = Structure.objects.dated().filter(dated__lt=long_ago).values("pk")
    held = Placement.objects.filter(structure__in=old).with_purpose().order_by()
    candidates = _placed(structure).filter(unit__in=held.values("unit"))
    return candidates.with_holder_of_purpose(structure, day).filter(holder__in=held.values("pk"))


def agreements_without_end(structure, day, long_ago):
    """Signed so many years ago, and no end recorded."""
    signed = CooperationAgreement.objects.public().filter(signed_on__lt=long_ago)
    return signed.filter(ends_on=None, terminated_on=None, open_ended=False)


def orphaned_mandates(structure, day, long_ago):
    return Mandate.objects.public().orphaned_in(structure)


def orphaned_agreements(structure, day, long_ago):
    """Signed ones whose responsible unit isn't in the structure."""
    standing = _placed(structure).order_by().values("unit")
    return CooperationAgreement.objects.public().filter(unit__isnull=False).exclude(unit__in=standing)


def contradictions(structure, day, long_ago):
    return Discrepancy.objects.public()


def in_branch(check, rows, branch, structure, day):
    """Of what the check found in `structure` on `day`, what is about `branch` (a Placement) or a unit below it.

    A unit that isn't in the structure counts where it last was.
    """
    if rows.model is Placement:
        return rows.placed_under(branch.unit_id) if check.elsewhere else rows.within(branch)
    places = Placement.objects.last_places(None, structure, day).placed_under(branch.unit_id)
    units = places.order_by().values("unit")
    if rows.model is ChangeEvent:
        return rows.concerning(units)
    if rows.model is Mandate:
        return rows.filter(Exists(MandateAssignment.objects.filter(mandate=OuterRef("pk"), unit__in=units)))
    if rows.model is Discrepancy:
        linked = Discrepancy.units.through.objects.filter(discrepancy=OuterRef("pk"), organizationalunit__in=units)
        return rows.filter(Exists(linked))
    return rows.filter(unit__in=units)


def _in_languages(slug, label, lack):
    """A check a language other than the first, which is always there; `lack(language)` is what each looks for."""
    return [
        Check(f"{slug}-{language}", Group.UNTRANSLATED, label, lack=lack(language), language=language)
        for language in OTHER_LANGUAGES
    ]


def has_no_name_in(language):
    return _is_empty(f"name_{language}")


def has_purpose_but_not_in(language):
    """The purpose that the structure records is in another language only."""
    return has_purpose() & _is_empty(f"purpose_{language}")


CHECKS = [
    Check("purpose", Group.MISSING, _("Units without a purpose"), without_purpose),
    Check("contact", Group.MISSING, _("Units without an address, telephone, e-mail or website"), without_contact),
    Check("source", Group.MISSING, _("Units with no source for their place"), without_source),
    Check(
        "successor",
        Group.MISSING,
        _("Former units without a recorded successor"),
        without_successor,
        elsewhere=True,
    ),
    Check("act", Group.MISSING, _("Changes without a recorded act"), changes_without_act),
    *_in_languages("name", _("Official names that are missing"), has_no_name_in),
    *_in_languages("purpose", _("Purposes that are missing"), has_purpose_but_not_in),
    Check(
        "carried-over",
        Group.UNSEEN,
        _("Units not confirmed by any source since"),
        lack=Q(basis=Placement.Basis.CARRIED_OVER),
    ),
    Check("old-purpose", Group.UNSEEN, _("Units whose latest purpose is ten years old or older"), old_purposes),
    Check(
        "open-agreements",
        Group.UNSEEN,
        _("Agreements signed ten years ago or longer, without a recorded end"),
        agreements_without_end,
    ),
    Check("mandates", Group.ORPHANED, _("Mandates whose units are not in this edition"), orphaned_mandates),
    Check(
        "agreements",
        Group.ORPHANED,
        _("Agreements whose responsible unit is not in this edition"),
        orphaned_agreements,
    ),
    Check("contradictions", Group.CONTRADICTORY, _("Points on which two sources differ"), contradictions),
]
