"""The changes that a structure brings, proposed from the two trees as rows for people to complete."""

from django.utils.translation import gettext, override

from .adoption_facts import light_places
from .changes import ChangeAuthority, ChangeEvent

Kind = ChangeEvent.Kind
# What says already why a unit entered or left.
ENTERS = (Kind.CREATED, Kind.MERGED, Kind.SPLIT)
LEAVES = (Kind.ABOLISHED, Kind.MERGED, Kind.SPLIT)


def propose_events(structure, *, before):
    """Records that units were created, abolished, renamed or moved where no recorded change says so yet.

    Each names the acts of `structure` and its day, and is marked as inferred from the two trees until somebody
    completes it: that two units merged, or functions passed on, no tree can tell. Returns the new ones; again, none.
    """
    if before is None:
        return []
    places, places_before = light_places(structure), light_places(before)
    told = _told(structure)
    made = []
    for kind, unit, links in _changes(places, places_before):
        explained = {Kind.CREATED: ENTERS, Kind.ABOLISHED: LEAVES}.get(kind, (kind,))
        if any((each, unit) in told for each in explained):
            continue
        place = places.get(unit) or places_before[unit]
        made.append(_record(structure, kind, place.unit, links))
    _complete(structure)
    return made
