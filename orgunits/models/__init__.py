"""The models by noun."""

from .agreement_states import AgreementState
from .agreements import CooperationAgreement
from .changes import ChangeAuthority, ChangeEvent
from .corrections import Correction
from .instruments import LegalInstrument
from .kinds import Kind
from .mandates import Force, Mandate, MandateAssignment
from .member_states import Membership, MemberState
from .offices import CountryOffice, Standing
from .partners import AgreementParty, Partner
from .placement_details import PlacementPillar, PlacementTheme, UnitFunction
from .placements import Placement
from .posts import Appointment, Post, PostResponsibility
from .relations import Body, UnitRelation
from .sources import Discrepancy, DiscrepancyClaim, Source
from .structure import Structure
from .structure_details import StructureAuthority, StructureReview
from .themes import Pillar, Theme
from .units import FormerSlug, OrganizationalUnit, UnitAlias

__all__ = [
    "AgreementParty",
    "AgreementState",
    "Appointment",
    "Body",
    "ChangeAuthority",
    "ChangeEvent",
    "CooperationAgreement",
    "Correction",
    "CountryOffice",
    "Discrepancy",
    "DiscrepancyClaim",
    "Force",
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
    "Standing",
    "Structure",
    "StructureAuthority",
    "StructureReview",
    "Theme",
    "UnitAlias",
    "UnitFunction",
    "UnitRelation",
]
