"""The legal acts the structures and units rest on."""

from django.utils.text import slugify

from orgunits.models import LegalInstrument

from .facts import facts, in_languages, own_texts
from .rows import row
from .sources import partial_date, sources

# Provisions of the Charter are mandates, not acts.
PROVISIONS = ("charter chapter", "charter article")
KINDS = {"resolution": LegalInstrument.Kind.RESOLUTION, "executive order": LegalInstrument.Kind.EXECUTIVE_ORDER}


def instrument(key):
    """The natural key of an act by its key in the facts."""
    acts = {act["id"]: act for act in _acts()}
    return [_slug(acts[key])]


def is_instrument(key):
    return any(act["id"] == key for act in _acts())


def instrument_rows():
    """Earlier revisions stand before the later ones that revise them, as in the facts."""
    return [_instrument_row(act) for act in _acts()]


def act_title(key):
    """The title of an act in the languages on record."""
    act, texts = next(act for act in _acts() if act["id"] == key), own_texts("instruments")[key]
    return {"en": texts.get("title", act["title"]), "es": texts.get("es")}


def _acts():
    return [act for act in facts("mandates")["items"] if act["kind"] not in PROVISIONS]


def _symbol(act):
    """As the act cites itself."""
    return own_texts("instruments")[act["id"]].get("symbol", act["number"])


def _slug(act):
    return own_texts("instruments")[act["id"]].get("slug") or slugify(_symbol(act).replace(".", " ").replace("/", " "))


def _instrument_row(act):
    texts = own_texts("instruments")[act["id"]]
    return row(
        LegalInstrument,
        slug=_slug(act),
        kind=texts.get("kind") or KINDS[act["kind"]],
        symbol=_symbol(act),
        **in_languages("body", _body(texts.get("body", act["body"]))),
        url=texts.get("url"),
        revises=instrument(texts["revises"]) if "revises" in texts else None,
        sources=sources([*act["sources"], *texts.get("more_sources", [])]),
        **in_languages("title", act_title(act["id"])),
        **in_languages("note", texts.get("note") or {}),
        **partial_date("adopted_on", texts.get("date", act["date"])),
    )


def _body(name):
    """The organ that adopted an act, in the languages on record."""
    return name and {"en": name, "es": own_texts("instrument_words")["bodies"][name]}
