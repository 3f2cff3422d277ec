"""A draft with one of everything: whatever words of it are typed, each door of the search answers as without it."""

import pytest

from orgunits import failed_searches
from orgunits.models import SearchPending
from orgunits.search_index import writing
from tests.helpers.whole_site import OWN
from tests.views.test_secrecy import WORD, hide_one_of_everything, today  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

DOORS = ["search/?q=", "search/suggest/?q=", "search/suggest/?format=opensearch&q=", "find/?q=", "units/?q="]
# Of the names, the acronym, beginnings, slips, parts of names that the public has, too.
TYPED = [
    "zyxomma",
    "Zyxom",
    "zyxoma",
    "ZYX",
    "ZYXO",
    "zyxomma+office",
    "sedi+zyxomma",
    "zyxomma+four",
    "office",
    "zyx-act",
]


def answers(client, caplog):
    """{address: what is answered}, and what is written to the log of searches that found nothing."""
    caplog.clear()
    pages = {}
    for path in ["opensearch.xml", *(door + typed for door in DOORS for typed in TYPED)]:
        response = client.get(f"/en/{path}")
        pages[path] = f"{response.status_code} {OWN.sub('', response.content.decode())}"
    lines = [record.message for record in caplog.records if record.name == failed_searches.logger.name]
    return pages, lines


def leave_due():
    assert SearchPending.objects.exists()


@pytest.mark.parametrize("state", ["due", "written", "unwritten"])
def test_no_word_of_a_draft_is_found_suggested_counted_or_offered(client, caplog, monkeypatch, today, state):  # noqa: F811
    caplog.set_level("INFO")
    write = {"due": leave_due, "written": writing.build, "unwritten": leave_due}[state]
    if state == "unwritten":
        monkeypatch.setattr("orgunits.search.pending.MOST", 1)
    write()
    pages, lines = answers(client, caplog)
    assert [page for page in pages.values() if not page.startswith("200")] == []
    assert bool(lines) == (state != "unwritten")

    hide_one_of_everything(today)
    write()

    pages_then, lines_then = answers(client, caplog)
    assert [path for path, page in pages.items() if page != pages_then[path]] == []
    assert lines_then == lines
    shown = [path for path, page in pages_then.items() if WORD in page]
    assert shown == [], "the reader's words are in small letters; these are the draft's"
