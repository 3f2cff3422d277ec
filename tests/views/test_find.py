"""find/: which unit to approach, how to go on from there, and never a dead end."""

from datetime import date

import pytest
from django.test import Client
from django.utils.html import escape

from orgunits.models import Appointment, CountryOffice, Person, ThemeLabel, UnitAlias
from orgunits.models.structure import Structure
from orgunits.search_index import writing
from tests.helpers import both_ways
from tests.helpers.acts_and_posts import make_act, make_post
from tests.helpers.agreements import make_agreement, make_state
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.find import found, give_function, give_theme, page_of, reasons, today
from tests.helpers.html import assert_valid_html, texts

pytestmark = pytest.mark.django_db
client = both_ways.client
ADOPTED, PROPOSED = Structure.Status.ADOPTED, Structure.Status.PROPOSED


# == What is found


def test_without_a_question_the_themes_are_offered(client):
    give_theme(place(today(), "social"), "migration", "Migration")

    response = client.get("/en/find/")

    assert texts(response, ".//ul[@class='themes']/li") == ["Migration"]
    assert response.context["asked"] is False
    assert_valid_html(response)


def test_an_agreement_on_it_leads_to_its_unit(client):
    today()
    make_agreement(
        "asylum", subject="Asylum of refugees", unit=make_unit("law"), unit_basis="inferred", signed_on="2010"
    )
    make_agreement("draft", subject="Asylum in secret", unit=make_unit("social"), stage="proposed")

    response = client.get("/en/find/?q=asylum")

    assert (found(response), reasons(response)) == (["law"], [[("agreement", None)]])
    assert [each.slug for each in response.context["agreements"]] == ["asylum"]
    assert "inferred" in page_of(response)


def test_agreements_hold_whole_words_in_their_forms_and_the_names_of_their_partners(client):
    today()
    agreement = make_agreement(
        "one", subject="Fortalecimiento of elections", partners=["Programme (UNDP)"], signed_on="2010"
    )

    for words in ("electing", "undp", "fortalecimiento electing", "strengthening of elections"):
        agreements = client.get("/en/find/", {"q": words}).context["agreements"]
        assert [each.slug for each in agreements] == ([] if "strength" in words else ["one"]), words
    writing.catch_up()
    assert client.get("/en/find/?q=cim").context["agreements"] == []
    agreement.subject = "Ports"
    agreement.save()
    assert client.get("/en/find/?q=electing").context["agreements"] == []


def test_an_agreement_by_words_says_nothing_of_a_theme(client):
    """Its unit holds the words, not the theme that is also asked for."""
    give_theme(place(today(), "social"), "migration", "Migration")
    make_agreement("asylum", subject="Asylum", unit=make_unit("law"))

    response = client.get("/en/find/?q=asylum&theme=migration")

    assert (found(response), reasons(response)) == (["social", "law"], [[("theme", "today")], [("agreement", None)]])


def test_the_country_gives_its_office_and_its_agreements(client):
    today()
    state = make_state()
    CountryOffice.objects.create(slug="barbados", name="Office in Barbados", member_state=state, status="operating")
    make_agreement("one", member_states=[state], signed_on="2010")
    make_state("HN", "Honduras")

    here, there = client.get("/en/find/?country=bb"), client.get("/en/find/?country=hn")

    assert [each.slug for each in here.context["offices"]] == ["barbados"]
    assert [each.slug for each in here.context["agreements"]] == ["one"]
    assert "No office is on record for this country." in page_of(there)
    assert "The first point of contact" in page_of(there)
    assert_valid_html(here)
    assert_valid_html(there)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ("propose", "goes to the Secretary General for approval and signature."),
        ("information", "Ask the first unit above."),
        ("office", "Choose the country above."),
        ("", "Write to the first unit above."),
    ],
)
def test_the_next_step_depends_on_the_wish(client, wish, sentence):
    law = place(today(), "law").unit
    law.email = "law@example.org"
    law.save()

    assert sentence in page_of(client.get(f"/en/find/?q=law&wish={wish}"))


@pytest.mark.parametrize("wish", ["", "information"])
def test_a_unit_without_a_recorded_contact_is_reached_through_the_first_point_of_contact(client, wish):
    today()

    page = page_of(client.get(f"/en/find/?q=law&wish={wish}"))

    assert "No contact details are recorded for the first unit above. Write to the General Secretariat" in page
    assert "to the first unit above" not in page
    assert "Ask the first unit" not in page


def test_a_very_long_theme_does_not_widen_the_menu(client):
    theme = give_theme(place(today(), "law"), "long", "Assistance through human and institutional capacity " * 4)

    choices = dict(client.get("/en/find/").context["form"].fields["theme"].choices)

    assert theme.name.startswith(choices["long"][:-1])
    assert len(choices["long"]) <= 80


def test_a_theme_is_found_by_another_word_for_it_which_is_said(client):
    theme = give_theme(place(today(), "social"), "migration", "Migration and Development")
    ThemeLabel.objects.create(theme=theme, language="en", text="Refugees")
    ThemeLabel.objects.create(theme=theme, language="es", text="Migrantes")

    response = client.get("/en/find/?q=refugee")

    assert (found(response), reasons(response)) == (["social"], [[("theme", "today")]])
    page = page_of(response)
    assert ">Migration and Development</span>” (also searched as “<span>Refugees</span>”, our term)" in page
    assert '<span lang="es">Migrantes</span>' in page_of(client.get("/en/find/?q=migrantes"))
    assert_valid_html(response)


# == Never a dead end


