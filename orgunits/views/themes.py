"""The themes, and one theme: who works on it now and who did, its agreements, and what continues it."""

from collections import defaultdict

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..agreements.units import responsible_on
from ..compiled import compiled, parts_together, rows_of
from ..formatting import alphabetical, key_of
from ..models import CooperationAgreement, Placement, PlacementTheme, Structure, Theme, ThemeContinuation, ThemeLabel
from ..models.agreement_queries import partners_of
from ..models.counts import with_number
from ..models.languages import LANGUAGES, language_name, page_language, reading
from ..models.placement_choice import precedence_of
from ..models.structure import day_of
from ..moment import OF_AN_EDITION
from ..unit_page.heirs import names_and_heirs

# So many units and so many places in editions are listed on the page of a theme; so many agreements.
LISTED, LISTED_AGREEMENTS = 300, 5


def theme_list(request):
    moment = request.moment
    themes = alphabetical(_themes(to_staff=request.user.is_staff))
    numbers = dict(_numbers(moment.structure, moment.day)) if moment.structure else {}
    for theme in themes:
        theme.number = numbers.get(theme.pk, 0)
    context = {
        "current": [theme for theme in themes if theme.number],
        "others": [theme for theme in themes if not theme.number],
    }
    return render(request, "orgunits/themes/theme_list.html", context)


@compiled
def _themes(*, to_staff):
    return reading(Theme.objects.with_pages(to_staff=to_staff), "slug", "name")


@compiled
def _numbers(structure, day):
    """Rows of (theme, how many units of the structure have it), by what is recorded of each unit up to the day."""
    rows = PlacementTheme.objects.filter(placement__in=_holders(structure, day)).order_by()
    return rows.values_list("theme").annotate(number=Count("pk"))


def _holders(structure, day):
    return Placement.objects.tree(structure).with_holder_of_themes(structure, day).order_by().values("holder")


def theme_detail(request, slug):
    moment, to_staff = request.moment, request.user.is_staff
    theme = Theme.objects.with_pages(to_staff=to_staff).filter(slug=slug).first()
    if theme is None:
        raise Http404(_("There is no theme “%(slug)s”.") % {"slug": slug})
    found = parts_together(
        now=rows_of(moment.structure and _now.of(theme, moment.structure, moment.day)),
        places=rows_of(_places.of(theme, to_staff=to_staff)),
        links=rows_of(_links.of({theme.pk}, to_staff=to_staff)),
        labels=rows_of(_labels.of(theme)),
        agreements=rows_of(_agreements.of(theme, moment.day)),
        responsible=rows_of(responsible_on.of(theme, moment.day)),
    )
    now, agreements = found["now"], found["agreements"]
    others = _elsewhere(found["places"], {row.placement.unit_id for row in now}, moment)
    units = {row.placement.unit_id for row in [*now, *found["places"]]}
    responsible = {unit: basis for unit, basis in found["responsible"] if unit not in units}
    units |= responsible.keys()
    names = names_and_heirs(units, structure=moment.structure, day=moment.day, user=request.user)
    for row in now:
        row.named = names[row.placement.unit_id]
    for agreement in agreements:
        agreement.state = agreement.state_on(moment.day)
    partners_of(agreements).alone()
    context = {
        "theme": theme,
        "structure": moment.structure,
        "now": now,
        "is_only_proposed": all(row.placement.structure.status not in Structure.SEEN for row in now),
        "responsible": [(names[unit], basis) for unit, basis in responsible.items() if unit in names],
        **{group: _named(units, names) for group, units in others.items()},
        "continues": [link for link in found["links"] if link.later_id == theme.pk],
        "continued_in": [link for link in found["links"] if link.earlier_id == theme.pk],
        "names": _names_elsewhere(theme),
        "labels": found["labels"],
        "agreements": {"rows": agreements},
        "agreement_number": agreements[0].number if agreements else 0,
        "cut_at": LISTED if LISTED in (len(now), len(found["places"])) else None,
    }
    return render(request, "orgunits/themes/theme_detail.html", context)


@compiled
def _now(theme, structure, day):
    """The rows of the theme by which units of the structure have it, each where it is recorded last."""
    rows = PlacementTheme.objects.filter(theme=theme, placement__in=_holders(structure, day))
    return _with_places(rows.order_by("placement__lft", "pk"))[:LISTED]


@compiled
def _places(theme, *, to_staff):
    """All rows of the theme, the latest edition first."""
    rows = PlacementTheme.objects.filter(theme=theme, placement__structure__in=_editions(to_staff))
    latest = day_of("placement__structure__").desc(nulls_last=True)
    return _with_places(rows.order_by(latest, "-placement__structure", "placement__lft"))[:LISTED]


def _editions(to_staff):
    return Structure.objects.visible(to_staff=to_staff).order_by()


def _with_places(rows):
    edition = (f"placement__structure__{name}" for name in OF_AN_EDITION)
    rows = rows.select_related("placement__unit", "placement__structure")
    return reading(rows, "inferred", "words", "note", "placement__unit__slug", *edition)


@compiled
def _links(themes, *, to_staff):
    links = ThemeContinuation.objects.of_themes(themes)
    names = ("earlier__slug", "earlier__name", "later__slug", "later__name")
    return reading(links if to_staff else links.public(), "earlier", "later", "basis", *names).order_by("pk")


@compiled
def _labels(theme):
    labels = ThemeLabel.objects.filter(theme=theme).select_related("source").order_by("language", "text")
    return labels.only("language", "text", "source__slug", "source__title", "source__language")


@compiled
def _agreements(theme, day):
    signed = CooperationAgreement.objects.public().signed_by(day).on_theme(theme)
    return with_number(signed.latest_first().for_lines())[:LISTED_AGREEMENTS]


def _elsewhere(rows, now, moment):
    """{group: {unit: its editions}} of the units that don't have the theme `now`: those that had it by the day, those
    for which it was no more than proposed, those that have it in editions of later days.
    """
    groups = {"formerly": {}, "proposed": {}, "later": {}}
    of_unit = defaultdict(list)
    for row in rows:
        if row.placement.unit_id not in now:
            of_unit[row.placement.unit_id].append(row.placement.structure)
    for unit, editions in of_unit.items():
        turns = {precedence_of(edition, moment.structure, moment.day) for edition in editions}
        group = "formerly" if turns & {0, 1} else "proposed" if 2 in turns else "later"
        groups[group][unit] = editions[::-1]
    return groups


def _named(units, names):
    """[(the placement that names a unit, its editions)], by name."""
    found = [(names[unit], editions) for unit, editions in units.items() if unit in names]
    return sorted(found, key=lambda pair: key_of(pair[0]))


def _names_elsewhere(theme):
    """[(language, its name, the theme's name in it)], of the languages that the page is not in."""
    named = ((language, getattr(theme, f"name_{language}")) for language in LANGUAGES if language != page_language())
    return [(language, language_name(language), name) for language, name in named if name]
