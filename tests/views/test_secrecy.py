"""What only a draft knows, asked for by every link and every address one could guess: nothing of it is public.

A site with a draft that has one of everything answers byte for byte what it answered without the draft.
"""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from orgunits.adoption.status import propose, withdraw
from orgunits.models import (
    Body,
    CountryOffice,
    Discrepancy,
    DiscrepancyClaim,
    Person,
    PlacementTheme,
    Post,
    Structure,
    Theme,
    ThemeContinuation,
    ThemeLabel,
    UnitAlias,
    UnitRelation,
)
from orgunits.tree import trees
from tests.helpers.acts_and_posts import appoint, day, make_act, make_mandate, make_post
from tests.helpers.agreements import make_agreement, make_state
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure, make_unit, place
from tests.helpers.offices import make_office
from tests.helpers.whole_site import OWN

pytestmark = pytest.mark.django_db

LINK = re.compile(r'(?:href|action)="([^"#]+)')
WORD = "Zyxomma"  # in all that the draft says, and nowhere else
NEVER_ASKED = re.compile(r"/(?:admin|static|setlang)/|/en/agreements/propose|chart\.pdf")  # a PDF says when it was made
GUESSED = [
    "units/zyx/", "units/zyx/?structure=plan", "?structure=plan", "structure/?structure=plan", "structures/plan/",
    "chart/?structure=plan", "chart.svg?structure=plan", "compare/?from=today&to=plan",
    "compare.csv?from=today&to=plan", "compare.json?from=today&to=plan", "instruments/zyx-act/",
    "mandates/zyx-mandate/", "posts/zyx-post/", "sources/zyx-source/",
    "people/zyx-person/", "themes/zyx-theme/", "bodies/zyx-body/",
]  # fmt: skip
ASKED = [
    "units/?q=zyxomma",
    "find/?q=zyxomma",
    "search/?q=zyxomma",
    "search/?q=zyx",
    "search/suggest/?q=zyx",
    "search/suggest/?q=zyx&format=opensearch",
    "mandates/?q=zyxomma",
    "agreements/?q=zyxomma",
    "units/?theme=zyx-theme",
    "people/?unit=zyx",
    "people/?unit=sedi",
]


@pytest.fixture
def today(db):
    """A public edition with something of everything, so that each list has a row and each page a link."""
    edition = make_structure("today", "gs\n  sedi | executive_secretariat\n    open", status="adopted")
    source = make_source("source", title="Open source", cited_by=[edition, place(edition, "sedi")])
    act = make_act("act", adopted="2008")
    edition.authorities.add(act)
    make_mandate("mandate", act=act, units=["sedi"]).sources.add(source)
    ada = Person.objects.create(slug="ada", name="Ada Open")
    appoint(make_post("post", unit="sedi", heads=["sedi"]), "Ada Open", "2010", person=ada)
    PlacementTheme.objects.create(
        placement=place(edition, "sedi"), theme=Theme.objects.create(slug="theme", name="Open theme")
    )
    make_change("created", [], ["open"], to=edition, when="2020")
    council = Body.objects.create(slug="council", kind="organ", name="Open Council (OC)")
    UnitRelation.objects.create(structure=edition, unit=make_unit("sedi"), kind="serves", to_body=council)
    make_post("representative", for_each="country_office")
    make_office("office", member_state=make_state(), coordinating_unit=make_unit("open"))
    make_agreement("agreement", unit=make_unit("sedi"), signed_on="2019")
    return edition


