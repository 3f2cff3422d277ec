"""The fixture files, numbered by dependency so that loaddata takes them in the order of their names."""

from .agreements import agreement_rows
from .changes import change_rows
from .discrepancies import discrepancy_rows
from .facts import FIXTURES
from .instruments import instrument_rows
from .mandates import mandate_rows
from .offices import member_state_and_office_rows, representative_rows
from .people import person_rows
from .placement_details import placement_detail_rows
from .placements import placement_rows
from .posts import post_rows
from .relations import relation_rows
from .rows import as_text
from .sources import source_rows
from .structures import structure_rows
from .themes import theme_rows
from .units import unit_rows

FILES = {
    "10_sources.json": source_rows,
    "20_instruments.json": instrument_rows,
    "30_structures.json": structure_rows,
    "35_themes.json": theme_rows,
    "40_units.json": unit_rows,
    "50_placements.json": placement_rows,
    "55_placement_details.json": placement_detail_rows,
    "60_relations.json": relation_rows,
    "65_discrepancies.json": discrepancy_rows,
    "67_changes.json": change_rows,
    "70_member_states_and_offices.json": member_state_and_office_rows,
    "72_mandates.json": mandate_rows,
    "74_people.json": person_rows,
    "75_posts.json": post_rows,
    "76_representatives.json": representative_rows,
    "80_agreements.json": agreement_rows,
}


def built_files():
    """{path: text} of all fixtures, always the same for the same facts."""
    return {FIXTURES / name: as_text(rows()) for name, rows in FILES.items()}
