"""What changed, in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from ..comparison.findings import Finding

WORDS = {
    Finding.CREATED: ngettext_lazy("%(number)d created", "%(number)d created", "number"),
    Finding.FIRST_RECORDED: ngettext_lazy("%(number)d first recorded", "%(number)d first recorded", "number"),
    Finding.RECORDED_AGAIN: ngettext_lazy("%(number)d on record again", "%(number)d on record again", "number"),
    Finding.NOT_PROPOSED: ngettext_lazy("%(number)d not in the proposal", "%(number)d not in the proposal", "number"),
    Finding.ABOLISHED: ngettext_lazy("%(number)d abolished", "%(number)d abolished", "number"),
    Finding.MERGED: ngettext_lazy("%(number)d merged", "%(number)d merged", "number"),
    Finding.SPLIT: ngettext_lazy("%(number)d split", "%(number)d split", "number"),
    Finding.REORGANIZED: ngettext_lazy(
        "%(number)d gone in a reorganization", "%(number)d gone in a reorganization", "number"
    ),
    Finding.NO_LONGER_RECORDED: ngettext_lazy(
        "%(number)d not in the later record", "%(number)d not in the later record", "number"
    ),
    Finding.ONLY_PROPOSED: ngettext_lazy("%(number)d only proposed", "%(number)d only proposed", "number"),
    Finding.MOVED: ngettext_lazy("%(number)d moved", "%(number)d moved", "number"),
    Finding.RENAMED: ngettext_lazy("%(number)d renamed", "%(number)d renamed", "number"),
    Finding.KIND: ngettext_lazy("%(number)d of a different kind", "%(number)d of a different kind", "number"),
    Finding.PURPOSE: ngettext_lazy(
        "%(number)d with its purpose reworded", "%(number)d with their purpose reworded", "number"
    ),
    Finding.REORDERED: ngettext_lazy("%(number)d in a different order", "%(number)d in a different order", "number"),
}
SINCE_A_PROPOSAL = {
    Finding.MOVED: ngettext_lazy("%(number)d placed elsewhere", "%(number)d placed elsewhere", "number"),
    Finding.RENAMED: ngettext_lazy("%(number)d named differently", "%(number)d named differently", "number"),
}


def summary_of(comparison):
    """A sentence of numbers, "" where nothing changed; a unit that both moved and was renamed counts in both."""
    words = {**WORDS, **SINCE_A_PROPOSAL} if comparison.from_proposal else WORDS
    parts = [words[finding] % {"number": number} for finding, _label, number in comparison.counts]
    if not parts:
        return ""
    number = len(comparison.changes)
    sentence = ngettext("%(number)d unit differs: %(parts)s.", "%(number)d units differ: %(parts)s.", number)
    *first, last = parts
    listed = _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
    return sentence % {"number": number, "parts": listed}
