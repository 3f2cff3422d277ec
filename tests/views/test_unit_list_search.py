"""units/?q=: what the search finds and why, and what it keeps to itself."""

from datetime import date

import pytest
from django.test import Client

from orgunits.models import UnitAlias
from orgunits.search_index import writing
from orgunits.tree import trees
from tests.helpers import both_ways
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.html import assert_valid_html
from tests.helpers.listed_units import (
    PROPOSED,
    before,
    choices,
    draft,
    errors,
    give_pillar,
    give_theme,
    listed,
    today,
)

pytestmark = pytest.mark.django_db
client = both_ways.client


# == The search


@pytest.fixture
def searchable():
    """Names, translations, aliases and themes, then and now."""
    before()
    structure = today()
    in_spanish = "Secretaría de Asuntos Jurídicos"
    trees.correct(structure, make_unit("sla"), fact="name_es", after=in_spanish, reason="It was missing.")
    UnitAlias.objects.create(unit=make_unit("security"), kind="name", text="Citizen Safety Division")
    give_theme(place(structure, "osg"), "treaties", "Depositary of Treaties", name_es="Depósito de tratados")
    make_structure(
        "plan",
        "gs\n  sms | secretariat | Secretariat of Peace",
        status=PROPOSED,
        as_of=date(2015, 1, 1),
        as_of_precision="year",
    )


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("juridicos", ["sla"]),
        ("JURÍDICOS asuntos", ["sla"]),
        ("dil", ["law"]),
        ("external", ["ser"]),
        ("citizen safety", ["security"]),
        ("deposito", ["osg"]),
        ("depositary", ["osg"]),
        ("peace", ["sms"]),
        ("legal", ["sla", "law"]),
        ("public safety", ["security"]),
        ("nothing", []),
    ],
)
def test_the_search_finds_names_acronyms_aliases_and_themes_of_all_editions(client, searchable, words, units):
    response = client.get("/en/units/", {"q": words})

    assert listed(response) == units
    assert_valid_html(response)


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("S.E.D.I.", ["sedi"]),
        ("sedi", ["sedi"]),
        ("OEA", ["club"]),
        ("O.E.A.", ["club"]),
        ("lodz", ["lodz"]),
        ("Łódź", ["lodz"]),
        ("oresund", ["sound"]),
    ],
)
def test_initials_and_letters_with_strokes_are_found_as_they_are_typed(client, words, units):
    today(
        """
        gs | general_secretariat | General Secretariat
          sedi | secretariat | Integral Development | SEDI
          press | office | Press, editions and dissemination
          club | office | Amigos de la O.E.A.
          lodz | office | Office in Łódź
          sound | office | Office on the Øresund
        """
    )

    assert listed(client.get("/en/units/", {"q": words})) == units


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("legal affairs sla", [[]]),
        ("juridicos", [["in another language: Secretaría de Asuntos Jurídicos"]]),
        ("dla", [["formerly: DLA"]]),
        ("citizen", [["also known as: Citizen Safety Division"]]),
        ("tratados", [["theme: Depósito de tratados"]]),
        ("peace", [["as proposed: Secretariat of Peace"]]),
        ("public safety", [["also known as: Citizen Safety Division"]]),
        ("dla international", [["formerly: DLA"]]),
    ],
)
def test_the_search_says_why_a_unit_was_found_by_more_than_its_name(client, searchable, words, why):
    response = client.get("/en/units/", {"q": words})

    found = [[f"{match.why.label}: {match.text}" for match in row.matches] for row in response.context["page"]]
    assert found == why


def test_a_name_that_only_a_later_edition_has_is_said_to_be_later(client, searchable):
    response = client.get("/en/units/?q=international&on=2010-01-01")
    assert [[match.why.label for match in row.matches] for row in response.context["page"]] == [["later"]]


def test_a_reason_in_another_language_is_marked_with_it(client, searchable):
    page = " ".join(client.get("/en/units/?q=juridicos").content.decode().split())
    assert 'Spanish: “<span lang="es">Secretaría de Asuntos Jurídicos</span>”' in page


def test_exact_names_and_acronyms_come_first_and_the_shown_structure_before_the_others(client):
    before("gs\n  media | office | Office of Media | SER\n  reserve | office | Reserves of SER")
    today("gs\n  services | office | SER Services\n  exact | office | Office of Exactness | SER")

    assert listed(client.get("/en/units/?q=ser")) == ["exact", "media", "services", "reserve"]
    assert listed(client.get("/en/units/?q=ser&sort=structure")) == ["services", "exact", "media", "reserve"]


