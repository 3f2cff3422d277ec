"""The acronyms of the units and bodies, from A to Z: what each stands for, and whether it is in use."""

import re
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from django.db.models import Case, DateField, F, IntegerField, Max, Q, Value, When
from django.shortcuts import render

from ..compiled import compiled
from ..models import Placement, Structure, UnitAlias
from ..models.folding import fold
from ..models.languages import LANGUAGES, language_columns, language_name, page_language, reading
from ..models.posts import bodies_on_record
from ..models.sorting import sort_key
from ..models.structure import day_of, is_seen_by_the_public
from ..naming.units import names_of_units

# So many names with an acronym are read.
MOST = 5000
COLUMNS = (*language_columns("acronym"), *language_columns("name"))
# At the end of the name of a body: “… (CIDI)”.
IN_BRACKETS = re.compile(r"(.*\S) \(([A-Z][\w/-]*[A-Z])\)")
IN_USE, ALSO, FORMER, PROPOSED, LATER = range(5)


@dataclass
class Entry:
    """An acronym of a unit or a body; `named` has the name that it stands for, in each language."""

    text: str
    named: object
    standing: int
    last: date | None = None
    unit: str = ""
    body: str = ""
    languages: set = field(default_factory=set)

    @property
    def letter(self):
        return fold(self.text)[:1].upper()

    @property
    def in_languages(self):
        return [language_name(language) for language in LANGUAGES if language in self.languages]


def acronym_list(request):
    moment, to_staff = request.moment, request.user.is_staff
    rows = _acronyms(moment.structure, moment.day, to_staff=to_staff)
    entries = [*_of_units(rows), *_of_bodies(to_staff=to_staff)]
    known = {(entry.unit, entry.text) for entry in entries}
    entries += [entry for entry in _of_aliases(request) if (entry.unit, entry.text) not in known]
    entries.sort(key=lambda entry: (sort_key(entry.text, page_language()), entry.standing, entry.unit, entry.body))
    context = {
        "entries": entries,
        "letters": list(dict.fromkeys(entry.letter for entry in entries)),
        "cut_at": MOST if len(rows) == MOST else None,
    }
    return render(request, "orgunits/acronyms/acronym_list.html", context)


def _of_units(rows):
    """The Entries of _acronyms(): of a unit and an acronym one, by its best row."""
    entries = {}
    for unit, shown, seen, proposed, *columns in rows:
        named = SimpleNamespace(**dict(zip(COLUMNS, columns, strict=True)))
        standing = IN_USE if shown else FORMER if seen else PROPOSED if proposed else LATER
        for language in LANGUAGES:
            text = getattr(named, f"acronym_{language}")
            if not text:
                continue
            new = Entry(text, named, standing, seen or proposed, unit=unit)
            entry = entries.setdefault((unit, text), new)
            if _rank(new) < _rank(entry):
                entries[unit, text], new.languages = new, entry.languages
                entry = new
            entry.languages.add(language)
    return entries.values()


def _rank(entry):
    """The lower, the better it says what an acronym stands for."""
    return entry.standing, -entry.last.toordinal() if entry.last else 0


@compiled
def _acronyms(structure, day, *, to_staff):
    """Rows of a unit and its names and acronyms of one time: whether they are those of the structure, and the last days
    up to `day` by which an edition that was seen, or else a proposal, has them.
    """
    editions = Structure.objects.visible(to_staff=to_staff).order_by()
    by_then, was_seen = Q(dated__lte=day), Q(structure__status__in=Structure.SEEN)
    rows = Placement.objects.filter(structure__in=editions).annotate(dated=day_of("structure__"))
    return (
        rows.filter(_has_acronym())
        .order_by("unit__slug")
        .values_list("unit__slug")
        .annotate(
            shown=Max(Case(When(structure=structure, then=Value(1)), default=Value(0), output_field=IntegerField())),
            seen=Max(Case(When(by_then & was_seen, then=F("dated")), output_field=DateField())),
            proposed=Max(
                Case(
                    When(by_then & ~was_seen & is_seen_by_the_public("structure__"), then=F("dated")),
                    output_field=DateField(),
                )
            ),
        )
        .values_list("unit__slug", "shown", "seen", "proposed", *COLUMNS)[:MOST]
    )


def _has_acronym():
    return Q(*[(f"{column}__gt", "") for column in language_columns("acronym")], _connector=Q.OR)


def _of_bodies(*, to_staff):
    """The Entries of the bodies whose names end with an acronym."""
    entries = {}
    for body in _bodies(to_staff=to_staff):
        for language in LANGUAGES:
            found = IN_BRACKETS.fullmatch(getattr(body, f"name_{language}", None) or "")
            if found:
                named = SimpleNamespace()
                entry = entries.setdefault((body.slug, found[2]), Entry(found[2], named, IN_USE, body=body.slug))
                setattr(entry.named, f"name_{language}", found[1])
                entry.languages.add(language)
    return entries.values()


@compiled
def _bodies(*, to_staff):
    return bodies_on_record(to_staff=to_staff).only("slug", *language_columns("name"))


def _of_aliases(request):
    """The Entries of acronyms by which sources call a unit beside its official ones, named as pages name the unit."""
    aliases = _aliases(to_staff=request.user.is_staff)
    units = {alias.unit_id for alias in aliases}
    names = names_of_units(units, structure=request.moment.structure, day=request.moment.day, user=request.user)
    entries = {}
    for alias in aliases:
        if named := names.get(alias.unit_id):
            new = Entry(alias.text, named, ALSO, unit=named.unit.slug)
            entries.setdefault((new.unit, new.text), new).languages.add(alias.language)
    return entries.values()


@compiled
def _aliases(*, to_staff):
    acronyms = UnitAlias.objects.visible(to_staff=to_staff).filter(kind=UnitAlias.Kind.ACRONYM)
    return reading(acronyms.order_by("pk"), "text", "language", "unit")
