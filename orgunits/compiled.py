"""Queries of pages, the text of each worked out once a process. Over 300 lines: all that uses inner names of Django.

    @compiled
    def _offices_of(unit, *, with_closed):
        offices = CountryOffice.objects.filter(coordinating_unit=unit)
        return offices if with_closed else offices.filter(closed_on=None)

    _offices_of(unit.pk, with_closed=False)  # a list

What is given by position (a key, a day, a text, a set of keys; a record stands for its key) may differ from call to
call: the function gets a placeholder for it. What is given by name decides the text, as the reader's
language does: a text is kept for each combination, so there must be few. No row is kept, only text.
"""

import re
from datetime import date, datetime
from functools import update_wrapper
from json import dumps, loads
from string import ascii_lowercase

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BigIntegerField, CharField, DateField, Expression, Model
from django.db.models.base import ModelState
from django.utils.translation import get_language
from psycopg import Cursor

# So many texts of one query are kept, and of so many characters; what is asked in yet other words, or for fifty words
# at once, is worked out each time. What Django knows of a text takes many times its room.
MOST = 200
LONGEST = 50_000


# Of what is compared with a value or a column.
NEEDLESS_BRACKETS = re.compile(r"([=<>] )\((%s|\w+\.\"\w+\")\)")


class Given(Expression):
    """Stands in a query for the value at `place` of a call."""

    def __init__(self, place, output_field):
        super().__init__(output_field=output_field)
        self.place = place

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def get_group_by_cols(self):
        return []

    def ready(self, value, connection):
        """`value` as the database takes it."""
        return self.output_field.get_db_prep_value(value, connection)


class GivenKeys(Given):
    """Stands for any number of keys, which are one value: however many they are, the text is the same."""

    def as_sqlite(self, compiler, connection):
        return "(SELECT value FROM json_each(%s))", [self]

    def as_postgresql(self, compiler, connection):
        return "(SELECT unnest(%s::bigint[]))", [self]

    def ready(self, value, connection):
        return dumps(list(value)) if connection.vendor == "sqlite" else list(value)


# Of a value: its placeholder and the column that it is like.
KINDS = (
    (int, Given, BigIntegerField()),
    (str, Given, CharField()),
    (date, Given, DateField()),
    ((set, frozenset, list, tuple, dict), GivenKeys, BigIntegerField()),
)


def _given(place, value):
    """The placeholder for a value; None is none, since SQL asks for it in other words."""
    if value is None:
        return None
    if isinstance(value, (bool, datetime)):
        message = f"{value!r} can't be given by position"
        raise TypeError(message)
    for kind, placeholder, field in KINDS:
        if isinstance(value, kind):
            return placeholder(place, field)
    message = f"{value!r} can't be given to a compiled query"
    raise TypeError(message)


class compiled:
    """Makes of a function that builds a queryset one that returns the list of its rows."""

    def __init__(self, build):
        self.build, self.texts = build, {}
        update_wrapper(self, build)

    def __call__(self, *values, **names):
        return self.of(*values, **names).rows()

    def of(self, *values, **names):
        """The same as a question that is not asked yet, for together()."""
        values = [value.pk if isinstance(value, Model) else value for value in values]
        given = [_given(place, value) for place, value in enumerate(values)]
        kinds = tuple(type(each) if each is None else (type(each), type(each.output_field)) for each in given)
        key = (get_language(), kinds, *sorted(names.items()))
        text = self.texts.get(key)
        if text is None:
            text = _Text(self.build(*given, **names))
            if len(self.texts) < MOST and len(text.sql or "") <= LONGEST:
                self.texts[key], text.is_kept = text, True
        return _Question(text, values)


def together(**questions):
    """{name: rows} of several questions, asked for in one statement; None is a question without rows.

    Their columns are texts, numbers, truth values and days.
    """
    return _together(questions)


def _together(questions):
    found = {name: [] for name in questions}
    asked = {name: each for name, each in questions.items() if each and each.text.sql is not None}
    if not asked:
        return found
    connection = connections[next(iter(asked.values())).text.queryset.db]
    texts = tuple(each.text for each in asked.values())
    sql = _joined.get(texts) or _join(texts, connection.vendor)
    if len(_joined) < MOST and all(text.is_kept for text in texts):
        _joined[texts] = sql
    params = [param for each in asked.values() for param in each.params(connection)]
    with _cursor(connection) as cursor:
        cursor.execute(sql, params)
        found_rows = cursor.fetchall()
    rows = [[] for _each in asked]
    # Read in one go: a page has a hundred rows, and reading them one by one takes longer.
    columns = loads(f"[{','.join(text for _number, text in found_rows)}]")
    for (number, _text), row in zip(found_rows, columns, strict=True):
        rows[number].append(row)
    for (name, each), of_it in zip(asked.items(), rows, strict=True):
        found[name] = each.text.read([each.text.from_json(row) for row in of_it])
    return found


class Part:
    """A part of a page: its `questions` by name, and `make`, which takes the rows of each and returns the part."""

    def __init__(self, make, **questions):
        self.make, self.questions = make, questions

    def alone(self):
        """The part, its questions asked for by themselves."""
        return self.make(**together(**self.questions))


def rows_of(question):
    """A Part that is the rows of one question."""
    return Part(lambda rows: rows, rows=question)


