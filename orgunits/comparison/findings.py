"""What may be said of a unit that differs between two structures, and what each word asks for."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ..models import ChangeEvent, Kind, Structure
from ..models.languages import LANGUAGES, language_name
from ..succession.succession import SAY_CREATED
from .snapshot import PlaceInSnapshot


class Finding(models.TextChoices):
    """Created and abolished need an event or a complete record; the rest is said of what is only not recorded."""

    CREATED = "created", pgettext_lazy("a difference", "created")
    FIRST_RECORDED = "first_recorded", pgettext_lazy("a difference", "first recorded")
    RECORDED_AGAIN = "recorded_again", pgettext_lazy("a difference", "on record again")
    NOT_PROPOSED = "not_proposed", pgettext_lazy("a difference", "not in the proposal")
    ABOLISHED = "abolished", pgettext_lazy("a difference", "abolished")
    MERGED = "merged", pgettext_lazy("a difference", "merged")
    SPLIT = "split", pgettext_lazy("a difference", "split")
    REORGANIZED = "reorganized", pgettext_lazy("a difference", "gone in a reorganization")
    NO_LONGER_RECORDED = "no_longer_recorded", pgettext_lazy("a difference", "not in the later record")
    ONLY_PROPOSED = "only_proposed", pgettext_lazy("a difference", "only proposed")
    MOVED = "moved", pgettext_lazy("a difference", "moved")
    RENAMED = "renamed", pgettext_lazy("a difference", "renamed")
    KIND = "kind", pgettext_lazy("a difference", "of a different kind")
    PURPOSE = "purpose", pgettext_lazy("a difference", "purpose reworded")
    REORDERED = "reordered", pgettext_lazy("a difference", "in a different order")


# What was proposed was not so: a unit that stands elsewhere afterwards has not moved.
SINCE_A_PROPOSAL = {
    Finding.MOVED: pgettext_lazy("a difference from a proposal", "placed elsewhere"),
    Finding.RENAMED: pgettext_lazy("a difference from a proposal", "named differently"),
}

ENDED_BY = {
    ChangeEvent.Kind.ABOLISHED: Finding.ABOLISHED,
    ChangeEvent.Kind.MERGED: Finding.MERGED,
    ChangeEvent.Kind.SPLIT: Finding.SPLIT,
    ChangeEvent.Kind.REORGANIZED: Finding.REORGANIZED,
}


@dataclass(frozen=True)
class Fate:
    """What became of a unit that only one of the two structures has."""

    finding: Finding
    # Whether it is the complete record below the unit above that shows that it was created or abolished.
    by_complete_record: bool
    # The structure, other than the two, that bears on it: where it was last recorded before, or is again after.
    elsewhere: Structure | None


@dataclass(frozen=True)
class UnitChange:
    """All that is found of one unit, and the events that explain it; units as NamedUnit."""

    before: PlaceInSnapshot | None
    after: PlaceInSnapshot | None
    findings: list
    # (value, label) of each finding.
    labels: list
    events: list
    # As of its Fate, where it has one.
    elsewhere: Structure | None
    by_complete_record: bool
    # Whether it is only proposed.
    is_proposed: bool
    # The unit itself, those above it on either side, and the one now right before it.
    named: object
    above_before: object
    above_after: object
    sister: object
    # On a page, of each event: whether it is explained at another unit there. See Comparison.branches().
    shown_events: list = field(default_factory=list)

    @property
    def place(self):
        return self.after or self.before

    @property
    def unit(self):
        return self.place.unit

    @property
    def under(self):
        """The unit above one that came or went."""
        if self.before and self.after:
            return None
        return self.above_after or self.above_before

    @property
    def kind_label(self):
        return Kind(self.place.kind).label

    @property
    def kinds(self):
        return [Kind(place.kind).label for place in (self.before, self.after)]

    @property
    def renamings(self):
        """(language, before, after) of each name, then of each acronym, that both record and that differs."""
        pairs = [("name", self.before.names, self.after.names), ("acronym", self.before.acronyms, self.after.acronyms)]
        return [
            (what, language, before, after)
            for what, old, new in pairs
            for language, before, after in zip(LANGUAGES, old, new, strict=True)
            if before and after and before != after
        ]

    @property
    def renamings_shown(self):
        """Of the name, then of the acronym, those in the reader's language; else all of them."""
        found = []
        for what in ("name", "acronym"):
            rows = [row for row in self.renamings if row[0] == what]
            found += [row for row in rows if row[1] == get_language()] or rows
        return found


@dataclass(frozen=True)
class OneSided:
    """What one of the two records of a unit and the other doesn't."""

    unit: str
    # The unit as NamedUnit.
    named: object
    what: object
    # "" for what is in no language.
    language: str
    is_before: bool

    @property
    def language_name(self):
        return language_name(self.language)


def one_sided(change, named):
    """The OneSided of a Change: names and acronyms by language, and the purpose."""
    labels = {"name": _("name"), "acronym": _("acronym"), "purpose": _("purpose")}
    sides = {
        "name": (change.before.names, change.after.names),
        "acronym": (change.before.acronyms, change.after.acronyms),
    }
    for what, (old, new) in sides.items():
        for language, before, after in zip(LANGUAGES, old, new, strict=True):
            if bool(before) != bool(after):
                yield OneSided(change.unit, named, labels[what], language, bool(before))
    before, after = any(change.before.purposes), any(change.after.purposes)
    if before != after:
        yield OneSided(change.unit, named, labels["purpose"], "", before)


def fate_of_entered(place, *, events, seen_before, earlier, was_seen):
    """(Finding, by complete record) of a unit that only the later structure has.

    `seen_before`: a structure before that has it, else None; `earlier`: the Snapshot; `was_seen`: whether that
    tells how the units stood.
    """
    if any(event.kind in SAY_CREATED and place.unit in event.result_slugs for event in events):
        return Finding.CREATED, False
    if not was_seen:
        return Finding.NOT_PROPOSED, False
    if seen_before:
        return Finding.RECORDED_AGAIN, False
    # What an event moves or renames was there before, wherever that was.
    there_before = any(place.unit in event.original_slugs for event in events)
    if not there_before and _is_complete(earlier, place.parent):
        return Finding.CREATED, True
    return Finding.FIRST_RECORDED, False


def fate_of_left(place, *, events, seen_after, later, was_seen, ever_seen, is_proposal, is_next):
    """The same of a unit that only the earlier one has; `is_next`: whether the proposal follows on the earlier one."""
    for event in events:
        if event.kind in ENDED_BY and place.unit in event.original_slugs - event.result_slugs:
            return ENDED_BY[event.kind], False
    if not was_seen and not ever_seen:
        return Finding.ONLY_PROPOSED, False
    # What a later edition has again was not abolished; from a proposal, and long before one, nothing follows.
    significant = was_seen and not seen_after and (is_next or not is_proposal)
    if significant and _is_complete(later, place.parent):
        return Finding.ABOLISHED, True
    return (Finding.NOT_PROPOSED if is_proposal else Finding.NO_LONGER_RECORDED), False


def _is_complete(snapshot, parent):
    return parent in snapshot.places and snapshot.places[parent].sub_units_complete
