"""A post with all its terms, many posts, and how their pages are read."""

from orgunits.models import Body, UnitRelation
from tests.helpers.acts_and_posts import appoint, day, make_post
from tests.helpers.factories import make_source, make_structure, make_unit
from tests.helpers.html import parsed, text_of

TREE = """
    gs | general_secretariat | General Secretariat
      osg | head_office | Office of the Secretary General
      law | department | Department of Law
    """


def today():
    return make_structure("today", TREE, status="adopted", effective_from=day("2008-03-26"), name="Six secretariats")


def make_secretary():
    """The Secretary General: Ada to 1968, Bo to 2015, Cy since."""
    assembly = Body.objects.create(slug="general-assembly", kind="organ", name="General Assembly")
    post = make_post(
        "secretary-general",
        unit="osg",
        heads=["gs", "osg"],
        seniority=1,
        title="Secretary General",
        elected_by=assembly,
        term_years=5,
        max_terms=2,
        term_source=make_source("document", title="Source document 001"),
    )
    appoint(post, "Ada", "1956", "1968", note="Two terms.")
    appoint(post, "Bo", "1968", "2015-05-26")
    appoint(post, "Cy", "2015-05-26", open_ended=True)
    return post


def table(response, labelled_by):
    """The cells of the table under a heading."""
    region = parsed(response).find(f".//div[@aria-labelledby='{labelled_by}']")
    return [[text_of(cell) for cell in row if cell.tag in ("td", "th")] for row in region.findall(".//tbody/tr")]


def page(response):
    return " ".join(text_of(parsed(response).find(".//main")).split())


def make_many(count):
    structure = make_structure(
        "today", "gs\n" + "\n".join(f"  unit-{number}" for number in range(count)), status="adopted"
    )
    make_structure(
        "old",
        "gs\n" + "\n".join(f"  gone-{number}" for number in range(count)),
        status="adopted",
        effective_from=day("1999-01-01"),
    )
    first = make_post("first", for_each="section")
    for number in range(count):
        first = make_post(
            f"head-{number}",
            unit=f"unit-{number}",
            heads=[f"unit-{number}", f"gone-{number}"],
            seniority=1,
            term_years=5,
            reports_to=first,
        )
        appoint(first, "Ada", "2000", "2010")
        appoint(first, "Bo", "2010", open_ended=True)
        UnitRelation.objects.create(
            structure=structure,
            unit=make_unit(f"unit-{number}"),
            kind="reports_to",
            to_unit=make_unit("unit-0") if number else make_unit("gone-0"),
            text=f"reports {number}",
        )
