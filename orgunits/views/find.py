"""Which unit should I approach? Three questions on one page, the answers under them."""

from difflib import get_close_matches

from django.db.models import Q
from django.shortcuts import render

from ..formatting import translation_of
from ..forms.find import FindForm
from ..models import CooperationAgreement, CountryOffice, OrganizationalUnit, Placement, Standing, Structure
from ..models.folding import fold
from ..search.finder import find_units
from ..search.question_words import ALIKE, stem, telling_words

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
    moment, structures = request.moment, Structure.objects.visible_to(request.user)
    agreements = _agreements(form, moment.day)
    units = []
    if form.words or form.chosen_theme:
        units = find_units(
            form.words,
            form.chosen_theme,
            structure=moment.structure,
            day=moment.day,
            structures=structures,
            agreements=agreements,
        )
    first_contact = _show(units[:UNITS], moment.structure, structures)
    return {
        "units": units[:UNITS],
        "unit_number": len(units),
        "agreements": agreements,
        "offices": _offices(form.chosen_country, moment.day),
        "near": _near_themes(form) if not units or units[0].missing else [],
        "first_contact": first_contact,
    }


def _agreements(form, day):
    """Agreements on the same subject; where only a country is named, those that concern it."""
    agreements = CooperationAgreement.objects.public().signed_by(day).latest_first()
    if form.words or form.chosen_theme:
        agreements = agreements.on_subject(" ".join(map(stem, telling_words(form.words))), form.chosen_theme)
    else:
        agreements = agreements.concerning(form.chosen_country)
    return agreements[:AGREEMENTS].lines(day)


def _offices(country, day):
    """The offices in a country with what is known of them on the day, in words."""
    if country is None:
        return []
    offices = list(CountryOffice.objects.filter(member_state=country).with_standing(day))
    for office in offices:
        office.standing_label = Standing(office.standing).label
    return offices


def _show(candidates, structure, structures):
    """Gives the placements of the candidates what is shown of them; returns that of the first point of contact."""
    contact = [f"unit__{name}" for name in ("slug", "address", "website", "email", "phone")]
    own = ("name", "acronym", "kind", "structure", "parent__name", "parent__unit__slug")
    rows = Placement.objects.select_related("unit", "parent__unit").only(*own, *contact)
    asked = Q(pk__in=[candidate.placement.pk for candidate in candidates])
    if structure:
        asked |= Q(structure=structure, unit__slug=FIRST_CONTACT)
    shown = {row.pk: row for row in rows.filter(asked)}
    for candidate in candidates:
        candidate.placement = shown[candidate.placement.pk]
    first = next((row for row in shown.values() if row.unit.slug == FIRST_CONTACT), None)
    if first is None:
        unit = OrganizationalUnit.objects.filter(slug=FIRST_CONTACT)
        first = rows.naming(structure, among=structures, units=unit).first()
    return first


def _near_themes(form):
    """Themes with a word that begins like one of those asked for, or is much like it."""
    words = {}
    for theme in form.themes.values():
        for word in fold(translation_of(theme, "name")[0]).split():
            words.setdefault(word, []).append(theme)
    near = []
    for asked in telling_words(form.words):
        alike = [word for word in words if len(asked) > ALIKE and word.startswith(asked[:ALIKE])]
        for word in alike or get_close_matches(asked, words, n=NEAR, cutoff=0.75):
            near += [theme for theme in words[word] if theme not in near]
    return near[:NEAR]
