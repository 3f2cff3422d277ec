"""The editions as a line of time, on every page that changes with them."""

from datetime import date

import pytest

from orgunits.models import Structure
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, classes_of, parsed, text_of

pytestmark = pytest.mark.django_db

ADOPTED, PROPOSED, DRAFT = Structure.Status.ADOPTED, Structure.Status.PROPOSED, Structure.Status.DRAFT
TREE = "gs\n  sla | secretariat"


@pytest.fixture
def editions(db):
    make_structure("old", "gs\n  old-office", status=ADOPTED, effective_from=date(2008, 3, 26), name="Old")
    make_structure("wish", TREE, status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year", name="Wish")
    make_structure("new", TREE, status=ADOPTED, effective_from=date(2016, 1, 1), name="New")
    make_structure("next", TREE, status=ADOPTED, effective_from=date(2999, 1, 1), name="Next")
    make_structure("secret", TREE, status=DRAFT, name="Hidden")


def steps(response):
    assert_valid_html(response)
    items = parsed(response).findall(".//ol[@class='timeline']/li")
    return [(text_of(item), classes_of(item), item.find("a").get("href")) for item in items]


@pytest.mark.parametrize("address", ["/en/", "/en/structure/", "/en/chart/"])
def test_it_says_what_was_what_is_and_what_is_coming_and_keeps_the_page(client, editions, address):
    assert steps(client.get(address)) == [
        ("2008 Old", "is-adopted", f"{address}?structure=old"),
        ("2015 Wish Proposed", "is-proposal", f"{address}?structure=wish"),
        ("2016 New in force today", "is-adopted is-shown", address),
        ("2999 Next comes into force on 1 January 2999", "is-adopted is-coming", f"{address}?structure=next"),
    ]


def test_it_keeps_what_else_the_address_asks_for(client, editions):
    links = [link for _words, _class, link in steps(client.get("/en/chart/?on=2010-01-01&depth=2"))]
    assert links[:3] == ["/en/chart/?depth=2&amp;structure=old".replace("&amp;", "&")] + [
        "/en/chart/?depth=2&structure=wish",
        "/en/chart/?depth=2",
    ]


def test_on_a_units_page_it_says_where_the_unit_is_not_recorded(client, editions):
    assert [(words, kind) for words, kind, _link in steps(client.get("/en/units/sla/?structure=wish"))] == [
        ("2008 Old unit not recorded", "is-adopted is-absent"),
        ("2015 Wish Proposed", "is-proposal is-shown"),
        ("2016 New in force today", "is-adopted"),
        ("2999 Next comes into force on 1 January 2999", "is-adopted is-coming"),
    ]


@pytest.mark.parametrize("address", ["/en/structures/", "/en/structures/new/"])
def test_among_the_editions_it_leads_from_one_to_another(client, editions, address):
    shown = steps(client.get(address))

    assert [link for _words, _class, link in shown] == [
        f"/en/structures/{slug}/" for slug in ("old", "wish", "new", "next")
    ]
    assert shown[2][1] == "is-adopted is-shown"


def test_staff_see_drafts_on_it(admin_client, editions):
    assert [words for words, _class, _link in steps(admin_client.get("/en/"))][-1] == "Date not recorded Hidden Draft"


def test_it_is_a_row_that_scrolls_for_those_who_use_the_keyboard_too(client, editions):
    (box,) = parsed(client.get("/en/chart/")).findall(".//nav[@aria-label='Editions through time']")

    assert (box.get("tabindex"), box.get("class")) == ("0", "timeline-box")


def test_short_titles_are_shown_in_the_readers_language_else_in_another_else_the_name(client, editions):
    Structure.objects.filter(slug="old").update(short_title_en="Two offices", short_title_es="Dos oficinas")
    Structure.objects.filter(slug="wish").update(short_title_en="One office")

    english, spanish = (client.get(f"/{language}/chart/?structure=old") for language in ("en", "es"))

    assert [words for words, _class, _link in steps(english)][:2] == ["2008 Two offices", "2015 One office Proposed"]
    assert [words for words, _class, _link in steps(spanish)][:3] == [
        "2008 Dos oficinas",
        "2015 One office Propuesta",
        "2016 New en vigor hoy",
    ]
    assert text_of(parsed(spanish).find(".//header[@class='page-head']/p[@class='kicker']")) == "Dos oficinas"
