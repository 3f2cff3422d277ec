"""Queries that are compiled once answer as the queryset itself would, each time."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.models import F
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from orgunits import compiled as compiled_queries
from orgunits.compiled import Part, compiled, parts_together, rows_of, together
from orgunits.models import OrganizationalUnit, Placement, Structure, Theme
from tests.helpers.factories import make_structure, make_unit, place

pytestmark = pytest.mark.django_db
ADOPTED = Structure.Status.ADOPTED


@compiled
def called(label):
    return OrganizationalUnit.objects.filter(label=label)


@compiled
def among(keys):
    return OrganizationalUnit.objects.filter(pk__in=keys).order_by("pk").values_list("label", flat=True)


@compiled
def up_to(day, *, newest_first=False):
    found = Structure.objects.filter(effective_from__lte=day).order_by("effective_from")
    return (found.reverse() if newest_first else found).values_list("slug", flat=True)


@compiled
def under(parent):
    return Placement.objects.filter(parent=parent).order_by("name")


def test_a_query_is_built_once_and_its_rows_are_read_at_every_call(costs):
    built = []

    @compiled
    def every(label):
        built.append(label)
        return OrganizationalUnit.objects.filter(label=label)

    make_unit("a", label="A")
    with costs("a compiled query"):
        assert [each.slug for each in every("A")] == ["a"]
    OrganizationalUnit.objects.filter(slug="a").update(slug="other")
    with costs("a compiled query"):
        assert [each.slug for each in every("A")] == ["other"]
    assert every("B") == []
    assert len(built) == 1


def test_the_rows_are_records_that_can_be_saved():
    make_unit("a", label="A")
    [record] = called("A")
    record.label = "B"
    record.save()
    assert (called("A"), called("B")) == ([], [record])


def test_texts_days_keys_and_records_are_values():
    make_structure("old", "gs", status=ADOPTED, effective_from=date(2006, 1, 1))
    new = make_structure("new", "gs\n  smo", status=ADOPTED, effective_from=date(2016, 1, 1))
    assert up_to(date(2010, 1, 1)) == ["old"]
    assert up_to(date(2016, 1, 1)) == ["old", "new"]
    assert up_to(date(2016, 1, 1), newest_first=True) == ["new", "old"]
    assert [row.unit.slug for row in under(place(new, "gs"))] == ["smo"]
    assert [row.unit.slug for row in under(None)] == ["gs", "gs"]


@given(st.sets(st.integers(0, 6)))
def test_any_number_of_keys_is_one_value(wanted):
    units = [OrganizationalUnit.objects.get_or_create(slug=f"u{n}", defaults={"label": str(n)})[0] for n in range(5)]
    keys = {units[n].pk if n < 5 else -n for n in wanted}
    assert among(keys) == [str(n) for n in sorted(wanted) if n < 5]
    assert len(among.texts) == 1


def test_each_language_has_its_text():
    Theme.objects.create(slug="migration", name_en="Migration", name_es="Migración")

    @compiled
    def names():
        return Theme.objects.order_by("name").values_list("name", flat=True)

    found = {}
    for language in ("en", "es", "en"):
        with override(language):
            found[language] = names()
    assert found == {"en": ["Migration"], "es": ["Migración"]}


def test_a_value_is_never_part_of_the_text():
    hostile = "'; DROP TABLE orgunits_placement; --"
    make_unit("a", label=hostile)
    with connection.execute_wrapper(lambda execute, sql, *rest: (asked.append(sql), execute(sql, *rest))[1]):
        asked = []
        assert [each.slug for each in called(hostile)] == ["a"]
    assert "DROP" not in asked[0]


def test_what_can_find_nothing_is_no_query(costs):
    @compiled
    def nothing(label):
        return OrganizationalUnit.objects.filter(pk__in=[], label=label)

    with costs("a compiled query that can find nothing"):
        assert nothing("A") == nothing("B") == []


def test_no_more_texts_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(compiled_queries, "MOST", 2)

    @compiled
    def numbered(*, number):
        return OrganizationalUnit.objects.filter(pk=F("pk") + number)

    assert [numbered(number=number) for number in range(5)] == [[]] * 5
    assert len(numbered.texts) == 2


@pytest.mark.parametrize("value", [True, datetime(2016, 1, 1, tzinfo=UTC), 1.5, object()])
def test_what_is_no_value_of_a_query_is_refused(value):
    with pytest.raises(TypeError, match="can't be given"):
        called(value)


# --- several in one statement


@compiled
def everything(kind):
    """A row of each sort of column that a page reads."""
    columns = ("name", "slug", "was_proposed", "effective_from", "revision", "based_on")
    return Structure.objects.filter(status=kind).order_by("-slug").only(*columns)


def test_several_questions_in_one_statement_are_answered_as_each_alone(costs):
    old = make_structure("old", "gs", status=ADOPTED, effective_from=date(2006, 1, 1), name="«Ñandú» \\ \"1\" 'a' %s")
    make_structure("new", "gs\n  smo", status=ADOPTED, effective_from=date(2016, 1, 1), based_on=old)
    draft = make_structure("draft", "gs")
    alone = everything(ADOPTED), among({1, 2, 10**6}), everything(Structure.Status.DRAFT)
    with costs("several compiled queries"):
        found = together(
            adopted=everything.of(ADOPTED),
            keys=among.of({1, 2, 10**6}),
            nothing=None,
            drafts=everything.of(Structure.Status.DRAFT),
        )
    assert (found["adopted"], found["keys"], found["drafts"]) == alone
    assert found["nothing"] == []
    [first, new] = found["adopted"]
    assert (new.slug, new.effective_from, new.was_proposed, new.based_on_id) == ("new", date(2016, 1, 1), False, old.pk)
    assert (first.name, first.based_on_id) == (old.name, None)
    assert [each.effective_from for each in found["drafts"]] == [None]
    assert found["drafts"] == [draft]


def test_parts_of_a_page_are_asked_for_together_and_made_apart(costs):
    make_unit("a", label="A")
    sizes = Part(lambda here, there: (len(here), len(there)), here=called.of("A"), there=called.of("B"))
    with costs("several compiled queries"):
        parts = parts_together(sizes=sizes, rows=rows_of(called.of("A")), nothing=Part(list))
    assert parts == {"sizes": (1, 0), "rows": called("A"), "nothing": []}
    assert sizes.alone() == (1, 0)


def test_where_nothing_is_asked_no_statement_is_sent(costs):
    with costs("a compiled query that can find nothing"):
        assert together(a=None) == {"a": []}
        assert parts_together() == {}


def test_long_texts_are_not_kept_neither_alone_nor_joined(monkeypatch):
    @compiled
    def any_of(*labels):
        return OrganizationalUnit.objects.filter(label__in=labels).order_by("slug")

    make_unit("a", label="A")
    short, long = ["A"], ["A"] * 200
    monkeypatch.setattr(compiled_queries, "_joined", {})
    monkeypatch.setattr(compiled_queries, "LONGEST", len(any_of.of(*short).text.sql) + 100)
    for labels in (short, long, long):
        assert [each.slug for each in any_of(*labels)] == ["a"]
        assert [each.slug for each in together(rows=any_of.of(*labels))["rows"]] == ["a"]
    assert len(any_of.texts) == len(compiled_queries._joined) == 1


def test_a_record_that_is_read_is_as_django_makes_it():
    structure = make_structure("new", "gs\n  smo", status=ADOPTED, effective_from=date(2016, 1, 1))

    def below(parent):
        return Placement.objects.filter(parent=parent).select_related("unit", "parent__unit")

    top = place(structure, "gs")
    ((ours,), (djangos,)) = compiled(below)(top), below(top)
    for mine, its in ((ours, djangos), (ours.unit, djangos.unit), (ours.parent, djangos.parent)):
        assert mine == its
        assert columns_of(mine) == columns_of(its)
        assert (mine._state.adding, mine._state.db) == (False, its._state.db)
    assert ours.parent.unit.slug == "gs"


def columns_of(record):
    return {name: value for name, value in vars(record).items() if not name.startswith("_")}
