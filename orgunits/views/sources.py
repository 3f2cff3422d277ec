"""The sources, and what each of them is cited for; the same on every day."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..compiled import compiled
from ..formatting import alphabetical
from ..holders import by_seniority
from ..models import MemberState, OrganizationalUnit, Placement, Post, Source, Structure
from ..models.sources import citation_counts, citing
from ..moment import timeless

HEADINGS = {
    Source.Kind.DOCUMENT: gettext_lazy("Source documents"),
    Source.Kind.PAGE: gettext_lazy("Web pages"),
    Source.Kind.GENERAL_KNOWLEDGE: gettext_lazy("General knowledge"),
}
# So many records of a kind are listed on the page of a source.
LISTED = 500


@timeless
def source_list(request):
    sources = _sources(to_staff=request.user.is_staff)
    counts = citation_counts(public=not request.user.is_staff)
    for source in sources:
        source.citation_count = counts[source.pk]
    groups = [(label, [source for source in sources if source.kind == kind]) for kind, label in HEADINGS.items()]
    return render(request, "orgunits/sources/source_list.html", {"groups": groups, "number": len(sources)})


@compiled
def _sources(*, to_staff):
    shown = ("slug", "kind", "title", "language", "publisher", "published_on", "published_on_precision")
    return Source.objects.visible(to_staff=to_staff).only(*shown)


@timeless
def source_detail(request, slug):
    public = not request.user.is_staff
    found = Source.objects.visible_to(request.user).filter(slug=slug)
    source = found.annotate(**_cited_by_any(public=public)).first()
    if source is None:
        raise Http404(_("There is no source “%(slug)s”.") % {"slug": slug})
    context = {"source": source, **_cited_for(source, public=public)}
    return render(request, "orgunits/sources/source_detail.html", context)


def _cited_by_any(*, public):
    """{column: whether any record of a kind cites the source}: kinds without one then cost no query."""
    kinds = citing(public=public).items()
    return {f"cited_by_{name}": Exists(rows.filter(**{field: OuterRef("pk")})) for name, (rows, field) in kinds}


def _cited_for(source, *, public):
    """What cites a source of _cited_by_any(), by kind; of each unit the placement that names it."""
    records = {
        name: rows.filter(**{field: source}) if getattr(source, f"cited_by_{name}") else rows.none()
        for name, (rows, field) in citing(public=public).items()
    }
    relations = list(records["unit_relations"].select_related("structure", "to_body")[:LISTED])
    aliases = list(records["aliases"].select_related("unit")[:LISTED])
    claims = list(records["claims"].select_related("discrepancy").prefetch_related("discrepancy__units")[:LISTED])
    units = list(records["units"][:LISTED])
    names = _names(
        {unit.pk for unit in units}
        | {alias.unit_id for alias in aliases}
        | {unit.pk for claim in claims for unit in claim.discrepancy.units.all()}
        | {key for relation in relations for key in (relation.unit_id, relation.to_unit_id)},
        public=public,
    )
    for alias in aliases:
        alias.placement = names.get(alias.unit_id)
    for relation in relations:
        relation.placement, relation.to_placement = names.get(relation.unit_id), names.get(relation.to_unit_id)
    for claim in claims:
        claim.placements = [names[unit.pk] for unit in claim.discrepancy.units.all() if unit.pk in names]
    listed = {
        "structures": records["structures"].chronological().without_long_texts()[:LISTED],
        "placements": _placements(records)[:LISTED],
        "units": units,
        "aliases": aliases,
        "relations": relations,
        "claims": claims,
        "changes": records["changes"].select_related("structure").chronological()[:LISTED],
        "instruments": records["legal_instruments"][:LISTED],
        "mandates": records["mandates"].select_related("instrument")[:LISTED],
        "posts": _posts(records),
        "pillars": records["pillars"],
        "agreements": records["agreements"][:LISTED],
        "offices": records["offices"].order_by("slug")[:LISTED],
        "member_states": _member_states(records),
    }
    return {
        **listed,
        "units": [names[unit.pk] for unit in units if unit.pk in names],
        "editions": _by_edition(listed["placements"], source),
        "cut_at": LISTED if any(len(rows) == LISTED for rows in listed.values()) else None,
    }


def _member_states(records):
    """Those that the source is cited for: the state itself or its membership."""
    itself, membership = records["member_states"].values("pk"), records["memberships"].values("member_state")
    return alphabetical(MemberState.objects.filter(Q(pk__in=itself) | Q(pk__in=membership)))[:LISTED]


def _posts(records):
    """Those of citing() that the source is cited for: the post itself, its term, a responsibility or a holder."""
    keys = [records[name].values("pk") for name in ("posts", "terms")]
    keys += [records[name].values("post") for name in ("responsibilities", "appointments")]
    itself, term, responsibility, holder = (Q(pk__in=each) for each in keys)
    return by_seniority(Post.objects.filter(itself | term | responsibility | holder))[:LISTED]


def _names(units, *, public):
    """{unit: the placement that names it}."""
    among = Structure.objects.public() if public else Structure.objects.all()
    wanted = OrganizationalUnit.objects.filter(pk__in=units)
    rows = Placement.objects.naming(None, among=among, units=wanted).select_related("unit")
    return {row.unit_id: row for row in rows}


def _placements(records):
    """Those of citing() that the source is cited for in any way, the latest edition first."""
    keys = (records[name].values("pk") for name in ("placements", "summary_of", "purpose_of", "functions_of"))
    cited = reduce(or_, (Q(pk__in=each) for each in keys))
    return Placement.objects.filter(cited).select_related("structure", "unit").latest_first()


def _by_edition(placements, source):
    """[(structure, its placements, each with `cited_for`)], in their order."""
    editions = {}
    for row in placements:
        parts = {
            _("what it does"): row.summary_source_id,
            _("purpose"): row.purpose_source_id,
            _("functions"): row.functions_source_id,
        }
        row.cited_for = [part for part, cited in parts.items() if cited == source.pk]
        editions.setdefault(row.structure, []).append(row)
    return list(editions.items())
