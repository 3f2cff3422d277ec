"""Two editions with mandates, many mandates, and how their pages are read."""

from orgunits.models import Pillar
from tests.helpers.acts_and_posts import day, make_act, make_mandate
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure
from tests.helpers.html import parsed, text_of

TODAY = """
    gs | general_secretariat | General Secretariat
      sedi | secretariat | Integral Development | SEDI
        education | department | Department of Education
      sla | secretariat | Legal Affairs
    """


BEFORE = """
    gs | general_secretariat | General Secretariat
      ser | secretariat | External Relations
      sla | department | Legal Service
    """


def make_today():
    return make_structure("today", TODAY, status="adopted", effective_from=day("2016-01-01"), name="Seven secretariats")


def make_before():
    return make_structure("before", BEFORE, status="adopted", effective_from=day("2008-03-26"), name="Six secretariats")


def listed(response):
    assert response.status_code == 200
    return [row.slug for row in response.context["page"]]


def errors(response):
    assert response.status_code == 200
    return response.context["filters"].form.errors


def rows_of(response):
    return [
        [text_of(cell) for cell in row if cell.tag in ("td", "th")] for row in parsed(response).findall(".//tbody/tr")
    ]


def page(response):
    return text_of(parsed(response).find(".//main"))


def make_many(count):
    make_structure("today", "gs\n" + "\n".join(f"  unit-{number}" for number in range(count)), status="adopted")
    old = make_structure(
        "old",
        "gs\n" + "\n".join(f"  gone-{number}" for number in range(count)),
        status="adopted",
        effective_from=day("1999-01-01"),
    )
    act = make_act("act", adopted="2000")
    for number in range(count):
        units = [f"unit-{number}", f"gone-{number}"]
        mandate = make_mandate(f"mandate-{number}", act=act, units=units, starts="2000")
        mandate.sources.add(make_source(f"source-{number}"))
        act.sources.add(make_source(f"act-source-{number}"))
        make_act(f"revision-{number}", revises=act)
        Pillar.objects.create(slug=f"pillar-{number}", position=number, name="Pillar", act=act)
        make_change("abolished", [f"gone-{number}"], when="2000", to=old, acts=[act], description="It ended.")
    old.authorities.add(act)
    return act
