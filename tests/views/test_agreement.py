"""The page of one agreement, and the page on the types."""

from datetime import date

import pytest
from django.template.loader import render_to_string

from orgunits.agreements.summaries import agreements_of_unit
from orgunits.models import CooperationAgreement, Discrepancy, DiscrepancyClaim, LegalInstrument
from orgunits.models.structure import Structure
from tests.helpers.agreements import BEFORE, TODAY, make_agreement, make_many, make_partner, register
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.html import assert_valid_html, texts, words_of

pytestmark = pytest.mark.django_db
ADOPTED = Structure.Status.ADOPTED


def page_of(response):
    return " ".join(response.content.decode().split())


# == One agreement


def test_an_agreement_names_parties_unit_dates_and_what_is_not_recorded(client):
    register()
    agreement = CooperationAgreement.objects.get(slug="drugs")
    agreement.signatory, agreement.signatory_capacity = "Ana Pérez", "Secretary for Multidimensional Security"
    agreement.save()
    agreement.parties.update(signatory="The Attorney General")

    response = client.get("/en/agreements/drugs/")

    page = page_of(response)
    assert texts(response, ".//h1") == ["Drug courts"]
    assert "Signed: 2013 · with" in texts(response, ".//p[@class='page-head__note']")[0]
    assert texts(response, ".//div[@class='parties']//b") == ["Ana Pérez", "The Attorney General"]
    assert texts(response, ".//ol[@class='steps']/li") == [
        "Proposal, preliminary agreement, approval Dates not recorded",
        "Signed 2013",
        "In force from Date not recorded",
        "Until 2014",
    ]
    assert "Secretariat for Political Affairs" in page
    assert "Secretariat for Strengthening Democracy" in page
    assert "No source names the responsible unit" not in page
    assert_valid_html(response)


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["civil_society"], "the subject and the partner by the classes for civil society organizations."),
        (["government", "university"], "the subject and the partner by the classes for civil society organizations."),
        (["un_body"], "the subject. The types are those for civil society organizations, and this agreement is not"),
    ],
)
def test_an_inferred_type_says_whose_types_they_are(client, kinds, said):
    partners = [make_partner(f"A {kind}", kind=kind) for kind in kinds]
    make_agreement("unifem", partners=partners, type_basis="inferred")

    assert f"No source states the type: it is our reading of {said}" in page_of(client.get("/en/agreements/unifem/"))


def test_the_steps_before_the_signature_are_shown_where_one_is_known(client):
    make_agreement("one", preliminary_on="2010-03", signed_on="2010-05-03", terminated_on="2012")

    response = client.get("/en/agreements/one/")

    assert texts(response, ".//ol[@class='steps']/li") == [
        "Proposed to the department Date not recorded",
        "Preliminary agreement March 2010",
        "Sent to the Secretary General Date not recorded",
        "Approved Date not recorded",
        "Signed 3 May 2010",
        "In force from Date not recorded",
        "Terminated 2012",
        "Until End not recorded",
    ]


def test_an_agreement_of_a_unit_that_is_gone_names_the_unit_that_its_functions_went_to(client):
    make_structure("before", BEFORE, status=ADOPTED, effective_from=date(2008, 3, 26))
    today = make_structure("today", TODAY, status=ADOPTED, effective_from=date(2016, 1, 1))
    make_agreement("one", unit=make_unit("ser"), signed_on="2010")
    make_structure(
        "old", "gs\n  ser | secretariat | External Relations", status=ADOPTED, effective_from=date(2006, 1, 1)
    )
    act = LegalInstrument.objects.create(slug="order", kind="executive_order", symbol="Executive Order 16-1")
    make_change("functions_transferred", ["ser"], ["spa"], when="2016", to=today, acts=[act])

    detail, register = client.get("/en/agreements/one/"), client.get("/en/agreements/")

    sentence = "Its functions went to Secretariat for Strengthening Democracy SSD (2016), says Executive Order 16-1."
    assert sentence in words_of(detail)
    assert "its functions went to Secretariat for Strengthening Democracy" in words_of(register)
    assert_valid_html(detail)
    assert_valid_html(register)


def test_an_agreement_of_a_unit_that_is_gone_says_that_no_successor_is_recorded(client):
    make_structure("before", BEFORE, status=ADOPTED, effective_from=date(2008, 3, 26))
    make_structure("today", "gs", status=ADOPTED, effective_from=date(2016, 1, 1))
    make_agreement("one", unit=make_unit("spa"), signed_on="2010")

    now, then = client.get("/en/agreements/one/"), client.get("/en/agreements/one/?on=2010-06-01")

    assert "not in today’s structure, as recorded" in page_of(now)
    assert "No successor is recorded for its agreements." in page_of(now)
    assert "not in the record" not in page_of(then)
    assert_valid_html(now)


def test_an_agreement_of_a_unit_that_only_drafts_know_names_none(client):
    make_structure("hidden", "gs\n  secret | office | Office of Secrets")
    make_agreement("one", signed_on="2010", unit_note="Secrets")
    # No door lets it name the unit; a plain load of data does.
    CooperationAgreement.objects.update(unit=make_unit("secret"))

    response = client.get("/en/agreements/one/")

    assert "No source names the responsible unit." in page_of(response)
    assert "ecrets" not in response.content.decode()
    assert "ecrets" not in client.get("/en/agreements/").content.decode()


