"""What an adoption will change, in plain words: the difference between the edition in force before and the new one."""

from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from orgunits.comparison.diff import diff_of
from orgunits.comparison.snapshot import read_snapshots
from orgunits.formatting import translation_of
from orgunits.models import Kind
from orgunits.models.languages import LANGUAGES
from orgunits.models.periods import Precision, day_before, show_partial

SHOWN_AT_MOST = 40  # lines of a kind; the comparison has them all


@dataclass
class Consequence:
    """One kind of change: its mark, what it is called with its number, a line a unit, and how many more."""

    mark: str
    label: str
    lines: list
    more: int = 0


def in_force_when(checked):
    """Which edition is in force until when, a sentence each."""
    day = show_partial(checked.day, Precision.DAY)
    sentences = []
    if checked.before:
        last = show_partial(day_before(checked.day), Precision.DAY)
        text = _("Until %(day)s: “%(structure)s”.")
        sentences.append(text % {"day": last, "structure": checked.before.name})
    if checked.later:
        following = checked.later[0]
        until = show_partial(day_before(following.effective_from), Precision.DAY)
        text = _("From %(day)s to %(until)s: “%(structure)s”; then “%(following)s”.")
        names = {"until": until, "following": following.name}
        sentences.append(text % {"day": day, "structure": checked.structure.name, **names})
    else:
        text = _("From %(day)s: “%(structure)s”, until another edition is adopted.")
        sentences.append(text % {"day": day, "structure": checked.structure.name})
    return sentences


def consequences(checked):
    """Consequences of replacing the edition before; [] where nothing differs or there is none."""
    if checked.before is None:
        return []
    before, after = read_snapshots(checked.before, checked.structure)
    changes = diff_of(before, after)
    moved = _("%(unit)s: from %(before)s to %(after)s")
    groups = [
        ("created", _number_of_new, map(called, changes.entered)),
        ("abolished", _number_of_ended, map(called, changes.left)),
        (
            "moved",
            _number_of_moved,
            (
                moved
                % {
                    "unit": called(change.after),
                    "before": called(before.places.get(change.before.parent)),
                    "after": called(after.places.get(change.after.parent)),
                }
                for change in changes.moved
            ),
        ),
        (
            "renamed",
            _number_of_renamed,
            map(renaming, changes.renamed),
        ),
        (
            "kind",
            _number_of_other_kind,
            (
                f"{called(change.after)}: {Kind(change.before.kind).label} → {Kind(change.after.kind).label}"
                for change in changes.changed_kind
            ),
        ),
    ]
    found = [(mark, words, list(lines)) for mark, words, lines in groups]
    return [_consequence(mark, words, lines) for mark, words, lines in found if lines]


def _consequence(mark, words, lines):
    number = len(lines)
    return Consequence(mark, words(number) % {"count": number}, lines[:SHOWN_AT_MOST], max(0, number - SHOWN_AT_MOST))


def _number_of_new(number):
    return ngettext("%(count)d new unit", "%(count)d new units", number)


def _number_of_ended(number):
    return ngettext("%(count)d unit ends", "%(count)d units end", number)


def _number_of_moved(number):
    return ngettext("%(count)d unit moves", "%(count)d units move", number)


def _number_of_renamed(number):
    return ngettext("%(count)d unit is renamed", "%(count)d units are renamed", number)


def _number_of_other_kind(number):
    return ngettext("%(count)d unit changes kind", "%(count)d units change kind", number)


def called(place):
    """Its name in the reader's language, else in the first that has one; at the top there is no unit above."""
    return translation_of(place, "name")[0] if place else _("the top level")


def renaming(change):
    """The old name and the new one in the reader's language, where they differ there, else in one in which they do."""
    for language in [get_language(), *LANGUAGES]:
        before, after = (full_name(place, language) for place in (change.before, change.after))
        if before and after and before != after:
            return f"{before} → {after}"
    return called(change.after)


def full_name(place, language):
    """Name and acronym in one language; "" where it has no name in it."""
    name, acronym = (getattr(place, f"{field}_{language}", "") for field in ("name", "acronym"))
    return f"{name} ({acronym})" if name and acronym else name
