"""search/: what is found and how it is shown, whatever was typed; see tests/search for what comes first.

Over 300 lines: one page, of records of every kind.
"""

from datetime import date
from urllib.parse import quote

import pytest

from orgunits.models import Structure, UnitAlias
from orgunits.search_index.writing import build
from tests.helpers.acts_and_posts import appoint, make_act, make_mandate, make_post
from tests.helpers.agreements import make_agreement, make_state
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.find import give_function, give_theme
from tests.helpers.html import assert_valid_html, parsed, text_of, texts, words_of
from tests.helpers.offices import make_office
from tests.helpers.people import log_in

pytestmark = pytest.mark.django_db
ADOPTED, PROPOSED = Structure.Status.ADOPTED, Structure.Status.PROPOSED


@pytest.fixture
def record():
    """Two editions and a record of every kind, each with a word of its own."""
    before = (
        "gs\n  old | department | Department of Harbours | DH\n  sedi | executive_secretariat | Secretariat for Trade"
    )
    make_structure("before", before, status=ADOPTED, effective_from=date(2008, 1, 1))
    tree = (
        "gs | general_secretariat | General Secretariat\n"
        "  sedi | executive_secretariat | Secretariat for Growth | SEDI\n"
        "    new | department | Department of Ports | DP"
    )
    today = make_structure("today", tree, status=ADOPTED, effective_from=date(2016, 1, 1))
    make_change("functions_transferred", ["old"], ["new"], slug="merged", when="2012-05-01", to=today)
    UnitAlias.objects.create(unit=make_unit("sedi"), kind="name", text="Growth Office", language="en")
    give_theme(place(today, "new"), "canals", "Canals and straits")
    act = make_act(
        "order", kind="executive_order", symbol="Executive Order 16-01", title="Reorganization", adopted="2016"
    )
    make_mandate("lighthouses", act=act, units=["new"], title="Lighthouses")
    state = make_state(name="Barbados", capital="Bridgetown")
    make_office("office", name="Office in Barbados", member_state=state, city="Bridgetown")
    make_agreement(
        "docks", title="Agreement on docks", partners=["Friends of Docks"], unit=make_unit("new"), signed_on="2019"
    )
    make_source("report", title="Report on buoys", cited_by=[today])
    appoint(make_post("director", unit="new", heads=["new"]), "Ada Pilot", "2018")
    return today


def search(client, words, query="", language="en"):
    build()
    return client.get(f"/{language}/search/?q={quote(words)}{query}")


def shown(response):
    """[(kind, key, where it leads)] of the page."""
    return [(hit.kind, hit.leads) for hit in response.context["hits"]]


# == What is found


@pytest.mark.parametrize(
    ("words", "kind", "address"),
    [
        ("growth", "unit", "/en/units/sedi/"),
        ("ada pilot", "post", "/en/posts/director/"),
        ("canals", "theme", "/en/themes/canals/"),
        ("executive order 16-01", "instrument", "/en/instruments/order/"),
        ("lighthouses", "mandate", "/en/mandates/lighthouses/"),
        ("barbados", "member_state", "/en/member-states/bb/"),
        ("office in barbados", "office", "/en/offices/office/"),
        ("agreement on docks", "agreement", "/en/agreements/docks/"),
        ("friends of docks", "partner", "/en/agreements/?q=Friends+of+Docks"),
        ("report on buoys", "source", "/en/sources/report/"),
        ("data quality", "page", "/en/data-quality/"),
        ("today", "edition", "/en/structures/today/"),
    ],
)
def test_a_record_of_each_kind_is_found_and_linked(client, record, words, kind, address):
    response = search(client, words)

    assert kind in [hit.kind for hit in response.context["results"].hits]
    links = [link.get("href") for link in parsed(response).findall(".//main//h3/a")]
    assert address in links
    assert_valid_html(response)


def test_a_unit_says_what_it_is_and_where(client, record):
    response = search(client, "ports", "&kind=unit")

    assert texts(response, ".//section[@class='answer']/h3") == ["Department of Ports DP"]
    assert texts(response, ".//p[@class='result__what']") == ["Department · part of Secretariat for Growth"]


def test_a_unit_that_is_gone_leads_to_what_came_after(client, record):
    response = search(client, "harbours")

    assert texts(response, ".//main//h3")[0] == "Department of Harbours DH"
    assert texts(response, ".//p[@class='match']")[0] == "Last recorded in 2008; now: Department of Ports DP"


def test_a_unit_that_was_only_proposed_says_so(client, record):
    make_structure(
        "plan",
        "gs\n  dream | office | Office of Dreams",
        status=PROPOSED,
        as_of=date(2015, 5, 1),
        as_of_precision="day",
    )

    response = search(client, "dreams")

    assert texts(response, ".//p[@class='match']") == ["As proposed in 2015"]


