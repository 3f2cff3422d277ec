"""The numbered sources at the foot of the page of a unit."""

from itertools import groupby

from ..models.sources import fetch_sources


class Citations:
    """Numbers sources in the order in which the page cites them."""

    def __init__(self):
        self.sources = []

    def cite(self, *sources):
        """The numbers of `sources` to put after a statement, as runs (first, last); None among them is left out."""
        numbers = set()
        for source in sources:
            if source is None:
                continue
            if source not in self.sources:
                self.sources.append(source)
            numbers.add(self.sources.index(source) + 1)
        runs = groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
        runs = [[number for _place, number in run] for _gap, run in runs]
        return [(run[0], run[-1]) for run in runs]


def cite_all(record, posts, *, with_contact):
    """Sets `cites`, the numbers of its sources, wherever the page of the UnitRecord or of its HeldPosts states a thing.

    Returns the sources in the order of their numbers. What has none rests on the sources of its edition. One query.
    """
    fetch_sources(
        record.life,
        [appointment for held in posts for appointment in held.holders.appointments],
        [relation for group in record.relations for relation in group.relations],
        record.changes.events,
        [record.unit] if with_contact else [],
    )
    citations = Citations()
    cite = citations.cite
    if record.purpose:
        row = record.purpose
        row.purpose_cites = cite(row.purpose_source) or cite(*row.sources.all())
    if record.functions:
        holder = record.functions.holder
        record.functions.cites = cite(holder.functions_source) or cite(*holder.sources.all())
    for held in (record.themes, record.pillars):
        if held:
            held.cites = cite(*held.holder.sources.all())
    for held in posts:
        for appointment in held.holders.appointments:
            appointment.cites = cite(*appointment.sources.all())
    for group in record.relations:
        group.cites = cite(*(source for relation in group.relations for source in relation.sources.all()))
    for event in record.changes.events:
        event.cites = cite(*event.sources.all())
    for row in record.life:
        row.cites = cite(*row.sources.all())
    for alias in record.aliases:
        alias.cites = cite(alias.source)
    for claim in record.claims:
        claim.cites = cite(claim.source)
    if with_contact:
        record.contact_cites = cite(*record.unit.sources.all())
    return citations.sources
