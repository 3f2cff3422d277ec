"""units/: what it lists, what the search finds and why, and what it keeps to itself."""

from datetime import date

import pytest
from django.utils.html import escape

from orgunits.models import (
    Pillar,
    PlacementPillar,
    PlacementTheme,
    Structure,
    Theme,
    UnitAlias,
    trees,
)
from tests.factories import make_structure, make_unit, place
from tests.html import assert_valid_html

pytestmark = pytest.mark.django_db

ADOPTED, PROPOSED, DRAFT = Structure.Status.ADOPTED, Structure.Status.PROPOSED, Structure.Status.DRAFT
OLD, NEW = date(2008, 3, 26), date(2016, 1, 1)

TODAY = """
    gs | general_secretariat | General Secretariat | GS
      osg | head_office | Office of the Secretary General | OSG
      sla | secretariat | Secretariat for Legal Affairs | SLA
        law | department | Department of International Law | DIL
      sms | secretariat | Secretariat for Multidimensional Security | SMS
        security | department | Department of Public Security | DPS
    """
BEFORE = """
    gs
      ser | secretariat | Secretariat for External Relations | SER
      law | department | Department of Legal Affairs | DLA
    """


def today(tree=TODAY, **fields):
    return make_structure("today", tree, status=ADOPTED, effective_from=NEW, **fields)


def before(tree=BEFORE, **fields):
    return make_structure("before", tree, status=ADOPTED, effective_from=OLD, **fields)


def draft():
    """What only a draft knows: a unit, its names, an alias of it and a theme."""
    structure = make_structure("hidden", "gs\n  secret | department | Department of Secrets | DOSE")
    UnitAlias.objects.create(unit=make_unit("secret"), kind="name", text="The Hush Office")
    give_theme(place(structure, "secret"), "whispering", "Whispering")
    return structure


def give_theme(placement, slug, name, **fields):
    theme = Theme.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]
    return PlacementTheme.objects.create(placement=placement, theme=theme)


def give_pillar(placement, slug="democracy", position=1):
    pillar = Pillar.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize(), "position": position})[0]
    return PlacementPillar.objects.create(placement=placement, pillar=pillar)


def listed(response):
    assert response.status_code == 200
    return [row.unit.slug for row in response.context["page"]]


def choices(response, name):
    return [value for value, _label in response.context["filters"].form.fields[name].choices if value]


def errors(response):
    assert response.status_code == 200
    return response.context["filters"].form.errors


# == What is listed


def test_the_list_shows_the_shown_structure_in_its_order(client):
    before()
    today()

    response = client.get("/en/units/")

    assert listed(response) == ["gs", "osg", "sla", "law", "sms", "security"]
    assert_valid_html(response)


def test_the_list_of_another_day_shows_the_structure_of_that_day(client):
    before()
    today()

    assert listed(client.get("/en/units/?on=2010-01-01")) == ["gs", "ser", "law"]
    assert listed(client.get("/en/units/?structure=before")) == ["gs", "ser", "law"]


def test_former_units_are_named_by_their_latest_edition_and_say_which_that_is(client):
    make_structure(
        "oldest", "gs\n  ser | office | Office of External Relations", status=ADOPTED, effective_from=date(1999, 1, 1)
    )
    before(name="Six secretariats")
    today()

    response = client.get("/en/units/?standing=former")

    assert listed(response) == ["ser"]
    assert [row.name for row in response.context["page"]] == ["Secretariat for External Relations"]
    page = " ".join(response.content.decode().split())
    assert "not in this structure; last recorded in" in page
    assert "/en/units/ser/?structure=before" in page
    assert_valid_html(response)


