"""sources/<slug>/: the offices and member states that rest on a source."""

import pytest

from tests.helpers.factories import make_source
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.offices import make_membership, make_office, make_state

pytestmark = pytest.mark.django_db


def test_a_source_names_the_offices_and_states_that_cite_it(client):
    make_source("page", cited_by=[make_office(), make_state(), make_membership()])
    make_office("office-other")

    response = client.get("/en/sources/page/")

    assert texts(response, ".//section/h3") == ["Offices", "Member states"]
    assert texts(response, ".//section/ul/li") == ["Office office-bb", "Barbados", "NI"]
    assert_valid_html(response)
