"""The mandates and posts of the fixtures: all that the facts hold, in the words that they say they are."""

from orgunits.fixtures_from_facts.mandates import mandate_rows
from orgunits.fixtures_from_facts.posts import post_rows
from orgunits.models import Mandate


def rows_of(rows, model):
    return [row["fields"] for row in rows if row["model"] == f"orgunits.{model}"]


def test_the_fixtures_hold_all_posts_and_mandates_of_the_facts():
    mandates, posts = mandate_rows(), post_rows()

    assert (len(rows_of(mandates, "mandate")), len(rows_of(mandates, "mandateassignment"))) == (74, 102)
    assert (len(rows_of(posts, "post")), len(rows_of(posts, "appointment"))) == (22, 58)
    assert len(rows_of(posts, "postresponsibility")) == 18


def test_the_fixtures_quote_the_eight_responsibilities_and_nothing_else():
    mandates = rows_of(mandate_rows(), "mandate")

    quoted = [row["slug"] for row in mandates if row.get("wording") == Mandate.Wording.QUOTED]
    assert quoted == [f"charter-art-112-{letter}" for letter in "abcdefgh"]


def test_what_the_fixtures_put_in_other_words_is_in_english_and_spanish():
    mandates, posts = mandate_rows(), post_rows()

    own = [row for row in rows_of(mandates, "mandate") if row.get("wording") == Mandate.Wording.SUMMARIZED]
    assert [row["slug"] for row in own if not row.get("text_es")] == []
    for model, rows, field in [
        ("mandate", mandates, "provision"),
        ("mandate", mandates, "note"),
        ("mandateassignment", mandates, "role"),
        ("post", posts, "title"),
        ("post", posts, "note"),
        ("appointment", posts, "seen"),
        ("appointment", posts, "note"),
    ]:
        found = rows_of(rows, model)
        assert [row for row in found if bool(row.get(f"{field}_en")) != bool(row.get(f"{field}_es"))] == [], field


def test_provisions_of_the_charter_have_no_day_for_it_was_amended_since():
    assignments = rows_of(mandate_rows(), "mandateassignment")

    provisions = [row for row in assignments if row["mandate"][0].startswith(("charter-art", "charter-ch"))]
    assert len(provisions) == 18
    assert [row for row in provisions if "starts" in row] == []


def test_a_mandate_is_open_only_where_a_source_says_so():
    assignments = rows_of(mandate_rows(), "mandateassignment")

    assert {row["mandate"][0] for row in assignments if row.get("open_ended")} == {"charter-of-the-oas"}
    assert {(row["mandate"][0], row["ends"]) for row in assignments if "ends" in row} == {
        ("ag-res-1-xxxvi-e-08", "2009-12-31"),
        ("ag-res-1-xl-e-10-corr-1", "2011-12-31"),
    }
