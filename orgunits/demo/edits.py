"""What people changed since the demo was loaded, so that a reload doesn't write over it."""

from django.db.models import Exists, OuterRef, Q

from orgunits.fixtures_from_facts.rows import rows_in_database
from orgunits.models import Structure

from .fixtures import PARTS, in_database, rows, slugs
from .history import REASON


def edited_records():
    """{model: slugs of the demo's records that people, or code for them, changed}"""
    found = {owner: _changed_by_history(owner) for owner in PARTS}
    found[Structure] |= _with_another_revision() | _reviewed() | _unlike_the_fixtures()
    return {owner: sorted(edited) for owner, edited in found.items() if edited}


def _changed_by_history(owner):
    """Those with a row of history by a person, or after the one loading wrote."""
    found = set()
    for model, slug in PARTS[owner].items():
        history = model.history.model.objects
        loaded = history.filter(id=OuterRef("id"), history_change_reason=REASON)
        others = history.filter(**{f"{slug}__in": slugs(owner)}).exclude(history_change_reason=REASON)
        by_people = others.filter(Q(history_user__isnull=False) | Exists(loaded))
        found.update(by_people.values_list(slug, flat=True))
    return found


def _with_another_revision():
    """Every write through trees.py counts the revision on."""
    return set(in_database(Structure, Structure).filter(revision__gt=0).values_list("slug", flat=True))


def _reviewed():
    return set(in_database(Structure, Structure).filter(reviews__isnull=False).values_list("slug", flat=True))


def _unlike_the_fixtures():
    """Those that plain loaddata brought, without a first row of history to compare with, and that differ now."""
    loaded = Structure.history.filter(history_change_reason=REASON).values("slug")
    found = set()
    for slug in in_database(Structure, Structure).exclude(slug__in=loaded).values_list("slug", flat=True):
        if any(_in_database(model, slug) not in ([], _in_fixtures(model, slug)) for model in PARTS[Structure]):
            found.add(slug)
    return found


def _in_database(model, slug):
    queryset = model._base_manager.filter(**{PARTS[Structure][model]: slug})
    return _sorted(rows_in_database(queryset))


def _in_fixtures(model, slug):
    return _sorted(row for row in rows()[model] if _structure_of(row["fields"]) == slug)


def _structure_of(columns):
    if "placement" in columns:
        return columns["placement"][0]
    return columns["structure"][0] if "structure" in columns else columns["slug"]


def _sorted(found):
    return sorted(found, key=repr)
