"""Which unit should I approach? Three questions on one page, the answers under them."""

from difflib import get_close_matches

from django.db.models import Q
from django.shortcuts import render

from ..compiled import compiled, parts_together, rows_of
from ..formatting import translation_of
from ..forms.find import FindForm
from ..models import CooperationAgreement, CountryOffice, OrganizationalUnit, Placement, Standing, Structure
from ..models.agreement_queries import as_lines
from ..models.folding import fold
from ..search.finder import Found, find_units
from ..search.holding import agreements_holding, terms_on_subject
from ..search.query import MOST_WORDS
from ..search.question_words import ALIKE, significant_words, stem
from ..unit_page.heirs import give_heirs, recorded_links
from ..unit_page.newer import elsewhere, newer_places

# So many units, agreements and near themes are named; the lists have the rest.
UNITS, AGREEMENTS, NEAR = 10, 5, 5
# The first point of contact, by source document 001.
FIRST_CONTACT = "gs"


def find(request):
    form = FindForm(request.GET)
    context = {"form": form, "asked": form.is_valid() and form.asked}
    if context["asked"]:
        context |= _answer(request, form)
    return render(request, "orgunits/find/find.html", context)


def _answer(request, form):
    moment, to_staff = request.moment, request.user.is_staff
    agreements = _agreements(form, moment.day)
    found = Found([])
    if form.words or form.chosen_theme:
        found = find_units(
            form.words,
            form.chosen_theme,
            structure=moment.structure,
            day=moment.day,
            to_staff=to_staff,
            agreements=agreements,
        )
    units = found.units
    first_contact = _show(units[:UNITS], request)
    return {
        "units": units[:UNITS],
        "to_approach": _to_approach(units[0].placement, moment.structure) if units and moment.structure else None,
        "unit_number": len(units),
        "instead": found.instead,
        "is_partial": found.is_partial,
        "elsewhere": found.elsewhere,
        "agreements": agreements,
        "offices": _offices(form.chosen_country, moment.day),
        "near": _near_themes(form) if not units or units[0].missing else [],
        "first_contact": first_contact,
    }


def _agreements(form, day):
    """Agreements on the same subject; where only a country is named, those that concern it."""
    if form.words or form.chosen_theme:
        words = significant_words(form.words)[:MOST_WORDS] if form.words else []
        terms, shape = terms_on_subject(words)
        return as_lines(_on_subject(day, form.chosen_theme, *terms, *map(stem, words), shape=shape), day)
    country = form.chosen_country
    return as_lines(_concerning(day, country, country.iso2), day)


@compiled
def _on_subject(day, theme, *given, shape):
    """`given` are terms of so many words, and their stems."""
    agreements = CooperationAgreement.objects.public().signed_by(day).latest_first()
    terms, words = given[: len(given) - len(shape)], given[len(given) - len(shape) :]
    holds = agreements_holding(terms, shape, words) if words else None
    return agreements.on_subject(holds, theme).for_lines()[:AGREEMENTS]


@compiled
def _concerning(day, country, code):
    agreements = CooperationAgreement.objects.public().signed_by(day).latest_first()
    return agreements.about_or_in(country, code).for_lines()[:AGREEMENTS]


def _offices(country, day):
    """The offices in a country with what is known of them on the day, in words."""
    if country is None:
        return []
    offices = list(CountryOffice.objects.filter(member_state=country).with_standing(day))
    for office in offices:
        office.standing_label = Standing(office.standing).label
    return offices


def _show(candidates, request):
    """Gives the placements of the candidates what is shown of them, those outside of the shown structure their `heirs`.

    Returns the placement of the first point of contact.
    """
    moment, structure = request.moment, request.moment.structure
    here = {each.placement.unit_id for each in candidates if structure and each.placement.structure_id == structure.pk}
    newer = newer_places(here, structure=structure, day=moment.day, editions=moment.editions)
    shown = rows_of(_shown.of([candidate.placement.pk for candidate in candidates], structure))
    outside = structure and any(candidate.placement.structure_id != structure.pk for candidate in candidates)
    found = parts_together(shown=shown, newer=newer, **({"links": recorded_links(request.user)} if outside else {}))
    shown = {row.pk: row for row in found["shown"]}
    gone = []
    for candidate in candidates:
        recorded, candidate.placement = candidate.placement.structure, shown[candidate.placement.pk]
        if outside and recorded != structure and recorded.day and recorded.day <= moment.day:
            gone.append(candidate.placement)
        candidate.placement.newer = elsewhere(candidate.placement, found["newer"].get(candidate.placement.unit_id, ()))
    if gone:
        give_heirs(gone, found["links"], structure=structure, day=moment.day)
    first = next((row for row in shown.values() if row.unit.slug == FIRST_CONTACT), None)
    return first or first_contact(request)


def first_contact(request):
    """The placement of the first point of contact, None where it is not on record."""
    return next(iter(_first_contact(request.moment.structure, to_staff=request.user.is_staff)), None)


def _to_approach(placement, structure):
    """The placement of the unit to write to: the first one found, or the first that has its functions; or None."""
    if placement.structure_id == structure.pk:
        return placement
    return next(iter(placement.heirs.rows), None) if hasattr(placement, "heirs") else None


def _with_contact():
    of_unit = ("slug", "address", "website", "email", "phone", "named_on", "named_on_precision")
    contact = [f"unit__{name}" for name in of_unit]
    own = ("name", "acronym", "kind", "structure", "parent__name", "parent__unit__slug")
    return Placement.objects.select_related("unit", "parent__unit").only(*own, *contact)


@compiled
def _shown(keys, structure):
    """The placements of these keys, and that of the first point of contact in `structure`."""
    asked = Q(pk__in=keys)
    return _with_contact().filter(
        asked if structure is None else asked | Q(structure=structure, unit__slug=FIRST_CONTACT)
    )


@compiled
def _first_contact(structure, *, to_staff):
    unit = OrganizationalUnit.objects.filter(slug=FIRST_CONTACT)
    return _with_contact().naming(structure, among=Structure.objects.visible(to_staff=to_staff), units=unit)


def _near_themes(form):
    """Themes with a word that begins like one of those asked for, or is much like it."""
    words = {}
    for theme in form.themes.values():
        for word in fold(translation_of(theme, "name")[0]).split():
            words.setdefault(word, []).append(theme)
    near = []
    for asked in significant_words(form.words):
        alike = [word for word in words if len(asked) > ALIKE and word.startswith(asked[:ALIKE])]
        for word in alike or get_close_matches(asked, words, n=NEAR, cutoff=0.75):
            near += [theme for theme in words[word] if theme not in near]
    return near[:NEAR]
