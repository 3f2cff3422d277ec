"""Structures drawn as text, written through the one door."""

from datetime import date
from textwrap import dedent

from orgunits.models import Kind, OrganizationalUnit, Placement, Structure, trees

SMALL = """
gs
  osg
  sedi
    education
    trade
  sla
"""


def make_unit(slug, **fields):
    return OrganizationalUnit.objects.get_or_create(slug=slug, defaults={"label": slug.upper(), **fields})[0]


def make_structure(slug="draft", tree=SMALL, *, status=Structure.Status.DRAFT, **fields):
    """A structure with the drawn tree: two spaces a level, a line `slug | kind | name | acronym`.

    All but slug is optional. Without a kind the top is the General Secretariat, all else a department; without a name it is the slug's.
    """
    if status == Structure.Status.ADOPTED:
        fields = {"effective_from": date(2020, 1, 1), "effective_from_precision": "day", **fields}
    elif "effective_from" in fields:
        fields = {"effective_from_precision": "day", **fields}
    structure = Structure.objects.create(slug=slug, name=fields.pop("name", f"Structure {slug}"), **fields)
    draw(structure, tree)
    if status != Structure.Status.DRAFT:
        Structure.objects.filter(pk=structure.pk).update(status=status)
    structure.refresh_from_db()
    return structure


def draw(structure, tree):
    """Adds the drawn tree to an empty structure."""
    above = []
    for line in dedent(tree).strip("\n").splitlines():
        level = (len(line) - len(line.lstrip())) // 2
        slug, kind, name, acronym = [*(part.strip() for part in line.split("|")), "", "", ""][:4]
        placement = trees.add(
            structure,
            make_unit(slug),
            parent=above[level - 1] if level else None,
            kind=kind or (Kind.DEPARTMENT if level else Kind.GENERAL_SECRETARIAT),
            name=name or slug.replace("-", " ").capitalize(),
            acronym_en=acronym or None,
        )
        above[level:] = [placement]


def drawn(structure):
    """The tree as text, to compare with a drawing: "gs\\n  osg\\n  sedi"."""
    rows = Placement.objects.of_structure(structure).values_list("level", "unit__slug")
    return "\n".join("  " * level + slug for level, slug in rows)


def place(structure, slug):
    return Placement.objects.get(structure=structure, unit__slug=slug)
