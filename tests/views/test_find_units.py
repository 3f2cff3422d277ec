"""find/: which units the words of a question find, and in which order."""

from datetime import date
from itertools import product

import pytest

from orgunits.models import CountryOffice, Structure, UnitAlias
from tests.helpers import both_ways
from tests.helpers.agreements import make_state
from tests.helpers.factories import make_structure, make_unit, place
from tests.helpers.find import before, found, give_function, give_theme, page_of, reasons, today
from tests.helpers.html import assert_valid_html

pytestmark = pytest.mark.django_db
client = both_ways.client
ADOPTED, PROPOSED = Structure.Status.ADOPTED, Structure.Status.PROPOSED


def test_words_are_found_in_names_themes_aliases_functions_and_purposes(client):
    structure = today()
    give_theme(place(structure, "social"), "migration", "Migration and Development")
    give_function(place(structure, "law"), "Advises on extradition treaties.")
    UnitAlias.objects.create(unit=make_unit("law"), kind="name", text="Jurists")

    def asked(words):
        response = client.get("/en/find/", {"q": words})
        assert_valid_html(response)
        return found(response), reasons(response)

    assert asked("inclusion") == (["social"], [[("name", "today")]])
    assert asked("MIGRATION") == (["social"], [[("theme", "today")]])
    assert asked("extradition") == (["law"], [[("function", "today")]])
    assert asked("jurists") == (["law"], [[("alias", None)]])
    assert asked("extradition of jurists") == (["law"], [[("alias", None), ("function", "today")]])


def test_a_name_comes_before_a_theme_and_a_theme_before_a_function(client):
    structure = make_structure(
        "today",
        "gs\n  one\n  two\n  three | office | Office of Ports\n  four",
        status=ADOPTED,
        effective_from=date(2016, 1, 1),
    )
    give_function(place(structure, "one"), "Works with ports.")
    give_theme(place(structure, "two"), "ports", "Ports")
    give_function(place(structure, "four"), "Reports and supports.")

    assert found(client.get("/en/find/?q=ports")) == ["three", "two", "one"]


def test_a_unit_that_is_gone_is_named_and_said_not_to_be_in_the_record(client):
    before()
    today()

    response = client.get("/en/find/?q=ports")

    assert (found(response), reasons(response)) == (["sea"], [[("name", "before")]])
    assert "not in today’s structure, as recorded" in page_of(response)
    assert "as stated in 2008" in page_of(response)
    assert "not in the record" not in page_of(client.get("/en/find/?q=ports&on=2010-01-01"))


def test_what_was_only_proposed_says_so(client):
    today()
    plan = make_structure("plan", "gs\n  social", status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="year")
    give_theme(place(plan, "social"), "ageing", "Ageing")

    response = client.get("/en/find/?theme=ageing")

    assert (found(response), reasons(response)) == (["social"], [[("theme", "plan")]])
    assert "as proposed in 2015" in page_of(response)


def test_the_latest_recorded_themes_count_and_those_they_replaced_only_where_no_other_unit_is_found(client):
    earlier, now = before(), today()
    give_theme(place(earlier, "law"), "old", "Arbitration")
    give_theme(place(now, "law"), "new", "Extradition")

    for query in ("theme=old", "q=arbitration"):
        response = client.get(f"/en/find/?{query}")
        assert (found(response), reasons(response)) == (["law"], [[("theme", "before")]])
        assert "as stated in 2008" in page_of(response)
    assert found(client.get("/en/find/?theme=old&on=2010-01-01")) == ["law"]

    give_theme(place(now, "social"), "arbitration", "Arbitration of disputes")
    assert found(client.get("/en/find/?q=arbitration")) == ["social"]


def test_whole_sentences_other_forms_of_a_word_and_other_languages_find_the_unit(client):
    structure = today()
    theme = give_theme(place(structure, "social"), "disabilities", "Persons with Disabilities")
    theme.name_es = "Personas con discapacidad"
    theme.save()

    wishes = ("We want to work on disabilities", "disabled people", "Queremos trabajar por la discapacidad")
    for language, wish in product(("en", "es"), wishes):
        assert found(client.get(f"/{language}/find/", {"q": wish})) == ["social"], (language, wish)


def test_a_country_among_the_words_is_the_country(client):
    give_theme(place(today(), "social"), "migration", "Migration")
    state = make_state()
    CountryOffice.objects.create(slug="barbados", name="Office in Barbados", member_state=state, status="operating")

    response = client.get("/en/find/?q=migration+in+Barbados")

    assert found(response) == ["social"]
    assert [each.slug for each in response.context["offices"]] == ["barbados"]
    assert "Your words mention Barbados, so it was taken as the country." in page_of(response)
    assert_valid_html(response)
    assert response.context["form"]["country"].value() == "bb"
    assert found(client.get("/en/find/?q=migration+in+Barbados&country=bb")) == ["social"]
    assert found(client.get("/en/find/?q=barbados")) == []


def test_where_no_unit_holds_all_the_words_those_that_hold_the_most_are_named_with_what_they_lack(client):
    give_theme(place(today(), "social"), "migration", "Migration")

    response = client.get("/en/find/?q=migration+and+dragons")

    assert found(response) == ["social"]
    assert "No unit on record works on all of this; these come closest" in page_of(response)
    assert "Not found in its record: <b>dragons</b>" in page_of(response)
    assert_valid_html(response)


def test_words_and_theme_together_narrow_and_never_end_in_nothing(client):
    structure = today()
    give_theme(place(structure, "social"), "migration", "Migration")
    give_theme(place(structure, "law"), "treaties", "Treaties")

    assert found(client.get("/en/find/?q=inclusion&theme=migration")) == ["social"]
    assert found(client.get("/en/find/?q=inclusion&theme=treaties")) == ["social", "law"]


def test_words_that_begin_alike_lead_to_the_unit(client):
    give_theme(place(today(), "law"), "observation", "Electoral observation")

    assert found(client.get("/en/find/?q=elections")) == ["law"]
