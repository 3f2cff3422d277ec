"""The choice of another day or edition, in the head of every page that knows time."""

from datetime import date

import pytest
from django.utils import timezone

from orgunits.models import Structure
from tests.helpers.factories import make_source, make_structure
from tests.helpers.html import assert_valid_html, parsed, text_of

pytestmark = pytest.mark.django_db

ADOPTED, PROPOSED, DRAFT = Structure.Status.ADOPTED, Structure.Status.PROPOSED, Structure.Status.DRAFT


@pytest.fixture
def editions(db):
    make_structure("old", status=ADOPTED, effective_from=date(2008, 3, 26), name="Old", short_title_en="Six <i>&")
    make_structure("wish", status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year", name="Wish")
    make_structure("new", status=ADOPTED, effective_from=date(2016, 1, 1), name="New")
    make_structure("next", status=ADOPTED, effective_from=date(2999, 1, 1), name="Next")
    make_structure("secret", status=DRAFT, name="Hidden")


def chooser(response):
    assert_valid_html(response)
    found = parsed(response).findall(".//header[@class='site-header']/details[@class='day-chooser']")
    return found[0] if found else None


def summary(response):
    return text_of(chooser(response).find("summary"))


def sent_by(form, day):
    """The address that a browser asks for when `day` is chosen."""
    fields = [(field.get("name"), field.get("value")) for field in form.findall("input")]
    return form.get("action"), dict([*fields, ("on", day)])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Structure today"),
        ("?on=2010-01-01", "Structure on 1 Jan 2010"),
        ("?on=1990-01-01", "Structure on 1 Jan 1990"),
        ("?structure=old", "Edition Six <i>&"),
        ("?structure=wish", "Edition Wish"),
    ],
)
def test_it_says_which_time_is_shown(client, editions, query, said):
    assert summary(client.get(f"/en/people/{query}")) == said


def test_a_day_is_chosen_and_the_page_and_what_it_was_asked_for_are_kept(client, editions):
    before = client.get("/en/units/?structure=wish&q=gs&kind=a&kind=b&page=3")

    address, query = sent_by(chooser(before).find("div/form"), "2010-01-01")
    kept = [(field.get("name"), field.get("value")) for field in chooser(before).findall("div/form/input")]
    after = client.get(address, query)

    assert kept == [("q", "gs"), ("kind", "a"), ("kind", "b"), ("on", timezone.localdate().isoformat())]
    assert after.wsgi_request.moment.structure.slug == "old"
    assert summary(after) == "Structure on 1 Jan 2010"


def test_the_editions_are_there_to_choose_the_latest_first(client, editions):
    items = chooser(client.get("/en/chart/?depth=2&on=2010-01-01")).findall("div/ol/li")

    assert [(text_of(item), item.find("a").get("href"), item.find("a").get("aria-current")) for item in items] == [
        ("2999 Next comes into force on 1 January 2999", "/en/chart/?depth=2&structure=next", None),
        ("2016 New in force today", "/en/chart/?depth=2", None),
        ("2015 Wish Proposed", "/en/chart/?depth=2&structure=wish", None),
        ("2008 Six <i>&", "/en/chart/?depth=2&structure=old", "true"),
    ]


def test_of_many_editions_the_nearest_are_there(client, monkeypatch):
    monkeypatch.setattr("orgunits.stretches.WHOLE", 5)
    monkeypatch.setattr("orgunits.stretches.NEAR", 1)
    for year in range(2001, 2011):
        make_structure(f"in-{year}", status=ADOPTED, effective_from=date(year, 1, 1), name=f"No. {year}")

    items = chooser(client.get("/en/units/?structure=in-2002")).findall("div/ol/li")

    assert [text_of(item) for item in items] == [
        "2010 No. 2010 in force today",
        "2004–2009 6 more editions",
        "2003 No. 2003",
        "2002 No. 2002",
        "2001 No. 2001",
    ]
    assert items[1].find("a").get("href") == "/en/structures/?structure=in-2002"


def test_pages_that_know_no_time_and_days_that_are_none_have_no_choice(client, editions):
    make_source("report")

    for page in ("about/", "sources/", "sources/report/", "units/?on=2010-02-30"):
        assert chooser(client.get(f"/en/{page}")) is None
