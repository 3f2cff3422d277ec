"""The models by noun."""

from .corrections import Correction
from .mandates import LegalInstrument
from .placement_details import PlacementPillar, PlacementTheme, UnitFunction
from .placements import Kind, Placement
from .relations import Body, UnitRelation
from .sources import Discrepancy, DiscrepancyClaim, Source
from .structure import Structure, StructureAuthority, StructureReview
from .themes import Pillar, Theme
from .units import FormerSlug, OrganizationalUnit, UnitAlias

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
