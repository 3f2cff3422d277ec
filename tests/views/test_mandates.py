"""mandates/ and mandates/<slug>/: what acts charge units with, and what is known of it on a day."""

import pytest
from django.utils.html import escape

from orgunits.models import Discrepancy, DiscrepancyClaim, MandateAssignment, Structure
from tests.helpers.acts_and_posts import day, make_act, make_mandate
from tests.helpers.factories import make_source, make_structure
from tests.helpers.html import assert_valid_html, texts
from tests.helpers.mandates import errors, listed, make_before, make_many, make_today, page, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return make_today()


@pytest.fixture
def before():
    return make_before()


# == The list of mandates


def test_mandates_stand_by_act_with_their_units_and_what_is_known_of_them(client, today, before):
    charter = make_act("charter", kind="charter", title="Charter", adopted="1948-04-30")
    make_mandate("second", act=charter, units=["gs"], provision="Article 112", position=2)
    make_mandate("first", act=charter, units=["gs"], provision="Article 109", position=1)
    order = make_act("order", kind="executive_order", symbol="Executive Order 08-01", adopted="2008")
    make_mandate("of-order", act=order, units=["sla", "ser"], starts="2008")
    make_mandate("undated", units=[])

    response = client.get("/en/mandates/")

    assert rows_of(response) == [
        ["First Charter, Article 109", "General Secretariat", "Date not recorded"],
        ["Second Charter, Article 112", "General Secretariat", "Date not recorded"],
        [
            "Of order Executive Order 08-01, 2008",
            "Legal Affairs External Relations not in this structure; last recorded in Six secretariats",
            "Started; end not recorded",
        ],
        ["Undated Resolution", "Not recorded", "Date not recorded"],
    ]
    assert not texts(response, ".//table//td//span[@class='usa-sr-only']"), "no cell is empty to the eye"
    assert_valid_html(response)


def test_the_responsibilities_of_the_charter_open_the_list_where_nothing_is_filtered(client, today):
    charter = make_act("charter", kind="charter")
    for position, title in [(2, "Archives"), (1, "Convocation")]:
        make_mandate(
            title.lower(), act=charter, units=["gs"], wording="quoted", text="…", position=position, title=title
        )
    make_mandate("other", act=charter, units=["gs"], wording="summarized", text="…")

    found = texts(client.get("/en/mandates/"), ".//section[@aria-labelledby='responsibilities']//li")
    assert found == ["Convocation", "Archives"]
    assert "responsibilities" not in client.get("/en/mandates/?kind=charter").context


def test_mandates_are_filtered_by_words_kind_force_branch_and_orphans(client, today, before):
    make_mandate("of-gs", units=["gs"], starts="2010", open_ended=True, title="Anuario")
    make_mandate("of-education", units=["education"], starts="2010")
    make_mandate("of-ser", act=make_act("order", kind="executive_order"), units=["ser"])

    for query, found in [
        ("q=anuario", ["of-gs"]),
        ("q=order", ["of-ser"]),
        ("kind=executive_order", ["of-ser"]),
        ("force=in_force", ["of-gs"]),
        ("force=end_not_recorded", ["of-education"]),
        ("force=not_dated", ["of-ser"]),
        ("force=in_force&on=2009-12-31", []),
        ("force=later&on=2009-12-31", ["of-education", "of-gs"]),
        ("branch=sedi", ["of-education"]),
        ("branch=gs", ["of-education", "of-gs"]),
        ("branch=ser&on=2010-01-01", ["of-ser"]),
        ("orphan=yes", ["of-ser"]),
        ("orphan=no", ["of-education", "of-gs"]),
        ("orphan=yes&on=2010-01-01", ["of-education"]),
    ]:
        assert sorted(listed(client.get(f"/en/mandates/?{query}"))) == found, query


@pytest.mark.parametrize(
    ("order", "found"),
    [("", ["zeal", "art", "undated"]), ("newest", ["art", "zeal", "undated"]), ("title", ["art", "undated", "zeal"])],
)
def test_mandates_are_sorted_as_asked(client, today, order, found):
    make_mandate("art", act=make_act("new", adopted="2012"), title="Árt")
    make_mandate("zeal", act=make_act("old", adopted="1999-03"))
    make_mandate("undated")

    assert listed(client.get(f"/en/mandates/?sort={order}")) == found


