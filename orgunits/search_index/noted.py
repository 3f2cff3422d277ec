"""Which columns of which tables are in documents, and which documents: what the triggers of noting.py note.

Whatever column a builder reads is named here; tests/search_index/ asks the database which it reads. What only a draft
knows is in no document, so its writes note none; once it is published, its own row is written.
"""

from typing import NamedTuple

from ..models import Structure
from ..models.languages import language_columns
from .documents import Kind


class Noted(NamedTuple):
    """`leads` are (kind, "SELECT the keys of its documents"), in which {row} is the row as it was or is.

    They are noted where a row comes or goes, or one of `columns` changes.
    """

    columns: list
    leads: list


def _public(structure):
    """The condition of models/structure.py: the public sees the structure."""
    seen = ", ".join(f"'{s}'" for s in (Structure.Status.PROPOSED, Structure.Status.ADOPTED, Structure.Status.OBSERVED))
    withdrawn = f"{structure}.status = '{Structure.Status.WITHDRAWN}' AND {structure}.was_proposed"
    return f"({structure}.status IN ({seen}) OR {withdrawn})"


# The row is of a public structure, of a public placement; of no draft.
OF_PUBLIC = f" FROM orgunits_structure s WHERE s.id = {{row}}.structure_id AND {_public('s')}"
OF_PUBLIC_PLACE = (
    " FROM orgunits_placement p JOIN orgunits_structure s ON s.id = p.structure_id "
    f"WHERE p.id = {{row}}.placement_id AND {_public('s')}"
)
SEEN = " WHERE {row}.draft_id IS NULL"
ADOPTED = f"status = '{Structure.Status.ADOPTED}'"
SIGNED = " WHERE {row}.stage = 'signed'"
# Of the units that the edition places.
PLACED = "orgunits_placement p WHERE p.structure_id = {row}.id AND " + _public("{row}")
HELD = (
    "orgunits_placementtheme h JOIN orgunits_placement p ON p.id = h.placement_id "
    "WHERE p.structure_id = {row}.id AND " + _public("{row}")
)
THEMES_OF_AGREEMENTS = "orgunits_cooperationagreement_themes"
AGREEMENTS_OF_THEME = f"SELECT cooperationagreement_id FROM {THEMES_OF_AGREEMENTS} WHERE theme_id = {{theme}}"
UNITS_OF_THEME = (
    "SELECT p.unit_id FROM orgunits_placementtheme h JOIN orgunits_placement p ON p.id = h.placement_id "
    "WHERE h.theme_id = {theme}"
)
LABEL_SEEN = "EXISTS (SELECT 1 FROM orgunits_theme t WHERE t.id = {row}.theme_id AND t.draft_id IS NULL)"

ROW = "SELECT {row}.id"
POSTS_OF_UNIT = (
    "SELECT t.id FROM orgunits_post t WHERE t.unit_id = {unit} "
    "UNION SELECT h.post_id FROM orgunits_post_heads h WHERE h.organizationalunit_id = {unit}"
)
HEADED = "SELECT organizationalunit_id FROM orgunits_post_heads WHERE post_id = {row}.id AND {row}.draft_id IS NULL"