def test_names_that_have_the_words_come_before_other_matches(client):
    structure = today("gs\n  drugs | office | Drugs\n  law | office | Legal Office\n  paralegal | office | Paralegals")
    give_theme(place(structure, "drugs"), "trade", "Legal trade")

    assert listed(client.get("/en/units/?q=legal")) == ["law", "drugs"]


def test_standing_narrows_the_search(client, searchable):
    assert listed(client.get("/en/units/?q=secretariat")) == ["gs", "sla", "sms", "ser"]
    assert listed(client.get("/en/units/?q=secretariat&standing=current")) == ["gs", "sla", "sms"]
    assert listed(client.get("/en/units/?q=secretariat&standing=former")) == ["ser"]


def test_nothing_found_says_what_to_do(client, searchable):
    response = client.get("/en/units/?q=nothing&kind=office")
    page = response.content.decode()
    assert "No units match “nothing”" in page
    for address in ("units/?q=nothing", "find/?q=nothing", "search/?q=nothing"):
        assert f'href="/en/{address}"' in page
    assert_valid_html(response)


def test_the_search_keeps_the_moment(client, searchable):
    response = client.get("/en/units/?q=law&on=2010-01-01")
    page = response.content.decode()
    assert '<input type="hidden" name="on" value="2010-01-01">' in page
    assert "/en/units/law/?on=2010-01-01" in page


# == What the public may not see


def test_the_public_sees_nothing_of_a_draft(client):
    today()
    draft()

    everything = client.get("/en/units/")
    assert "secret" not in listed(everything)
    assert "whispering" not in choices(everything, "theme")
    assert listed(client.get("/en/units/?standing=former")) == []
    for words in ("secrets", "dose", "hush", "whispering"):
        assert listed(client.get("/en/units/", {"q": words})) == []
    assert errors(client.get("/en/units/?theme=whispering")) == {"theme": ["There is no theme “whispering”."]}
    assert errors(client.get("/en/units/?branch=secret")) == {"branch": ["There is no unit “secret” in this edition."]}
    assert client.get("/en/units/?structure=hidden").status_code == 404


def test_a_draft_gives_a_public_unit_neither_name_nor_theme(client):
    today()
    hidden = make_structure(
        "hidden", "gs\n  law | department | Department of Hidden Law", effective_from=date(2019, 1, 1)
    )
    give_theme(place(hidden, "law"), "whispering", "Whispering")

    for words in ("hidden", "whispering"):
        assert listed(client.get("/en/units/", {"q": words})) == []
    assert [row.matches for row in client.get("/en/units/?q=dil").context["page"]] == [[]]


def test_staff_see_drafts_too(admin_client):
    today()
    draft()

    assert listed(admin_client.get("/en/units/?structure=hidden")) == ["gs", "secret"]
    assert listed(admin_client.get("/en/units/?q=secrets")) == ["secret"]
    assert listed(admin_client.get("/en/units/?structure=hidden&theme=whispering")) == ["secret"]
    assert choices(admin_client.get("/en/units/"), "theme") == ["whispering"]


# == Queries


def rows(count):
    return range(1, count + 1)


def make_many(count):
    """`count` units below the top, now and before, each with everything the list can show."""
    lines = [f"  unit-{number} | office | Office of Trade {number} | OT{number}" for number in rows(count)]
    gone = [f"  gone-{number} | office | Office of Fishery {number}" for number in rows(count)]
    earlier = before("gs\n" + "\n".join([*lines, *gone]))
    structure = today("gs\n" + "\n".join(lines))
    for number in rows(count):
        give_pillar(place(structure, f"unit-{number}"))
        give_theme(place(structure, f"unit-{number}"), f"theme-{number}", f"Fishery {number}")
        give_theme(place(earlier, f"gone-{number}"), f"theme-{number}", f"Fishery {number}")
        UnitAlias.objects.create(unit=make_unit(f"unit-{number}"), kind="name", text=f"Trade and Fishery {number}")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "name", "units"),
    [
        ("", "units", 2),
        ("kind=office&pillar=democracy&branch=gs&sort=kind", "units", 1),
        ("standing=former", "units, former", 1),
        ("q=office", "units, searched", 2),
        (
            "q=fishery&standing=current&kind=office&pillar=democracy&theme=theme-1&branch=gs&sort=name",
            "units, searched and filtered",
            1,
        ),
    ],
)
def test_the_list_costs_the_same_however_many(costs, count, query, name, units):
    make_many(count)
    writing.catch_up()

    with costs(name):
        response = Client().get(f"/en/units/?{query}")

    expected = {"": count + 1, "q=office": 2 * count}.get(query, 1 if "theme-1" in query else count)
    assert len(listed(response)) == expected
