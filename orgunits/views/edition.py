"""One edition of the structure: what it is, what became of it, its units by branch, the changes that led to it."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import BooleanField, Value
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..compiled import compiled, together
from ..models import ChangeEvent, Kind, Placement, Structure
from ..models.languages import reading
from ..naming.changes import changes_to_name
from ..pillars import aligned_units, all_pillars, pillar_rows, pillars_of
from .structure_part import part_of
from .structure_tree import LARGE, TreeWriter, authorities_of, last_seen_of
from .timeline import timeline


def structure_detail(request, slug):
    edition, today = _edition(request, slug), timezone.localdate()
    editions, to_staff = request.moment.editions, request.user.is_staff
    changes = _leading_to(edition, to_staff=to_staff)
    names = changes_to_name(changes, structure=edition, editions=editions, to_staff=to_staff)
    corrections = list(edition.corrections.select_related("unit"))
    part = part_of(edition, None, 1)
    day = edition.effective_from if edition.status == Structure.Status.ADOPTED else today
    adopted_next = _adopted_next(edition, editions)
    found = together(
        pillars=pillar_rows.of([row.unit_id for row in part.rows], edition, day),
        legend=all_pillars.of(),
        authorities=authorities_of.of(edition),
        names=names.question(),
        corrected=_names_of.of([row.unit_id for row in corrections], edition) if corrections else None,
        counts=None if part.is_whole else _counted.of(edition),
        made=_made_by.of(adopted_next) if adopted_next and changes else None,
    )
    names.give(found["names"])
    placed = {row.unit_id: row for row in found["corrected"]}
    for correction in corrections:
        correction.placement = placed.get(correction.unit_id)
    pillars = aligned_units(found["pillars"])
    previous, following = _neighbours(editions, edition)
    context = {
        "edition": edition,
        "one_before": next((each for each in editions if each.slug == edition.one_before), None),
        "based_on": _based_on(request, edition),
        "is_in_force": edition.is_in_force_on(today),
        "authorities": found["authorities"],
        "adoption": Adoption(adopted_next, changes, names.units_of, found["made"]) if found["made"] else None,
        "changes": changes,
        "change_groups": _by_kind(changes),
        "reviews": edition.reviews.all(),
        "way": edition.steps.all(),
        "corrections": corrections,
        "counts": _counts(part, found["counts"]),
        "part": part,
        "tree": _tree(edition, part, pillars, today),
        "legend": pillars_of(pillars, found["legend"]),
        "sources": edition.sources.all(),
        "timeline": timeline(request, shown=edition),
        "previous": previous,
        "following": following,
    }
    return render(request, "orgunits/structure/structure_detail.html", context)


@dataclass(frozen=True)
class Adoption:
    """How much of a proposal is on record as made: its changes beside those that lead to the edition adopted next."""

    # The edition adopted next.
    edition: Structure
    changes: list
    # {change: (originals, results)} as keys.
    units_of: dict
    # Rows of _made_by() for `edition`.
    rows: list

    @cached_property
    def proposed(self):
        return [event for event in self.changes if event.only_proposed]

    @cached_property
    def made(self):
        """Those for which the next edition has a change of the same kind, of the same units, to the same place."""
        units, facts = {}, {}
        for event, kind, moved_to, unit, is_result in self.rows:
            units.setdefault(event, (set(), set()))[is_result].add(unit)
            facts[event] = kind, moved_to
        done = {(*facts[event], frozenset(before), frozenset(after)) for event, (before, after) in units.items()}
        return [event for event in self.proposed if (event.kind, event.moved_to_id, *self._units(event)) in done]

    @cached_property
    def not_made(self):
        return [event for event in self.proposed if event not in self.made]

    @property
    def earlier(self):
        """Those of the proposal's edition that were not only proposed."""
        return [event for event in self.changes if not event.only_proposed]

    def _units(self, event):
        return [frozenset(keys) for keys in self.units_of[event.pk]]


def _adopted_next(edition, editions):
    """The first edition adopted after a proposal, None for what isn't one."""
    if edition.status != Structure.Status.PROPOSED or edition.day is None:
        return None
    adopted = [each for each in editions if each.status == Structure.Status.ADOPTED]
    return next((each for each in adopted if each.effective_from > edition.day), None)


@compiled
def _made_by(edition):
    """Rows of (event, kind, where to, unit, whether a result) of what happened on the way to an edition."""
    parts = []
    for field in ("originals", "results"):
        links = getattr(ChangeEvent, field).through.objects.filter(
            changeevent__structure=edition, changeevent__only_proposed=False, changeevent__draft=None
        )
        links = links.annotate(is_result=Value(field == "results", BooleanField())).order_by()
        event = ("changeevent", "changeevent__kind", "changeevent__moved_to")
        parts.append(links.values_list(*event, "organizationalunit", "is_result"))
    return parts[0].union(parts[1])


@compiled
def _leading_to(edition, *, to_staff):
    events = ChangeEvent.objects.visible(to_staff=to_staff).filter(structure=edition)
    return events.chronological().for_lines()


@compiled
def _names_of(units, edition):
    return reading(Placement.objects.filter(structure=edition, unit__in=units), "unit", "name")


@compiled
def _counted(edition):
    return Placement.objects.of_structure(edition).counted()


def _tree(edition, part, pillars, today):
    writer = TreeWriter(
        edition,
        depth=part.depth,
        large=len(part.rows) > LARGE,
        pillars=pillars,
        last_seen=last_seen_of(part.rows, edition, edition.next_from or today),
        parameters={"structure": edition.slug},
        onward="structure",
        open_levels=1,
    )
    return writer.write_rows(part.rows)


def _by_kind(changes):
    """[(label, changes)], the kind of the most first."""
    kinds = {}
    for event in changes:
        kinds.setdefault(event.kind, []).append(event)
    return sorted(((events[0], events) for events in kinds.values()), key=lambda group: -len(group[1]))


def _counts(part, counted):
    """[(label of the kind, number)] in the order of the kinds."""
    numbers = Counter(row.kind for row in part.rows) if part.is_whole else Counter()
    for _level, kind, number in counted:
        numbers[kind] += number
    return [(kind.label, numbers[kind]) for kind in Kind if numbers[kind]]


def _edition(request, slug):
    """The edition of this address; Http404 where there is none that the reader may see."""
    editions = Structure.objects.visible_to(request.user).select_related("based_on").with_successor().with_one_before()
    edition = editions.filter(slug=slug).first()
    if edition is None:
        raise Http404(_("There is no edition “%(slug)s”.") % {"slug": slug})
    return edition


def _based_on(request, edition):
    """The edition it was made from, None where the reader may not see it."""
    origin = edition.based_on
    return origin if origin and (origin.is_public or request.user.is_staff) else None


def _neighbours(editions, edition):
    """The editions before and after it in the list, each None at its end."""
    place = editions.index(edition)
    return [*editions[place - 1 : place], None][0], [*editions[place + 1 : place + 2], None][0]