def parts_together(**parts):
    """{name: the part} of several Parts, their questions asked for in one statement."""
    questions = {(name, asked): each for name, part in parts.items() for asked, each in part.questions.items()}
    rows = _together(questions)
    return {name: part.make(**{asked: rows[name, asked] for asked in part.questions}) for name, part in parts.items()}


_joined = {}


def _join(texts, vendor):
    """One statement of several: each row is the number of its question and a JSON list of its columns."""
    array, as_text = ("json_array", "") if vendor == "sqlite" else ("json_build_array", "::text")
    queries, selects = [], []
    for number, text in enumerate(texts):
        columns = ",".join(map(_letters, range(len(text.compiler.select))))
        queries.append(f"q{number}({columns}) AS ({text.sql})")
        selects.append(f"SELECT {number}, {array}({columns}){as_text} FROM q{number}")
    return f"WITH {', '.join(queries)} {' UNION ALL '.join(selects)}"


def _letters(place):
    """The name of a column: a, b to z, a1, b1 and so on, none of them a word of SQL."""
    return ascii_lowercase[place % 26] + str(place // 26 or "")


def _cursor(connection):
    """A cursor that PostgreSQL can prepare queries for: it sends values apart, as Django's own doesn't."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    return connection._prepare_cursor(Cursor(connection.connection))


class _Question:
    """A text and the values of one call."""

    def __init__(self, text, values):
        self.text, self.values = text, values

    def params(self, connection):
        for each in self.text.params:
            yield each.ready(self.values[each.place], connection) if isinstance(each, Given) else each

    def rows(self):
        if self.text.sql is None:
            return []
        connection = connections[self.text.queryset.db]
        with _cursor(connection) as cursor:
            cursor.execute(self.text.sql, tuple(self.params(connection)))
            return self.text.read(cursor.fetchall())


class _Text:
    """The text of a queryset, and what Django knows of its columns."""

    is_kept = False

    def __init__(self, queryset):
        self.queryset = queryset
        try:
            for query in queryset.query.combined_queries or [queryset.query]:
                _shorten_aliases(query, queryset.db)
            self.compiler = queryset.query.get_compiler(queryset.db)
            sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql = None
            return
        self.sql = _without_what_means_nothing(sql)
        # As it would be worked out for each reading, of the same columns.
        columns = [column for column, _text, _alias in self.compiler.select]
        self.converters = self.compiler.get_converters(columns)
        _read_plainly(self.compiler.klass_info)
        self.days = [place for place, each in enumerate(columns) if isinstance(each.output_field, DateField)]
        # What reading needs no more, and most of what would be kept.
        for query in [queryset.query, *queryset.query.combined_queries]:
            query.where = type(query.where)()
        self.compiler.where = None
        self.compiler.connection = None  # that of the thread that came first

    def from_json(self, row):
        for place in self.days:
            row[place] = row[place] and date.fromisoformat(row[place])
        return row

    def read(self, rows):
        """What the queryset makes of the rows of its statement."""
        if not rows:
            return []
        queryset, compiler = _twin(self.queryset), _twin(self.compiler)
        compiler.connection = connections[queryset.db]
        compiler.execute_sql = lambda *args, **kwargs: [rows]
        compiler.get_converters = lambda columns: self.converters
        queryset._query = _twin(queryset.query)  # to set `query` would make dicts of the rows of values_list()
        queryset._query.get_compiler = lambda using: compiler
        return list(queryset)


class _Reader:
    """Stands for a model where rows become records: without asking of each of its columns whether it was read.

    Nor does it send the signals of a new record, which no model of ours waits for, or note what django-mptt compares
    with when a placement is saved: `trees`, which alone does that, reads its own.
    """

    def __init__(self, model):
        self.model, self._meta = model, model._meta

    def from_db(self, using, names, values, *, fetch_mode=None):
        """`fetch_mode` is given from Django 6.1 on."""
        record = self.model.__new__(self.model)
        record._state = state = ModelState()
        state.adding, state.db = False, using
        if fetch_mode is not None:
            state.fetch_mode = fetch_mode
        record.__dict__.update(zip(names, values, strict=True))
        return record


def _read_plainly(info):
    """Puts a _Reader in the place of each model of what Django knows of a query's columns; None: they are values."""
    if info:
        info["model"] = _Reader(info["model"])
        for related in info.get("related_klass_infos", ()):
            _read_plainly(related)


def _shorten_aliases(query, using):
    """Names tables a0, a1 and so on: by their own names, the columns would be half of the text."""
    query.get_compiler(using).pre_sql_setup()  # joins what is selected, too
    query.change_aliases({alias: f"a{number}" for number, alias in enumerate(query.alias_map)})
    query.__dict__.pop("base_table", None)  # a cached property, of the name before


def _without_what_means_nothing(sql):
    """The same with less to send and to read; names alone are in double quotes."""
    for words, fewer in ((' AS "a" FROM', " FROM"), ('" ASC', '"'), ('", ', '",')):
        sql = sql.replace(words, fewer)
    return NEEDLESS_BRACKETS.sub(r"\1\2", sql)


def _twin(thing):
    """A shallow copy; copy() would ask a queryset for its rows first."""
    twin = object.__new__(type(thing))
    twin.__dict__.update(thing.__dict__)
    return twin
