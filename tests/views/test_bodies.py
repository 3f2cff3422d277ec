"""bodies/: the bodies outside the tree, and one: who serves it, by which edition."""

from datetime import date

import pytest

from orgunits.models import Body, Structure, UnitRelation
from tests.helpers.acts_and_posts import make_post
from tests.helpers.factories import make_source, make_structure, make_unit
from tests.helpers.html import assert_valid_html, texts, words_of

pytestmark = pytest.mark.django_db
ADOPTED, PROPOSED, DRAFT = Structure.Status.ADOPTED, Structure.Status.PROPOSED, Structure.Status.DRAFT
ANSWER, OTHERS = ".//main/ul/li", ".//section[@aria-labelledby='others']//li"


@pytest.fixture
def council():
    return Body.objects.create(slug="cidi", kind="organ", name="Council (CIDI)")


@pytest.fixture
def today():
    return make_structure("today", "gs\n  sedi\n  law", status=ADOPTED, name="Today")


@pytest.fixture
def earlier():
    return make_structure("earlier", "gs\n  old", status=ADOPTED, effective_from=date(2008, 1, 1), name="Earlier")


@pytest.fixture
def proposal():
    return make_structure(
        "proposal", "gs\n  sedi", status=PROPOSED, name="Proposal", as_of=date(2015, 1, 1), as_of_precision="day"
    )


def serves(structure, unit, body, text="", **fields):
    return UnitRelation.objects.create(
        **{"structure": structure, "unit": make_unit(unit), "kind": "serves", "to_body": body, "text": text, **fields}
    )


def test_the_edition_shown_says_who_serves_it_in_the_words_of_the_source(client, council, today, earlier):
    serves(earlier, "old", council)
    serves(today, "sedi", council, "supporting the Council").sources.add(make_source("report", title="Report"))

    response = client.get("/en/bodies/cidi/")

    assert "In the edition shown it is served by:" in words_of(response)
    assert texts(response, ANSWER) == ["Sedi in the edition shown: Today: supporting the Council source 1"]
    [other] = texts(response, OTHERS)
    assert other.startswith("Old not in this structure; last recorded in Earlier")
    assert texts(response, ".//ol[@class='sources']/li") == ["Report"]
    assert_valid_html(response)


def test_where_the_edition_shown_says_nothing_the_latest_that_does_is_named(client, council, today, earlier, proposal):
    serves(earlier, "old", council)
    serves(proposal, "sedi", council)

    response = client.get("/en/bodies/cidi/")

    assert "The edition shown doesn’t say who serves it. The latest one that does names:" in words_of(response)
    assert texts(response, ANSWER)[0].endswith("as stated in Earlier")
    assert texts(response, OTHERS) == ["Sedi Proposal"]


def test_what_only_a_proposal_says_is_said_to_be_that(client, council, today, proposal):
    serves(proposal, "sedi", council)

    response = client.get("/en/bodies/cidi/")

    assert "Among the editions, only a proposal says who is to serve it:" in words_of(response)
    assert texts(response, ANSWER) == ["Sedi as proposed in Proposal"]
    assert 'href="/en/search/?q=Council+%28CIDI%29"' in response.content.decode()


def test_what_a_later_edition_says_is_no_answer_for_the_day(client, council, today, earlier):
    serves(today, "sedi", council)

    response = client.get("/en/bodies/cidi/?on=2010-01-01")

    assert "No edition up to this day says who serves it; a later one does." in words_of(response)
    assert texts(response, ANSWER) == []
    assert len(texts(response, OTHERS)) == 1


def test_another_relation_than_service_is_named_as_it_is(client, council, today):
    serves(today, "law", council, kind="reports_to")

    assert texts(client.get("/en/bodies/cidi/"), ANSWER) == ["Law Reports to · in the edition shown: Today"]


def test_the_posts_it_elects_are_listed_and_lead_there(client, council, today):
    make_post("head", unit="sedi", title="Head", elected_by=council, term_years=5)

    response = client.get("/en/bodies/cidi/")

    assert "No edition says who serves it." in words_of(response)
    assert texts(response, ".//section[@aria-labelledby='posts']//li") == ["Head"]
    assert "/en/bodies/cidi/" in client.get("/en/posts/head/").content.decode()


def test_the_list_names_of_each_body_who_serves_it(client, council, today):
    serves(today, "sedi", council)
    assembly = Body.objects.create(slug="assembly", kind="organ", name="Assembly")
    make_post("head", unit="sedi", elected_by=assembly)

    response = client.get("/en/bodies/")

    assert texts(response, ANSWER) == ["Assembly organ", "Council (CIDI) organ Sedi, in the edition shown: Today"]
    assert_valid_html(response)


def test_what_only_a_draft_names_is_not_public(client, admin_client, council, today):
    serves(make_structure("draft", "gs\n  sedi", status=DRAFT), "sedi", council)

    assert [each.get("/en/bodies/cidi/").status_code for each in (client, admin_client)] == [404, 200]
    assert "No bodies on record yet." in words_of(client.get("/en/bodies/"))


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_many(client, council, count, costs):
    units = [f"{name}-{number}" for name in ("unit", "gone") for number in range(count)]
    earlier = make_structure("earlier", "gs\n  " + "\n  ".join(units), status=ADOPTED, effective_from=date(2008, 1, 1))
    today = make_structure("today", "gs\n  " + "\n  ".join(units[:count]), status=ADOPTED)
    for number in range(count):
        serves(earlier, f"gone-{number}", council).sources.add(make_source(f"source-{number}"))
        serves(today, f"unit-{number}", council)
        serves(today, f"unit-{number}", Body.objects.create(slug=f"b-{number}", kind="fund", name=f"Fund {number}"))

    with costs("body"):
        response = client.get("/en/bodies/cidi/")
    assert [len(response.context[name]) for name in ("answer", "others", "sources")] == [count] * 3

    with costs("bodies"):
        response = client.get("/en/bodies/")
    assert len(response.context["bodies"]) == count + 1
