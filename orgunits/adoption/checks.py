"""What prevents adopting an edition on a day: problems to fix first, and warnings to acknowledge.

Every sentence is for an editor who is no technician: what is wrong, and what to do.
"""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.utils.translation import gettext as _

from ..models import Structure
from ..models.kinds import SECRETARIATS
from ..models.languages import language_name
from ..models.periods import Precision, day_before, show_partial
from .event_checks import unfitting_events
from .facts import missing_names, out_of_rank, places_to_check, renamed_in_english_only, shared_acronyms
from .open_work import is_for_today, open_work
from .orphaned_records import orphaned_records

UNITS_AT_MOST = 1000  # that are kept with an acknowledgement; of more, each change is something new


@dataclass(frozen=True)
class Obstacle:
    """Something that prevents an adoption: until it is fixed, or until somebody acknowledges it."""

    # Two obstacles with one key say the same; it changes when there is something new to acknowledge.
    key: str
    text: str
    blocks: bool = True
    # The placements or the change it is about, to lead to where it can be fixed.
    places: tuple = ()
    event: object = None
    # What it is about, without which units, and those: who acknowledged it for more of them has read this, too.
    stem: str = ""
    units: frozenset = frozenset()

    @property
    def kind(self):
        return self.key.partition(":")[0]

    def was_acknowledged_by(self, row):
        """Whether an Acknowledgement counts for it: of the same, or of the same about these units and others."""
        if row.key == self.key:
            return True
        return bool(self.units) and row.key.startswith(f"{self.stem}:") and self.units <= set(row.units)


@dataclass
class AdoptionCheck:
    """What check() found."""

    structure: Structure
    day: date
    # The edition in force the day before, None where none is recorded for it.
    before: Structure | None
    # The adopted editions after the day, the next one first; adopting before them asks for a reason.
    later: list
    errors: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    open_work: list = field(default_factory=list)  # the OpenItems of the units that end
    acknowledged: list = field(default_factory=list)  # the Acknowledgements that still count, each with its `obstacle`

    @property
    def open_warnings(self):
        """Those nobody has acknowledged yet."""
        keys = {row.obstacle.key for row in self.acknowledged}
        return [obstacle for obstacle in self.warnings if obstacle.key not in keys]

    @property
    def blocking(self):
        return [*self.errors, *self.open_warnings]


def check(structure, *, day, acts, today):
    """The AdoptionCheck of `structure` for adoption on `day`, resting on `acts` beside those it names already."""
    before = Structure.objects.up_to(day_before(day)).first()
    later = list(Structure.objects.adopted().filter(effective_from__gt=day).order_by("effective_from"))
    places, places_before = places_to_check(structure), places_to_check(before) if before else {}
    is_current = is_for_today(structure, day=day, today=today)
    work = open_work(structure, before=before, day=day) if is_current else []
    obstacles = [
        *_of_the_day(structure, day, today),
        *_of_the_base(structure, before, places),
        *_of_the_acts({*structure.authorities.all(), *acts}, places, places_before),
        *_of_the_units(structure, places, before, places_before, day),
        *_of_the_names(places, places_before),
        *_of_the_ranks(places),
        *_of_the_events(structure, places, places_before, day),
        *_of_the_work(work, places_before),
    ]
    checked = AdoptionCheck(structure, day, before, later, open_work=work)
    checked.errors = [obstacle for obstacle in obstacles if obstacle.blocks]
    checked.warnings = [obstacle for obstacle in obstacles if not obstacle.blocks]
    rows = list(structure.acknowledgements.select_related("by"))
    for row in rows:
        row.obstacle = next((each for each in checked.warnings if each.was_acknowledged_by(row)), None)
    checked.acknowledged = [row for row in rows if row.obstacle]
    return checked


def _of_the_day(structure, day, today):
    if other := Structure.objects.adopted().filter(effective_from=day).exclude(pk=structure.pk).first():
        text = _("“%(structure)s” already takes effect on that day. Choose another day, or withdraw that one first.")
        yield Obstacle("day", text % {"structure": other.name})
    if day < today:
        text = _(
            "%(day)s has passed. Pages for every day since then will show this edition as if it had been in force."
        )
        yield Obstacle(f"past:{day}", text % {"day": show_partial(day, Precision.DAY)}, blocks=False)


