"""A unit → its document: its names in all public editions, its other names, what it works on."""

from ..models import (
    OrganizationalUnit,
    Placement,
    PlacementTheme,
    Post,
    Structure,
    UnitAlias,
    UnitFunction,
    UnitRelation,
)
from ..models.languages import language_columns
from .documents import Document, Kind, Role
from .records import add_themes


def public_units():
    return OrganizationalUnit.objects.public()


def documents(keys):
    """Those of the units of these keys that the public may see."""
    units = public_units().filter(pk__in=keys).order_by("pk").values("pk", "slug")
    found = {row["pk"]: Document(Kind.UNIT, row["pk"], ("unit_detail", [row["slug"]])) for row in units}
    _add_names(found)
    aliases = UnitAlias.objects.filter(unit__in=found).order_by("pk")
    for unit, kind, text, language in aliases.values_list("unit", "kind", "text", "language"):
        role = Role.ACRONYM if kind == UnitAlias.Kind.ACRONYM else Role.ALIAS
        found[unit].name(role, text, language)
    _add_subjects(found)
    return found.values()


def _add_names(found):
    """One name for each text, language and role, with the editions that have it, the latest first."""
    columns = ["unit_id", "structure_id", *language_columns("name", "acronym", "summary", "purpose")]
    rows = Placement.objects.filter(unit__in=found, structure__in=Structure.objects.public())
    names = {}
    for row in rows.latest_first().values(*columns):
        document = found[row["unit_id"]]
        document.say_in_each(row, "summary", "purpose")
        for role, column in ((Role.NAME, "name"), (Role.ACRONYM, "acronym")):
            for column_name in language_columns(column):
                if text := row[column_name]:
                    named = (row["unit_id"], role, text, column_name[-2:])
                    names.setdefault(named, []).append(row["structure_id"])
    for (unit, role, text, language), editions in names.items():
        found[unit].name(role, text, language, editions)


def _add_subjects(found):
    seen = {"placement__unit__in": found, "placement__structure__in": Structure.objects.public()}
    held = PlacementTheme.objects.filter(**seen).order_by("placement__unit", "theme_id")
    add_themes(found, held.values_list("placement__unit", "theme").distinct())
    texts = language_columns("title", "text")
    for row in (
        UnitFunction.objects.filter(**seen).order_by("-placement_id", "position").values("placement__unit", *texts)
    ):
        found[row["placement__unit"]].say_in_each(row, "title", "text")
    served = UnitRelation.objects.public().filter(unit__in=found, to_body__isnull=False).order_by("pk")
    for row in served.values("unit", *language_columns("to_body__name")):
        for column in language_columns("to_body__name"):
            found[row["unit"]].say(row[column], column[-2:])
    for unit in ("unit", "heads"):
        posts = Post.objects.public().filter(**{f"{unit}__in": found}).order_by("pk")
        for row in posts.values(unit, *language_columns("title")):
            found[row[unit]].say_in_each(row, "title")
