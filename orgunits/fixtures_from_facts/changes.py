"""What became of the units from edition to edition.

An item of the facts becomes one event or more:
- functions that passed to a created unit, or from an abolished one, are an event of their own beside it;
- what only the resolution asked for that ordered the proposal of 2015 is proposed; where the act of adoption is named,
  or the edition of 2016 shows it as proposed, the adopted change is an event of its own beside the proposed one.
Where the words of a date give one bound only, the other is that of the editions between which the change is recorded.
"""

import re

from orgunits.models import ChangeAuthority, ChangeEvent, Placement
from orgunits.models.periods import parse_partial, parse_partial_end

from .facts import facts, in_languages, own_texts, typeset
from .instruments import instrument
from .placements import basis
from .places import places
from .rows import row
from .sources import sources

Kind, Basis = ChangeEvent.Kind, ChangeEvent.Basis

PROPOSAL, ADOPTED = "2015-proposal", "2016-adopted"
ORDERED_THE_PROPOSAL = "AG/RES. 2876 (XLV-O/15)"
YEARS = re.compile(r"(\d{4})-(\d{4})")
# Items about country offices belong to the status of the office.
OF_OFFICES = "closed_office"
# The node of the proposal that groups what both heads coordinate is no unit: its units stand at the top.
GROUPING_NODE = "joint-sg-asg"


def change_rows():
    events = [event for item in facts("changes")["items"] if item["kind"] != OF_OFFICES for event in _events(item)]
    return [_event_row(event) for event in events] + [
        row(ChangeAuthority, event=[event["slug"]], instrument=instrument(act), **in_languages("note", note))
        for event in events
        for authority in event["authorities"]
        for act, note in own_texts("changes")["authorities"][authority].items()
    ]


def _events(item):
    """The events of an item as columns, and as `authorities` the acts it names."""
    for event in _with_functions(item):
        if not _is_proposed(item):
            yield event
            continue
        yield {**event, "only_proposed": True, "authorities": [ORDERED_THE_PROPOSAL]}
        # An edition shows where units stand, not whose functions they took over.
        is_structural = event["kind"] != Kind.FUNCTIONS_TRANSFERRED
        adopting = [authority for authority in item["authority"] if authority != ORDERED_THE_PROPOSAL]
        shown = _shown_in_2016(item)
        if adopting or shown:
            yield event | {
                "slug": f"{event['slug']}-adopted",
                "structure": [ADOPTED],
                "authorities": adopting,
                "basis": event["basis"] if shown == "stated" and is_structural else Basis.INFERRED,
                "note": event["note"] if adopting else own_texts("changes")["not_confirmed"],
            }


def _with_functions(item):
    texts = own_texts("changes")["items"][item["id"]]
    of_functions = texts.get("functions")
    note = _in_both(item["note"], texts.get("note"))
    takes_note = of_functions and "note" in of_functions
    event = {
        "slug": item["id"],
        "kind": item["kind"],
        "originals": item["originals"],
        "results": item["results"],
        "units_incomplete": texts.get("units_incomplete", False),
        # A founding that a source dates leads to no edition of its own.
        "structure": [item["edition_to"]] if item["edition_to"] else None,
        "authorities": item["authority"],
        "basis": texts.get("basis", Basis.STATED),
        "description": _in_both(item["description"], texts["description"]),
        "note": None if takes_note else note,
        "sources": sources(item["sources"]),
        **_moved(item),
        **_when(item["date"]),
    }
    yield event
    if of_functions is not None:
        yield event | {
            "slug": f"{item['id']}-functions",
            "kind": Kind.FUNCTIONS_TRANSFERRED,
            "originals": item.get("predecessors") or item["originals"],
            "results": item.get("receivers") or item["results"],
            "basis": of_functions.get("basis", event["basis"]),
            "description": of_functions.get("description"),
            "note": _in_both(item["note"], of_functions["note"]) if takes_note else None,
        }


def _is_proposed(item):
    return item["edition_to"] == PROPOSAL and ORDERED_THE_PROPOSAL in item["authority"]


def _shown_in_2016(item):
    """How the edition of 2016 is known to show the change as it was proposed; None where it doesn't."""
    standing = {place.key: place for place in places(ADOPTED)}
    if item["kind"] == "abolished":
        return None if standing.keys() & set(item["originals"]) else "stated"
    found = [standing.get(unit) for unit in item["results"]]
    if None in found or (item["kind"] == "moved" and {place.parent.key for place in found} != {_unit(item["to"])}):
        return None
    return "stated" if {basis(place) for place in found} == {Placement.Basis.STATED} else "inferred"


def _moved(item):
    if item["kind"] != "moved":
        return {}
    origin, destination = item["from"], _unit(item["to"])
    # From the grouping node of the proposal nothing ever moved.
    return {"moved_from": [origin] if origin != GROUPING_NODE else None, "moved_to": [destination]}


def _unit(key):
    return "gs" if key == GROUPING_NODE else key


def _when(words):
    """The first and the last day it may have happened, and the words where the days don't say all."""
    if own := own_texts("changes")["dates"].get(words):
        first, last = own["bounds"]
        texts = in_languages("when_words", {"en": own.get("en", words), "es": own["es"]})
    else:
        first, last = found.groups() if (found := YEARS.fullmatch(words)) else (words, words)
        texts = {}
    return {
        "earliest": parse_partial(first)[0].isoformat(),
        "latest": parse_partial_end(last)[0].isoformat(),
        **texts,
    }


def _in_both(english, own):
    """The words of the facts, or ours where they hold what only a collector understands, with the translation."""
    if own is None:
        return None
    text = typeset(own.get("en", english))
    return {"en": text[0].upper() + text[1:].rstrip(".") + ".", "es": own["es"]}


def _event_row(event):
    columns = {name: value for name, value in event.items() if name not in ("authorities", "description", "note")}
    columns |= in_languages("description", event["description"]) | in_languages("note", event["note"])
    for field in ("originals", "results"):
        columns[field] = [[unit] for unit in event[field]]
    return row(ChangeEvent, **columns)
