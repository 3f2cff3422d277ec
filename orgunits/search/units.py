"""Units found by the words that are recorded of them."""

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from ..models import Placement, PlacementTheme, UnitAlias, UnitFunction
from ..models.folding import fold
from ..models.languages import language_columns


def matching(units, text, *, structures):
    """Those of `units` of which each word of `text` is in a name, acronym, alias or theme in one of `structures`.

    Accents, case and language don't matter; parts of words count.
    """
    return holding_all(units, fold(text).split(), structures=structures)


def holding_all(units, words, *, structures):
    """The same of folded words."""
    for word in words:
        units = units.filter(_called_or_themed(word, structures))
    return units


def concerned_with(units, words, *, structures):
    """Adds `words_held`: how many of `words` occur in the names, aliases, themes, purposes or functions of each.

    Parts of words count; in purposes and functions accents do.
    """
    held = [
        Case(When(_concerned_with(word, structures), then=1), default=0, output_field=IntegerField()) for word in words
    ]
    return units.annotate(words_held=_sum(held))


def _sum(numbers):
    """By halves: Django puts each addition into brackets, and SQLite reads some fifty within one another at most."""
    if len(numbers) < 2:
        return numbers[0] if numbers else Value(0)
    half = len(numbers) // 2
    return _sum(numbers[:half]) + _sum(numbers[half:])


def holding_any(words, *, structures):
    """A condition for units: one of `words` at least occurs in what concerned_with() looks at."""
    return Q(*(_concerned_with(word, structures) for word in words), _connector=Q.OR) if words else Q(pk__in=[])


def _concerned_with(word, structures):
    functions = UnitFunction.objects.filter(placement__unit=OuterRef("pk"), placement__structure__in=structures)
    named_or_for = Q(folded__contains=word) | _holds(word, "purpose")
    return _called_or_themed(word, structures, named_or_for) | Exists(functions.filter(_holds(word, "title", "text")))


def _called_or_themed(word, structures, named=None):
    """`named` is what is asked of a placement where that is more than its names."""
    placements = Placement.objects.filter(unit=OuterRef("pk"), structure__in=structures)
    themes = PlacementTheme.objects.filter(placement__unit=OuterRef("pk"), placement__structure__in=structures)
    return (
        Exists(placements.filter(Q(folded__contains=word) if named is None else named))
        | Exists(UnitAlias.objects.filter(unit=OuterRef("pk"), folded__contains=word))
        | Exists(themes.filter(theme__folded__contains=word))
    )


def _holds(word, *fields):
    """One of the fields has the word in some language."""
    return Q(*[(f"{column}__icontains", word) for column in language_columns(*fields)], _connector=Q.OR)
