"""Which fields are kept in the four official languages, and the history of every model people edit.

The history is registered here because it must know the columns of all languages.
"""

import simple_history
from modeltranslation.translator import TranslationOptions, translator

from . import models
from .models.derived import derived_fields

TRANSLATED = {
    models.Source: ("note",),
    models.Discrepancy: ("topic", "reading"),
    models.DiscrepancyClaim: (),
    models.LegalInstrument: ("title", "body", "note"),
    models.Structure: ("name", "summary", "as_of_note", "rationale", "coverage"),
    models.StructureAuthority: ("note",),
    models.StructureReview: ("identified", "planned", "implemented", "assessed", "decided"),
    models.Theme: ("name",),
    models.ThemeLabel: (),
    models.ThemeContinuation: (),
    models.Pillar: ("name", "statement", "strategic_objectives"),
    models.OrganizationalUnit: (),
    models.UnitAlias: (),
    models.FormerSlug: (),
    models.Placement: ("name", "acronym", "summary", "purpose", "functions_note", "note"),
    models.UnitFunction: ("title", "text"),
    models.PlacementTheme: ("words", "note"),
    models.PlacementPillar: ("note",),
    models.Body: ("name",),
    models.UnitRelation: ("text",),
    models.ChangeEvent: ("when_words", "description", "note"),
    models.ChangeAuthority: ("note",),
    models.Person: (),
    models.Post: ("title", "note"),
    models.PostResponsibility: ("text",),
    models.Appointment: ("seen", "note"),
    models.MemberState: ("name", "capital", "note"),
    models.Membership: ("note",),
    models.CountryOffice: ("name", "hours", "status_as_of", "contact_as_of", "note"),
    models.Mandate: ("provision", "title", "text", "note"),
    models.MandateAssignment: ("role",),
    models.Partner: (),
    models.CooperationAgreement: (
        "title",
        "subject",
        "type_note",
        "unit_note",
        "signatory_capacity",
        "signed_words",
        "note",
    ),
    models.AgreementParty: (),
    models.UnitOfficer: (),
}
# What a shift of neighbours in the tree changes is no edit of theirs.
NOT_HISTORY = {
    models.Placement: ["lft", "rght", "tree_id", "level"],
    models.Structure: ["revision", "edited_at", "edited_by"],
}

for model, fields in TRANSLATED.items():
    if fields:
        options = {"fields": fields, "empty_values": None, "required_languages": ("en",)}
        translator.register(model, type(f"{model.__name__}Translation", (TranslationOptions,), options))
    simple_history.register(
        model,
        app="orgunits",
        excluded_fields=[*NOT_HISTORY.get(model, []), *(field.name for field in derived_fields(model))],
        m2m_fields=[field.name for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created],
    )
