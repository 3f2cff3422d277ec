"""The models by noun."""

from .agreements import AgreementParty, CooperationAgreement, Partner
from .corrections import Correction
from .mandates import LegalInstrument, Mandate, MandateAssignment
from .offices import CountryOffice, Membership, MemberState
from .placement_details import PlacementPillar, PlacementTheme, UnitFunction
from .placements import Kind, Placement
from .posts import Appointment, Post, PostResponsibility
from .relations import Body, UnitRelation
from .sources import Discrepancy, DiscrepancyClaim, Source
from .structure import Structure, StructureAuthority, StructureReview
from .themes import Pillar, Theme
from .units import FormerSlug, OrganizationalUnit, UnitAlias

__all__ = [
    "AgreementParty",
    "Appointment",
    "Body",
    "CooperationAgreement",
    "Correction",
    "CountryOffice",
    "Discrepancy",
    "DiscrepancyClaim",
    "FormerSlug",
    "Kind",
    "LegalInstrument",
    "Mandate",
    "MandateAssignment",
    "MemberState",
    "Membership",
    "OrganizationalUnit",
    "Partner",
    "Pillar",
    "Placement",
    "PlacementPillar",
    "PlacementTheme",
    "Post",
    "PostResponsibility",
    "Source",
    "Structure",
    "StructureAuthority",
    "StructureReview",
    "Theme",
    "UnitAlias",
    "UnitFunction",
    "UnitRelation",
]
