"""What units that a structure ends hold without a new owner: mandates, agreements, offices, posts and themes."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import (
    AgreementState,
    ChangeEvent,
    CooperationAgreement,
    CountryOffice,
    MandateAssignment,
    Placement,
    PlacementTheme,
    Post,
    Structure,
)


def orphaned_records(draft, *, before, day):
    """{unit: [what it holds, in words]} for the units of `before` that `draft` ends on `day` with nobody taking over.

    Somebody takes over where a change that leads to `draft` names a unit standing in it.
    """
    standing = Placement.objects.filter(tree_id=draft.pk).order_by().values("unit")
    ended = Placement.objects.filter(tree_id=before.pk).exclude(unit__in=standing).exclude(unit__in=_taken_over(draft))
    units = ended.order_by().values("unit")
    found = {}
    for words, rows, unit in _holdings(units, standing, day):
        for row in rows.order_by().values(unit).annotate(number=Count("pk", distinct=True)):
            number = row["number"]
            found.setdefault(row[unit], []).append(words(number) % {"count": number})
    for unit, theme in _lost_themes(ended, standing, draft, before, day):
        found.setdefault(unit, []).append(_("the theme “%(theme)s”") % {"theme": theme})
    return found


def _taken_over(draft):
    """Units of which a change leading to `draft` makes something that is in it."""
    events = ChangeEvent.objects.filter(structure=draft)
    events = events.filter(results__placements__structure=draft)
    return ChangeEvent.originals.through.objects.filter(changeevent__in=events.values("pk")).values(
        "organizationalunit"
    )


def _holdings(units, standing, day):
    """(words for a number, rows, the column of the unit) a noun."""
    shared = MandateAssignment.objects.filter(mandate=OuterRef("mandate"), unit__in=standing).exclude(ends__lt=day)
    mandates = MandateAssignment.objects.filter(~Exists(shared), unit__in=units).exclude(ends__lt=day)
    over = [AgreementState.EXPIRED, AgreementState.TERMINATED]
    dead = [CooperationAgreement.Stage.DECLINED, CooperationAgreement.Stage.WITHDRAWN]
    agreements = CooperationAgreement.objects.filter(unit__in=units).with_state_on(day).exclude(state__in=over)
    offices = CountryOffice.objects.filter(coordinating_unit__in=units).exclude(status=CountryOffice.Status.CLOSED)
    return [
        (lambda number: ngettext("%(count)d mandate", "%(count)d mandates", number), mandates, "unit"),
        (
            lambda number: ngettext("%(count)d agreement", "%(count)d agreements", number),
            agreements.exclude(stage__in=dead),
            "unit",
        ),
        (
            lambda number: ngettext("%(count)d country office", "%(count)d country offices", number),
            offices,
            "coordinating_unit",
        ),
        (
            lambda number: ngettext("%(count)d post", "%(count)d posts", number),
            Post.objects.filter(unit__in=units),
            "unit",
        ),
    ]


def _lost_themes(ended, standing, draft, before, day):
    """(unit, name of the theme) for what was last recorded of ended units and never of one that is in `draft`."""
    public = Structure.objects.public()
    kept = PlacementTheme.objects.filter(Q(placement__structure__in=public) | Q(placement__structure=draft))
    kept = kept.filter(placement__unit__in=standing).values("theme")
    holders = ended.with_holder_of_themes(before, day).values("holder")
    rows = PlacementTheme.objects.filter(placement__in=holders).exclude(theme__in=kept)
    return [(row.placement.unit_id, row.theme.name) for row in rows.select_related("theme", "placement")]
