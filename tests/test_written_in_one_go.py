"""The tags that write lists in one go: what comes from the record is escaped, as templates do it by themselves."""

import pytest

from orgunits.models import ChangeAuthority, Source
from orgunits.tree import trees
from tests.helpers.acts_and_posts import make_act
from tests.helpers.changes import make_change
from tests.helpers.factories import place
from tests.helpers.html import words_of
from tests.helpers.unit_records import PROPOSED, edition, html

pytestmark = pytest.mark.django_db
TREE = "gs | general_secretariat | <i>Top\n  sare | secretariat | <i>Name | <i>Acronym"


@pytest.fixture
def _in_tags():
    """Two editions and a unit, of which every text begins with a tag."""
    edition(2004, TREE, PROPOSED, name="<i>Before")
    today = edition(2016, TREE, name="<i>Today")
    trees.change(place(today, "sare"), note_en="<i>Note")
    source = Source.objects.create(slug="source", kind="document", title="<i>Title", publisher="<i>Publisher")
    place(today, "sare").sources.add(source)
    act = make_act("act", symbol="<i>Symbol")
    fields = {"when_words": "<i>When", "description": "<i>Description", "note": "<i>Of it", "to": today}
    for change in (
        make_change("moved", ["sare"], moved_to="gs", **fields),
        make_change("functions_transferred", ["sare"], ["gs"], **fields),
    ):
        ChangeAuthority.objects.create(event=change, instrument=act, note="<i>Of the act")


@pytest.mark.usefixtures("_in_tags")
@pytest.mark.parametrize("address", ["/en/units/sare/", "/en/structures/in-2016/"])
def test_no_text_of_the_record_becomes_a_tag(client, address):
    response = client.get(address)
    words = words_of(response)

    assert "<i>" not in html(response)
    assert "&lt;" not in words
    for text in ("Top", "Name", "Today", "When", "Description", "Of it", "Symbol", "Of the act"):
        assert f"<i>{text}" in words
    if "units" in address:
        for text in ("Before", "Acronym", "Note", "Title", "Publisher"):
            assert f"<i>{text}" in words