def test_a_unit_that_was_only_proposed_is_not_said_to_be_recorded(client):
    today()
    make_structure("plan", "gs\n  planned", status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year")

    response = client.get("/en/units/?standing=former")

    assert listed(response) == ["planned"]
    page = " ".join(response.content.decode().split())
    assert "not in this structure; proposed in" in page
    assert "last recorded" not in page


def test_a_unit_of_later_editions_is_said_to_be_recorded_only_later(client):
    before("gs")
    today("gs\n  osg")

    page = " ".join(client.get("/en/units/?standing=former&on=2010-01-01").content.decode().split())

    assert "not in this structure; recorded only later, in" in page


def test_a_page_holds_fifty_units_and_its_links_keep_the_filters(client):
    today("gs\n" + "\n".join(f"  office-{number:02} | office" for number in range(60)))

    first, second = client.get("/en/units/?kind=office"), client.get("/en/units/?kind=office&page=2")

    assert (len(listed(first)), len(listed(second))) == (50, 10)
    assert "?kind=office&amp;page=2" in first.content.decode()


@pytest.mark.parametrize(
    ("order", "units"),
    [
        ("name", ["ombudsman", "zeal", "area", "gs"]),
        ("kind", ["gs", "ombudsman", "zeal", "area"]),
        ("structure", ["gs", "zeal", "area", "ombudsman"]),
    ],
)
def test_the_list_is_sorted_as_asked_accents_aside(client, order, units):
    today("gs\n  zeal | office | Efforts\n  area | area | Élan\n  ombudsman | office | Art")

    assert listed(client.get(f"/en/units/?sort={order}")) == units


# == Filters


def test_units_are_filtered_by_kind_and_branch(client):
    today()

    assert listed(client.get("/en/units/?kind=secretariat")) == ["sla", "sms"]
    assert listed(client.get("/en/units/?branch=sla")) == ["sla", "law"]
    assert listed(client.get("/en/units/?branch=law")) == ["law"]
    assert listed(client.get("/en/units/?branch=sla&kind=department")) == ["law"]


def test_the_branches_on_offer_are_those_below_the_top_and_the_chosen_one(client):
    today()

    assert choices(client.get("/en/units/"), "branch") == ["sla", "sms"]
    assert choices(client.get("/en/units/?branch=law"), "branch") == ["sla", "law", "sms"]


def test_themes_and_pillars_are_the_latest_recorded_ones_and_the_page_says_so(client):
    give_theme(place(before(), "law"), "treaties", "Treaties")
    give_pillar(place(Structure.objects.get(slug="before"), "law"))
    structure = today()
    give_theme(place(structure, "security"), "police", "Police")

    by_theme, by_pillar = client.get("/en/units/?theme=treaties"), client.get("/en/units/?pillar=democracy")

    assert (listed(by_theme), listed(by_pillar)) == (["law"], ["law"])
    assert listed(client.get("/en/units/?theme=treaties&pillar=democracy")) == ["law"]
    assert listed(client.get("/en/units/?theme=police&pillar=democracy")) == []
    for response in (by_theme, by_pillar):
        assert "where it records none for a unit, the latest recorded before" in response.content.decode()


def test_what_is_chosen_is_shown_with_links_that_take_it_away(client):
    today()

    response = client.get("/en/units/?q=law&kind=department&page=1&structure=today")

    chips = response.context["filters"].chips
    assert [(str(chip["label"]), str(chip["value"]), chip["query"]) for chip in chips] == [
        ("Name, acronym or theme", "law", "kind=department&structure=today"),
        ("Kind", "Department", "q=law&structure=today"),
    ]


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("kind=nonsense", "kind", "There is no kind “nonsense”."),
        ("theme=nonsense", "theme", "There is no theme “nonsense”."),
        ("pillar=nonsense", "pillar", "There is no pillar “nonsense”."),
        ("branch=nonsense", "branch", "No unit “nonsense” stands in this structure."),
        ("branch=ser", "branch", "No unit “ser” stands in this structure."),
        ("standing=nonsense", "standing", "“nonsense” is neither “current” nor “former”."),
        ("sort=nonsense", "sort", "There is no order “nonsense”."),
        ("q=%21%3F", "q", "Write at least one letter or digit."),
        ("q=" + "a" * 10_000, "q", "Ensure this value has at most 200 characters (it has 10000)."),
        ("kind=office&kind=nonsense", "kind", "There is no kind “nonsense”."),
    ],
)
def test_an_unknown_value_shows_its_error_and_no_rows(client, query, field, sentence):
    before()
    today()

    response = client.get(f"/en/units/?{query}")

    assert errors(response) == {field: [sentence]}
    assert listed(response) == []
    assert escape(sentence) in response.content.decode()
    assert_valid_html(response)


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=-1",
        "page=999999999999999999999",
        "page=" + "9" * 5000,
        "page=1&page=2",
        "q=" + "%20".join(str(number) for number in range(70)),
        "q=%25_%5C%27%22",
        "q=%ff%fe",
        "theme=&pillar=&kind=&branch=&standing=&sort=&q=",
        "nonsense=1",
    ],
)
def test_odd_input_is_answered(client, query):
    today()
    response = client.get(f"/en/units/?{query}")
    assert response.status_code == 200
    assert_valid_html(response)


@pytest.mark.parametrize("query", ["q=%00", "theme=a%00b", "on=2010-01-01&structure=today", "on=yesterday"])
def test_what_can_not_be_asked_gets_the_400_page(client, query):
    today()
    assert client.get(f"/en/units/?{query}").status_code == 400


def test_a_day_before_the_first_structure_names_the_earliest_day(client):
    before()
    response = client.get("/en/units/?on=1066-01-01")
    assert response.status_code == 404
    assert "26 March 2008" in response.content.decode()


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
    page = client.get("/en/units/?q=juridicos").content.decode()
    assert 'Spanish: “<span lang="es">Secretaría de Asuntos Jurídicos</span>”' in page


def test_exact_names_and_acronyms_come_first_and_the_shown_structure_before_the_others(client):
    before("gs\n  media | office | Office of Media | SER\n  reserve | office | Reserves")
    today("gs\n  service | office | Services\n  exact | office | Office of Exactness | SER")

    assert listed(client.get("/en/units/?q=ser")) == ["exact", "media", "service", "reserve"]
    assert listed(client.get("/en/units/?q=ser&sort=structure")) == ["service", "exact", "media", "reserve"]


def test_names_that_have_the_words_come_before_other_matches(client):
    structure = today("gs\n  drugs | office | Drugs\n  law | office | Legal Office\n  paralegal | office | Paralegals")
    give_theme(place(structure, "drugs"), "trade", "Illegal trade")

    assert listed(client.get("/en/units/?q=legal")) == ["law", "drugs", "paralegal"]


def test_standing_narrows_the_search(client, searchable):
    assert listed(client.get("/en/units/?q=secretariat")) == ["gs", "sla", "sms", "ser"]
    assert listed(client.get("/en/units/?q=secretariat&standing=current")) == ["gs", "sla", "sms"]
    assert listed(client.get("/en/units/?q=secretariat&standing=former")) == ["ser"]


def test_nothing_found_says_what_to_do(client, searchable):
    response = client.get("/en/units/?q=nothing&kind=office")
    page = response.content.decode()
    assert "No unit is found by “nothing”" in page
    assert 'href="/en/units/?q=nothing"' in page
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
    assert errors(client.get("/en/units/?branch=secret")) == {"branch": ["No unit “secret” stands in this structure."]}
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
def test_the_list_costs_the_same_however_many(client, costs, count, query, name, units):
    make_many(count)

    with costs(name):
        response = client.get(f"/en/units/?{query}")

    expected = {"": count + 1, "q=office": 2 * count}.get(query, 1 if "theme-1" in query else count)
    assert len(listed(response)) == expected