def hide_one_of_everything(today):
    """A draft with one record of each kind, hung on what the public knows wherever that can be."""
    plan = make_structure("plan", "gs\n  sedi\n    open\n  zyx | office | Zyxomma Office | ZYX", name=f"{WORD} plan")
    title = {"title": WORD, "draft": plan}
    source = make_source("zyx-source", **title)
    plan.sources.add(source)
    place(plan, "sedi").sources.add(source)
    trees.change(place(plan, "sedi"), purpose_en=WORD, purpose_source=source)
    act = make_act("zyx-act", symbol=WORD, **title)
    plan.authorities.add(act)
    make_mandate("zyx-mandate", act=make_act("zyx-act-two", **title), units=["sedi", "zyx"], **title)
    make_mandate("zyx-mandate-of-act", act=act, units=["zyx"], title=WORD)
    appoint(make_post("zyx-post", unit="zyx", title=WORD, heads=["sedi"]), WORD, "2010")
    post = make_post("zyx-post-two", unit="sedi", heads=["sedi", "zyx"], **title)
    person = Person.objects.create(slug="zyx-person", name=WORD, draft=plan)
    appoint(post, f"{WORD} Two", "2012", draft=plan, person=person)
    appoint(Post.objects.get(slug="post"), f"{WORD} Six", "2011", draft=plan, person=Person.objects.get(slug="ada"))
    appoint(Post.objects.get(slug="post"), f"{WORD} Three", "2012", open_ended=True, draft=plan)
    appoint(
        Post.objects.get(slug="representative"), f"{WORD} Four", "2012", office=CountryOffice.objects.get(), draft=plan
    )
    of_offices = make_post("zyx-post-three", for_each="country_office", **title)
    appoint(of_offices, f"{WORD} Five", "2012", office=CountryOffice.objects.get())
    theme = Theme.objects.create(slug="zyx-theme", name=WORD, draft=plan)
    PlacementTheme.objects.create(placement=place(plan, "sedi"), theme=theme)
    PlacementTheme.objects.create(placement=place(plan, "zyx"), theme=Theme.objects.get(slug="theme"))
    ThemeContinuation.objects.create(earlier=Theme.objects.get(slug="theme"), later=theme)
    ThemeLabel.objects.create(theme=theme, language="en", text=f"{WORD} label", source=source)
    UnitAlias.objects.create(unit=make_unit("zyx"), kind="name", text=WORD, source=source)
    UnitAlias.objects.create(unit=make_unit("zyx"), kind="acronym", text=WORD[:4].upper(), source=source)
    UnitRelation.objects.create(structure=plan, unit=make_unit("sedi"), kind="reports_to", to_unit=make_unit("zyx"))
    body = Body.objects.create(slug="zyx-body", kind="organ", name=f"{WORD} Council (ZYXO)")
    UnitRelation.objects.create(structure=plan, unit=make_unit("sedi"), kind="serves", to_body=body)
    council = Body.objects.get(slug="council")
    UnitRelation.objects.create(structure=plan, unit=make_unit("zyx"), kind="serves", to_body=council, text=WORD)
    make_change("functions_transferred", ["open"], ["zyx"], slug="zyx-change", to=plan, description=WORD)
    make_change("renamed", ["sedi"], slug="zyx-change-two", description=WORD, draft_id=plan.pk, acts=[act])
    about = Discrepancy.objects.create(slug="zyx-doubt", topic=WORD, reading=WORD, draft=plan)
    about.units.add(make_unit("sedi"))
    DiscrepancyClaim.objects.create(discrepancy=about, position=1, text=WORD, source=source)
    return plan


def crawled(client):
    """{address: the page} of the site, following every link from the start page, and of the searches."""
    asked, found = ["/en/", *(f"/en/{path}" for path in ASKED)], {}
    while asked:
        address = asked.pop()
        if address in found or NEVER_ASKED.search(address):
            continue
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode(errors="replace")
        found[address] = f"{response.status_code} {OWN.sub('', text)}"
        if response.get("Content-Type", "").startswith("text/html"):
            links = {
                urlsplit(urljoin(f"http://testserver{address}", link.replace("&amp;", "&")))
                for link in LINK.findall(text)
            }
            own = {link for link in links if link.netloc == "testserver" and link.path.startswith("/en/")}
            asked += [f"{link.path}?{link.query}" if link.query else link.path for link in own]
    return found


def test_a_draft_with_one_of_everything_changes_no_page_of_the_public(client, today):
    before = crawled(client)
    assert len(before) > 100

    plan = hide_one_of_everything(today)

    after = crawled(client)
    assert before.keys() == after.keys()
    assert [address for address, page in before.items() if page != after[address]] == []
    for path in GUESSED:
        answer = client.get(f"/en/{path}")
        assert answer.status_code == 404, path
        assert WORD not in answer.content.decode(), path

    withdraw(plan, reason="Given up", by=User.objects.create_superuser("boss"), today=day("2026-11-30"))
    assert {path: client.get(f"/en/{path}").status_code for path in GUESSED} == dict.fromkeys(GUESSED, 404)
    assert client.get("/en/sources/").content.decode().count("<tr") == before["/en/sources/"].count("<tr")


def test_once_it_is_proposed_all_of_it_is_public(client, today):
    plan = hide_one_of_everything(today)
    assert Structure.objects.public().count() == 1

    propose(plan, by=User.objects.create_superuser("boss"))

    for path in GUESSED:
        answer = client.get(f"/en/{path}")
        assert answer.status_code == 200, path
    for path in [
        *GUESSED[:1],
        "instruments/zyx-act/",
        "mandates/zyx-mandate-of-act/",
        "posts/zyx-post-two/",
        "sources/zyx-source/",
    ]:
        assert WORD in client.get(f"/en/{path}").content.decode(), path
    assert reverse("orgunits:unit_detail", args=["zyx"]) in client.get("/en/units/?q=zyxomma").content.decode()
