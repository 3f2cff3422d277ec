"""What the fixtures hold, and loading it."""

import json
from functools import cache

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import translation

from orgunits.models import (
    AgreementParty,
    Appointment,
    Body,
    ChangeAuthority,
    ChangeEvent,
    CooperationAgreement,
    CountryOffice,
    Discrepancy,
    DiscrepancyClaim,
    LegalInstrument,
    Mandate,
    MandateAssignment,
    Membership,
    MemberState,
    OrganizationalUnit,
    Partner,
    Person,
    Pillar,
    Placement,
    PlacementPillar,
    PlacementTheme,
    Post,
    PostResponsibility,
    Source,
    Structure,
    StructureAuthority,
    Theme,
    ThemeContinuation,
    ThemeLabel,
    UnitAlias,
    UnitFunction,
    UnitRelation,
)

from .history import no_history

# Every model of the fixtures under the record it belongs to, with the way to that record's slug.
PARTS = {
    Source: {Source: "slug"},
    LegalInstrument: {LegalInstrument: "slug"},
    Structure: {
        Structure: "slug",
        StructureAuthority: "structure__slug",
        Placement: "structure__slug",
        UnitFunction: "placement__structure__slug",
        PlacementTheme: "placement__structure__slug",
        PlacementPillar: "placement__structure__slug",
        UnitRelation: "structure__slug",
    },
    Theme: {Theme: "slug", ThemeLabel: "theme__slug", ThemeContinuation: "earlier__slug"},
    Pillar: {Pillar: "slug"},
    OrganizationalUnit: {OrganizationalUnit: "slug", UnitAlias: "unit__slug"},
    Body: {Body: "slug"},
    ChangeEvent: {ChangeEvent: "slug", ChangeAuthority: "event__slug"},
    Discrepancy: {Discrepancy: "slug", DiscrepancyClaim: "discrepancy__slug"},
    MemberState: {MemberState: "iso2", Membership: "member_state__iso2"},
    CountryOffice: {CountryOffice: "slug"},
    Mandate: {Mandate: "slug", MandateAssignment: "mandate__slug"},
    Post: {Post: "slug", PostResponsibility: "post__slug"},
    Person: {Person: "slug"},
    Appointment: {Appointment: "slug"},
    Partner: {Partner: "slug"},
    CooperationAgreement: {CooperationAgreement: "slug", AgreementParty: "agreement__slug"},
}
# What tells the rows of a record apart.
KEYS = {
    ThemeLabel: ("theme__slug", "language", "text"),
    ThemeContinuation: ("earlier__slug", "later__slug"),
    StructureAuthority: ("structure__slug", "instrument__slug"),
    Placement: ("structure__slug", "unit__slug"),
    UnitFunction: ("placement__structure__slug", "placement__unit__slug", "position"),
    PlacementTheme: ("placement__structure__slug", "placement__unit__slug", "theme__slug"),
    PlacementPillar: ("placement__structure__slug", "placement__unit__slug", "pillar__slug"),
    UnitRelation: ("structure__slug", "unit__slug", "kind", "to_unit__slug", "to_body__slug"),
    UnitAlias: ("unit__slug", "text"),
    ChangeAuthority: ("event__slug", "instrument__slug"),
    DiscrepancyClaim: ("discrepancy__slug", "position"),
    Membership: ("member_state__iso2", "status"),
    MandateAssignment: ("mandate__slug", "unit__slug"),
    PostResponsibility: ("post__slug", "position"),
    AgreementParty: ("agreement__slug", "partner__slug"),
}


def files():
    return sorted((settings.BASE_DIR / "fixtures").glob("*.json"))


@cache
def rows():
    """{model: its rows in the fixtures}"""
    found = {}
    for path in files():
        for row in json.loads(path.read_text(encoding="utf-8")):
            found.setdefault(apps.get_model(row["model"]), []).append(row)
    return found


def slugs(owner):
    """The slugs, or what stands for them, of the demo's records of `owner`."""
    return {row["fields"][PARTS[owner][owner]] for row in rows()[owner]}


def in_database(owner, model):
    """The rows of `model` that belong to the demo's records of `owner`."""
    return model._base_manager.filter(**{f"{PARTS[owner][model]}__in": slugs(owner)})


def is_loaded():
    """Whether an earlier load was finished; what people deleted since was there."""
    known = Structure.objects.filter(Exists(Placement.objects.filter(structure=OuterRef("pk"))))
    gone = Structure.history.filter(history_type="-")
    standing = {*known.values_list("slug", flat=True), *gone.values_list("slug", flat=True)}
    return slugs(Structure) <= standing and in_database(Discrepancy, Discrepancy).exists()


def hold():
    """Whoever is editing a record finishes first; who comes later waits for the end of the transaction."""
    if connection.vendor == "postgresql":
        names = [connection.ops.quote_name(model._meta.db_table) for models in PARTS.values() for model in models]
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE")


def load():
    """Loads the fixtures over what an earlier load brought; rows that the fixtures hold no longer go."""
    with no_history(), translation.override("en"):
        call_command("loaddata", *files(), verbosity=0)
        for owner, models in PARTS.items():
            for model in models:
                if model in KEYS:
                    _leftovers(owner, model).delete()


def count_rows():
    """Lets PostgreSQL plan for the rows that were just loaded; by itself it looks at its tables only a minute later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _leftovers(owner, model):
    kept = {_key(model, row["fields"]) for row in rows()[model]}
    found = in_database(owner, model).values_list("pk", *KEYS[model])
    return model._base_manager.filter(pk__in=[pk for pk, *key in found if tuple(key) not in kept])


def _key(model, columns):
    """The natural key of a fixture row, as KEYS reads it from the database."""
    key = []
    for name in dict.fromkeys(path.split("__")[0] for path in KEYS[model]):
        value = columns.get(name)
        key += value if isinstance(value, list) else [value]
    return tuple(key)
