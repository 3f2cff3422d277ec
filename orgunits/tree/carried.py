"""A fact of a unit that several editions say alike: what corrects it in one can correct it in all that carried it."""

from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Correction, Placement, Structure
from . import trees


@dataclass(frozen=True)
class Carried:
    """A fact of a unit in one edition, and the unit's places in the others, oldest edition first."""

    place: Placement
    fact: str
    same: list  # what says the same, word for word
    others: list  # what says otherwise

    @property
    def token(self):
        """Another one whenever another value, or another edition, is concerned."""
        parts = [self.fact, str(value_of(self.place, self.fact)), *(str(place.pk) for place in self.same)]
        return sha256("|".join(parts).encode()).hexdigest()[:16]


def value_of(place, fact):
    """What a place is compared by."""
    if fact == Correction.Fact.PARENT:
        return place.parent.unit_id if place.parent else None
    return getattr(place, fact) or ""


def value_in_words(place, fact):
    if fact == Correction.Fact.PARENT:
        return place.parent.name if place.parent else ""
    return place.get_kind_display() if fact == Correction.Fact.KIND else getattr(place, fact) or ""


def carried(structure, unit_id, fact):
    """The Carried; None where the unit is not in the structure."""
    places = Placement.objects.filter(unit=unit_id).select_related("structure", "parent", "unit")
    order = list(Structure.objects.chronological().values_list("pk", flat=True))
    places = sorted(places, key=lambda place: order.index(place.structure_id))
    here = next((place for place in places if place.structure_id == structure.pk), None)
    if here is None:
        return None
    value, elsewhere = value_of(here, fact), [place for place in places if place is not here]
    same = [place for place in elsewhere if value_of(place, fact) == value]
    return Carried(here, fact, same, [place for place in elsewhere if place not in same])


def correct_all(structure, unit, *, fact, after, reason, by=None, position="last-child", also=()):
    """Corrects a fact here and in the editions `also` (keys), which said the same: all, or none where one is refused.

    Each locked edition gets its Correction, a draft or proposal is changed with the reason in its history. Returns the
    Correction here, and the places that were changed.
    """
    with trees.hold_all():
        found = carried(structure, unit.pk, fact)
        same = {place.structure_id: place for place in found.same} if found else {}
        how = {"fact": fact, "reason": reason, "by": by, "position": position}
        made = trees.correct(structure, unit, after=after, **how)
        changed = []
        for key in also:
            if key not in same:
                raise ValidationError(_("One of the editions you chose has changed. Check it again."))
            place = same[key]
            there = _counterpart(after, place.structure) if fact == Correction.Fact.PARENT else after
            try:
                _correct_there(place, unit, after=there, **how)
            except trees.NothingChangesError:  # of a place: it stands there already
                continue
            changed.append(place)
        return made, changed


def _counterpart(target, structure):
    found = Placement.objects.filter(tree_id=structure.pk, unit=target.unit_id).first()
    if found is None:
        text = _("“%(unit)s” is not in “%(structure)s”: leave that edition out.")
        raise ValidationError({"target": text % {"unit": target.name, "structure": structure.name}})
    return found


def _correct_there(place, unit, *, fact, after, reason, by, position):
    if not place.structure.is_editable:
        trees.correct(place.structure, unit, fact=fact, after=after, reason=reason, by=by, position=position)
    elif fact == Correction.Fact.PARENT:
        trees.move(place, after, position, reason=reason)
    else:
        trees.change(place, reason=reason, **{fact: after})
