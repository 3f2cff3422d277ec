"""Where each obstacle of the check before adoption is mended."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from orgunits.adoption.checks import Obstacle
from orgunits.models import ChangeEvent, LegalInstrument, OrganizationalUnit, Placement

from .in_structure import tree_url
from .records import admin_url

SHOWN_AT_MOST = 200  # of the units an obstacle is about
OBSTACLES_AT_MOST = 100  # of each sort; the rest shows once those are mended


@dataclass
class LinkedObstacle:
    obstacle: Obstacle
    links: list  # of (address, words)
    units: list  # of (address, name)
    more: int = 0


def with_links(checked):
    """{"errors": …, "open_warnings": …}, LinkedObstacles each, and of both how many more there are."""
    linked = {}
    for name in ("errors", "open_warnings"):
        obstacles = getattr(checked, name)
        linked[name] = [_linked(obstacle, checked) for obstacle in obstacles[:OBSTACLES_AT_MOST]]
        linked[f"more_{name}"] = max(0, len(obstacles) - OBSTACLES_AT_MOST)
    return linked


def _linked(obstacle, checked):
    links = LINKS.get(obstacle.kind, lambda *_: [])(obstacle, checked)
    units = [(_place_url(place, checked), place.name) for place in obstacle.places[:SHOWN_AT_MOST]]
    return LinkedObstacle(obstacle, links, units, max(0, len(obstacle.places) - SHOWN_AT_MOST))


def _place_url(place, checked):
    """A unit of the draft is mended at its place; one of the edition before is looked at."""
    if place.structure_id == checked.structure.pk:
        return admin_url(Placement, "change", place.pk)
    return admin_url(OrganizationalUnit, "change", place.unit_id)


def compare_url(before, after):
    return f"{reverse('orgunits:compare')}?{urlencode({'from': before.slug, 'to': after.slug})}"


def _to_tree(obstacle, checked):
    return [(tree_url(checked.structure), _("To its tree"))]


def _to_act(obstacle, checked):
    return [(admin_url(LegalInstrument, "add"), _("Record an act that is not on record yet"))]


def _to_owner(obstacle, checked):
    unit = obstacle.places[0].unit_id
    about = {"structure": checked.structure.pk, "kind": ChangeEvent.Kind.FUNCTIONS_TRANSFERRED, "originals": unit}
    back = {"structure": checked.structure.pk, "unit": unit}
    return [
        (f"{admin_url(ChangeEvent, 'add')}?{urlencode(about)}", _("Record who takes over")),
        (f"{admin_url(Placement, 'add')}?{urlencode(back)}", _("Put it back into the tree")),
    ]


def _to_comparison(obstacle, checked):
    return [(compare_url(checked.before, checked.structure), _("The comparison"))]


def _to_corrections(obstacle, checked):
    return [(f"{checked.before.get_absolute_url()}#corrections", _("Its corrections"))]


def _to_event(obstacle, checked):
    return [(admin_url(ChangeEvent, "change", obstacle.event.pk), _("To the change"))]


LINKS = {
    "empty": _to_tree,
    "act": _to_act,
    "ends": _to_owner,
    "base": _to_comparison,
    "corrected": _to_corrections,
    "event": _to_event,
}
