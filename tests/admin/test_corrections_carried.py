"""A correction of a fact that other editions carry: what they say is shown first, and corrected with it."""

import pytest
from django.urls import reverse

from orgunits.adoption.checks import check
from orgunits.models import Correction, Structure, UnitFunction
from orgunits.tree import trees
from orgunits.tree.check import faults
from tests.helpers.admin_adoption import TOMORROW
from tests.helpers.admin_forms import errors_of, fields_of, messages_in, save
from tests.helpers.admin_placements import FORM as PLACE_FORM
from tests.helpers.admin_placements import url_of as place_url
from tests.helpers.adoption import draft_of
from tests.helpers.factories import drawn, make_structure, make_unit, place
from tests.helpers.html import assert_valid_html, texts

pytestmark = pytest.mark.django_db

FORM = "correction_form"
ADD = reverse("admin:orgunits_correction_add")
ASKED = "Other editions say the same: choose below which to correct too. Then save again."


@pytest.fixture
def editions():
    return [
        make_structure(str(year), status="adopted", effective_from=f"{year}-01-01", name=f"Edition {year}")
        for year in (2013, 2016, 2019)
    ]


def add_url(structure, unit="sedi", **more):
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{ADD}?structure={structure.pk}&unit={make_unit(unit).pk}{query}"


def corrected(client, structure, *, unit="sedi", also=None, **data):
    """Saves, looks at the question, and saves again; `also` are the editions left ticked, as shown where None."""
    data = {"reason": "Misread.", **data}
    asked = save(client, add_url(structure, unit), FORM, **data)
    assert_valid_html(asked)
    assert errors_of(asked) == [ASKED]
    fields = fields_of(asked, FORM)
    if also is not None:
        fields["also"] = [str(edition.pk) for edition in also]
    return client.post(add_url(structure, unit), {**fields, "_save": "Save"}, follow=True)


def names(unit="sedi"):
    return [place(edition, unit).name_en for edition in Structure.objects.chronological()]


def test_a_corrected_name_is_no_rename_between_the_editions_that_carried_it(admin_client, client, editions):
    corrected(admin_client, editions[1], fact="name_en", new_text="Development")

    assert names() == ["Development", "Development", "Development"]
    assert set(Correction.objects.values_list("structure__slug", "before", "after", "reason")) == {
        (year, "Sedi", "Development", "Misread.") for year in ("2013", "2016", "2019")
    }
    for edition in editions:
        assert place(edition, "sedi").history.first().history_change_reason == "Misread."
    client.logout()
    assert texts(client.get("/en/compare/?from=2016&to=2019"), ".//li[@class='difference']") == []


def test_editions_that_say_otherwise_are_listed_and_not_touched(admin_client, editions):
    trees.correct(editions[2], make_unit("sedi"), fact="name_en", after="Integral Development", reason="Order 19-1.")
    asked = save(admin_client, add_url(editions[1]), FORM, fact="name_en", new_text="Development", reason="Misread.")

    words = " ".join(texts(asked, ".//form[@id='correction_form']"))
    assert "Left unchanged, because they say something else: Edition 2019 (adopted): Integral Development." in words
    done = corrected(admin_client, editions[1], fact="name_en", new_text="Development")

    assert names() == ["Development", "Development", "Integral Development"]
    assert "Also corrected in these editions: Edition 2013." in messages_in(done)


def test_what_is_not_ticked_stays(admin_client, editions):
    corrected(admin_client, editions[1], fact="name_en", new_text="Development", also=[editions[2]])

    assert names() == ["Sedi", "Development", "Development"]


def test_the_form_shows_todays_value_and_the_editions_at_once_where_the_address_names_the_fact(admin_client, editions):
    page = admin_client.get(add_url(editions[1], fact="name_en"))

    assert "<dt>Official name (English)</dt><dd>Sedi</dd>" in page.content.decode()
    assert fields_of(page, FORM)["also"] == [str(editions[0].pk), str(editions[2].pk)]
    save(admin_client, add_url(editions[1], fact="name_en"), FORM, new_text="Development", reason="Misread.")
    assert names() == ["Development", "Development", "Development"]