def test_what_a_former_name_finds_has_its_name_of_the_day(client, record):
    today, then = search(client, "trade"), search(client, "trade", "&on=2010-01-01")

    assert texts(today, ".//section[@class='answer']/h3") == ["Secretariat for Growth SEDI"]
    assert texts(then, ".//section[@class='answer']/h3") == ["Secretariat for Trade"]
    assert parsed(then).find(".//main//h3/a").get("href") == "/en/units/sedi/?on=2010-01-01"


def test_a_day_before_the_first_edition_finds_as_well(client, record):
    response = search(client, "ports", "&on=1950-01-01")

    assert texts(response, ".//p[@class='match']")[0] == "First recorded in 2016"
    assert_valid_html(response)


# == The words that were found


def test_the_words_are_marked_by_stem_and_without_accents(client, record):
    give_function(place(record, "new"), "Watches the <b>harbour</b> of São Luís, and trains pilots.")

    by_accent, by_stem = search(client, "sao luis", "&kind=unit"), search(client, "piloting", "&kind=unit")

    assert texts(by_accent, ".//mark") == ["São", "Luís"]
    assert texts(by_stem, ".//mark") == ["pilots"]
    assert "of <mark>São</mark>" in by_accent.content.decode()
    assert "&lt;b&gt;harbour&lt;/b&gt;" in by_accent.content.decode()


@pytest.mark.parametrize("words", ['<script>alert("x")</script>', "'\"><img src=x>", "ports<mark>"])
def test_what_was_typed_never_becomes_part_of_the_page(client, record, words):
    response = search(client, words)

    assert words not in response.content.decode()
    assert list(parsed(response).iter("img")) == []
    assert_valid_html(response)


# == Kinds and pages


def test_kinds_are_links_with_their_counts(client, record):
    response = search(client, "barbados")

    kinds = texts(response, ".//nav[@aria-label='Kinds of results']//li")
    assert kinds == ["All 2", "Member states 1", "Country offices 1"]


def test_a_kind_is_chosen_and_the_counts_stay(client, record):
    response = search(client, "barbados", "&kind=office")

    assert shown(response) == [("office", ["office_detail", ["office"]])]
    nav = parsed(response).find(".//nav[@aria-label='Kinds of results']")
    assert [text_of(link) for link in nav.iter("a") if link.get("aria-current")] == ["Country offices 1"]
    assert len(nav.findall(".//li")) == 3


def test_several_kinds_are_shown_together(client, record):
    response = search(client, "barbados", "&kind=office&kind=member_state&kind=unit")

    assert sorted(hit.kind for hit in response.context["results"].hits) == ["member_state", "office"]


def test_an_unknown_kind_is_named(client, record):
    response = search(client, "barbados", "&kind=castle")

    assert "There is no kind “castle”." in words_of(response)
    error = parsed(response).find(".//div[@class='error-summary']//a").get("href")
    assert parsed(response).find(f".//*[@id='{error[1:]}']").get("name") == "q"


def test_nothing_of_a_kind_leads_to_the_other_kinds(client, record):
    response = search(client, "barbados", "&kind=source")

    assert "No results of this kind for “barbados”" in words_of(response)
    assert "All 2" in texts(response, ".//nav[@aria-label='Kinds of results']//li")


def test_ten_results_a_page_and_ten_pages_at_most(client):
    tree = "gs\n" + "\n".join(f"  u{number} | office | Office of Whales {number}" for number in range(103))
    make_structure("today", tree, status=ADOPTED)
    build()

    first, tenth, eleventh = (client.get(f"/en/search/?q=whales&page={number}") for number in (1, 10, 11))

    assert [len(page.context["hits"]) for page in (first, tenth, eleventh)] == [10, 10, 0]
    assert "103 results for “whales”" in words_of(first)
    assert "Only the first 100 results are listed." in words_of(tenth)
    assert "Only the first 100 results are shown, on ten pages." in words_of(eleventh)
    assert parsed(tenth).find(".//ol[@class='results']").get("start") == "91"
    assert "There is no page 11; there is one page." in words_of(client.get("/en/search/?q=whales+102&page=11"))


@pytest.mark.parametrize("page", ["0", "-1", "x", "١", "9" * 5000, "2"])
def test_a_page_that_is_not_there_is_another_one(client, record, page):
    response = search(client, "growth", f"&page={page}")

    assert response.status_code == 200


# == Nothing


def test_without_words_it_says_what_can_be_searched(client, record):
    build()

    response = client.get("/en/search/")

    assert "What can be searched" in words_of(response)
    examples = [text_of(link) for link in parsed(response).findall(".//main//a") if "/search/?q=" in link.get("href")]
    assert examples == ["SEDI", "Executive Order 16-01", "Bridgetown", "Friends of Docks"]
    for example in examples:
        assert client.get(f"/en/search/?q={quote(example)}").context["results"].hits


