"""The register of agreements."""

import pytest
from django.utils.html import escape

from tests.helpers.agreements import editions, make_agreement, make_many, make_partner, register
from tests.helpers.factories import make_structure
from tests.helpers.html import assert_valid_html, parsed, text_of, texts

pytestmark = pytest.mark.django_db


def listed(response):
    assert response.status_code == 200
    return [agreement.slug for agreement in response.context["page"]]


def page_of(response):
    return " ".join(response.content.decode().split())


# == The register


def test_the_register_lists_signed_agreements_the_latest_first_and_the_undated_last(client):
    register()

    response = client.get("/en/agreements/")

    assert listed(response) == ["women", "drugs", "social", "undated"]
    assert_valid_html(response)


def test_on_a_day_what_was_signed_later_is_left_out_unless_asked_for(client):
    register()

    assert listed(client.get("/en/agreements/?on=2013-06-01")) == ["drugs", "social", "undated"]
    assert listed(client.get("/en/agreements/?on=2013-06-01&state=not_yet_signed")) == ["women"]


def test_the_state_is_that_of_the_day(client):
    register()

    def states(query):
        return {each.slug: each.state for each in client.get(f"/en/agreements/?{query}").context["page"]}

    assert states("") == {"women": "in_force", "drugs": "expired", "social": "signed", "undated": "undated"}
    assert states("on=2014-06-01") == {"drugs": "in_force", "social": "signed", "undated": "undated"}


def test_a_day_without_a_structure_is_answered_and_says_so(client):
    register()

    response = client.get("/en/agreements/?on=2001-01-01")

    assert listed(response) == ["undated"]
    assert "No edition is recorded for that day" in page_of(response)
    assert_valid_html(response)


@pytest.mark.parametrize(
    ("query", "agreements"),
    [
        ("q=DRUG", ["drugs"]),
        ("q=barbados", ["drugs"]),
        ("q=women", ["women"]),
        ("q=secret", []),
        ("type=special", ["drugs"]),
        ("type=general", ["women", "social", "undated"]),
        ("special_type=program", ["drugs"]),
        ("state=expired", ["drugs"]),
        ("state=undated", ["undated"]),
        ("unit=spa", ["drugs", "social"]),
        ("unit=sedi", []),
        ("unit=sedi&on=2010-06-01", ["social"]),
        ("unit=social", ["social"]),
        ("partner=government-of-barbados", ["drugs"]),
        ("partner=Government+of+Barbados", ["drugs"]),
        ("partner=government-of-barbados&type=general", []),
        ("partner_kind=government", ["drugs"]),
        ("partner_kind=civil_society", ["women", "social", "undated"]),
        ("member_state=bb", ["drugs"]),
        ("theme=women", ["women"]),
        ("year=2010", ["social"]),
        ("year=1950", []),
        ("type=special&unit=spa&year=2013", ["drugs"]),
        ("sort=latest", ["women", "drugs", "social", "undated"]),
        ("sort=oldest", ["social", "drugs", "women", "undated"]),
        ("sort=title", ["drugs", "undated", "social", "women"]),
        ("sort=partner", ["social", "undated", "women", "drugs"]),
    ],
)
def test_the_register_is_filtered_and_sorted(client, query, agreements):
    register()

    response = client.get(f"/en/agreements/?{query}")

    assert listed(response) == agreements
    assert_valid_html(response)


@pytest.mark.parametrize(
    ("query", "agreements"),
    [
        ("en/agreements/?sort=title", ["nandu", "nube", "obra", "oleo"]),
        ("es/agreements/?sort=title", ["nube", "nandu", "obra", "oleo"]),
        ("en/agreements/?sort=partner", ["obra", "oleo", "nube", "nandu"]),
        ("es/agreements/?sort=partner", ["nube", "obra", "oleo", "nandu"]),
    ],
)
def test_titles_and_partners_are_in_the_order_of_the_language(client, query, agreements):
    make_agreement("oleo", title="Óleo", partners=["“Año nuevo”"])
    make_agreement("nandu", subject="Ñandú", partners=[])
    make_agreement("obra", subject="Zarzuela", title="“Obra”", partners=["Añil"])
    make_agreement("nube", title="nube", partners=["Anzuelo"])

    assert listed(client.get(f"/{query}")) == agreements