def _of_the_base(structure, before, places):
    """A draft must come from what it replaces, or whoever adopts it must have seen what it doesn't know of."""
    if before is None:
        return
    names = {"before": before.name, "base": structure.based_on.name if structure.based_on else ""}
    corrections = before.corrections.all()
    if structure.based_on_id != before.pk:
        if structure.based_on:
            text = _(
                "This draft was made from “%(base)s”, but the edition in force the day before will be “%(before)s”. "
                "Changes between the two may be lost. Compare the draft with “%(before)s”, correct it, and "
                "acknowledge that you have seen the comparison."
            )
        else:
            text = _(
                "There is no record of which edition this draft was made from. Compare it with “%(before)s”, in "
                "force the day before, and acknowledge that you have seen the comparison."
            )
        key = f"base:{before.slug}:{corrections.count()}"
        yield Obstacle(key, text % names, blocks=False)
        return
    begun = structure.history.order_by("history_date").values_list("history_date", flat=True).first()
    if begun and (since := sum(not _is_in(places, each) for each in corrections.filter(made_at__gt=begun))):
        text = _(
            "“%(before)s” has been corrected since this draft was made from it. Look at its corrections and correct "
            "the same facts here."
        )
        yield Obstacle(f"corrected:{before.slug}:{since}", text % names, blocks=False)


def _is_in(places, correction):
    """Whether a draft has what a correction of the edition before it says, as where it was corrected along with it."""
    place = places.get(correction.unit_id)
    return place is not None and (getattr(place, correction.fact, None) or "") == correction.after


def _of_the_acts(acts, places, places_before):
    if not acts:
        yield Obstacle("act", _("Adoption needs an act: name the legal instrument the edition is based on."))
    if not places_before or any(act.is_resolution_of_the_general_assembly for act in acts):
        return
    will, was = _secretariats(places), _secretariats(places_before)
    changed = [place for unit, place in {**was, **will}.items() if (unit in was) != (unit in will)]
    if changed:
        text = _(
            "A secretariat is created or abolished. This needs the express approval of the General Assembly (General "
            "Standards, article 4): include its resolution among the acts."
        )
        yield Obstacle("assembly", text, places=tuple(changed))


def _secretariats(places):
    return {unit: place for unit, place in places.items() if place.kind in SECRETARIATS}


def _of_the_units(structure, places, before, places_before, day):
    if not places:
        yield Obstacle("empty", _("This edition has no units yet: build its tree first."))
    elif before:
        for unit, held in orphaned_records(structure, before=before, day=day).items():
            place = places_before[unit]
            text = _(
                "“%(unit)s” would end, and nobody is named to take over: %(held)s. Record who takes over, or put the "
                "unit back into the tree."
            )
            text %= {"unit": place.name, "held": ", ".join(held)}
            yield Obstacle(f"ends:{place.unit_id}", text, places=(place,))


def _of_the_names(places, places_before):
    for language, rows, is_new in missing_names(places, places_before):
        text = (
            _("New and renamed units need their names in %(language)s too.")
            if is_new
            else _("Some units have no name in %(language)s; pages in that language show another name.")
        )
        text %= {"language": language_name(language)}
        if is_new:
            yield Obstacle(f"names-{language}-new", text, places=tuple(rows))
        else:
            yield _about(f"names-{language}", text, rows)
    for language, rows in renamed_in_english_only(places, places_before):
        text = _("Some units have a new English name, but still the old one in %(language)s.")
        yield _about(f"renamed-{language}", text % {"language": language_name(language)}, rows)
    for acronym, rows, is_new in shared_acronyms(places, places_before):
        text = _("“%(acronym)s” is the acronym of more than one unit.")
        if not is_new:
            text += " " + _("This was also the case in the edition before.")
        yield _about(f"acronym:{acronym}", text % {"acronym": acronym}, rows, blocks=is_new)


def _of_the_ranks(places):
    if rows := out_of_rank(places):
        text = _("Some units are under a unit of a lower rank, such as a department under an office.")
        yield _about("rank", text, rows)


def _of_the_events(structure, places, places_before, day):
    for event, text in unfitting_events(structure, places, places_before, day):
        yield Obstacle(f"event:{event.pk}:{text}"[:200], text, event=event)


def _about(stem, text, rows, *, blocks=False):
    """The Obstacle about these placements: one more of them is something new to acknowledge, one less is not."""
    units = [f"{row.unit_id} {row.kind} {row.name_en}" for row in rows]
    digest = sha256("|".join(sorted(units)).encode()).hexdigest()[:16]
    kept = frozenset(units if len(units) <= UNITS_AT_MOST else ())
    key = f"{stem}:{len(units)}:{digest}"[:200]
    return Obstacle(key, text, blocks=blocks, places=tuple(rows), stem=stem, units=kept)


def _of_the_work(work, places_before):
    """Where nobody can tell from the recorded changes who takes over, somebody has to choose."""
    undecided = {item.unit: places_before[item.unit] for item in work if item.is_undecided}
    for unit, place in undecided.items():
        text = _("“%(unit)s” would end, and it is not yet decided who takes over all its open work: choose below.")
        yield Obstacle(f"work:{unit}", text % {"unit": place.name}, places=(place,))
