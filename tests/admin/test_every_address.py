"""Every address of the admin, from its own list of them, opened by each sort of person on a record of each kind."""

from functools import cache

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from simple_history.models import registered_models

from orgunits.admin.history import HistoryInWords
from orgunits.models import (
    AgreementOnItsWay,
    Body,
    Correction,
    Discrepancy,
    MemberState,
    Person,
    Pillar,
    Structure,
    Theme,
    ThemeContinuation,
    UnitFunction,
    UnitRelation,
)
from orgunits.tree import trees
from tests.helpers.acts_and_posts import appoint, make_act, make_mandate, make_post
from tests.helpers.admin_records import url
from tests.helpers.agreements import make_agreement
from tests.helpers.changes import make_change
from tests.helpers.factories import make_source, make_structure, place
from tests.helpers.offices import make_membership
from tests.helpers.offices import make_office as make_country_office
from tests.helpers.people import log_in, person
from tests.helpers.proposals import make_office, make_officer, send, today
from tests.helpers.themes import make_label, make_theme

pytestmark = pytest.mark.django_db

MARK = "Only the history holds this sentence."
GONE = 10**6  # the key of records that only the history knows
# Addresses of the admin that are about no record, with the one thing each is opened with.
WITHOUT_RECORD = {
    "app_list": ["orgunits"],
    "view_on_site": lambda: [ContentType.objects.get_for_model(Theme).pk, Theme.objects.last().pk],
}
# What the parts of an address are called, and what stands there; what is not listed fails the test.
KEY = {"object_id", "pk", "id", 0}
OTHER_PARTS = {"to": "under_review"}


def every(*actions):
    """The permissions for these actions on every kind of record of the directory."""
    return [
        f"{action}_{model._meta.model_name}"
        for action in actions
        for model in [*registered_models.values(), *admin.site._registry]
        if model._meta.app_label == "orgunits"
    ]


ROLES = {
    "a superuser": lambda: User.objects.create_superuser("superuser"),
    "an editor": lambda: person("editor", *every("add", "change", "delete", "view"), "adopt_structure"),
    "a reader of all records": lambda: person("reader", *every("view")),
    "staff without rights": lambda: person("staff"),
    "an officer": lambda: make_officer("officer", "sedi"),
    "the office": make_office,
    "a user who is no staff": lambda: User.objects.create_user("user"),
    "nobody": lambda: None,
}
READS_ALL = {"a superuser", "an editor", "a reader of all records"}


@cache
def names():
    """Name and parts of each address of the admin, as the resolver holds them."""

    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns)
            elif pattern.name:
                regex = pattern.pattern.regex if hasattr(pattern.pattern, "regex") else None
                yield pattern.name, tuple(regex.groupindex) or tuple(range(regex.groups))

    return list(dict.fromkeys(walk(admin.site.urls[0])))


def addresses(records):
    """{address: its model, if any}: each on a record, and where there is the history of one that is gone, on that."""
    models = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry}
    found = {}
    for name, parts in names():
        owner = max((each for each in models if name.startswith(f"{each}_")), key=len, default=None)
        if owner is None:
            arguments = WITHOUT_RECORD.get(name, [])
            found[reverse(f"admin:{name}", args=arguments() if callable(arguments) else arguments)] = None
            continue
        for record, version in records[models[owner]]:
            values = [record if part in KEY else version if part == 1 else OTHER_PARTS[part] for part in parts]
            arguments = {"args": values} if 0 in parts else {"kwargs": dict(zip(parts, values, strict=True))}
            found[reverse(f"admin:{name}", **arguments)] = models[owner]
    return found


def make_records():
    """{model of the admin: pairs, the key of a record and a version of its history}"""
    make_one_of_each()
    with trees.edit(Structure.objects.get(slug="draft")):
        return {model: record_of(model) for model in admin.site._registry}


