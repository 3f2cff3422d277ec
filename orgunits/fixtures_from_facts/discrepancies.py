"""Where two sources, or one source twice, say different things."""

from orgunits.models import Discrepancy, DiscrepancyClaim

from .agreements import agreement
from .facts import facts, in_languages, own_texts, typeset
from .instruments import instrument, is_instrument
from .rows import row
from .sources import source


def discrepancy_rows():
    found = facts("contradictions")["items"]
    return [_discrepancy_row(each) for each in found] + [
        row(
            DiscrepancyClaim,
            discrepancy=[each["id"]],
            position=position,
            text=typeset(claim["text"]),
            source=source(claim["source"]),
        )
        for each in found
        for position, claim in enumerate(each["claims"], start=1)
    ]


def _discrepancy_row(each):
    texts = own_texts("discrepancies")[each["id"]]
    return row(
        Discrepancy,
        slug=each["id"],
        units=[[key] for key in each["units"]],
        about=texts.get("about", ""),
        others=[_other(other) for other in each["others"]],
        **in_languages("topic", texts["topic"]),
        **in_languages("reading", texts["reading"]),
    )


def _other(other):
    """Acts have addresses of their own; all else keeps its key of the facts."""
    if other["kind"] == "mandate" and is_instrument(other["id"]):
        return {"kind": "instrument", "id": instrument(other["id"])[0]}
    if other["kind"] == "agreement":
        return {"kind": "agreement", "id": agreement(other["id"])[0]}
    return other
