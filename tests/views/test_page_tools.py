"""Copy link, print and cite: on every page of a record, with the day shown."""

from datetime import date

import pytest
from django.utils import timezone

from orgunits.models import Structure
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, parsed, text_of

pytestmark = pytest.mark.django_db

ADOPTED, PROPOSED = Structure.Status.ADOPTED, Structure.Status.PROPOSED


@pytest.fixture
def editions(db):
    make_structure("old", status=ADOPTED, effective_from=date(2008, 3, 26), name="Old", as_of_note_en="report for 2009")
    make_structure("wish", status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year", name="Wish")
    make_structure("new", status=ADOPTED, effective_from=date(2016, 1, 1), name="New")


def tools(response):
    """What "Copy link" copies, and the citation."""
    assert_valid_html(response)
    (found,) = parsed(response).findall(".//div[@class='page-tools']")
    return found.find("button[@data-copies]").get("data-copies"), text_of(found.find("details/p"))


def test_today_is_copied_and_cited_with_its_day(client, editions):
    link, citation = tools(client.get("/en/units/gs/"))

    today = timezone.localdate()
    day = f"{today.day} {today:%B %Y}"
    assert link == f"http://testserver/en/units/gs/?on={today.isoformat()}"
    assert citation == (f"“Gs”, Directory of the General Secretariat. Edition: New, as of {day}. {link}")


def test_another_day_is_cited_with_the_record_of_its_edition(client, editions):
    link, citation = tools(client.get("/en/chart/?depth=2&on=2010-06-01"))

    assert link == "http://testserver/en/chart/?depth=2&on=2010-06-01"
    assert citation == (
        "“Organizational chart”, Directory of the General Secretariat. Edition: Old, as of 1 June 2010."
        f" Record: report for 2009. {link}"
    )


@pytest.mark.parametrize("address", ["/en/structures/wish/", "/en/units/gs/?structure=wish"])
def test_a_proposal_is_cited_as_one(client, editions, address):
    assert "Edition: Wish (proposed). " in tools(client.get(address))[1]


def test_in_spanish(client, editions):
    citation = tools(client.get("/es/units/gs/?on=2010-06-01"))[1]

    assert citation.startswith("“Gs”, Directorio de la Secretaría General. ")
    assert " Edición: Old, al 1 de junio de 2010. Registro: report for 2009. " in citation


def test_every_kind_of_record_has_them(client, demo):
    for page in (
        *("units/sedi/", "structure/", "structures/2015-proposal/", "chart/", "people/alejandra-mora-mora/"),
        *("themes/consumer-rights/", "bodies/cidi/", "instruments/ag-res-1-xl-e-10-corr-1/", "offices/office-bb/"),
        *("mandates/ag-res-1-xl-e-10-corr-1/", "agreements/11-2011/", "posts/secretary-general/"),
    ):
        assert tools(client.get(f"/en/{page}"))[0].startswith(f"http://testserver/en/{page}?on=")