def record_of(model):
    """The last one of this kind, its history and that of its lines marked, and one that is gone."""
    records = model._default_manager.order_by("pk")
    record = records.filter(proposal__isnull=False).last() if model is AgreementOnItsWay else records.last()
    assert record is not None, f"make one of {model}"
    if not hasattr(model, "history"):
        return [(record.pk, 1)]
    write(record)
    version = write(record)
    for line in (each for inline in admin.site._registry[model].inlines for each in lines(record, inline)):
        write(line)
        write(line)
    row = model.history.model.objects.get(pk=version)
    row.pk, row.id, row.history_type = None, GONE, "-"
    row.save(force_insert=True)
    return [(record.pk, version), (GONE, row.pk)]


def make_one_of_each():
    today()
    draft = make_structure("draft")
    sedi = place(draft, "sedi")
    UnitFunction.objects.create(placement=sedi, position=1, text_en="Assist.")
    body = Body.objects.create(slug="cidi", kind="council", name="CIDI")
    UnitRelation.objects.create(structure=draft, unit=sedi.unit, kind="serves", to_body=body)
    ThemeContinuation.objects.create(later=make_theme("Travel"), earlier=make_theme("Culture"))
    make_label(make_theme("Travel"), "es", "viajes")
    Pillar.objects.create(slug="pillar", name="Pillar", position=1)
    make_change("renamed", ["sedi"], acts=[make_act()], to=draft, when="2008")
    Correction.objects.create(structure=draft, unit=sedi.unit, fact="name_en", reason="A slip of the pen")
    make_mandate(units=["sedi"])
    appoint(make_post(unit="sedi"), "Ana", "2010", person=Person.objects.create(slug="ana", name="Ana"))
    make_membership()
    make_country_office(member_state=MemberState.objects.get())
    Discrepancy.objects.create(slug="discrepancy", topic="Seats", reading="One of them").claims.create(
        position=1, text="Two", source=make_source("report")
    )
    Group.objects.create(name="Editors")
    Client().force_login(person("somebody"))
    Client().post("/admin/login/", {"username": "somebody", "password": "wrong"})
    make_officer("another", "gs")
    assert send(Client(), unit="sedi").status_code == 302
    make_agreement("signed", unit=sedi.unit)


def write(record):
    record._change_reason = MARK
    record.save()
    return record.history.latest().pk


def lines(record, inline):
    if not hasattr(inline.model, "history"):
        return []
    field = next(
        field
        for field in inline.model._meta.fields
        if field.related_model is type(record) and (inline.fk_name in (None, field.name))
    )
    return inline.model._default_manager.filter(**{field.name: record})[:2]


@pytest.fixture
def opened(documents):
    """{address: model}, with the records there; all that goes wrong answers 500, as on a site."""
    return addresses(make_records())


def test_no_address_is_a_fault_for_anybody_and_no_history_is_shown_without_permission(opened):
    faults, shown = [], {}
    for role, make in ROLES.items():
        client, user = Client(raise_request_exception=False), make()
        if user:
            client.force_login(user)
        for address, model in opened.items():
            if address.endswith("/logout/"):
                continue
            response = client.get(address)
            if response.status_code not in (200, 302, 403, 404, 405, 400):
                faults.append(f"{response.status_code} for {role} at {address}")
            if b"".join(response).find(MARK.encode()) >= 0:
                shown.setdefault(role, set()).add(model)

    assert faults == []
    histories = {model for model, its_admin in admin.site._registry.items() if isinstance(its_admin, HistoryInWords)}
    assert {role: histories - models for role, models in shown.items()} == dict.fromkeys(READS_ALL, set())


def test_the_history_is_not_worked_out_for_those_who_may_not_see_it(client):
    theme = make_theme("Culture")
    ThemeContinuation.objects.create(earlier=theme, later=make_theme("Travel"))
    log_in(client)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(url("theme", "history", theme.pk))

    assert response.status_code == 403
    assert [query["sql"] for query in queries if "historical" in query["sql"]] == []


def test_the_history_holds_no_lines_that_one_may_not_see_in_the_record(client):
    theme = make_theme("Culture")
    ThemeContinuation.objects.create(earlier=theme, later=make_theme("Travel"))
    address = url("theme", "history", theme.pk)

    user = log_in(client, "view_theme")
    assert client.get(address).context["rows"] == []

    user.user_permissions.add(Permission.objects.get(codename="view_themecontinuation"))
    assert [row["what"] for row in client.get(address).context["rows"]] == ["Continuation of a theme"]
