"""The editions of the structure and the acts they rest on."""

from orgunits.models import Structure, StructureAuthority

from .facts import EDITIONS, edition, in_languages, own_texts
from .instruments import instrument
from .rationale import rationale_of_the_proposal
from .rows import row
from .sources import partial_date, sources

Status, Basis = Structure.Status, Structure.Basis

# Status, what the record rests on, the first day in force as precisely as it is known. An act is the basis only
# where the text of an executive order was among what was read; where no act is on record, what was read is observed.
ADOPTED = {
    "1999-five-areas": (Basis.OBSERVED, "1999"),
    "2004-2005-departments": (Basis.ACT, "2004-09-15"),
    "2006-four-secretariats": (Basis.RECONSTRUCTED, "2006"),
    "2008-six-secretariats": (Basis.RECONSTRUCTED, "2008-03-26"),
    "2013-six-secretariats-rev7": (Basis.ACT, "2012"),
    "2016-adopted": (Basis.RECONSTRUCTED, "2016"),
    "2019-2024-observed": (Basis.OBSERVED, "2019"),
}
# Where no source gives the first day: the days between which it lies; the facts of the edition say after which sources.
BOUNDS = {
    "2006-four-secretariats": ("2005-12-15", "2006-12-31"),
    "2013-six-secretariats-rev7": ("2011-08-30", "2013-07-31"),
    "2016-adopted": ("2015-06-15", "2016-05-10"),
}
# Never in force: what they describe.
NOT_ADOPTED = {
    "2015-proposal": (Status.PROPOSED, Basis.DOCUMENT, "2015"),
    "2025-observed": (Status.OBSERVED, Basis.OBSERVED, "2025"),
}
BASED_ON = {"2015-proposal": "2013-six-secretariats-rev7", "2019-2024-observed": "2016-adopted"}
TEXTS = ("name", "short_title", "summary", "as_of_note", "coverage")


def structure_rows():
    return [_structure_row(slug) for slug in EDITIONS] + [
        row(
            StructureAuthority,
            structure=[slug],
            instrument=instrument(key),
            **in_languages("note", note),
        )
        for slug in EDITIONS
        for key, note in own_texts("structures")[slug]["authorities"].items()
    ]


def _structure_row(slug):
    texts = own_texts("structures")[slug]
    columns = {}
    for field in TEXTS:
        columns |= in_languages(field, texts[field])
    if slug in ADOPTED:
        basis, first_day = ADOPTED[slug]
        first, last = BOUNDS.get(slug, (None, None))
        columns |= {"status": Status.ADOPTED, "effective_not_before": first, "effective_not_after": last}
        columns |= partial_date("effective_from", first_day)
    else:
        status, basis, as_of = NOT_ADOPTED[slug]
        columns |= {"status": status, **partial_date("as_of", as_of)}
    if columns["status"] == Status.PROPOSED:
        columns |= {"was_proposed": True, **in_languages("rationale", rationale_of_the_proposal())}
    return row(
        Structure,
        slug=slug,
        basis=basis,
        based_on=[BASED_ON[slug]] if slug in BASED_ON else None,
        sources=sources(edition(slug)["sources"]),
        **columns,
    )
