"""Which record must be public for another one to be.

Three kinds of records: those that a draft can keep to itself (OWNED), structures, and parts, which are public when all
they belong to are. All else is public always. Whatever a public record refers to must be public, too.
"""

from django.apps import apps
from django.db.models import Q
from django.utils.functional import SimpleLazyObject

from ..models import (
    Acknowledgement,
    AdoptionPlan,
    Appointment,
    ChangeAuthority,
    ChangeEvent,
    Correction,
    Discrepancy,
    DiscrepancyClaim,
    FormerSlug,
    LegalInstrument,
    Mandate,
    MandateAssignment,
    OrganizationalUnit,
    Person,
    Placement,
    PlacementPillar,
    PlacementTheme,
    Post,
    PostResponsibility,
    Source,
    Structure,
    StructureAuthority,
    StructureReview,
    StructureStep,
    Theme,
    ThemeContinuation,
    ThemeLabel,
    Transfer,
    UnitAlias,
    UnitFunction,
    UnitOfficer,
    UnitRelation,
)
from ..models.structure import is_hidden_from_the_public

# What a draft can keep to itself, each before what may be cited by it: in this order they can be deleted.
OWNED = (
    Appointment,
    Person,
    Post,
    ChangeEvent,
    Mandate,
    Discrepancy,
    OrganizationalUnit,
    Theme,
    LegalInstrument,
    Source,
)
# Parts, and the fields that lead to what they belong to.
PARTS = {
    Acknowledgement: ["structure"],
    AdoptionPlan: ["structure"],
    ChangeAuthority: ["event"],
    Correction: ["structure"],
    DiscrepancyClaim: ["discrepancy"],
    FormerSlug: ["unit"],
    MandateAssignment: ["mandate", "unit"],
    Placement: ["structure"],
    PlacementPillar: ["placement"],
    PlacementTheme: ["placement"],
    PostResponsibility: ["post"],
    StructureAuthority: ["structure"],
    StructureReview: ["structure"],
    StructureStep: ["structure"],
    ThemeContinuation: ["earlier", "later"],
    ThemeLabel: ["theme"],
    Transfer: ["structure"],
    UnitAlias: ["unit"],
    UnitFunction: ["placement"],
    UnitOfficer: ["unit"],
    UnitRelation: ["structure"],
}
# What a structure was made from is shown only to whom it is visible.
NO_REFERENCE = {Structure: ["based_on"]}


def references(model):
    """The fields of `model` that lead to what must be public where its row is: foreign keys, then plain lists."""
    left_out = {"draft", *PARTS.get(model, ()), *NO_REFERENCE.get(model, ())}
    targets = {Structure, *OWNED}
    keys = [field for field in model._meta.concrete_fields if field.related_model in targets]
    lists = [
        field
        for field in model._meta.local_many_to_many
        if field.related_model in targets and field.remote_field.through._meta.auto_created
    ]
    return [field for field in (*keys, *lists) if field.name not in left_out]


def _all_citing():
    models = [model for model in apps.get_app_config("orgunits").get_models() if not model._meta.proxy]
    is_history = ("history_type", "m2m_history_id")
    return [model for model in models if references(model) and not any(hasattr(model, name) for name in is_history)]


# The models that refer to anything that can be hidden.
CITING = SimpleLazyObject(_all_citing)


def hiders(model):
    """The lookups from a row of `model` to the structures that hide it while the public may not see them."""
    if model is Structure:
        return [""]
    if model in OWNED:
        return ["draft"]
    return [
        f"{join}__{path}".removesuffix("__")
        for join in PARTS.get(model, ())
        for path in hiders(model._meta.get_field(join).related_model)
    ]


def is_hidden(model, path=""):
    """Condition: the row of `model` at the end of `path`, such as "unit__", is hidden from the public."""
    hidden = Q(pk__in=[])
    for hider in hiders(model):
        lookup = f"{path}{hider}"
        # Whatever names a draft is hidden: a structure that is published lets its records go.
        hidden |= (
            Q(**{f"{lookup}__isnull": False})
            if lookup.endswith("draft")
            else is_hidden_from_the_public(_prefix(lookup))
        )
    return hidden


def lookups(model, target):
    """The lookups from a row of `model` to the rows of `target` that it is, or that it is part of."""
    if model is target:
        return ["pk"]
    return [
        join if lookup == "pk" else f"{join}__{lookup}"
        for join in PARTS.get(model, ())
        for lookup in lookups(model._meta.get_field(join).related_model, target)
    ]


def _prefix(lookup):
    return f"{lookup}__" if lookup and not lookup.endswith("__") else lookup
