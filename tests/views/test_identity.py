"""Whose site this is, as pages, downloads and the search of a browser say it, in each of its identities."""

import re

import pytest
from django.conf import settings as all_settings
from django.core.checks import run_checks
from django.template.loader import render_to_string
from django.utils.translation import override

from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, parsed, text_of, texts
from tests.helpers.identity import DEMONSTRATION, IDENTITIES, INDEPENDENT, OFFICIAL, be_demonstration, be_independent
from tests.helpers.proposals import today

pytestmark = pytest.mark.django_db

NAMES = {"en": "Rivers of the Americas", "es": "Ríos de las Américas"}
SENTENCES = {sentence for each in (OFFICIAL, INDEPENDENT, DEMONSTRATION) for sentence in each.values()}


def found_by_check():
    return [each for each in run_checks() if each.id.startswith("orgunits.")]


def foot(response):
    return texts(response, ".//footer//section/p")


def description(response):
    return parsed(response).find(".//meta[@name='description']").get("content")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("be", "sentences", "above"), IDENTITIES)
def test_each_page_says_whose_site_it_is_in_one_sentence(client, settings, language, be, sentences, above):
    be(settings)
    sentence = sentences[language]

    home, about, missing = (client.get(f"/{language}/{page}") for page in ("", "about/", "nowhere/"))

    for page in (home, about, missing):
        assert_valid_html(page)
        assert foot(page)[0] == sentence
    assert description(home).endswith(f" {sentence}")
    assert texts(about, ".//div[@class='prose']/p")[0] == sentence
    others = SENTENCES - {sentence}
    assert [other for other in others if other in home.content.decode() + about.content.decode()] == []
    if language == "en":
        assert text_of(parsed(home).find(".//a[@class='site-title']//small")) == above
        assert texts(home, ".//title") == [f"Directory of the General Secretariat – {above}"]


@pytest.mark.parametrize(("be", "sentences", "above"), IDENTITIES)
def test_downloads_and_the_browsers_search_say_it_too(client, settings, be, sentences, above):
    be(settings)
    today()
    make_structure("later", status="adopted", effective_from="2020-01-01")
    sentence = sentences["en"]

    drawing = " ".join(re.sub(r"<[^>]*>", " ", client.get("/en/chart.svg").content.decode()).split())
    assert f"Directory of the General Secretariat · {sentence} · http" in drawing
    data = client.get("/en/compare.json?from=today&to=later").json()
    assert data["site"] == {
        "name": "Directory of the General Secretariat",
        "statement": sentence,
        "contact": settings.SITE_CONTACT,
    }
    search = client.get("/en/opensearch.xml").content.decode()
    assert "<LongName>Directory of the General Secretariat</LongName>" in search
    assert f"{sentence}</Description>" in search


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_name_of_the_settings_stands_wherever_the_site_is_named(client, admin_client, settings, language):
    settings.SITE_NAME = NAMES
    name = NAMES[language]

    page = client.get(f"/{language}/about/")
    assert texts(page, ".//title")[0].endswith(f" – {name}")
    assert text_of(parsed(page).find(".//a[@class='site-title']//b")) == name
    assert parsed(page).find(".//meta[@property='og:site_name']").get("content") == name
    assert f"<LongName>{name}</LongName>" in client.get(f"/{language}/opensearch.xml").content.decode()
    with override(language):
        assert name in render_to_string("500.html")
    staff = admin_client.get("/admin/", headers={"Accept-Language": language})
    assert name in text_of(parsed(staff).find(".//div[@id='site-name']"))


def test_the_sites_name_is_written_in_one_place():
    places = [
        str(path.relative_to(all_settings.BASE_DIR))
        for folder in ("orgunits", "oasdir", "templates")
        for path in (all_settings.BASE_DIR / folder).rglob("*")
        if path.suffix in (".py", ".html", ".txt", ".xml", ".svg")
        and "Directory of the General Secretariat" in path.read_text(encoding="utf-8")
    ]

    assert sorted(places) == ["oasdir/settings.py", "orgunits/identity.py"]


@pytest.mark.parametrize(
    ("contact", "leads_to"),
    [
        ("rivers@example.org", "mailto:rivers@example.org"),
        ("https://example.org/contact", "https://example.org/contact"),
    ],
)
def test_readers_write_to_the_contact_of_the_settings(client, settings, contact, leads_to):
    settings.SITE_CONTACT = contact

    for page in ("about", "accessibility"):
        response = client.get(f"/en/{page}/")
        assert_valid_html(response)
        for part in ("main", "footer"):
            assert texts(response, f".//{part}//a[@href='{leads_to}']") == [contact]


@pytest.mark.parametrize("path", ["img/favicon.svg", "/files/emblem.png"])
def test_the_emblem_of_the_settings_stands_before_the_name(client, settings, path):
    settings.SITE_EMBLEM = path

    response = client.get("/en/about/")

    assert_valid_html(response)
    title = parsed(response).find(".//a[@class='site-title']")
    assert title.find("img").get("src") == (path if path.startswith("/") else f"/static/{path}")
    assert title.find("svg") is None


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/emblem.svg",
        "//example.org/a.svg",
        "img/a.gif",
        "../a.svg",
        'a".svg',
        "javascript:a.svg",
    ],
)
def test_an_emblem_from_elsewhere_is_not_shown_and_the_check_says_what_to_set(client, settings, path):
    settings.SITE_EMBLEM = path

    assert parsed(client.get("/en/about/")).find(".//a[@class='site-title']/img") is None
    assert [each.id for each in found_by_check()] == ["orgunits.E004"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"SITE_NAME": {"en": "Rivers", "es": ""}}, ["orgunits.E001"]),
        ({"IDENTITY": "independent"}, ["orgunits.E002"]),
        ({"IDENTITY": "independent", "DEMO": True}, ["orgunits.E002", "orgunits.W001"]),
        ({"SITE_CONTACT": "write to us"}, ["orgunits.E003"]),
        ({"SITE_CONTACT": "ftp://example.org/"}, ["orgunits.E003"]),
        ({"SITE_EMBLEM": "img/nothing.svg"}, ["orgunits.E005"]),
    ],
)
def test_the_check_names_what_is_missing_or_wrong_in_the_identity(settings, changes, found):
    for name, value in changes.items():
        setattr(settings, name, value)

    errors = found_by_check()

    assert [each.id for each in errors] == found
    assert all(each.hint for each in errors)


def test_a_demonstration_claims_no_identity_and_an_independent_one_speaks_for_nobody(client, settings):
    be_independent(settings)
    assert "It speaks for nobody in the Organization." in client.get("/en/about/").content.decode()
    settings.IDENTITY = "official"
    be_demonstration(settings)
    about = client.get("/en/about/").content.decode()
    assert "Published by" not in about
    assert "It speaks for nobody in the Organization." in about
