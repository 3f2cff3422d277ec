"""A site with something of every kind that searches find, and what the index says of it."""

from datetime import date

from django.db import connection

from orgunits.models import (
    Body,
    Person,
    PlacementTheme,
    SearchDocument,
    SearchPending,
    SearchPosting,
    SearchWord,
    Theme,
    ThemeLabel,
    UnitAlias,
    UnitFunction,
    UnitRelation,
)
from orgunits.search_index import writing
from orgunits.tree import trees

from .acts_and_posts import appoint, make_act, make_mandate, make_post
from .agreements import make_agreement, make_state
from .factories import make_source, make_structure, make_unit, place
from .offices import make_office

EARLIER = """
gs
  sedi | secretariat | Former Secretariat | FS
  gone | department | Department that went
"""
NOW = """
gs | general_secretariat | General Secretariat | GS
  sedi | executive_secretariat | Executive Secretariat | SEDI
    open | department | Department of Open Matters
"""


def make_world():
    """Two adopted editions, and a record of each kind in them; all of it indexed."""
    make_structure("earlier", EARLIER, status="adopted", effective_from=date(2010, 1, 1))
    today = make_structure("today", NOW, status="adopted", effective_from=date(2020, 1, 1), summary="A summary")
    unit = make_unit("sedi")
    placement = trees.change(
        place(today, "sedi"), summary_en="What it does", purpose_en="What it is for", purpose_es="Para qué"
    )
    source = make_source("source", title="A source", publisher="A publisher", file_name="file.pdf")
    UnitAlias.objects.create(unit=unit, kind="name", text="Another name", language="en", source=source)
    UnitFunction.objects.create(placement=placement, position=1, title="A function", text="What it does")
    theme = Theme.objects.create(slug="theme", name="A theme")
    PlacementTheme.objects.create(placement=placement, theme=theme)
    ThemeLabel.objects.create(theme=theme, language="en", text="A label")
    body = Body.objects.create(slug="body", kind="council", name="Council of Bodies (CB)")
    UnitRelation.objects.create(structure=today, unit=unit, kind="secretariat_of", to_body=body)
    act = make_act("act", symbol="AG/RES. 1 (I-O/08)", adopted="2008", body="General Assembly")
    today.authorities.add(act)
    make_mandate("mandate", act=act, units=["sedi"], text="What is asked of it", provision="Article 1")
    post = make_post("post", unit="sedi", heads=["open"])
    ada = Person.objects.create(slug="ada", name="Dr. Ada B. Open")
    appoint(post, "Ada Open", "2010", "2015", person=ada)
    state = make_state(old_code="BAR", note="A note")
    office = make_office("office", member_state=state, city="Bridgetown", email="office@example.org")
    representative = make_post("representative", for_each="country_office")
    appoint(
        representative, "Bea Open", "2016", office=office, person=Person.objects.create(slug="bea", name="Bea Open")
    )
    appoint(representative, "Cy Open", "2017", unit=unit, person=Person.objects.create(slug="cy", name="Cy Open"))
    make_agreement("agreement", unit=unit, signed_on="2019", registry_number="1/2019", themes=[theme])
    # Others of each kind, to take the place of these.
    make_unit("spare")
    Theme.objects.create(slug="spare", name="A spare theme")
    Body.objects.create(slug="spare", kind="council", name="Spare Council")
    make_mandate("spare", act=make_act("spare", symbol="CP/RES. 9"))
    make_state("JM", "Jamaica")
    make_agreement("spare", partners=["Spare partner"])
    make_post("spare", unit="spare")
    writing.build()
    return today


def everything_indexed():
    """All that the index says, whatever its keys are."""
    documents = SearchDocument.objects.values_list("kind", "key", "names", "shown")
    postings = SearchPosting.objects.values_list("document__kind", "document__key", "term", "distance")
    return (
        sorted(documents, key=repr),
        sorted(postings),
        sorted(SearchWord.objects.values_list("word", flat=True)),
    )


def due():
    """What is noted as due, {(kind, key)}."""
    return set(SearchPending.objects.values_list("kind", "key"))


def assert_catches_up():
    """What was written since is written into the index, and nothing is missing from it."""
    writing.catch_up()
    assert writing.drift() == []


def triggers():
    """{name: what makes it} of those that note what is due."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_due_%'")
            return dict(cursor.fetchall())
        cursor.execute(
            "SELECT p.proname, p.prosrc, t.tgname FROM pg_proc p LEFT JOIN pg_trigger t ON t.tgfoid = p.oid "
            "WHERE p.proname LIKE 'search_due_%'"
        )
        return {row[0]: row[1:] for row in cursor.fetchall()}
