"""agreements/ with 50,000 rows: its filters go by indexes, and a page costs what it costs with three."""

import pytest
from django.db import connection
from django.utils import timezone

from orgunits.forms.agreements import AgreementFilter
from orgunits.models import (
    AgreementParty,
    CooperationAgreement,
    MemberState,
    OrganizationalUnit,
    Partner,
    Structure,
    Theme,
)
from tests.budgets import MOST
from tests.helpers.agreements import make_state
from tests.helpers.factories import make_large_structure

pytestmark = pytest.mark.django_db
AGREEMENTS, UNITS, PARTNERS, THEMES, STATES = 50_000, 300, 3000, 200, 20
REGISTER = CooperationAgreement._meta.db_table
WORDS = "agreement_words"


def insert(model, select, count, **fixed):
    """INSERT … SELECT of `count` rows; `select` gives columns as expressions of their number n."""
    columns = {}
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        columns[field.column] = "NULL" if field.null else literal(field.get_default())
    columns |= select
    numbers = f"WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"
    names, values = ", ".join(f'"{name}"' for name in columns), ", ".join(columns.values())
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({names}) {numbers} SELECT {values} FROM numbers")


def literal(value):
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'" if connection.vendor == "postgresql" else f"x'{value.hex()}'"
    return "FALSE" if value is False else f"'{value}'"


def first(model):
    return model.objects.order_by("pk").first().pk


@pytest.fixture
def large_register():
    """Signed from 1950 on, by 300 units, with 3,000 partners, on 200 themes, about 20 states."""
    make_large_structure(UNITS, "u")
    for number in range(STATES):
        make_state(f"S{chr(ord('A') + number)}", f"State {number}")
    Theme.objects.bulk_create(Theme(slug=f"t{number}", name=f"Theme {number}") for number in range(THEMES))
    insert(
        Partner,
        {
            "slug": "'p' || n",
            "name": "'Partner ' || n",
            "folded": "'partner ' || n",
            "kind": "CASE WHEN n % 50 = 0 THEN 'company' ELSE 'civil_society' END",
            "country": "CASE WHEN n % 1000 = 0 THEN 'SA' ELSE '' END",
        },
        PARTNERS,
    )
    year = "(1950 + n % 76)"
    unit = first(OrganizationalUnit)
    insert(
        CooperationAgreement,
        {
            "slug": "'a' || n",
            "subject": "'Subject ' || n",
            "subject_en": "'Subject ' || n",
            "folded": "'subject ' || n",
            "type": "CASE WHEN n % 20 = 0 THEN 'special' ELSE 'general' END",
            "special_type": "CASE WHEN n % 20 = 0 THEN 'program' ELSE '' END",
            "stage": "CASE WHEN n % 100 = 99 THEN 'proposed' ELSE 'signed' END",
            "unit_id": f"{unit} + n % {UNITS}",
            "signed_on": date_of(f"CASE WHEN n % 100 = 99 THEN NULL ELSE {year} || '-06-01' END"),
            "signed_on_precision": "CASE WHEN n % 100 = 99 THEN '' ELSE 'day' END",
            "ends_on": date_of(f"CASE WHEN n % 40 = 0 THEN ({year} + 5) || '-06-01' ELSE NULL END"),
            "ends_on_precision": "CASE WHEN n % 40 = 0 THEN 'day' ELSE '' END",
        },
        AGREEMENTS,
    )
    agreement = first(CooperationAgreement)
    insert(
        AgreementParty,
        {"agreement_id": f"{agreement} - 1 + n", "partner_id": f"{first(Partner)} + n % {PARTNERS}"},
        AGREEMENTS,
    )
    for field, key, model, every, number in [
        ("themes", "theme_id", Theme, 1, THEMES),
        ("member_states", "memberstate_id", MemberState, 25, STATES),
    ]:
        through = CooperationAgreement._meta.get_field(field).remote_field.through
        columns = {"cooperationagreement_id": f"{agreement} + (n - 1) * {every}", key: f"{first(model)} + n % {number}"}
        insert(through, columns, AGREEMENTS // every)
    count_every_row()


def count_every_row():
    """The planner is to know the register as it is: a sample of it, and so the plan, is a matter of chance."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL default_statistics_target TO 10000")  # looks at three million rows: at all
        if has_index(WORDS):
            # New words wait in a list until autovacuum sorts them in; how long it is by now depends on earlier tests.
            cursor.execute("SELECT gin_clean_pending_list(%s)", [WORDS])
        cursor.execute("ANALYZE")


def date_of(text):
    return f"CAST({text} AS date)" if connection.vendor == "postgresql" else text


def has_index(name):
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = %s", [name])
        return cursor.fetchone() is not None


def plan_of(**query):
    structure, day = Structure.objects.get(), timezone.localdate()
    filters = AgreementFilter(query, structure=structure, day=day, to_staff=False)
    assert filters.is_valid()
    assert filters.qs.count() > 50
    return filters.qs[:50].explain()


def test_the_filters_of_50000_agreements_go_by_indexes_in_twelve_queries(
    client, large_register, django_assert_max_num_queries
):
    for query in ("", "?unit=u-00007", "?q=subject+777", "?theme=t7&sort=title", "?state=signed&page=20"):
        with django_assert_max_num_queries(MOST):
            response = client.get(f"/en/agreements/{query}")
        assert response.context["page"].object_list
    if connection.vendor != "postgresql":
        return
    filters = {
        "type": "general",
        "unit": "u-00250",
        "member_state": "sa",
        "theme": "t7",
        "partner_kind": "company",
        "year": "1987",
        "special_type": "program",
        "state": "expired",
    }
    if has_index(WORDS):  # where PostgreSQL has pg_trgm
        filters["q"] = "777"
    plans = {name: plan_of(**{name: value}) for name, value in {"sort": "latest", **filters}.items()}
    assert {name: plan for name, plan in plans.items() if f"Seq Scan on {REGISTER} " in plan} == {}
