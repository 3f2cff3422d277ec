"""Facts about the units of two editions that the check before adoption asks for; no queries but places_to_check()."""

from typing import NamedTuple

from django.conf import settings
from modeltranslation.utils import get_language, resolution_order

from ..models import Kind, Placement
from ..models.languages import LANGUAGES, OTHER_LANGUAGES


class PlaceToCheck(NamedTuple):
    """What the check reads of a Placement, under the same names: 20,000 rows without a model object."""

    pk: int
    unit_id: int
    parent_id: int | None
    structure_id: int
    kind: str
    name_en: str | None
    name_es: str | None
    name_fr: str | None
    name_pt: str | None
    acronym_en: str | None
    acronym_es: str | None
    acronym_fr: str | None
    acronym_pt: str | None

    @property
    def name(self):
        """In the reader's language, else in the first that has one."""
        names = (getattr(self, f"name_{language}") for language in resolution_order(get_language()))
        return next(filter(None, names), "")


def places_to_check(structure):
    """{unit: PlaceToCheck} in the order of the tree."""
    rows = Placement.objects.of_structure(structure).values_list(*PlaceToCheck._fields)
    return {place.unit_id: place for place in map(PlaceToCheck._make, rows)}


def missing_names(places, places_before):
    """(language, placements, whether they are new) for the names that are missing in a language.

    New ones, and those newly named in English, count as new in the languages of the pages: there the name that the
    act gives must be entered. What the edition before lacks too is listed apart.
    """
    of_pages = [language for language, _name in settings.LANGUAGES]
    for language in LANGUAGES:
        nameless = [row for row in places.values() if not getattr(row, f"name_{language}")]
        new, old = [], []
        for row in nameless:
            is_new = language in of_pages and _is_newly_named(row, places_before)
            (new if is_new else old).append(row)
        yield from ((language, rows, rows is new) for rows in (new, old) if rows)


def _is_newly_named(row, places_before):
    before = places_before.get(row.unit_id)
    return bool(places_before) and (before is None or before.name_en != row.name_en)


def renamed_in_english_only(places, places_before):
    """(language, placements) whose English name is new and whose name in `language` is the one of before."""
    for language in OTHER_LANGUAGES:
        name = f"name_{language}"
        rows = [
            row
            for row in places.values()
            if (before := places_before.get(row.unit_id))
            and before.name_en != row.name_en
            and getattr(row, name)
            and getattr(before, name) == getattr(row, name)
        ]
        if rows:
            yield language, rows


def shared_acronyms(places, places_before):
    """(acronym, placements, whether it is new) for the acronyms that two units or more have in one language."""
    then = _by_acronym(places_before)
    for acronym, rows in _by_acronym(places).items():
        if len(rows) > 1:
            yield acronym, list(rows.values()), not rows.keys() <= then.get(acronym, {}).keys()


def _by_acronym(places):
    """{acronym: {unit: placement}}; acronyms of two languages are two, unless they are written alike."""
    found = {}
    for language in LANGUAGES:
        for row in places.values():
            if acronym := getattr(row, f"acronym_{language}"):
                found.setdefault(acronym, {})[row.unit_id] = row
    return found


def out_of_rank(places):
    """The placements whose kind ranks above that of the unit above them."""
    by_pk = {row.pk: row for row in places.values()}
    found = []
    for row in places.values():
        above = by_pk.get(row.parent_id)
        ranks = Kind(row.kind).rank, above and Kind(above.kind).rank
        if all(ranks) and ranks[0] < ranks[1]:
            found.append(row)
    return found