def test_an_english_name_of_a_partner_says_so_on_a_spanish_page(client):
    make_agreement("a", partners=["Government of Peru", "Universidad de los Andes"])
    marked = ".//span[@class='match']/span[@lang='en']"

    assert texts(client.get("/es/agreements/"), marked) == ["Government of Peru"]
    assert texts(client.get("/es/agreements/a/"), ".//h3/span[@lang='en']") == ["Government of Peru"]
    assert texts(client.get("/en/agreements/"), marked) == []


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("type=nonsense", "type", "There is no type “nonsense”."),
        ("special_type=nonsense", "special_type", "There is no kind “nonsense”."),
        ("state=nonsense", "state", "There is no status “nonsense”."),
        ("unit=nonsense", "unit", "No unit “nonsense” is on record."),
        ("unit=secret", "unit", "No unit “secret” is on record."),
        ("partner=nonsense", "partner", "There is no partner “nonsense” in the register."),
        ("partner=secret", "partner", "There is no partner “secret” in the register."),
        ("partner_kind=nonsense", "partner_kind", "There is no kind of partner “nonsense”."),
        ("member_state=zz", "member_state", "There is no member state “zz”."),
        ("theme=nonsense", "theme", "No agreement has a theme “nonsense”."),
        ("year=nonsense", "year", "Write the year in four digits, such as 2015."),
        ("year=0", "year", "Write the year in four digits, such as 2015."),
        ("year=99999999999999999999", "year", "Write the year in four digits, such as 2015."),
        ("year=2010.5", "year", "Write the year in four digits, such as 2015."),
        ("sort=nonsense", "sort", "There is no order “nonsense”."),
        ("q=%21", "q", "Write at least one letter or digit."),
    ],
)
def test_an_unknown_value_shows_its_error_and_no_rows(client, query, field, sentence):
    register()
    make_structure("hidden", "gs\n  secret | office | Office of Secrets")
    make_agreement("in-review", stage="under_review", partners=["secret"])

    response = client.get(f"/en/agreements/?{query}")

    assert response.context["filters"].form.errors == {field: [sentence]}
    assert listed(response) == []
    assert escape(sentence) in response.content.decode()
    assert_valid_html(response)


def two_of_a_name():
    """Two partners of one name, each with an agreement, and one whose title holds the name."""
    editions()
    lima = make_partner("Agencia Nacional", slug="agencia-lima", distinction="Lima")
    quito = make_partner("Agencia Nacional", slug="agencia-quito", distinction="Quito")
    make_agreement("of-lima", partners=[lima], signed_on="2010")
    make_agreement("of-quito", partners=[quito], signed_on="2011")
    make_agreement("other", title="With the Agencia Nacional", partners=["Somebody else"], signed_on="2012")


def test_the_page_of_an_agreement_leads_to_those_of_its_partner_and_not_to_those_of_another_of_its_name(client):
    two_of_a_name()
    (link,) = (
        each.get("href")
        for each in parsed(client.get("/en/agreements/of-lima/")).findall(".//div[@class='parties']//a")
        if text_of(each) == "its agreements"
    )

    response = client.get(link)

    assert listed(response) == ["of-lima"]
    assert [chip["value"] for chip in response.context["filters"].chips] == ["Agencia Nacional (Lima)"]
    # What is looked for beside it keeps the partner.
    form = parsed(response).find(".//form[@class='filters']")
    chosen = form.find(".//select[@name='partner']/option[@selected]")
    assert (chosen.get("value"), text_of(chosen)) == ("agencia-lima", "Agencia Nacional (Lima)")
    assert_valid_html(response)


@pytest.mark.parametrize("name", ["Agencia Nacional", "agéncia  NACIONAL"])
def test_of_several_partners_of_a_name_one_is_to_be_chosen(client, name):
    two_of_a_name()

    response = client.get("/en/agreements/", {"partner": name, "type": "general"})

    assert listed(response) == []
    assert response.context["filters"].form.errors == {
        "partner": [f"Several partners are called “{name}”. Choose one."]
    }
    links = parsed(response).findall(".//ul[@class='links']/li/a")
    found = {text_of(link): listed(client.get("/en/agreements/" + link.get("href"))) for link in links[-2:]}
    assert found == {"Agencia Nacional (Lima)": ["of-lima"], "Agencia Nacional (Quito)": ["of-quito"]}
    assert_valid_html(response)


