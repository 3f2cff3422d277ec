"""themes/: the list, and one theme with who works on it now, who did, its agreements, what it goes on in, its names."""

from datetime import date

import pytest

from orgunits.models import PlacementTheme, Structure, ThemeContinuation
from tests.helpers.agreements import make_agreement
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.html import assert_valid_html, parsed, text_of, texts, words_of
from tests.helpers.themes import make_label, make_theme

pytestmark = pytest.mark.django_db
ADOPTED, PROPOSED, DRAFT = Structure.Status.ADOPTED, Structure.Status.PROPOSED, Structure.Status.DRAFT


@pytest.fixture
def editions():
    """Culture: of “old” in 2008, of SEDI in both, of “plan” by a proposal only."""
    then = make_structure(
        "then", "gs\n  sedi\n  old", status=ADOPTED, effective_from=date(2008, 1, 1), name="Six secretariats"
    )
    now = make_structure("now", "gs\n  sedi\n  law", status=ADOPTED, effective_from=date(2016, 1, 1), name="Today")
    proposal = make_structure("proposal", "gs\n  plan", status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="day")
    for structure, unit in ((then, "sedi"), (then, "old"), (proposal, "plan")):
        give(structure, unit, "Culture")
    return then, now


def give(structure, unit, theme, **fields):
    return PlacementTheme.objects.create(placement=place(structure, unit), theme=make_theme(theme), **fields)


def section(response, name):
    found = parsed(response).find(f".//section[@aria-labelledby='{name}']/ul")
    return None if found is None else [text_of(item) for item in found.findall("li")]


def test_who_works_on_it_comes_first_and_then_who_did(client, editions):
    response = client.get("/en/themes/culture/")

    assert "1 unit in today’s structure is recorded as working on it." in words_of(response)
    assert section(response, "now") == ["Sedi as stated in 2008"]
    [former] = section(response, "formerly")
    assert former.startswith("Old not in this structure; last recorded in Six secretariats")
    assert former.endswith("theme on record in Six secretariats")
    [proposed] = section(response, "proposed")
    assert proposed.startswith("Plan not in this structure; proposed in Structure proposal")
    assert section(response, "later") is None
    assert_valid_html(response)


def test_the_moment_decides_who_works_on_it(client, editions):
    _then, now = editions
    give(now, "law", "Culture", inferred=True, words="The arts", note="with others")
    give(now, "sedi", "Trade")  # its themes are listed again, and culture is no more among them

    today, earlier = client.get("/en/themes/culture/"), client.get("/en/themes/culture/?on=2010-01-01")

    assert section(today, "now") == ["Law inferred recorded in this edition · in the source: “The arts” · with others"]
    assert [text.split(" ")[0] for text in section(today, "formerly")] == ["Old", "Sedi"]
    assert section(earlier, "now") == ["Sedi recorded in this edition", "Old recorded in this edition"]
    assert section(earlier, "formerly") is None
    assert [text.split(" ")[0] for text in section(earlier, "later")] == ["Law", "Plan"]


def test_a_day_before_the_first_edition_says_that_no_structure_is_recorded(client, editions):
    response = client.get("/en/themes/culture/?on=1990-01-01")

    assert "No edition is recorded for that day." in words_of(response)
    assert section(response, "now") is None
    assert len(section(response, "later")) == 3


def test_what_it_goes_on_in_and_continues_is_linked(client, editions):
    give(editions[1], "law", "Travel")
    ThemeContinuation.objects.create(earlier=make_theme("Culture"), later=make_theme("Travel"))
    ThemeContinuation.objects.create(earlier=make_theme("Culture"), later=make_theme("Unused"))

    earlier, later = client.get("/en/themes/culture/"), client.get("/en/themes/travel/")

    assert "Now covered by: Travel inferred" in words_of(earlier)
    assert "Unused" not in words_of(earlier)
    assert "Continues Culture inferred" in words_of(later)
    assert "/en/themes/travel/" in earlier.content.decode()


def test_its_agreements_are_listed_the_latest_five_and_the_rest_is_counted(client, editions):
    for number in range(7):
        title = f"Agreement {number}"
        make_agreement(f"a-{number}", title=title, signed_on=f"200{number}", themes=[make_theme("Culture")])
    make_agreement("proposal", title="A proposal", stage="under_review", themes=[make_theme("Culture")])

    found = section(client.get("/en/themes/culture/"), "agreements")

    assert [text[:11] for text in found] == [f"Agreement {number}" for number in (6, 5, 4, 3, 2)]
    assert "All 7 agreements" in words_of(client.get("/en/themes/culture/"))
    assert "Agreement 6" not in words_of(client.get("/en/themes/culture/?on=2005-06-01"))


