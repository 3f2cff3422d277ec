"""The admin by noun, as the models."""

from . import corrections, mandates, placements, relations, sources, structure, themes, units

__all__ = ["corrections", "mandates", "placements", "relations", "sources", "structure", "themes", "units"]
