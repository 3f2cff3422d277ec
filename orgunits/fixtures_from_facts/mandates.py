"""What the acts charge units with: each provision of the Charter, and each other act as a whole."""

from orgunits.models import Mandate, MandateAssignment

from .facts import facts, in_languages, own_texts
from .instruments import PROVISIONS, act_title, instrument
from .rows import row
from .sources import partial_date, partial_end, sources

# The facts quote the eight responsibilities and nothing else.
QUOTED = "charter-art-112"


def mandate(key):
    """The natural key of a mandate by its key in the facts: its own for a provision, else that of its act."""
    items = {item["id"]: item for item in facts("mandates")["items"]}
    return [key] if items[key]["kind"] in PROVISIONS else instrument(key)


def mandate_rows():
    items = facts("mandates")["items"]
    rows = [_mandate_row(item, position) for position, item in enumerate(items)]
    return rows + [_assignment_row(item, unit) for item in items for unit in item["units"]]


def _is_provision(item):
    return item["kind"] in PROVISIONS


def _texts(item):
    return own_texts("mandates")["provisions" if _is_provision(item) else "acts"].get(item["id"], {})


def _mandate_row(item, position):
    texts = _texts(item)
    note = texts.get("note")
    if isinstance(note, str):
        note = own_texts("mandates")["provision_notes"][note]
    if _is_provision(item):
        provision = {"en": item["number"], "es": texts["provision"]}
        title = {"en": item["title"], "es": texts["title"]}
    else:
        provision, title = texts.get("provision"), texts.get("title") or act_title(item["id"])
    quoted = item["id"].startswith(QUOTED)
    wording = Mandate.Wording.QUOTED if quoted else Mandate.Wording.SUMMARIZED
    return row(
        Mandate,
        slug=mandate(item["id"])[0],
        instrument=instrument(item["instrument"] if _is_provision(item) else item["id"]),
        position=position if _is_provision(item) else 0,
        wording=wording if item["summary"] else None,
        sources=sources(item["sources"]),
        **in_languages("provision", provision),
        **in_languages("title", title),
        **in_languages("text", {"en": item["summary"], "es": texts.get("text")}),
        **in_languages("note", note),
    )


def _assignment_row(item, unit):
    """In force from the day of its act; provisions have no day of their own, for the Charter was amended since."""
    texts = _texts(item)
    starts = None if _is_provision(item) else texts.get("starts") or _day(item)
    return row(
        MandateAssignment,
        mandate=mandate(item["id"]),
        unit=[unit],
        open_ended=texts.get("open", False),
        **in_languages("role", texts.get("roles", {}).get(unit)),
        **partial_date("starts", starts),
        **partial_end("ends", texts.get("ends")),
    )


def _day(item):
    return own_texts("instruments")[item["id"]].get("date", item["date"])
