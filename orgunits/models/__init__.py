"""The models by noun."""

# First, since dumpdata writes the models of a circle in this order: sources know their draft, which may come later.
from .sources import Source

# isort: split
from .agreement_states import AgreementState
from .agreement_steps import AgreementStep
from .agreements import AgreementOnItsWay, CooperationAgreement
from .attempts import Attempt
from .change_authorities import ChangeAuthority
from .changes import ChangeEvent
from .corrections import Correction
from .discrepancies import Discrepancy, DiscrepancyClaim
from .instruments import LegalInstrument
from .kinds import Kind
from .mails import Mail
from .mandates import Force, Mandate, MandateAssignment
from .member_states import Membership, MemberState
from .officers import UnitOfficer
from .offices import CountryOffice, Standing
from .partners import AgreementParty, Partner
from .people import Person
from .placement_details import PlacementPillar, PlacementTheme, UnitFunction
from .placements import Placement
from .posts import Appointment, Post, PostResponsibility
from .proposals import AgreementProposal, FollowLink
from .relations import Body, UnitRelation
from .structure import Structure
from .structure_details import StructureAuthority, StructureReview
from .structure_steps import Acknowledgement, AdoptionPlan, StructureStep
from .themes import Pillar, Theme, ThemeContinuation, ThemeLabel
from .transfers import Transfer
from .units import FormerSlug, OrganizationalUnit, UnitAlias

__all__ = [
    "Acknowledgement",
    "AdoptionPlan",
    "AgreementOnItsWay",
    "AgreementParty",
    "AgreementProposal",
    "AgreementState",
    "AgreementStep",
    "Appointment",
    "Attempt",
    "Body",
    "ChangeAuthority",
    "ChangeEvent",
    "CooperationAgreement",
    "Correction",
    "CountryOffice",
    "Discrepancy",
    "DiscrepancyClaim",
    "FollowLink",
    "Force",
    "FormerSlug",
    "Kind",
    "LegalInstrument",
    "Mail",
    "Mandate",
    "MandateAssignment",
    "MemberState",
    "Membership",
    "OrganizationalUnit",
    "Partner",
    "Person",
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
    "StructureStep",
    "Theme",
    "ThemeContinuation",
    "ThemeLabel",
    "Transfer",
    "UnitAlias",
    "UnitFunction",
    "UnitOfficer",
    "UnitRelation",
]
