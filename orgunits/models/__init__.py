"""The models by noun; the order is the one imports run in."""

from .sources import Discrepancy, DiscrepancyClaim, Source
from .mandates import LegalInstrument
from .structure import Structure, StructureAuthority, StructureReview
from .themes import Pillar, Theme
from .units import FormerSlug, OrganizationalUnit, UnitAlias
from .placements import Kind, Placement
from .placement_details import PlacementPillar, PlacementTheme, UnitFunction
from .relations import Body, UnitRelation
from .corrections import Correction

__all__ = [
    "Body",
    "Correction",
    "Discrepancy",
    "DiscrepancyClaim",
    "FormerSlug",
    "Kind",
    "LegalInstrument",
    "OrganizationalUnit",
    "Pillar",
    "Placement",
    "PlacementPillar",
    "PlacementTheme",
    "Source",
    "Structure",
    "StructureAuthority",
    "StructureReview",
    "Theme",
    "UnitAlias",
    "UnitFunction",
    "UnitRelation",
]