def test_agreements_that_renew_each_other_are_on_the_page_of_each_and_proposals_are_not(client):
    first = make_agreement("first", signed_on="2001", ends_on="2010")
    second = make_agreement("second", signed_on="2011", renews=first)
    make_agreement("third", signed_on="2021", open_ended=True, renews=second)
    make_agreement("secret", stage="proposed", renews=second)
    make_agreement("alone")

    chain = ".//section[@aria-labelledby='renewals']//li"
    assert texts(client.get("/en/agreements/third/"), chain) == [
        "2001 Subject of first expired",
        "2011 Subject of second signed, end not recorded",
        "2021 Subject of third (this one) in force",
    ]
    for slug in ("first", "second"):
        response = client.get(f"/en/agreements/{slug}/")
        assert len(texts(response, chain)) == 3
        assert "secret" not in page_of(response)
    assert texts(client.get("/en/agreements/alone/"), chain) == []


def test_what_sources_say_differently_about_it_is_shown(client):
    make_agreement("one")
    make_agreement("other")
    about = Discrepancy.objects.create(
        slug="contra", topic="Who signs", reading="It is delegated.", others=[{"kind": "agreement", "id": "one"}]
    )
    DiscrepancyClaim.objects.create(discrepancy=about, position=1, text="She signed.", source=make_source("page"))

    assert "It is delegated." in page_of(client.get("/en/agreements/one/"))
    assert "It is delegated." not in page_of(client.get("/en/agreements/other/"))


def test_an_unknown_agreement_is_not_found(client):
    response = client.get("/en/agreements/nothing/")
    assert response.status_code == 404
    assert "There is no agreement “nothing”." in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_an_agreement_costs_the_same_however_many_hang_on_it(client, costs, count):
    make_many(count)

    with costs("agreement"):
        response = client.get("/en/agreements/a0/")

    assert (len(response.context["other_units"]), len(response.context["renewals"])) == (count, 2)


# == The part of a unit's page


def test_a_unit_shows_its_agreements_and_how_many_are_below_it():
    structure = make_structure("today", "gs\n  sedi\n    education", status=ADOPTED)
    make_agreement("own", title="On schools", unit=make_unit("sedi"), signed_on="2010")
    make_agreement("below", unit=make_unit("education"), signed_on="2011")

    def part(slug, shown):
        unit = make_unit(slug)
        agreements = agreements_of_unit(unit, shown=shown, day=date(2020, 1, 1)).alone()
        context = {"agreements": agreements, "unit": unit, "shown": shown}
        return " ".join(render_to_string("orgunits/agreements/_of_unit.html", context).split())

    standing, gone = part("sedi", place(structure, "sedi")), part("sedi", None)
    assert "On schools" in standing
    assert '<a href="/en/agreements/?unit=sedi">2 agreements, with all units below it</a>' in standing
    assert "What became of the unit" not in standing
    assert '<a href="#life">What became of the unit</a>' in gone
    assert "None of its own is recorded." in part("gs", place(structure, "gs"))


# == The types


def test_the_types_are_explained_in_the_words_of_the_source(client):
    make_agreement("general", signed_on="2010")
    make_agreement("program", type="special", special_type="program")

    response = client.get("/en/agreements/types/")

    page = page_of(response)
    assert "CSOs wishing to provide advisory services to the OAS organs, agencies and entities" in page
    assert "1 general agreement on record" in page
    assert "Agreements established directly by the Secretary General" in page
    assert "This is then sent to the Secretary General for approval and signature." in page
    assert 'href="/en/find/?wish=propose"' in page
    assert_valid_html(response)


# == The real data


def test_unifem_is_signed_and_never_said_to_be_in_force(client, demo):
    response = client.get("/en/agreements/?on=2010-06-01&q=unifem")

    assert [(each.slug, each.state) for each in response.context["page"]] == [("agr-01", "signed")]
    page = page_of(client.get("/en/agreements/agr-01/?on=2010-06-01"))
    assert "Signed, end not recorded" in page
    assert "Inferred from the subject" in page


def test_all_56_agreements_are_there_and_each_has_its_page(client, demo):
    response = client.get("/en/agreements/")

    assert response.context["page"].paginator.count == 56
    assert response.context["totals"].by_state == [("signed", 53), ("undated", 3)]
    for language in ("en", "es"):
        for slug in ("23-2007", "agr-28", "agr-30", "agr-35", "agr-45"):
            page = client.get(f"/{language}/agreements/{slug}/")
            assert page.status_code == 200
            assert_valid_html(page)


def test_who_signed_for_the_secretary_general_is_told_with_the_disagreement(client, demo):
    page = page_of(client.get("/en/agreements/agr-28/"))

    assert (
        "<b>Sherry Tross</b>, Executive Secretary for Integral Development, on behalf of the Secretary General" in page
    )
    assert "Our reading:" in page
