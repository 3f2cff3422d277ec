"""The admin by noun, as the models."""

from . import agreement_stages as agreement_way
from . import (
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
    "agreement_way",
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
