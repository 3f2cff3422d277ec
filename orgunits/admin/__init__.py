"""The admin by noun, as the models."""

from . import (
    agreements,
    changes,
    corrections,
    mandates,
    offices,
    placements,
    posts,
    relations,
    sources,
    structure,
    themes,
    units,
)

__all__ = [
    "agreements",
    "changes",
    "corrections",
    "mandates",
    "offices",
    "placements",
    "posts",
    "relations",
    "sources",
    "structure",
    "themes",
    "units",
]
