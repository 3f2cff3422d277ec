"""acronyms/: what each stands for, and whether it is in use."""

from datetime import date

import pytest

from orgunits.models import Body, Structure, UnitAlias, UnitRelation
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.html import assert_valid_html, parsed, text_of, texts, words_of

pytestmark = pytest.mark.django_db
ADOPTED, PROPOSED, DRAFT = Structure.Status.ADOPTED, Structure.Status.PROPOSED, Structure.Status.DRAFT
TODAY = """
    gs | general_secretariat | General Secretariat
      law | secretariat | Secretariat for Legal Affairs | SLA
      dps | department | Department of Public Security | DPS
      procurement | department | Department of Procurement | DPS
    """
THEN = """
    gs | general_secretariat | General Secretariat
      law | secretariat | Office of Law | OL
      upd | office | Unit for Democracy | UPD
    """


@pytest.fixture
def today():
    return make_structure("today", TODAY, status=ADOPTED, effective_from=date(2016, 1, 1))


@pytest.fixture
def then():
    return make_structure("then", THEN, status=ADOPTED, effective_from=date(2008, 1, 1))


def listed(response):
    """[(acronym with its languages, what it stands for)]"""
    page = parsed(response)
    terms, meanings = page.findall(".//dl[@class='terms']/dt"), page.findall(".//dl[@class='terms']/dd")
    return [(text_of(term), text_of(meaning)) for term, meaning in zip(terms, meanings, strict=True)]


def test_each_acronym_stands_with_its_meaning_and_former_ones_say_so(client, today, then):
    response = client.get("/en/acronyms/")

    assert listed(response) == [
        ("DPS English", "Department of Public Security"),
        ("DPS English", "Department of Procurement"),
        ("OL English", "Office of Law acronym last used in the edition of 2008"),
        ("SLA English", "Secretariat for Legal Affairs"),
        ("UPD English", "Unit for Democracy acronym last used in the edition of 2008"),
    ]
    assert texts(response, ".//h2")[:4] == ["D", "O", "S", "U"]
    assert_valid_html(response)


def test_an_acronym_that_outlived_a_name_stands_for_the_name_of_the_edition_shown(client, today):
    """In the order of names the former one comes first."""
    tree = "gs\n  law | office | Office of Law | SLA"
    make_structure("then", tree, status=ADOPTED, effective_from=date(2008, 1, 1))

    today, then = (listed(client.get(f"/en/acronyms/{query}")) for query in ("", "?on=2010-01-01"))

    assert [row for row in today if "SLA" in row[0]] == [("SLA English", "Secretariat for Legal Affairs")]
    assert [row for row in then if "SLA" in row[0]] == [("SLA English", "Office of Law")]


def test_the_moment_decides_what_is_in_use(client, today, then):
    response = client.get("/en/acronyms/?on=2010-01-01")

    assert ("OL English", "Office of Law") in listed(response)
    assert ("SLA English", "Secretariat for Legal Affairs in a later edition") in listed(response)


def test_before_the_first_edition_all_are_of_later_ones(client, then):
    found = listed(client.get("/en/acronyms/?on=1990-01-01"))

    assert found == [
        ("OL English", "Office of Law in a later edition"),
        ("UPD English", "Unit for Democracy in a later edition"),
    ]


def test_an_acronym_of_several_languages_is_one_line_in_the_readers(client, today):
    law = place(today, "law")
    UnitAlias.objects.create(unit=law.unit, kind="acronym", text="SAJ", language="es")
    UnitAlias.objects.create(unit=law.unit, kind="acronym", text="SLA", language="fr")  # official, too: not said twice
    UnitAlias.objects.create(unit=law.unit, kind="name", text="Law", language="en")

    found = listed(client.get("/en/acronyms/"))

    assert [row for row in found if row[0].startswith("S")] == [
        ("SAJ Spanish", "Secretariat for Legal Affairs also used by sources"),
        ("SLA English", "Secretariat for Legal Affairs"),
    ]
    assert ("SLA inglés", "Secretariat for Legal Affairs") in listed(client.get("/es/acronyms/"))


def test_what_was_only_proposed_says_so(client, today):
    make_structure(
        "proposal",
        "gs\n  new | office | New Office | NO",
        status=PROPOSED,
        as_of=date(2015, 1, 1),
        as_of_precision="day",
    )

    assert ("NO English", "New Office only proposed, 2015") in listed(client.get("/en/acronyms/"))


def test_a_body_has_its_acronym_in_its_name(client, today):
    body = Body.objects.create(
        slug="cidi", kind="organ", name_en="Council for Development (CIDI)", name_es="Consejo para el Desarrollo (CIDI)"
    )
    other = Body.objects.create(slug="forums", kind="meeting", name="Forums (labor, migration)")
    for each in (body, other):
        UnitRelation.objects.create(structure=today, unit=make_unit("law"), kind="serves", to_body=each)
    Body.objects.create(slug="unknown", kind="organ", name="Unknown Council (UC)")

    assert [row for row in listed(client.get("/en/acronyms/")) if "body" in row[1]] == [
        ("CIDI English, Spanish", "Council for Development body")
    ]
    assert "Consejo para el Desarrollo" in words_of(client.get("/es/acronyms/"))


def test_what_only_a_draft_knows_is_not_listed(client, today):
    make_structure("draft", "gs\n  law | secretariat | Law | XYZ\n  new | office | New | NEW", status=DRAFT)

    assert {term.split(" ")[0] for term, _meaning in listed(client.get("/en/acronyms/"))} == {"DPS", "SLA"}


def test_an_empty_record_says_so(client):
    make_structure("bare", "gs", status=ADOPTED)

    assert "No acronyms on record yet." in words_of(client.get("/en/acronyms/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(client, count, costs):
    tree = "gs\n" + "\n".join(f"  unit-{number} | office | Unit {number} | U{number}" for number in range(count))
    make_structure("today", tree, status=ADOPTED)
    for number in range(count):
        UnitAlias.objects.create(unit=make_unit(f"unit-{number}"), kind="acronym", text=f"A{number}", language="es")

    with costs("acronyms"):
        response = client.get("/en/acronyms/")

    assert len(response.context["entries"]) == 2 * count
