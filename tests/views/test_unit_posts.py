"""units/<slug>/: the posts of the unit, with their holders."""

import pytest

from tests.helpers.html import assert_valid_html, texts
from tests.helpers.posts import make_secretary, today

pytestmark = pytest.mark.django_db


def test_the_page_of_a_unit_names_holders_and_of_a_day_to_come_those_last_recorded(client):
    today()
    make_secretary()

    past, to_come = client.get("/en/units/osg/?on=2020-01-01"), client.get("/en/units/osg/?on=2040-01-01")

    assert_valid_html(to_come)
    [words], [later] = (texts(page, ".//section[@aria-labelledby='posts']") for page in (past, to_come))
    assert words.startswith("People Secretary General head Cy")
    assert later.startswith("People Secretary General head not known; in the post as last recorded: Cy")