def test_nothing_found_leads_to_the_first_point_of_contact_and_near_themes(client):
    give_theme(place(today(), "social"), "migration", "Migration")

    response = client.get("/en/find/?q=migrtoin")

    assert found(response) == []
    assert [theme.slug for theme in response.context["near"]] == ["migration"]
    assert "The first point of contact" in page_of(response)
    for address in ("search/?q=migrtoin", "agreements/?q=migrtoin"):
        assert f'href="/en/{address}"' in page_of(response)
    assert_valid_html(response)


def test_a_misspelt_word_leads_to_the_units_of_the_word_that_is_meant(client):
    give_theme(place(today(), "social"), "migration", "Migration")
    writing.catch_up()

    response = client.get("/en/find/?q=migartion")

    assert found(response) == ["social"]
    assert "No results for “migartion”. These are the units for “<b>migration</b>”." in page_of(response)
    assert found(client.get("/en/find/?q=migartion+of+dragons")) == ["social"]
    assert_valid_html(response)


def test_what_only_other_records_have_is_not_corrected(client):
    give_theme(place(today(), "social"), "migration", "Migration")
    make_agreement("m", title="Migartion", subject="Boats", signed_on="2010")
    writing.catch_up()

    assert found(client.get("/en/find/?q=migartion")) == []


def test_who_names_an_act_a_person_or_an_office_is_shown_where_it_is_found(client):
    give_function(place(today(), "law"), "Advises on Executive Order 08-01, as Almagro and the office in Quito asked.")
    make_act("eo-08-01", symbol="Executive Order No. 08-01", title="Executive Order 08-01")
    Person.objects.create(slug="almagro", name="Luis Almagro")
    post = make_post("sg", title="Secretary General", unit="law")
    Appointment.objects.create(slug="a", post=post, name="Luis Almagro", person=Person.objects.get(), seen="2015")
    ecuador = make_state("EC", "Ecuador")
    CountryOffice.objects.create(slug="ec", name="Office", city="Quito", member_state=ecuador, status="operating")
    writing.catch_up()

    for words, question in {
        "executive order 08-01": "Looking for an act?",
        "almagro": "Looking for a person?",
        "quito": "Looking for a country office?",
        "structure today": "Looking for an edition of the structure?",
    }.items():
        response = client.get("/en/find/", {"q": words})
        assert found(response) == [], words
        assert question in page_of(response)
        assert f"Search the whole directory for “{words}”" in page_of(response)
        assert_valid_html(response)
    assert found(client.get("/en/find/?q=executive+advises")) == ["law"]


@pytest.mark.parametrize("query", ["q=zzz", "q=zzz&on=1950-01-01", "country=bb&on=1950-01-01"])
def test_an_empty_database_answers_too(client, query):
    make_state()
    response = client.get(f"/en/find/?{query}")
    assert "The first point of contact" in page_of(response)
    assert_valid_html(response)


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("theme=nonsense", "theme", "There is no theme “nonsense”."),
        ("country=nonsense", "country", "There is no member state “nonsense”."),
        ("wish=nonsense", "wish", "There is no option “nonsense”."),
        ("q=%21", "q", "Write at least one letter or digit."),
        ("q=" + "a" * 300, "q", "Shorten this to 200 characters; it has 300."),
    ],
)
def test_an_unknown_value_shows_its_error(client, query, field, sentence):
    today()
    response = client.get(f"/en/find/?{query}")
    assert response.status_code == 200
    assert response.context["form"].errors == {field: [sentence]}
    assert escape(sentence) in response.content.decode()
    assert_valid_html(response)


def test_the_public_finds_nothing_of_a_draft(client):
    today()
    hidden = make_structure("hidden", "gs\n  law | department | Law of Secrets\n  secret | office | Office of Hush")
    give_theme(place(hidden, "secret"), "whispering", "Whispering")
    give_function(place(hidden, "law"), "Whispers.")

    for words in ("secrets", "hush", "whispering", "whispers"):
        response = client.get("/en/find/", {"q": words})
        assert found(response) == []
    assert "whispering" not in response.context["form"].themes
    assert "ecrets" not in client.get("/en/find/?q=law").content.decode()


def make_many(count):
    structure = make_structure(
        "today",
        "gs\n" + "\n".join(f"  u{each} | office | Office of Ports {each}" for each in range(count)),
        status=ADOPTED,
        effective_from=date(2016, 1, 1),
    )
    state = make_state()
    for each in range(count):
        give_theme(place(structure, f"u{each}"), f"ports-{each}", f"Ports {each}")
        give_function(place(structure, f"u{each}"), "Works with ports.")
        UnitAlias.objects.create(unit=make_unit(f"u{each}"), kind="name", text=f"Ports Unit {each}")
        make_agreement(f"a{each}", subject="Ports", unit=make_unit(f"u{each}"), member_states=[state])
        CountryOffice.objects.create(slug=f"o{each}", name="Office", member_state=state, status="operating")


@pytest.mark.parametrize("count", [1, 3])
def test_an_answer_costs_the_same_however_many(costs, count):
    make_many(count)
    writing.catch_up()

    with costs("find"):
        response = Client().get("/en/find/?q=ports&country=bb&wish=propose")

    assert len(found(response)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_misspelt_word_costs_the_same_however_many(costs, count):
    make_many(count)
    writing.catch_up()

    with costs("find, a misspelt word"):
        response = Client().get("/en/find/?q=portts")

    assert (len(found(response)), response.context["instead"]) == (count, "ports")


def test_a_question_of_as_many_words_as_fit_is_answered(client):
    today()
    words = [first + second for first in "bcdfgh" for second in "klmnprstvwz"]
    response = client.get("/en/find/", {"q": " ".join(words)})
    assert (len(words), response.status_code) == (66, 200)
