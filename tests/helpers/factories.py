"""Structures drawn as text, written through the one door."""

from datetime import date
from itertools import groupby
from operator import attrgetter
from textwrap import dedent

from django.db.models import F
from simple_history.utils import bulk_create_with_history

from orgunits.drafts.ownership import claim
from orgunits.models import Kind, OrganizationalUnit, Placement, Source, Structure
from orgunits.tree import trees

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


def make_units(slugs, *, draft=None):
    """{slug: unit}, as make_unit() makes each; new ones are known only to `draft`."""
    slugs = dict.fromkeys(slugs)
    units = {unit.slug: unit for unit in OrganizationalUnit.objects.filter(slug__in=slugs)}
    missing = [OrganizationalUnit(slug=slug, label=slug.upper(), draft=draft) for slug in slugs if slug not in units]
    return units | {unit.slug: unit for unit in bulk_create_with_history(missing, OrganizationalUnit)}


def make_structure(slug="draft", tree=SMALL, *, status=Structure.Status.DRAFT, **fields):
    """A structure with the drawn tree: two spaces a level, a line `slug | kind | name | acronym`.

    All but slug is optional. Without a kind the top is the General Secretariat, all else a department; without a
    name it is the slug's.
    """
    if status == Structure.Status.ADOPTED:
        fields = {"effective_from": date(2020, 1, 1), "effective_from_precision": "day", **fields}
    elif "effective_from" in fields:
        fields = {"effective_from_precision": "day", **fields}
    name = fields.pop("name", f"Structure {slug}")
    structure = Structure.objects.create(slug=slug, name=name, status=status, **fields)
    draw(structure, tree)
    structure.refresh_from_db()
    return structure


def draw(structure, tree):
    """Adds the drawn tree to an empty structure: what trees.add() would write, a level at a time.

    That door asks many questions a unit; test_factories.py compares the two.
    """
    placements, lines = [], list(read_lines(tree))
    known = set(OrganizationalUnit.objects.values_list("pk", flat=True))
    draft = None if structure.is_public else structure
    units = make_units((slug for _level, slug, _columns in lines), draft=draft)
    if draft is None:
        OrganizationalUnit.objects.filter(slug__in=units, draft__isnull=False).update(draft=None)
    above, lft = [], 1
    for level, slug, columns in lines:
        close(above[level:], lft)
        lft += len(above[level:])
        placement = Placement(structure=structure, unit=units[slug], tree_id=structure.pk, **columns)
        placement.parent = above[level - 1] if level else None
        placement.level, placement.lft, lft = level, lft, lft + 1
        above[level:] = [placement]
        placements.append(placement)
    close(above, lft)
    if placements:
        with trees.edit(structure):
            write_by_level(placements)
            for placement in placements:
                if draft and placement.unit_id in known:
                    claim(Placement, placement, created=True, raw=False)
            # The door counts every unit that it places.
            Structure.objects.filter(pk=structure.pk).update(revision=F("revision") + len(placements) - 1)


def read_lines(tree):
    """Level, slug and columns of each line."""
    for line in dedent(tree).strip("\n").splitlines():
        level = (len(line) - len(line.lstrip())) // 2
        slug, kind, name, acronym = [*(part.strip() for part in line.split("|")), "", "", ""][:4]
        kind = Kind(kind or (Kind.DEPARTMENT if level else Kind.GENERAL_SECRETARIAT))
        name = name or slug.replace("-", " ").capitalize()
        yield level, slug, {"kind": kind, "name_en": name, "acronym_en": acronym or None}


def close(branch, rght):
    """Ends the placements of a branch, from its tip up."""
    for number, placement in enumerate(reversed(branch)):
        placement.rght = rght + number


def write_by_level(placements):
    """A placement must be there before it can be a parent."""
    for _level, rows in groupby(sorted(placements, key=attrgetter("level")), key=attrgetter("level")):
        bulk_create_with_history(list(rows), Placement)


def drawn(structure):
    """The tree as text, to compare with a drawing: "gs\\n  osg\\n  sedi"."""
    rows = Placement.objects.of_structure(structure).values_list("level", "unit__slug")
    return "\n".join("  " * level + slug for level, slug in rows)


def place(structure, slug):
    return Placement.objects.get(structure=structure, unit__slug=slug)


def make_source(slug, *, cited_by=(), **fields):
    """A source that the `cited_by` (structures, placements, …) name among theirs; known only to `draft`, if given."""
    source = Source.objects.create(slug=slug, kind=Source.Kind.PAGE, title=fields.pop("title", slug), **fields)
    for record in cited_by:
        record.sources.add(source)
    return source


# For names as various as those of a real structure: it is by its repetitions that a page compresses.
SUBJECTS = """
Access Budget Cities Culture Democracy Disability Drugs Education Elections Energy Equity Gender
Governance Indigenous Justice Labor Law Media Migration Mediation Observation Planning Ports Press
Procurement Protocol Prevention Security Statistics Summits Sustainability Telecommunication
Territory Tourism Trade Transparency Water
"""
KINDS_BY_LEVEL = (Kind.GENERAL_SECRETARIAT, Kind.SECRETARIAT, Kind.DEPARTMENT, Kind.SECTION, Kind.AREA)
FANOUT = 12


def make_large_structure(units=2000, slug="large", **fields):
    """A structure of `units`, each above twelve others, written at once: adding them one by one takes minutes."""
    structure = make_structure(slug, "", status=Structure.Status.ADOPTED, name="A large structure", **fields)
    own = OrganizationalUnit.objects.bulk_create(
        OrganizationalUnit(slug=f"{slug}-{number:05}", label=f"Unit {number}") for number in range(units)
    )
    placements, subjects = [], SUBJECTS.split()
    for number, (lft, rght, level) in enumerate(_numbers(units)):
        kind = KINDS_BY_LEVEL[min(level, 4)]
        first, second, third = (subjects[number * step // 7 % len(subjects)] for step in (3, 11, 17))
        name = f"{kind.label} of {first}, {second} and {third} {number}"
        acronym = f"{kind.label[0]}{first[0]}{second[0]}{number}"
        placement = Placement(structure=structure, tree_id=structure.pk, lft=lft, rght=rght, level=level, kind=kind)
        placement.unit = own[number]
        placement.parent = placements[(number - 1) // FANOUT] if number else None
        placement.name_en, placement.name_es, placement.acronym_en = name, f"{name} (es)", acronym
        placement.name = name
        placements.append(placement)
    with trees.edit(structure):
        for _level, rows in groupby(placements, key=attrgetter("level")):
            Placement.objects.bulk_create(rows)
    return structure


def _numbers(units):
    """lft, rght and level of each, the parent of number n being number (n - 1) // FANOUT."""
    numbers, counter = [None] * units, 0
    stack = [(0, 0, None)]
    while stack:
        number, level, lft = stack.pop()
        counter += 1
        if lft is None:
            stack.append((number, level, counter))
            children = range(number * FANOUT + 1, min(units, number * FANOUT + FANOUT + 1))
            stack.extend((child, level + 1, None) for child in reversed(children))
        else:
            numbers[number] = (lft, counter, level)
    return numbers
