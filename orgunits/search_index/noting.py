"""Triggers of the database: whoever writes whatever way, what a document is made of, its document is noted as due.

For each table, what of a row leads to which documents. A row of a draft leads to none: a draft is in no document, and
when it is published its own row is written. Installed after every migrate, since SQLite loses the triggers of a table
that a migration makes anew.
"""

from django.db import connections

from ..models import Structure
from ..models.search_documents import SearchPending
from .documents import Kind

PUBLIC = f"""(s.status IN ('{Structure.Status.PROPOSED}', '{Structure.Status.ADOPTED}', '{Structure.Status.OBSERVED}')
    OR s.was_proposed)"""
UNIT_OF_PLACE = f"""SELECT p.unit_id FROM orgunits_placement p JOIN orgunits_structure s ON s.id = p.structure_id
    WHERE p.id = {{row}}.placement_id AND {PUBLIC}"""
IN_PUBLIC_STRUCTURE = (
    f"SELECT {{row}}.{{column}} FROM orgunits_structure s WHERE s.id = {{row}}.structure_id AND {PUBLIC}"
)


def _in_public_structure(column):
    return IN_PUBLIC_STRUCTURE.replace("{column}", column)


UNITS_OF_THEME = """SELECT DISTINCT p.unit_id FROM orgunits_placementtheme h JOIN orgunits_placement p
    ON p.id = h.placement_id WHERE h.theme_id = {row}."""
AGREEMENTS_OF = "SELECT cooperationagreement_id FROM orgunits_cooperationagreement_themes WHERE theme_id = {row}."
PARTNERS_OF = "SELECT partner_id FROM orgunits_agreementparty WHERE agreement_id = {row}.id"

# {table: [(kind, "SELECT the keys of documents"), …]}; {row} is the row as it was or is.
NOTED = {
    "organizationalunit": [(Kind.UNIT, "SELECT {row}.id")],
    "unitalias": [(Kind.UNIT, "SELECT {row}.unit_id")],
    "placement": [(Kind.UNIT, _in_public_structure("unit_id"))],
    "placementtheme": [(Kind.UNIT, UNIT_OF_PLACE)],
    "unitfunction": [(Kind.UNIT, UNIT_OF_PLACE)],
    "unitrelation": [
        (Kind.UNIT, _in_public_structure("unit_id")),
        (Kind.BODY, _in_public_structure("to_body_id") + " AND {row}.to_body_id IS NOT NULL"),
    ],
    "body": [
        (Kind.BODY, "SELECT {row}.id"),
        (Kind.UNIT, "SELECT DISTINCT unit_id FROM orgunits_unitrelation WHERE to_body_id = {row}.id"),
    ],
    "theme": [
        (Kind.THEME, "SELECT {row}.id"),
        (Kind.UNIT, UNITS_OF_THEME + "id"),
        (Kind.AGREEMENT, AGREEMENTS_OF + "id"),
    ],
    "structure": [
        (Kind.EDITION, "SELECT {row}.id"),
        (Kind.UNIT, "SELECT DISTINCT unit_id FROM orgunits_placement WHERE structure_id = {row}.id"),
        (
            Kind.THEME,
            "SELECT DISTINCT h.theme_id FROM orgunits_placementtheme h JOIN orgunits_placement p "
            "ON p.id = h.placement_id WHERE p.structure_id = {row}.id",
        ),
        (
            Kind.BODY,
            "SELECT DISTINCT to_body_id FROM orgunits_unitrelation WHERE structure_id = {row}.id "
            "AND to_body_id IS NOT NULL",
        ),
    ],
    "structureauthority": [(Kind.EDITION, "SELECT {row}.structure_id")],
    "post": [
        (Kind.POST, "SELECT {row}.id"),
        (Kind.UNIT, "SELECT {row}.unit_id WHERE {row}.unit_id IS NOT NULL"),
        (
            Kind.PERSON,
            "SELECT DISTINCT person_id FROM orgunits_appointment WHERE post_id = {row}.id AND person_id IS NOT NULL",
        ),
    ],
    "appointment": [
        (Kind.POST, "SELECT {row}.post_id"),
        (Kind.PERSON, "SELECT {row}.person_id WHERE {row}.person_id IS NOT NULL"),
        (Kind.OFFICE, "SELECT {row}.office_id WHERE {row}.office_id IS NOT NULL"),
    ],
    "person": [(Kind.PERSON, "SELECT {row}.id")],
    "memberstate": [
        (Kind.MEMBER_STATE, "SELECT {row}.id"),
        (Kind.OFFICE, "SELECT id FROM orgunits_countryoffice WHERE member_state_id = {row}.id"),
    ],
    "countryoffice": [(Kind.OFFICE, "SELECT {row}.id")],
    "legalinstrument": [
        (Kind.INSTRUMENT, "SELECT {row}.id"),
        (Kind.MANDATE, "SELECT id FROM orgunits_mandate WHERE instrument_id = {row}.id"),
        (Kind.EDITION, "SELECT structure_id FROM orgunits_structureauthority WHERE instrument_id = {row}.id"),
    ],
    "mandate": [(Kind.MANDATE, "SELECT {row}.id")],
    "cooperationagreement": [(Kind.AGREEMENT, "SELECT {row}.id"), (Kind.PARTNER, PARTNERS_OF)],
    "cooperationagreement_themes": [(Kind.AGREEMENT, "SELECT {row}.cooperationagreement_id")],
    "agreementparty": [(Kind.AGREEMENT, "SELECT {row}.agreement_id"), (Kind.PARTNER, "SELECT {row}.partner_id")],
    "partner": [
        (Kind.PARTNER, "SELECT {row}.id"),
        (Kind.AGREEMENT, "SELECT agreement_id FROM orgunits_agreementparty WHERE partner_id = {row}.id"),
    ],
    "source": [(Kind.SOURCE, "SELECT {row}.id")],
}
ROWS = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}


def install(using="default"):
    """Puts the triggers into the database, those aside that are there as they should be."""
    connection = connections[using]
    with connection.cursor() as cursor:
        made = _made(cursor, connection.vendor)
        for table in NOTED:
            for event in ROWS:
                name, body = f"search_{table}_{event.lower()}", _body(table, event)
                if made.get(name) != body:
                    _install(cursor, connection.vendor, f"orgunits_{table}", event, name, body)


def _body(table, event):
    """The statements of a trigger: one for each kind of document and row."""
    pending = SearchPending._meta.db_table
    return "\n".join(
        f"INSERT INTO {pending} (kind, key) SELECT '{kind}', due.* FROM ({select.format(row=row)}) AS due;"
        for kind, select in NOTED[table]
        for row in ROWS[event]
    )


def _made(cursor, vendor):
    """{name of a trigger: its statements} of those that are there."""
    if vendor == "sqlite":
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: sql.partition("BEGIN\n")[2].removesuffix("\nEND") for name, sql in cursor.fetchall()}
    cursor.execute(
        "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal "
        "AND c.relnamespace = current_schema()::regnamespace"
    )
    return {
        name: source.partition("BEGIN\n")[2].removesuffix("\nRETURN NULL;\nEND") for name, source in cursor.fetchall()
    }


def _install(cursor, vendor, table, event, name, body):
    if vendor == "sqlite":
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW BEGIN\n{body}\nEND")
        return
    cursor.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$search$BEGIN\n{body}\nRETURN NULL;\nEND$search$"
    )
    cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
