"""The admin by noun, as the models."""

from . import (
    agreement_stages,
    agreements,
    changes,
    corrections,
    mails,
    mandates,
    officers,
    offices,
    placements,
    posts,
    relations,
    sign_ins,
    sources,
    structure,
    themes,
    units,
)

__all__ = [
    "agreement_stages",
    "agreements",
    "changes",
    "corrections",
    "mails",
    "mandates",
    "officers",
    "offices",
    "placements",
    "posts",
    "relations",
    "sign_ins",
    "sources",
    "structure",
    "themes",
    "units",
]