def test_titles_are_in_the_order_of_the_language(client, today):
    for slug, title in [("nandu", "Ñandú"), ("nube", "Nube"), ("other", "“Óleo”"), ("none", "Zona")]:
        make_mandate(slug, title=title)

    assert listed(client.get("/en/mandates/?sort=title")) == ["nandu", "nube", "other", "none"]
    assert listed(client.get("/es/mandates/?sort=title")) == ["nube", "nandu", "other", "none"]


def test_what_is_chosen_is_shown_with_links_that_take_it_away(client, today):
    response = client.get("/en/mandates/?branch=sedi&orphan=no&q=law&sort=title&page=1&structure=today")

    chips = [(str(chip["label"]), str(chip["value"]), chip["query"]) for chip in response.context["filters"].chips]
    assert chips == [
        ("Words of the mandate or its act", "law", "branch=sedi&orphan=no&sort=title&structure=today"),
        ("Unit, with all below it", "Integral Development", "orphan=no&q=law&sort=title&structure=today"),
        (
            "Its units",
            "At least one is in this edition",
            "branch=sedi&q=law&sort=title&structure=today",
        ),
    ]


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("kind=nonsense", "kind", "There is no kind “nonsense”."),
        ("force=nonsense", "force", "There is no status “nonsense”."),
        ("branch=nonsense", "branch", "There is no unit “nonsense” in this edition."),
        ("branch=ser", "branch", "There is no unit “ser” in this edition."),
        ("orphan=nonsense", "orphan", "“nonsense” is neither “yes” nor “no”."),
        ("sort=nonsense", "sort", "There is no order “nonsense”."),
        ("q=%21%3F", "q", "Write at least one letter or digit."),
        ("orphan=yes&on=1990-01-01", "orphan", "No edition is recorded for this day."),
        ("branch=gs&on=1990-01-01", "branch", "No edition is recorded for this day."),
    ],
)
def test_an_unknown_value_shows_its_error_and_no_rows(client, today, before, query, field, sentence):
    make_mandate(units=["gs"])

    response = client.get(f"/en/mandates/?{query}")

    assert errors(response) == {field: [sentence]}
    assert listed(response) == []
    assert escape(sentence) in response.content.decode()
    assert_valid_html(response)


def test_a_day_without_a_structure_is_answered_and_units_say_where_they_are_recorded(client, today):
    make_mandate(units=["sla"], starts="1980", open_ended=True)

    response = client.get("/en/mandates/?on=1990-01-01")

    assert rows_of(response) == [
        ["Mandate Resolution", "Legal Affairs first recorded in Seven secretariats", "In force"]
    ]
    assert "No edition is recorded for that day." in response.content.decode()
    assert_valid_html(response)


def test_nothing_found_says_what_to_do(client, today):
    response = client.get("/en/mandates/?q=nothing")
    assert "No mandates match these filters" in page(response)
    assert_valid_html(response)


# == One mandate


def test_a_mandate_shows_its_text_its_act_and_its_units_then_and_now(client, today, before):
    act = make_act(
        "order", kind="executive_order", symbol="Executive Order 08-01", adopted="2009", body="Secretary General"
    )
    mandate = make_mandate(
        "legal", act=act, units=["sla", "ser", "sedi"], starts="2009", ends="2012-06", text="Advise.", wording="quoted"
    )
    mandate.sources.add(make_source("press", title="Press release"))

    response = client.get("/en/mandates/legal/")

    words = page(response)
    assert "What it says Advise. Quoted" in words
    assert texts(response, ".//section[@aria-labelledby='act']//dd") == [
        "Executive Order 08-01: Order",
        "2009",
        "Secretary General",
        "Ended",
    ]
    assert rows_of(response) == [
        ["Legal Affairs", "Legal Service", "2009", "June 2012", "Ended"],
        [
            "External Relations not in this structure; last recorded in Six secretariats",
            "External Relations",
            "2009",
            "June 2012",
            "Ended",
        ],
        ["Integral Development SEDI", "not in the record of that time", "2009", "June 2012", "Ended"],
    ]
    assert "Sources Press release" in words
    assert_valid_html(response)


