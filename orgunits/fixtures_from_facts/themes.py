"""What the units work on: thematic areas and pillars."""

from orgunits.models import Pillar, Theme, ThemeContinuation, ThemeLabel

from .facts import edition, facts, in_languages, own_texts
from .instruments import instrument
from .rows import row
from .sources import sources

# The resolution whose Strategic Vision names the four pillars.
STRATEGIC_VISION = "ag-res-2814"


def pillar(key):
    return [own_texts("pillars")[key]["slug"]]


def theme_rows():
    items = sorted(facts("themes")["items"], key=lambda theme: theme["key"])
    themes = [
        row(Theme, slug=theme["key"], name_en=theme["name"], name_es=own_texts("themes")[theme["key"]])
        for theme in items
    ]
    themes += _label_rows(items)
    themes += [_continuation(theme, related) for theme in items for related in theme["related"]]
    stated = [entry for entry in edition("2015-proposal")["pillars"] if entry["key"]]
    return themes + [_pillar_row(position, entry) for position, entry in enumerate(stated, start=1)]


def _label_rows(items):
    """Our words for the themes, by language; no source has them, so they are ours."""
    ours = own_texts("theme_labels")
    return [
        row(ThemeLabel, theme=[theme["key"]], language=language, text=text)
        for theme in items
        for language, labels in ours[theme["key"]].items()
        for text in labels
    ]


def _continuation(theme, related):
    if related["relation"] != "continued in" or not related["basis"].startswith("inferred"):
        message = f"{theme['key']}: unknown relation {related}"
        raise ValueError(message)
    basis = ThemeContinuation.Basis.INFERRED
    return row(ThemeContinuation, earlier=[theme["key"]], later=[related["key"]], basis=basis)


def _pillar_row(position, entry):
    texts = own_texts("pillars")[entry["key"]]
    return row(
        Pillar,
        slug=texts["slug"],
        position=position,
        statement_en=texts["statement"],
        strategic_objectives_en=entry["strategic_objectives"],
        act=instrument(STRATEGIC_VISION),
        sources=sources([entry["source"]]),
        **in_languages("name", texts["name"]),
    )
