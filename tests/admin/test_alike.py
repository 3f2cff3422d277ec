"""Where names repeat, whoever records says which is meant, and look-alikes are told apart wherever one chooses."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from orgunits.models import CooperationAgreement, CountryOffice, OrganizationalUnit, Partner, Placement, Source
from tests.helpers.acts_and_posts import make_act, make_post
from tests.helpers.admin_agreements import SIGNATURE, url_of_move
from tests.helpers.admin_forms import errors_of, fields_of, save
from tests.helpers.admin_records import url
from tests.helpers.agreements import make_agreement, make_partner, make_state
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.offices import make_office as make_country_office
from tests.helpers.proposals import make_office, send, today

pytestmark = pytest.mark.django_db


def offered(client, model, field, term=""):
    names = {"app_label": "orgunits", "model_name": model, "field_name": field, "term": term}
    return [row["text"] for row in client.get(reverse("admin:autocomplete"), names).json()["results"]]


# --- partners ---


def test_a_partner_of_a_name_on_record_is_told_apart_by_who_records_it(admin_client):
    first = make_partner("Red Cross", kind="civil_society", country="PE")
    make_agreement("one", partners=[first])
    fields = {"name": "RED CROSS", "slug": "red-cross-2", "kind": "civil_society", "country": "CL"}

    refused = save(admin_client, url("partner", "add"), "partner_form", **fields)

    [error] = errors_of(refused)
    assert "Red Cross: civil society organization, Peru, 1 agreement" in error
    assert url("partner", "change", first.pk) in error
    save(admin_client, url("partner", "add"), "partner_form", **fields, distinction="Santiago")
    assert sorted(map(str, Partner.objects.all())) == ["RED CROSS (Santiago)", "Red Cross"]


def test_a_partner_that_takes_the_name_of_another_is_asked_too(admin_client):
    make_partner("Red Cross")
    other = make_partner("Blue Cross")

    refused = save(admin_client, url("partner", "change", other.pk), "partner_form", name="Réd Cross")

    assert "Already on record: <a" in errors_of(refused)[0]
    other.refresh_from_db()
    assert other.name == "Blue Cross"


@pytest.fixture
def office(client):
    today()
    client.force_login(make_office())
    return client


@pytest.fixture
def proposed(office, client):
    send(client, organization="Friends of the Rivers")
    CooperationAgreement.objects.update(stage="with_secretary_general")
    return CooperationAgreement.objects.get()


def sign(client, agreement, **choice):
    fields = fields_of(client.get(url_of_move(agreement, "signed")), "move")
    data = {**fields, **SIGNATURE, "signed_on": localdate().isoformat(), "reason": "Agreed.", **choice}
    return client.post(url_of_move(agreement, "signed"), data, follow=True)


def test_at_the_signature_the_office_says_whether_the_organization_is_the_one_on_record(office, proposed):
    known = make_partner("Friends of the rivers", country="BR")

    page = office.get(url_of_move(proposed, "signed"))
    assert_valid_html(page)
    assert texts(page, ".//div[@id='id_partner']//label") == [
        "Friends of the rivers: civil society organization, Brazil",
        "another organization with this name",
    ]
    refused = sign(office, proposed)
    assert refused.context["form"].errors["partner"] == ["This field is required."]
    assert refused.context["form"]["subject_en"].value() == SIGNATURE["subject_en"]

    sign(office, proposed, partner=str(known.pk))

    proposed.refresh_from_db()
    assert (proposed.stage, [party.partner for party in proposed.parties.all()]) == ("signed", [known])


def test_another_organization_of_the_name_is_another_partner_with_what_tells_it_apart(office, proposed):
    make_partner("Friends of the Rivers", country="BR")

    refused = sign(office, proposed, partner="new")
    assert refused.context["form"].errors["distinction"] == ["Say how to tell it apart from others with the same name."]
    sign(office, proposed, partner="new", distinction="Lima")

    assert [str(party) for party in proposed.parties.all()] == ["Friends of the Rivers (Lima)"]
    assert Partner.objects.count() == 2


def test_a_partner_that_was_entered_since_the_form_was_opened_is_asked_about(office, proposed):
    fields = fields_of(office.get(url_of_move(proposed, "signed")), "move")
    make_partner("Friends of the Rivers")

    data = {**fields, **SIGNATURE, "signed_on": localdate().isoformat(), "reason": "Agreed."}
    refused = office.post(url_of_move(proposed, "signed"), data)

    assert refused.context["form"].errors["partner"] == ["This field is required."]


# --- units and offices ---


def test_a_unit_of_a_name_that_is_or_was_in_use_is_confirmed_to_be_another(admin_client):
    structure = make_structure("2016", "gs\n  sla\n    dps | department | Department of Public Security | DPS")
    unit = place(structure, "dps").unit
    fields = {"label": "Départment of public security", "slug": "dps-2"}
    add = url("organizationalunit", "add")

    refused = save(admin_client, add, "organizationalunit_form", **fields)

    [error] = errors_of(refused)
    assert "DPS: DPS, under Sla, Structure 2016, dps" in error
    assert url("organizationalunit", "change", unit.pk) in error
    save(admin_client, add, "organizationalunit_form", **fields, is_another="on")
    assert OrganizationalUnit.objects.filter(slug="dps-2").exists()


def test_an_office_of_a_name_on_record_is_confirmed_to_be_another(admin_client):
    make_country_office("lima", name="Office in Peru", city="Lima", member_state=make_state("PE", "Peru"))
    fields = {"name_en": "Office in Peru", "slug": "lima-2", "status": "operating"}
    add = url("countryoffice", "add")

    refused = save(admin_client, add, "countryoffice_form", **fields, member_state=str(make_state("CL", "Chile").pk))

    assert "Office in Peru: Lima, Peru" in errors_of(refused)[0]
    assert CountryOffice.objects.count() == 1


def test_units_of_one_name_are_told_apart_where_one_is_chosen(admin_client):
    old = "gs\n  sms | secretariat | Multidimensional Security\n    dps | department | Public Security | DPS"
    make_structure("2008", old, status="adopted", effective_from="2008-01-01")
    new = "gs\n  sla\n    dps-2 | department | Public Security | DPS"
    make_structure("2016", new, status="adopted", effective_from="2016-01-01")
    OrganizationalUnit.objects.filter(slug__startswith="dps").update(label="Public Security")
    make_unit("dps-3", label="Public Security")

    assert sorted(offered(admin_client, "cooperationagreement", "unit", "public security")) == [
        "Public Security: DPS, under Multidimensional Security, Structure 2008, dps",
        "Public Security: DPS, under Sla, Structure 2016, dps-2",
        "Public Security: in no edition yet, dps-3",
    ]


def test_posts_acts_sources_editions_and_offices_of_one_name_are_told_apart(admin_client):
    for unit in ("sedi", "sla"):
        post = make_post(f"head-{unit}", unit=unit)
        type(post).objects.filter(pk=post.pk).update(title="Director", title_en="Director")
    make_act("one", title="Structure", adopted="2008")
    make_act("two", title="Structure", adopted="2016-03-02")
    for year in ("2008", "2016"):
        Source.objects.create(
            slug=f"chart-{year}",
            kind="page",
            title="Chart",
            published_on=f"{year}-01-01",
            published_on_precision="year",
        )
    state = make_state("US", "United States")
    for slug, city in (("x", "Miami"), ("y", "New York")):
        make_country_office(slug, name="Liaison Office", city=city, member_state=state)

    assert sorted(offered(admin_client, "post", "sources", "chart")) == ["Chart: 2008", "Chart: 2016"]
    assert sorted(offered(admin_client, "appointment", "post")) == ["Director: SEDI", "Director: SLA"]
    assert sorted(offered(admin_client, "mandate", "instrument", "structure")) == [
        "Structure: 2 March 2016",
        "Structure: 2008",
    ]
    assert sorted(offered(admin_client, "appointment", "office", "liaison")) == [
        "Liaison Office: Miami, United States, operating",
        "Liaison Office: New York, United States, operating",
    ]


def test_choosing_costs_the_same_however_many_are_offered(admin_client, costs):
    structure = make_structure()
    counts = []
    for size in (1, 3):
        for number in range(size):
            make_unit(f"press-{size}-{number}", label="Press")
        names = {"app_label": "orgunits", "model_name": "cooperationagreement", "field_name": "unit", "term": "press"}
        with costs("admin pickers"):
            counts.append(len(admin_client.get(reverse("admin:autocomplete"), names).json()["results"]))
    assert counts == [1, 4]
    assert Placement.objects.filter(structure=structure).count() == 6