NOTED = {
    "organizationalunit": [
        Noted(
            ["slug", "draft_id"],
            [
                (Kind.UNIT, ROW + SEEN),
            ],
        )
    ],
    "unitalias": [
        Noted(
            ["unit_id", "kind", "text", "language"],
            [(Kind.UNIT, "SELECT id FROM orgunits_organizationalunit WHERE id = {row}.unit_id AND draft_id IS NULL")],
        )
    ],
    # Not where in the tree it is: moving a branch writes all that comes after it.
    "placement": [
        Noted(
            ["structure_id", "unit_id", *language_columns("name", "acronym")],
            [
                (Kind.UNIT, "SELECT {row}.unit_id" + OF_PUBLIC),
                (
                    Kind.POST,
                    f"SELECT t.id FROM ({POSTS_OF_UNIT.replace('{unit}', '{row}.unit_id')}) AS t "
                    f"WHERE EXISTS (SELECT 1{OF_PUBLIC})",
                ),
            ],
        ),
        Noted(language_columns("summary", "purpose"), [(Kind.UNIT, "SELECT {row}.unit_id" + OF_PUBLIC)]),
    ],
    "placementtheme": [
        Noted(
            ["placement_id", "theme_id"],
            [
                (Kind.UNIT, "SELECT p.unit_id" + OF_PUBLIC_PLACE),
                (Kind.THEME, "SELECT {row}.theme_id" + OF_PUBLIC_PLACE),
            ],
        )
    ],
    "unitfunction": [
        Noted(
            ["placement_id", "position", *language_columns("title", "text")],
            [(Kind.UNIT, "SELECT p.unit_id" + OF_PUBLIC_PLACE)],
        )
    ],
    "unitrelation": [
        Noted(
            ["structure_id", "unit_id", "to_body_id"],
            [
                (Kind.UNIT, "SELECT {row}.unit_id" + OF_PUBLIC + " AND {row}.to_body_id IS NOT NULL"),
                (Kind.BODY, "SELECT {row}.to_body_id" + OF_PUBLIC + " AND {row}.to_body_id IS NOT NULL"),
            ],
        )
    ],
    "body": [
        Noted(
            ["slug", *language_columns("name")],
            [(Kind.BODY, ROW), (Kind.UNIT, "SELECT unit_id FROM orgunits_unitrelation WHERE to_body_id = {row}.id")],
        )
    ],
    "theme": [
        Noted(
            ["slug", "draft_id", *language_columns("name")],
            [
                (Kind.THEME, ROW + SEEN),
                (Kind.UNIT, UNITS_OF_THEME.format(theme="{row}.id") + " AND {row}.draft_id IS NULL"),
                (Kind.AGREEMENT, AGREEMENTS_OF_THEME.format(theme="{row}.id") + " AND {row}.draft_id IS NULL"),
            ],
        )
    ],
    "themelabel": [
        Noted(
            ["theme_id", "language", "text"],
            [
                (Kind.THEME, "SELECT id FROM orgunits_theme WHERE id = {row}.theme_id AND draft_id IS NULL"),
                (Kind.UNIT, UNITS_OF_THEME.format(theme="{row}.theme_id") + f" AND {LABEL_SEEN}"),
                (Kind.AGREEMENT, AGREEMENTS_OF_THEME.format(theme="{row}.theme_id") + f" AND {LABEL_SEEN}"),
            ],
        )
    ],
    # Not its revision: every write to its tree counts it up.
    "structure": [
        Noted(
            ["slug", *language_columns("name", "summary")],
            [(Kind.EDITION, ROW + " WHERE " + _public("{row}"))],
        ),
        Noted(
            ["status", "was_proposed", "effective_from", "as_of"],
            [
                (Kind.EDITION, ROW + " WHERE " + _public("{row}")),
                # Where one takes effect, the one before it ends.
                (
                    Kind.EDITION,
                    "SELECT id FROM orgunits_structure WHERE status = 'adopted' AND {row}.status = 'adopted'",
                ),
                (Kind.UNIT, f"SELECT p.unit_id FROM {PLACED}"),
                (
                    Kind.POST,
                    f"SELECT t.id FROM orgunits_post t WHERE t.unit_id IN (SELECT p.unit_id FROM {PLACED}) "
                    "UNION SELECT h.post_id FROM orgunits_post_heads h "
                    f"WHERE h.organizationalunit_id IN (SELECT p.unit_id FROM {PLACED})",
                ),
                (Kind.THEME, f"SELECT h.theme_id FROM {HELD}"),
                (
                    Kind.BODY,
                    "SELECT to_body_id FROM orgunits_unitrelation WHERE structure_id = {row}.id "
                    "AND to_body_id IS NOT NULL AND " + _public("{row}"),
                ),
            ],
        ),
    ],
    "structureauthority": [
        Noted(["structure_id", "instrument_id"], [(Kind.EDITION, "SELECT {row}.structure_id" + OF_PUBLIC)])
    ],
    "post": [
        Noted(
            ["slug", "draft_id", "unit_id", "elected_by_id", *language_columns("title")],
            [
                (Kind.POST, ROW + SEEN),
                (Kind.BODY, "SELECT {row}.elected_by_id" + SEEN),
                (Kind.UNIT, "SELECT {row}.unit_id" + SEEN + " AND {row}.unit_id IS NOT NULL"),
                (Kind.UNIT, HEADED),
                (
                    Kind.PERSON,
                    "SELECT person_id FROM orgunits_appointment WHERE post_id = {row}.id AND {row}.draft_id IS NULL",
                ),
            ],
        )
    ],
    "post_heads": [
        Noted(
            ["post_id", "organizationalunit_id"],
            [
                (
                    Kind.UNIT,
                    "SELECT {row}.organizationalunit_id FROM orgunits_post t "
                    "WHERE t.id = {row}.post_id AND t.draft_id IS NULL",
                ),
                (Kind.POST, "SELECT id FROM orgunits_post WHERE id = {row}.post_id AND draft_id IS NULL"),
            ],
        )
    ],
    "appointment": [
        Noted(
            [
                *("post_id", "office_id", "person_id", "name", "draft_id"),
                *("starts", "ends", "open_ended", "seen_on"),
            ],
            [
                (Kind.POST, "SELECT {row}.post_id" + SEEN),
                (Kind.PERSON, "SELECT {row}.person_id" + SEEN),
                (Kind.OFFICE, "SELECT {row}.office_id" + SEEN),
            ],
        )
    ],
    "person": [Noted(["slug", "name", "draft_id"], [(Kind.PERSON, ROW + SEEN)])],
    "memberstate": [
        Noted(
            ["iso2", "iso3", "old_code", *language_columns("name", "capital", "note")],
            [
                (Kind.MEMBER_STATE, ROW),
                (Kind.OFFICE, "SELECT id FROM orgunits_countryoffice WHERE member_state_id = {row}.id"),
            ],
        )
    ],
    "countryoffice": [
        Noted(
            [
                *("slug", "member_state_id", "city", "address", "email", "established", "closed"),
                *language_columns("name", "note"),
            ],
            [(Kind.OFFICE, ROW)],
        )
    ],
    "legalinstrument": [
        Noted(
            ["slug", "kind", "symbol", "adopted_on", "draft_id", *language_columns("title", "body", "note")],
            [
                (Kind.INSTRUMENT, ROW + SEEN),
                (Kind.MANDATE, "SELECT id FROM orgunits_mandate WHERE instrument_id = {row}.id AND draft_id IS NULL"),
                (
                    Kind.EDITION,
                    "SELECT structure_id FROM orgunits_structureauthority "
                    "WHERE instrument_id = {row}.id AND {row}.draft_id IS NULL",
                ),
            ],
        )
    ],
    "mandate": [
        Noted(
            ["slug", "instrument_id", "draft_id", *language_columns("provision", "title", "text", "note")],
            [(Kind.MANDATE, ROW + SEEN)],
        )
    ],
    "cooperationagreement": [
        Noted(
            [
                *("slug", "stage", "registry_number", "signed_on", "ends_on", "terminated_on"),
                *language_columns("title", "subject", "note"),
            ],
            [
                (Kind.AGREEMENT, ROW + SIGNED),
                (Kind.PARTNER, "SELECT partner_id FROM orgunits_agreementparty WHERE agreement_id = {row}.id"),
                (Kind.THEME, f"SELECT theme_id FROM {THEMES_OF_AGREEMENTS} WHERE cooperationagreement_id = {{row}}.id"),
            ],
        )
    ],
    "cooperationagreement_themes": [
        Noted(
            ["cooperationagreement_id", "theme_id"],
            [(Kind.AGREEMENT, "SELECT {row}.cooperationagreement_id"), (Kind.THEME, "SELECT {row}.theme_id")],
        )
    ],
    "agreementparty": [
        Noted(
            ["agreement_id", "partner_id"],
            [(Kind.AGREEMENT, "SELECT {row}.agreement_id"), (Kind.PARTNER, "SELECT {row}.partner_id")],
        )
    ],
    "partner": [
        Noted(
            ["name", "distinction"],
            [
                (Kind.PARTNER, ROW),
                (Kind.AGREEMENT, "SELECT agreement_id FROM orgunits_agreementparty WHERE partner_id = {row}.id"),
            ],
        )
    ],
    "source": [
        Noted(
            [
                *("slug", "title", "language", "publisher", "file_name", "published_on", "draft_id"),
                *language_columns("note"),
            ],
            [(Kind.SOURCE, ROW + SEEN)],
        )
    ],
}
