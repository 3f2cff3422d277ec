"""The bodies outside the tree, and one body: which unit serves it, by which edition, and which posts it elects."""

from collections import defaultdict

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..citations import Citations
from ..compiled import compiled
from ..formatting import alphabetical
from ..holders import by_seniority
from ..models import Post, UnitRelation
from ..models.languages import reading
from ..models.placement_choice import precedence_of
from ..models.posts import bodies_on_record
from ..moment import OF_AN_EDITION
from ..naming.units import names_of_units
from ..unit_page.heirs import names_and_heirs


def body_list(request):
    moment, to_staff = request.moment, request.user.is_staff
    bodies = alphabetical(_bodies(to_staff=to_staff))
    of_body = defaultdict(list)
    for relation in _relations({body.pk for body in bodies}, to_staff=to_staff) if bodies else ():
        of_body[relation.to_body_id].append(relation)
    for body in bodies:
        body.turn, body.answer, _others = _answer(of_body[body.pk], moment)
    units = {relation.unit_id for body in bodies for relation in body.answer}
    names = names_of_units(units, structure=moment.structure, day=moment.day, user=request.user)
    for body in bodies:
        for relation in body.answer:
            relation.named = names[relation.unit_id]
    return render(request, "orgunits/bodies/body_list.html", {"bodies": bodies})


def body_detail(request, slug):
    moment, to_staff = request.moment, request.user.is_staff
    body = bodies_on_record(to_staff=to_staff).filter(slug=slug).first()
    if body is None:
        raise Http404(_("There is no body “%(slug)s” on record.") % {"slug": slug})
    relations = _relations({body.pk}, to_staff=to_staff)
    names = names_and_heirs(
        {relation.unit_id for relation in relations}, structure=moment.structure, day=moment.day, user=request.user
    )
    turn, answer, others = _answer(relations, moment)
    sources, citations = _sources_of(relations), Citations()
    for relation in [*answer, *others]:
        relation.named = names[relation.unit_id]
        relation.cites = citations.cite(*sources[relation.pk])
    context = {
        "body": body,
        "structure": moment.structure,
        "answer": answer,
        "turn": turn,
        "others": others,
        "posts": by_seniority(Post.objects.visible_to(request.user).filter(elected_by=body)),
        "sources": citations.sources,
    }
    return render(request, "orgunits/bodies/body_detail.html", context)


@compiled
def _bodies(*, to_staff):
    return reading(bodies_on_record(to_staff=to_staff), "slug", "kind", "name")


@compiled
def _relations(bodies, *, to_staff):
    rows = UnitRelation.objects.visible(to_staff=to_staff).filter(to_body__in=bodies).select_related("structure")
    edition = (f"structure__{name}" for name in OF_AN_EDITION)
    return reading(rows.order_by("structure", "pk"), "structure", "unit", "kind", "to_body", "text", *edition)


def _answer(relations, moment):
    """The turn of the edition that says who serves a body on the day, its relations, and all others, latest first.

    It is the shown edition, else the latest up to the day, else the latest proposal; without one the turn is None.
    """
    turns = {each.pk: precedence_of(each.structure, moment.structure, moment.day) for each in relations}
    latest = sorted(relations, key=lambda each: (each.structure.day is not None, each.structure.day), reverse=True)
    known = [turn for turn in turns.values() if turn is not None]
    if not known:
        return None, [], latest
    first = next(each for each in latest if turns[each.pk] == min(known))
    answer = [each for each in relations if each.structure_id == first.structure_id]
    return min(known), answer, [each for each in latest if each.structure_id != first.structure_id]


def _sources_of(relations):
    """{relation: its sources} by keys."""
    found = {each.pk: [] for each in relations}
    for row in _links_to_sources(found) if found else ():
        found[row.unitrelation_id].append(row.source)
    return found


@compiled
def _links_to_sources(relations):
    rows = UnitRelation.sources.through.objects.filter(unitrelation__in=relations).select_related("source")
    shown = ("slug", "title", "language", "publisher", "published_on", "published_on_precision")
    return rows.order_by("pk").only("unitrelation", *(f"source__{name}" for name in shown))