def test_nothing_found_is_no_dead_end(client, record):
    response = search(client, "xyzzy", "&on=2017-01-01")

    assert "No results for “xyzzy”" in words_of(response)
    links = [link.get("href") for link in parsed(response).findall(".//main//a")]
    assert "/en/find/?on=2017-01-01&q=xyzzy" in links
    assert "/en/agreements/?on=2017-01-01&q=xyzzy" in links
    assert "The first point of contact" in words_of(response)


@pytest.mark.parametrize(
    "words",
    [
        "«»—…",
        "' OR 1=1 --",
        "*",
        "ports AND NOT (",
        "\u202eports",
        "🦄",
        "a\u200bb",
        "x" * 10_000,
        "the of and",
        "%",
        "_",
    ],
)
def test_hostile_words_get_an_answer_or_a_kind_nothing(client, record, words):
    response = search(client, words)

    assert response.status_code == 200
    assert_valid_html(response)


def test_a_misspelt_word_shows_the_results_of_the_one_that_was_meant(client, record):
    response = search(client, "lighthuses", "&on=2017-01-01")

    assert "1 result for “lighthouses”" in words_of(response)
    assert "No results for “lighthuses”. Did you mean lighthouses" in words_of(response)
    notes = parsed(response).findall(".//p[@class='search-note']/a")
    assert [link.get("href") for link in notes] == ["/en/search/?on=2017-01-01&q=lighthouses"]


def test_an_office_has_its_status_and_the_way_to_find_follows_the_results(client, record):
    make_office("gone", name="Bureau of Quays", status="closure_announced")

    response = search(client, "quays")

    assert texts(response, ".//p[@class='result__what']") == ["Country office · closure announced"]
    assert parsed(response).find(".//p[@class='onward']/a").get("href") == "/en/find/?q=quays"


def test_a_number_that_no_record_has_is_named_before_the_results(client, record):
    words = words_of(search(client, "executive order 9999"))

    assert "No record has “9999”. The results have only the other words." in words


# == Who asks, and how


def test_the_page_in_spanish(client, record):
    response = search(client, "barbados", language="es")

    assert texts(response, ".//main/h2") == ["2 resultados para «barbados»"]
    assert_valid_html(response)


def test_head_is_answered_and_a_post_is_not(client, record):
    build()

    assert client.head("/en/search/?q=ports").status_code == 200
    assert client.post("/en/search/?q=ports").status_code == 405


def test_no_page_of_results_is_kept_by_search_engines(client, record):
    response = search(client, "ports")

    assert response["X-Robots-Tag"] == "noindex"
    assert [link for link in parsed(response).iter("link") if link.get("rel") == "canonical"] == []
    assert parsed(response).find(".//title").text.startswith("“ports” – Search – ")


def test_staff_find_no_more_than_the_public(client, record):
    make_structure("plan", "gs\n  zyx | office | Zyxomma Office | ZYX", name="Zyxomma plan")
    make_agreement("secret", title="Zyxomma agreement", stage="proposed")
    public = [search(client, words).context["results"].counts for words in ("zyxomma", "zyx")]
    log_in(client)

    assert [search(client, words).context["results"].counts for words in ("zyxomma", "zyx")] == public == [{}, {}]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_many_results(client, costs, count):
    lines = "\n".join(f"  u{number} | office | Office of Whales {number}" for number in range(count))
    gone = "\n".join(f"  g{number} | office | Bureau of Whales {number}" for number in range(count))
    make_structure("before", f"gs\n{gone}", status=ADOPTED, effective_from=date(2008, 1, 1))
    today = make_structure("today", f"gs\n{lines}", status=ADOPTED, effective_from=date(2016, 1, 1))
    for number in range(count):
        make_change("functions_transferred", [f"g{number}"], [f"u{number}"], slug=f"m{number}", when="2012", to=today)
    build()

    with costs("search"):
        response = client.get("/en/search/?q=whales")

    assert len(response.context["hits"]) == 2 * count


def test_what_an_empty_page_costs(client, record, costs):
    build()

    with costs("search, nothing typed"):
        client.get("/en/search/")
    with costs("search, nothing found"):
        client.get("/en/search/?q=xyzzy")


# == Searches without a result


@pytest.fixture
def noted(caplog):
    """What searches write to the log."""

    def noted():
        return [record.getMessage() for record in caplog.records if record.name == "orgunits.failed_searches"]

    with caplog.at_level("INFO", logger="orgunits.failed_searches"):
        yield noted


def test_a_search_that_finds_nothing_writes_one_line_and_nothing_about_the_reader(client, record, noted):
    build()
    client.get("/es/search/?q=Xýzzy&on=2017-01-01", headers={"user-agent": "Spy"}, REMOTE_ADDR="192.0.2.7")

    assert noted() == ["search without a result [es]: xyzzy"]


@pytest.mark.parametrize("address", ["?q=ports", "", f"?q={'x' * 10_000}", "?q=ports&kind=source", "?q=ports&page=11"])
def test_what_finds_something_or_is_noise_writes_nothing(client, record, noted, address):
    build()
    client.get(f"/en/search/{address}")

    assert noted() == []