def test_a_unit_that_was_chosen_in_the_form_is_shown_with_todays_value_before_anything_is_written(admin_client):
    only = make_structure("only", status="adopted")
    url = f"{ADD}?structure={only.pk}"
    sent = {"unit": make_unit("sedi").pk, "fact": "name_en", "new_text": "Development", "reason": "Misread."}

    asked = save(admin_client, url, FORM, **sent)

    assert errors_of(asked) == ["Now it says: “Sedi”. Then save again."]
    assert names() == ["Sedi"]
    admin_client.post(url, {**fields_of(asked, FORM), "_save": "Save"})
    assert names() == ["Development"]


def test_a_value_that_changed_since_the_question_is_asked_about_again(admin_client, editions):
    asked = save(admin_client, add_url(editions[1]), FORM, fact="name_en", new_text="Development", reason="Misread.")
    fields = fields_of(asked, FORM)
    trees.correct(editions[2], make_unit("sedi"), fact="name_en", after="Other", reason="Order 19-1.")

    again = admin_client.post(add_url(editions[1]), {**fields, "_save": "Save"})

    assert errors_of(again) == ["One of the editions you chose has changed. Check it again."]
    assert fields_of(again, FORM)["also"] == [str(editions[0].pk)]
    assert names() == ["Sedi", "Sedi", "Other"]


def test_a_draft_that_carries_it_is_changed_with_the_reason_and_needs_no_second_look(admin_client, editions):
    draft = draft_of(editions[2])

    corrected(admin_client, editions[2], fact="acronym_es", new_text="SEDI")

    assert place(draft, "sedi").acronym_es == "SEDI"
    assert place(draft, "sedi").history.first().history_change_reason == "Misread."
    assert not draft.corrections.exists()
    warnings = check(draft, day=TOMORROW, acts=[], today=TOMORROW).warnings
    assert [warning.key for warning in warnings if warning.kind == "corrected"] == []


def test_a_place_and_a_kind_are_corrected_wherever_they_were_carried(admin_client, editions):
    target = place(editions[1], "sla").pk
    corrected(admin_client, editions[1], unit="trade", fact="parent", target=target, position="last-child")
    corrected(admin_client, editions[1], unit="trade", fact="kind", new_kind="section")

    for edition in editions:
        assert drawn(edition) == "gs\n  osg\n  sedi\n    education\n  sla\n    trade"
        assert place(edition, "trade").kind == "section"
        assert faults(edition) == []


def test_where_one_edition_refuses_it_nothing_is_written_anywhere(admin_client, editions):
    other = make_structure("2021", "gs\n  sedi\n    trade", status="adopted", effective_from="2021-01-01")
    target = place(editions[1], "sla").pk

    refused = corrected(admin_client, editions[1], unit="trade", fact="parent", target=target, position="last-child")

    assert errors_of(refused) == ["“Sla” is not in “Structure 2021”: leave that edition out."]
    assert not Correction.objects.exists()
    assert drawn(other) == "gs\n  sedi\n    trade"


def test_a_purpose_or_function_that_other_editions_still_have_leads_there(admin_client, editions):
    for edition in editions:
        trees.change(place(edition, "sedi"), purpose_en="Develops.")
        UnitFunction.objects.create(placement=place(edition, "sedi"), position=1, text_en="Assist.")
    changes = {"purpose_en": "Promotes development.", "functions-0-text_en": "Assist member states."}

    done = save(admin_client, place_url(place(editions[1], "sedi")), PLACE_FORM, follow=True, **changes)

    warnings = [message for message in messages_in(done) if "still has the old text" in message]
    assert [message.partition(" still")[0] for message in warnings] == ["“Purpose (English)”", "“Text (English)”"]
    for message in warnings:
        assert [place_url(place(edition, "sedi")) in message for edition in editions] == [True, False, True]
