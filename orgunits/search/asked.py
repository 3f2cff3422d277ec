"""What the finder asks: which units may be meant, in the index; then the record of these, in a structure on a day."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When

from ..compiled import compiled
from ..models import (
    OrganizationalUnit,
    Placement,
    PlacementTheme,
    SearchDocument,
    SearchPosting,
    Structure,
    ThemeLabel,
    UnitFunction,
)
from ..models.search_documents import LONGEST_NAME, WHOLE
from ..models.structure import is_seen_by_the_public
from ..search_index.documents import Kind
from . import query
from .candidates import LAST, Lookup, look_up
from .nearly import with_the_most
from .pending import Pending
from .question_words import FIRST, root
from .units import hidden_structures, holding_any

# So many units are looked at closely; of what begins like a word, so many places in the index.
MOST, MOST_ALIKE = 300, 500
# Of a question of more words nobody is the name; of who is called by it, so many are looked at.
LONGEST_CALL, MOST_CALLED = 6, 100
# What a reader who names it looks for in another place: each has pages of its own.
ELSEWHERE = (Kind.EDITION, Kind.INSTRUMENT, Kind.PERSON, Kind.OFFICE)
# What a reason says of the edition that records it.
OF_AN_EDITION = [f"structure__{name}" for name in ("status", "effective_from", "as_of")]
OF_A_PLACEMENT = ["placement__unit", "placement__structure", *(f"placement__{name}" for name in OF_AN_EDITION)]


@dataclass
class Meant:
    """The units that may be meant: {key: its names, as Document.kept_names() has them}.

    `elsewhere` is the kind of what is called by the words and is no unit; `unknown` are words that no unit has,
    `acronyms` those that are one; `labels` by theme are those that may hold a word: (text, language, its source).
    """

    names: dict
    editions: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    unknown: tuple = ()
    acronyms: frozenset = frozenset()
    elsewhere: str = ""
    is_partial: bool = False  # the index is being written: there may be others


def meant(text, words, theme, others, *, to_staff):
    """Meant by a text with these telling words, or by a theme (or None); `others` are keys of units that are, too."""
    keys = {*others, *(_on_theme(theme, to_staff=to_staff) if theme else ())}
    if not words:
        return Meant(dict.fromkeys(keys, ()))
    asked = query.read(text)
    lookup = Lookup(asked, Kind.UNIT)
    roots = list(dict.fromkeys(map(root, words)))[: query.MOST_WORDS]
    alike = {f"a{number}": _alike.of(each, each + LAST) for number, each in enumerate(roots)}
    found = lookup.first(labels=_labels.of(*beginnings(words)), **_elsewhere(asked, words), **alike)
    candidates = look_up(lookup)
    begun = Counter(number for name in alike for (number,) in set(map(tuple, found[name])))
    numbers = [*candidates.documents, *sorted(with_the_most(candidates))]
    numbers = list(dict.fromkeys(numbers + sorted(begun, key=lambda number: (-begun[number], number))))[:MOST]
    if to_staff:
        keys.update(_in_drafts(*roots))
    due = [key for _kind, key in lookup.pending.keys]
    names = dict.fromkeys(keys, ()) | dict(_documents(numbers, keys, due))
    for number, document in lookup.pending.documents.items():
        if number in numbers or document.key in keys or _begins(lookup.pending.postings[number], roots):
            names[document.key] = document.kept_names()
    labels = {}
    for label_of, *label in found["labels"]:
        labels.setdefault(label_of, []).append(label)
    elsewhere = _elsewhere_found(asked, words, found, lookup.due)
    acronyms = frozenset(word.text for word in lookup.query.words if word.is_acronym)
    elsewhere = min(elsewhere, key=ELSEWHERE.index, default="")
    is_partial = lookup.pending.is_beyond
    return Meant(names, lookup.editions, labels, candidates.unknown, acronyms, elsewhere, is_partial)


def beginnings(words):
    """What all words like one of these begin with."""
    return dict.fromkeys(word[:FIRST] for word in words)


def _begins(postings, roots):
    return any(term.startswith(each) for term in postings for each in roots)


def _elsewhere(asked, words):
    """Questions whether an act, a person or an office is called by the words; an act by its number, too."""
    questions = {"called": _called.of(asked.folded, asked.squeezed)}
    if len(words) <= LONGEST_CALL:
        questions["held"] = _called_by_all.of(*words, kinds=_kinds_held(asked))
    return questions


def _kinds_held(asked):
    """Of what is called by a part of its name: a person, an act by its number."""
    kinds = (Kind.PERSON, Kind.INSTRUMENT) if any(map(str.isdigit, asked.folded)) else (Kind.PERSON,)
    return tuple(kind.value for kind in kinds)


def _elsewhere_found(asked, words, found, due):
    """The kinds that are called by the words: by the rows of _elsewhere(), and by what is due of them."""
    pending = Pending(due, tuple(kind.value for kind in ELSEWHERE))
    held_kinds = _kinds_held(asked) if len(words) <= LONGEST_CALL else ()
    called = {row[0] for row in found["called"] if tuple(row) not in pending.keys}
    held = {row[0] for row in found.get("held", ()) if tuple(row) not in pending.keys}
    for number, document in pending.documents.items():
        terms = pending.postings[number]
        if WHOLE in (terms.get(asked.folded), terms.get(asked.squeezed)):
            called.add(document.kind.value)
        if document.kind in held_kinds and all(terms.get(word, LONGEST_NAME) < LONGEST_NAME for word in words):
            held.add(document.kind.value)
    return called or held


@compiled
def _called(folded, squeezed):
    rows = SearchPosting.objects.filter(term__in=(folded, squeezed), distance=WHOLE, document__kind__in=ELSEWHERE)
    return rows.order_by("document_id").values_list("document__kind", "document__key")[:MOST_CALLED]


@compiled
def _called_by_all(*words, kinds):
    documents = SearchDocument.objects.filter(kind__in=kinds)
    for word in words:
        named = SearchPosting.objects.filter(term=word, distance__lt=LONGEST_NAME).order_by()
        documents = documents.filter(pk__in=named.values("document"))
    return documents.order_by("pk").values_list("kind", "key")[:MOST_CALLED]


@compiled
def _alike(first, last):
    rows = SearchPosting.objects.filter(term__gte=first, term__lt=last, document__kind=Kind.UNIT.value)
    return rows.order_by("term", "distance", "document_id").values_list("document_id")[:MOST_ALIKE]


@compiled
def _labels(*beginnings):
    """Words for themes that have a word like one of those that are asked for."""
    rows = ThemeLabel.objects.filter(_may_hold(beginnings, "folded")).order_by("pk")
    return rows.values_list("theme", "text", "language", "source")


@compiled
def _on_theme(theme, *, to_staff):
    held = PlacementTheme.objects.filter(placement__structure__in=Structure.objects.visible(to_staff=to_staff))
    units = held.filter(theme=theme).order_by("placement__unit").distinct()
    return units.values_list("placement__unit", flat=True)[:MOST]


@compiled
def _in_drafts(*roots):
    units = OrganizationalUnit.objects.filter(holding_any(roots, structures=hidden_structures()))
    return units.order_by("pk").values_list("pk", flat=True)[:MOST]


@compiled
def _documents(numbers, keys, due):
    documents = SearchDocument.objects.filter(Q(pk__in=numbers) | Q(key__in=keys), kind=Kind.UNIT.value)
    return documents.exclude(key__in=due).order_by("pk").values_list("key", "names")


@compiled
def named(units, structure, day, *, to_staff, with_purposes):
    """Placements that name them, and those with the latest purpose."""
    seen = Structure.objects.visible(to_staff=to_staff)
    asked = Placement.objects.names_of(_units(units), structure, seen, day)
    if with_purposes:
        asked = asked.union(_latest(Placement.objects.with_purpose(), units, structure, day))
    rows = Placement.objects.filter(pk__in=asked).with_turn(structure, day).select_related("structure")
    rows = rows.only("name", "acronym", "purpose", "unit", "structure", "lft", "level", *OF_AN_EDITION)
    return rows.latest_first()


@compiled
def themes(units, structure, day, theme, labelled, *beginnings):
    """Those that may hold a word, `labelled` by another word for them, and `theme`."""
    asked = _may_hold(beginnings, "theme__folded") | Q(theme__in=labelled)
    is_latest = Q(placement__in=_holding(PlacementTheme, units, structure, day))
    rows = _held(PlacementTheme, units, structure, "inferred", "theme__name")
    rows = rows.filter(asked if theme is None else asked | Q(theme=theme))
    return rows.annotate(is_latest=is_latest).select_related("theme")


@compiled
def functions(units, structure, day, *, replaced=False):
    """The latest of each unit, or those that they replaced."""
    latest = Q(placement__in=_holding(UnitFunction, units, structure, day))
    return _held(UnitFunction, units, structure, "title", "text").filter(_is_not(latest) if replaced else latest)


@compiled
def replaced_purposes(units, structure, day, *, to_staff):
    """Those that are not the latest of their unit, which named() gives."""
    seen = Structure.objects.visible(to_staff=to_staff)
    purposes = Placement.objects.filter(unit__in=units, structure__in=seen).with_purpose()
    latest = Q(pk__in=_latest(Placement.objects.with_purpose(), units, structure, day))
    of_a_row = ("purpose", "unit", "structure", *OF_AN_EDITION)
    return purposes.filter(_is_not(latest)).select_related("structure").only(*of_a_row).latest_first()


def _held(model, units, structure, *columns):
    """The rows of the units that the reader may see, with their editions."""
    seen = is_seen_by_the_public("placement__structure__")
    if structure is not None:
        seen |= Q(placement__structure=structure)
    rows = model.objects.filter(seen, placement__unit__in=units).select_related("placement__structure")
    rows = rows.only(*columns, *OF_A_PLACEMENT)
    return rows.order_by("-placement__structure__effective_from", "placement", "pk")


def _is_not(latest):
    """A condition; units without a latest one give NULL, of which a plain NOT would know nothing."""
    return Case(When(latest, then=Value(False)), default=Value(True), output_field=BooleanField())


def _holding(model, units, structure, day):
    """The keys of the placements whose rows the pages of the units show."""
    holding = Placement.objects.filter(Exists(model.objects.filter(placement=OuterRef("pk"))))
    return _latest(holding, units, structure, day)


def _latest(placements, units, structure, day):
    """The keys of those of `placements` that are asked first, one a unit, by as_recorded()."""
    of_unit = placements.filter(unit=OuterRef("pk")).as_recorded(structure, day)
    return Placement.objects.first_of_each(_units(units), of_unit)


def _units(keys):
    return OrganizationalUnit.objects.filter(pk__in=keys)


def _may_hold(beginnings, column):
    """Condition: one of `beginnings` is in a folded `column`; all rows with a word like those asked for meet it."""
    return Q(*((f"{column}__contains", each) for each in beginnings), _connector=Q.OR) if beginnings else Q(pk__in=[])