def test_a_mandate_of_which_only_the_title_is_known_says_so(client, today):
    make_mandate("bare", units=["gs"])
    assert "Not recorded: only the title of the act was read." in page(client.get("/en/mandates/bare/"))


def test_what_sources_say_differently_is_shown_on_the_mandate_of_the_whole_act_and_on_the_act(client, today):
    act = make_act("plan")
    make_mandate("whole", act=act)
    make_mandate("part", act=act, provision="Article 1")
    for slug, kind, key in [("of-act", "instrument", "plan"), ("of-part", "mandate", "part")]:
        found = Discrepancy.objects.create(
            slug=slug, topic="Years", reading="Ours.", others=[{"kind": kind, "id": key}]
        )
        DiscrepancyClaim.objects.create(discrepancy=found, position=1, text=f"said {slug}", source=make_source(slug))

    said = {
        address: [slug for slug in ("of-act", "of-part") if f"said {slug}" in page(client.get(f"/en/{address}/"))]
        for address in ("mandates/whole", "mandates/part", "instruments/plan")
    }
    assert said == {"mandates/whole": ["of-act"], "mandates/part": ["of-part"], "instruments/plan": ["of-act"]}


def test_unknown_mandates_and_instruments_are_not_found(client, today):
    assert client.get("/en/mandates/nonsense/").status_code == 404
    assert client.get("/en/instruments/nonsense/").status_code == 404


# == What the public may not see


def test_the_public_sees_nothing_of_what_only_drafts_know(client, admin_client, today):
    draft = make_structure("draft", "gs\n  secret | department | Department of Secrets\n  sla")
    shown = make_act("shown-act", title="Shown")
    hidden = make_act("hidden-act", symbol="Hush 1", title="Hush", revises=shown, draft=draft)
    draft.authorities.add(hidden)
    make_mandate("of-hidden-act", act=hidden, units=["sla"], title="Hushed")
    make_mandate("of-secret", units=["secret"], title="Hushed too", draft=draft)
    shown = make_mandate("of-both", units=["secret", "sla"], title="Open")
    MandateAssignment.objects.filter(mandate=shown, unit__slug="secret").update(
        starts=day("2000-01-01"), starts_precision="day", open_ended=True
    )

    addresses = ["mandates/", "mandates/of-both/", "instruments/", "instruments/shown-act/", "mandates/?q=hush"]
    for address in addresses:
        content = client.get(f"/en/{address}").content.decode().replace("q=hush", "").replace('value="hush"', "")
        for secret in ("Hush", "Department of Secrets", "hidden-act", "<b>In force</b>"):
            assert secret not in content.replace("“hush”", ""), (address, secret)
    for address in ("mandates/of-hidden-act/", "mandates/of-secret/", "instruments/hidden-act/"):
        assert client.get(f"/en/{address}").status_code == 404, address
        assert admin_client.get(f"/en/{address}").status_code == 200, address


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("mandates/", "mandates"),
        ("mandates/?branch=gs&orphan=no&q=mandate&force=end_not_recorded", "mandates, filtered"),
        ("mandates/?on=1990-01-01", "mandates before the first edition"),
        ("instruments/act/", "instrument"),
    ],
)
def test_pages_cost_the_same_however_many_mandates_they_show(client, count, address, name, costs):
    make_many(count)

    with costs(name):
        response = client.get(f"/en/{address}")

    assert len(response.context["page"]) == count
    assert len(response.context.get("changes", range(count))) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_mandate_costs_the_same_however_many_units_it_has(client, count, costs):
    act = make_many(count)
    units = [f"{kind}-{number}" for kind in ("unit", "gone") for number in range(count)]
    mandate = make_mandate("of-all", act=act, units=units)
    mandate.sources.add(make_source("source"))

    with costs("mandate"):
        response = client.get("/en/mandates/of-all/")

    assert len(response.context["mandate"].rows) == 2 * count
    assert Structure.objects.count() == 2
