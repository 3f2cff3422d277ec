"""How many queries a page costs, however many rows it shows: tested with 1 and with 3.

A new page is a new line here; its test says `with costs("the name of the line"):`. So does the test of what a room
reads or writes: no number of queries stands anywhere else.
"""

MOST = 12

PAGES = {
    "about": 1,
    "accessibility": 0,
    "propose an agreement": 4,
    "follow a proposal": 4,
    "data quality": 2,
    "data quality, a list": 4,
    "data quality, contradictions": 8,
    "agreement": 11,
    "agreements": 9,
    "chart": 7,
    "chart as a picture": 6,
    "chart of a branch": 10,
    "compare": 11,
    "find": 12,
    "home": 8,
    "instrument": 12,
    "instruments": 4,
    "mandate": 10,
    "mandates": 8,
    "mandates, filtered": 7,
    "mandates before the first edition": 6,
    "member state": 9,
    "office": 8,
    "offices": 7,
    "post": 11,
    "post of many units": 12,
    "posts": 9,
    "robots": 0,
    "sitemap": 11,
    "sitemap, a section": 2,
    "source": 11,
    "sources": 2,
    "structure": 6,
    "structure, a branch": 9,
    "structure, one of many units": 11,
    "edition": 12,
    "editions": 3,
    "unit": 6,
    "unit in a proposal": 6,
    "unit on another day": 6,
    "unit by acronym": 11,
    "units": 7,
    "units, former": 8,
    "units, searched": 11,
    "units, searched and filtered": 10,
    "nothing found": 0,
    "fault": 0,
}
ADMIN = {
    "admin agreements": 7,
    "admin inbox": 7,
    "admin appointments": 5,
    "admin bodies": 5,
    "admin changes": 6,
    "admin corrections": 7,
    "admin discrepancies": 5,
    "admin instruments": 5,
    "admin mandates": 5,
    "admin member states": 5,
    "admin offices": 5,
    "admin partners": 5,
    "admin pillars": 5,
    "admin place in a structure": 12,
    "admin posts": 5,
    "admin relations": 6,
    "admin sources": 5,
    "admin structures": 5,
    "admin themes": 5,
    "admin tree": 8,
    "admin unit": 7,
    "admin units": 5,
}
# Each of its rules asks the record a question of its own.
CHECKS = {"admin check before adoption": 24, "admin refused deletion": 25}
# What one call into a room costs, of which pages are made.
ROOMS = {
    "a compiled query": 1,
    "a compiled query that can find nothing": 0,
    "several compiled queries": 1,
    "agreements of a state": 2,
    "agreements of a unit": 1,
    "difference of two structures": 3,
    "mandates of a unit": 1,
    "names of the units of agreements": 2,
    "offices of a unit": 1,
    "offices below a unit": 1,
    "posts of a unit": 1,
    "revisions of an act": 1,
}
# PostgreSQL is told how to plan, and then to forget it.
WRITES = {"clone": 35, "clone on PostgreSQL": 37}
BUDGETS = {**PAGES, **ADMIN, **CHECKS, **ROOMS, **WRITES}
