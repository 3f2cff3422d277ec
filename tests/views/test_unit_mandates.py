"""units/<slug>/: the mandates of the unit."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from orgunits.moment import Moment
from orgunits.unit_page.mandates import mandates_of_unit
from tests.helpers.acts_and_posts import day, make_act, make_mandate
from tests.helpers.factories import make_unit, place
from tests.helpers.html import parsed, text_of
from tests.helpers.mandates import make_today

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return make_today()


def test_the_part_for_the_page_of_a_unit_quotes_responsibilities_and_counts_what_is_below(today, django_user_model):
    charter = make_act("charter", kind="charter", title="Charter")
    make_mandate(
        "a", act=charter, units=["gs"], wording="quoted", text="Transmitting notice.", provision="Article 112(a)"
    )
    make_mandate("vision", act=make_act("vision-act", symbol="AG/RES. 2814"), units=["gs"], starts="2014-06")
    make_mandate("below", units=["education"])
    moment = Moment(day("2020-01-01"), today, is_today=False)
    request = RequestFactory().get("/en/units/gs/")
    request.moment = moment
    unit = make_unit("gs")
    mandates = mandates_of_unit(unit, place=place(today, "gs"), day=moment.day, user=django_user_model()).alone()

    context = {"mandates": mandates, "unit": unit, "structure": today, "request": request}
    html = render_to_string("orgunits/mandates/_of_unit.html", context, request)

    assert text_of(parsed(type("Response", (), {"content": html.encode()}))) == (
        "Mandates 2 of its own; 3 with everything below it. Responsibilities by the Charter"
        " Article 112(a) Transmitting notice. Quoted from the source document."
        " Other mandates Vision AG/RES. 2814 · June 2014 · Started; end not recorded"
    )