def test_a_theme_that_only_an_agreement_has_is_there(client, editions):
    make_agreement("agreement", signed_on="2010", themes=[make_theme("Women")])
    make_agreement("proposal", stage="under_review", themes=[make_theme("Secret")])

    assert "No unit in today’s structure is recorded as working on it." in words_of(client.get("/en/themes/women/"))
    assert client.get("/en/themes/secret/").status_code == 404
    assert texts(client.get("/en/themes/"), ".//section[@aria-labelledby='others']//li") == ["Women"]


def test_its_names_and_labels_are_shown_in_their_languages_and_ours_are_marked(client, editions):
    theme = make_theme("Culture")
    theme.name_es, theme.name_fr = "Cultura", "Culture"
    theme.save()
    make_label(theme, "en", "Arts")
    make_label(theme, "es", "Artes", source=make_source("report", title="Report"))

    words = words_of(client.get("/en/themes/culture/"))

    assert "Names of the theme Spanish Cultura French Culture" in words
    assert (
        "Also searched as English Arts Spanish Artes (Report) Terms without a source are ours, added for searching."
        in words
    )
    assert "Inglés Culture" in words_of(client.get("/es/themes/culture/"))


def test_what_only_a_draft_knows_is_not_found(client, admin_client, editions):
    draft = make_structure("draft", "gs\n  sedi", status=DRAFT)
    give(draft, "sedi", "Secret")
    give(draft, "sedi", "Culture")

    assert [each.get("/en/themes/secret/").status_code for each in (client, admin_client)] == [404, 200]
    assert "Structure draft" not in words_of(client.get("/en/themes/culture/"))
    assert client.get("/en/themes/zeppelin/").status_code == 404


def test_the_list_says_how_many_units_have_each_theme_today(client, editions):
    give(editions[0], "old", "Ports")

    response = client.get("/en/themes/")

    assert texts(response, ".//section[@aria-labelledby='current']//li") == ["Culture 1 unit"]
    assert texts(response, ".//section[@aria-labelledby='others']//li") == ["Ports"]
    assert_valid_html(response)


def test_before_the_first_edition_the_list_is_there_without_numbers(client, editions):
    assert texts(client.get("/en/themes/?on=1990-01-01"), ".//section//li") == ["Culture"]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_many(client, count, costs):
    tree = "gs\n" + "\n".join(f"  {name}-{number}" for number in range(count) for name in ("unit", "gone"))
    then = make_structure("then", tree, status=ADOPTED, effective_from=date(2008, 1, 1))
    now = make_structure("now", "\n".join(line for line in tree.splitlines() if "gone" not in line), status=ADOPTED)
    theme = make_theme("Culture")
    for number in range(count):
        give(then, f"gone-{number}", "Culture")
        give(now, f"unit-{number}", "Culture")
        give(now, f"unit-{number}", f"Theme{number}")
        ThemeContinuation.objects.create(earlier=theme, later=make_theme(f"Theme{number}"))
        make_label(theme, "en", f"Label {number}", source=make_source(f"source-{number}"))
        make_agreement(f"agreement-{number}", signed_on="2010", themes=[theme])

    with costs("theme"):
        response = client.get("/en/themes/culture/")
    assert [len(response.context[name]) for name in ("now", "formerly", "labels")] == [count] * 3

    with costs("themes"):
        response = client.get("/en/themes/")
    assert len(response.context["current"]) == count + 1


def test_a_proposal_alone_does_not_make_a_unit_work_on_it(client, editions):
    wish = make_structure("wish", "gs\n  law", status=PROPOSED, as_of=date(2015, 1, 1), as_of_precision="day")
    give(wish, "law", "Trade")

    words = words_of(client.get("/en/themes/trade/"))

    assert "Only a proposal says who works on it: 1 unit of the structure shown." in words
    assert "is recorded as working on it" not in words


def test_the_unit_responsible_for_an_agreement_on_it_is_named(client, editions):
    make_agreement("a", unit=make_unit("law"), signed_on="2010", themes=[make_theme("Women")], unit_basis="inferred")

    assert section(client.get("/en/themes/women/"), "responsible") == ["Law inferred"]
    assert section(client.get("/en/themes/women/?on=2009-01-01"), "responsible") is None
