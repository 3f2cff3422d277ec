"""The audit: statements with what they rest on, and what would be said without ground."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from orgunits.audit import Kind, findings, overlapping_terms, statements
from orgunits.models import (
    Appointment,
    CooperationAgreement,
    CountryOffice,
    Mandate,
    Placement,
    Structure,
    StructureAuthority,
)
from orgunits.tree import trees
from tests.helpers.acts_and_posts import appoint, make_act, make_post
from tests.helpers.demo import directory
from tests.helpers.factories import make_source, make_structure, place
from tests.helpers.html import parsed, text_of, words_of

pytestmark = pytest.mark.django_db
# Years count nothing.
NUMBER = re.compile(r"(?!(?:18|19|20)\d\d$)\d[\d.,\u202f]*")
# Years to choose from.
NO_COUNT = {"option", "title", "script", "style"}
BLOCKS = {"td", "th", "dd", "li", "p", "h1", "h2", "h3", "summary", "figcaption", "div", "section", "svg"}
ADOPTED = Structure.Status.ADOPTED


@pytest.fixture
def demo_records(demo):
    return directory()


def audit(capsys, *arguments):
    capsys.readouterr()
    call_command("audit", *arguments)
    return capsys.readouterr().out


def without_spaces(text):
    return "".join(text.split())


def test_the_demo_states_nothing_without_ground(demo_records, capsys):
    assert list(findings(localdate())) == []
    assert "Every statement names its source." in audit(capsys)


def test_a_sample_has_as_many_of_each_kind_with_page_and_sources(demo_records, capsys):
    said = audit(capsys, "--sample", "40")
    assert re.findall(r"^# (.+) \((\d+) of", said, re.MULTILINE) == [(kind.label, "10") for kind in Kind]
    assert len(re.findall(r"^  page: /en/", said, re.MULTILINE)) == 40
    assert len(re.findall(r"^  (?:source|also): ", said, re.MULTILINE)) >= 40
    assert audit(capsys, "--sample", "40") == said
    assert audit(capsys, "--sample", "40", "--seed", "2") != said
    assert "(2 of " in audit(capsys, "--sample", "5")
    with pytest.raises(CommandError, match="from 1 on"):
        audit(capsys, "--sample", "0")


@pytest.mark.parametrize("kind", Kind)
def test_the_page_of_a_statement_is_there_and_cites_its_sources(demo_records, client, kind):
    every = list(statements(kind))
    for statement in every[:: max(1, len(every) // 12)]:
        response = client.get(statement.address)
        assert response.status_code == 200, statement
        shown = without_spaces(words_of(response))
        for source in statement.sources:
            assert without_spaces(strip_tags(source).split(" · ")[0]) in shown, statement


def test_records_that_cite_nothing_are_found(demo_records):
    Mandate.objects.order_by("pk").first().sources.clear()
    CountryOffice.objects.get(slug="office-pe").sources.clear()
    CooperationAgreement.objects.get(slug="agr-01").sources.clear()
    Appointment.objects.order_by("pk").first().sources.clear()
    found = list(findings(localdate()))
    assert [line.split(":")[0] for line in found if "cites no source" in line] == [
        "agreements",
        "mandates",
        "offices",
        "appointments",
    ]
    assert [line.split(":")[0] for line in found if "has no source:" in line] != []


def test_a_place_without_a_source_is_found_unless_an_act_or_a_word_carries_it():
    structure = make_structure("new", "gs\n  smo", status=ADOPTED, effective_from="2016-01-01")
    StructureAuthority.objects.create(structure=structure, instrument=make_act("order"))
    make_source("report", cited_by=[structure])
    assert [line for line in findings(localdate()) if "has no source:" in line] == []
    with trees.edit(structure):
        trees.change(place(structure, "smo"), basis=Placement.Basis.CARRIED_OVER)
    assert [line for line in findings(localdate()) if "has no source:" in line] == []
    StructureAuthority.objects.all().delete()
    assert [line for line in findings(localdate()) if "has no source:" in line] == [
        "/en/units/gs/?structure=new: has no source: Gs stood at the top in “Structure new” (stated by a source)"
    ]


def test_an_edition_in_force_by_no_act_is_found_unless_it_says_that_it_was_put_together():
    structure = make_structure("new", "gs", status=ADOPTED, effective_from="2016-01-01")
    named = "/en/structures/new/: shown as adopted, but names no act"
    assert named in list(findings(localdate()))
    Structure.objects.filter(pk=structure.pk).update(basis=Structure.Basis.OBSERVED)
    assert named not in list(findings(localdate()))
    Structure.objects.filter(pk=structure.pk).update(basis=Structure.Basis.ACT)
    StructureAuthority.objects.create(structure=structure, instrument=make_act("order"))
    assert named not in list(findings(localdate()))


def test_a_unit_that_was_seen_later_than_its_page_says_is_found(monkeypatch):
    make_structure("old", "gs\n  smo", status=ADOPTED, basis="observed", effective_from="2012-01-01")
    new = make_structure("new", "gs\n  smo", status=ADOPTED, basis="observed", effective_from="2016-01-01")
    with trees.edit(new):
        trees.change(place(new, "smo"), basis=Placement.Basis.CARRIED_OVER)
    seen = [line for line in findings(localdate()) if "not confirmed since" in line]
    assert seen == []
    make_source("page", cited_by=[place(new, "smo").unit], published_on="2019-03-01", published_on_precision="day")
    assert [line for line in findings(localdate()) if "not confirmed since" in line] == [
        "/en/units/smo/?structure=new: not confirmed since 2012, but 2019 is on record"
    ]


def test_what_a_draft_keeps_to_itself_is_no_statement():
    draft = make_structure("draft", "gs")
    make_post("hidden", unit="gs", draft=draft)
    assert [line for line in findings(localdate()) if "hidden" in line or "draft" in line] == []
    assert list(statements(Kind.PLACE)) == []


def test_overlapping_terms_are_listed_and_said_on_their_page(client, capsys):
    make_structure("new", "gs\n  smo", status=ADOPTED, effective_from="2010-01-01")
    post = make_post("head", unit="gs", heads=["gs"])
    first = appoint(post, "Ana First", "2012-01-01", open_ended=True)
    second = appoint(post, "Berta Second", "2014-03-01", open_ended=True)
    appoint(make_post("other", unit="smo"), "Carla Third", "2014-03-01", "2015-03-01")
    assert overlapping_terms() == {post: [first, second]}
    assert "overlap" in words_of(client.get("/en/posts/head/"))
    with pytest.raises(CommandError):
        audit(capsys)
    assert "(said on /en/posts/head/: terms overlap: Ana First, Berta Second)" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["agreements/", "offices/", "sources/", "data-quality/", "structures/"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_number_on_a_page_says_what_it_counts(demo_records, client, language, name):
    """In a table by its column, in a list of facts by its term, else by the words around it."""
    page = parsed(client.get(f"/{language}/{name}"))
    above = {child: parent for parent in page.iter() for child in parent}
    written = [each for each in page.iter() if isinstance(each.tag, str) and each.tag not in NO_COUNT]
    numbers = [each for each in written if NUMBER.fullmatch((each.text or "").strip())]
    assert len(numbers) > 2
    assert [text_of(above[each]) for each in numbers if not _is_listed(each, above)] == []


def _is_listed(number, above):
    element = number
    while element.tag not in BLOCKS:
        element = above[element]
    if element.tag == "td":
        row, table = above[element], above[element]
        while table.tag != "table":
            table = above[table]
        heads = table.findall("./thead/tr/th")
        return bool(text_of(heads[list(row).index(element)]))
    if element.tag == "dd":
        return bool(text_of(above[element].find("dt")))
    return re.search(r"[^\W\d]{2}", text_of(element)) is not None