def test_words_that_are_the_name_of_partners_find_all_that_holds_them_and_lead_to_each(client):
    """As old addresses ask."""
    two_of_a_name()

    response = client.get("/en/agreements/?q=agencia+nacional")

    assert listed(response) == ["other", "of-quito", "of-lima"]
    notice = parsed(response).find(".//div[@class='notice']")
    assert "This is the name of 2 partners." in text_of(notice)
    assert [listed(client.get(link.get("href"))) for link in notice.iter("a")] == [["of-lima"], ["of-quito"]]
    assert_valid_html(response)
    (one,) = parsed(client.get("/en/agreements/?q=somebody+else")).findall(".//div[@class='notice']//a")
    assert one.get("href") == "/en/agreements/?partner=somebody-else"
    assert parsed(client.get("/en/agreements/?q=agencia")).find(".//div[@class='notice']") is None


def test_what_is_chosen_is_shown_with_links_that_take_it_away(client):
    register()

    response = client.get("/en/agreements/?unit=spa&type=special&year=2013&page=1&on=2014-01-01")

    assert [(str(chip["value"]), chip["query"]) for chip in response.context["filters"].chips] == [
        ("Special cooperation agreement", "unit=spa&year=2013&on=2014-01-01"),
        ("Secretariat for Political Affairs", "type=special&year=2013&on=2014-01-01"),
        ("2013", "unit=spa&type=special&on=2014-01-01"),
    ]


def test_totals_and_chart_count_what_is_listed(client):
    register()

    totals = client.get("/en/agreements/").context["totals"]

    assert totals.by_type == [("general", 3, 0), ("special", 1, 0)]
    assert totals.by_state == [("in_force", 1), ("signed", 1), ("expired", 1), ("undated", 1)]
    assert [(bar.year, bar.general, bar.special) for bar in totals.years] == [(2010, 1, 0), (2013, 0, 1), (2020, 1, 0)]
    assert (totals.undated, totals.ticks, len(totals.bars)) == (1, [2010, 2015, 2020], 11)


@pytest.mark.parametrize(("query", "drawn"), [("", True), ("?year=2013", False)])
def test_agreements_of_one_year_are_not_drawn(client, query, drawn):
    register()

    assert ("Signed in each year" in page_of(client.get(f"/en/agreements/{query}"))) == drawn


def test_rows_name_the_unit_then_and_now(client):
    register()

    page = page_of(client.get("/en/agreements/?q=drug"))

    assert "Secretariat for Political Affairs</span>" in page
    assert ">Secretariat for Strengthening Democracy</a>" in page


def test_a_page_holds_twenty_five(client):
    for number in range(35):
        make_agreement(f"a{number:02}", signed_on="2010")

    first, second = client.get("/en/agreements/?sort=title"), client.get("/en/agreements/?sort=title&page=2")

    assert (len(listed(first)), len(listed(second))) == (25, 10)
    assert "?sort=title&amp;page=2" in first.content.decode()


def test_proposals_are_nowhere(client, admin_client):
    register()

    for reader in (client, admin_client):
        assert "proposal" not in listed(reader.get("/en/agreements/"))
        assert reader.get("/en/agreements/proposal/").status_code == 404
        assert "A secret proposal" not in reader.get("/en/agreements/?unit=sedi").content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "unit=u0&theme=theme-0&member_state=a0&year=2010&q=partner&sort=partner",
        "unit=u0&theme=theme-0&member_state=a0&year=2010&q=partner&sort=partner&partner=partner-0",
        "on=2012-12-31",
    ],
)
def test_the_register_costs_the_same_however_many(client, costs, count, query):
    make_many(count)

    with costs("agreements, by words" if "q=" in query else "agreements"):
        response = client.get(f"/en/agreements/?{query}")

    assert len(listed(response)) == (1 if "unit" in query else 2 * count)
