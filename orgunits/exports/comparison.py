"""A comparison as rows of a table and as data; docs/comparing.md says what each part means."""

from django.urls import reverse
from django.utils.translation import get_language, gettext

from .. import identity
from ..comparison.passages import passages_of
from ..formatting import translation_of
from ..models import Kind
from ..models.languages import LANGUAGES


def comparison_rows(comparison, request):
    """The header, then a row for each thing found of each unit, then one for each theme and function."""
    earlier, later = (translation_of(each, "name")[0] for each in (comparison.earlier, comparison.later))
    before, after = gettext("Before"), gettext("After")
    yield [
        *(gettext("What"), gettext("Only proposed"), gettext("Unit, theme or function"), gettext("Key")),
        *(f"{before}: {earlier}", f"{after}: {later}"),
        *(gettext("Acts"), gettext("Explanation"), gettext("Address")),
    ]
    for change in comparison.changes.values():
        for finding in change.findings:
            yield [
                comparison.label(finding),
                gettext("yes") if change.is_proposed else "",
                translation_of(change.place, "name")[0],
                change.unit,
                *_sides(comparison, change, finding),
                "; ".join(dict.fromkeys(str(act) for event in change.events for act in acts_of(event))),
                " ".join(translation_of(event, "description")[0] for event in change.events),
                _address(request, change),
            ]
    passages = passages_of(comparison)
    for key, rows, _number in [*passages.groups, *passages.later_groups]:
        for row in rows:
            units = (
                "; ".join(translation_of(each.place, "name")[0] for each in side) for side in (row.before, row.after)
            )
            what = gettext("theme") if row.is_theme else gettext("function")
            words = translation_of(row.words, "title")[0] or translation_of(row.words, "text")[0]
            if row.continued:
                texts = [", ".join(translation_of(u.place, "name")[0] for u in each.units) for each in row.continued]
                names = [translation_of(each.words, "title")[0] for each in row.continued]
                units = (next(units), "; ".join(f"{name}: {text}" for name, text in zip(names, texts, strict=True)))
            yield [what, "", words, key, *(text or gettext("Not recorded") for text in units), "", "", ""]


def _sides(comparison, change, finding):
    """What the finding is about, before and after, as texts."""
    if finding == finding.RENAMED:
        return [", ".join(texts) for texts in zip(*(pair[2:] for pair in change.renamings), strict=True)]
    pairs = {
        finding.MOVED: lambda place: _above(comparison, place),
        finding.KIND: lambda place: Kind(place.kind).label,
        finding.PURPOSE: lambda place: translation_of(place, "purpose")[0],
        finding.REORDERED: lambda place: _above(comparison, place),
    }
    in_words = pairs.get(finding, lambda place: _above(comparison, place))
    return [in_words(place) if place else "" for place in (change.before, change.after)]


def _above(comparison, place):
    return translation_of(comparison.named(place.parent).place, "name")[0] if place.parent else ""


def acts_of(event):
    return [row.instrument for row in event.change_authorities.all()]


def _address(request, change):
    return request.build_absolute_uri(reverse("orgunits:unit_detail", args=[change.unit]))


def comparison_data(comparison, request):
    """The whole comparison as dictionaries and lists; texts in all their languages, labels in the reader's."""
    passages = passages_of(comparison)
    return {
        "language": get_language(),
        "site": {"name": identity.name(), "statement": identity.sentence(), "contact": identity.contact()},
        "from": _structure(comparison.earlier, request),
        "to": _structure(comparison.later, request),
        "counts": {finding.value: number for finding, _label, number in comparison.counts},
        "changes": [_change(comparison, change, request) for change in comparison.changes.values()],
        "passages": [
            {
                "what": "theme" if row.is_theme else "function",
                "outcome": key,
                "title": _texts(row.words, "title"),
                "text": _texts(row.words, "text"),
                "before": [each.place.unit for each in row.before],
                "after": [each.place.unit for each in row.after],
                "text_after": _texts(row.reworded, "text") if row.reworded else None,
                "continued_in": [
                    {
                        "title": _texts(each.words, "title"),
                        "inferred": each.is_inferred,
                        "after": [named.place.unit for named in each.units],
                    }
                    for each in row.continued
                ],
            }
            for key, rows, _number in [*passages.groups, *passages.later_groups]
            for row in rows
        ],
        "recorded_on_one_side": [
            {
                "unit": row.unit,
                "what": str(row.what),
                "language": row.language or None,
                "recorded": "before" if row.is_before else "after",
            }
            for row in comparison.one_sided
        ],
        "events": [_event(event) for event in comparison.events],
    }


def _structure(structure, request):
    return {
        "slug": structure.slug,
        "name": _texts(structure, "name"),
        "status": structure.status,
        "day": structure.day and structure.day.isoformat(),
        "day_known_to": structure.day_precision or None,
        "url": request.build_absolute_uri(structure.get_absolute_url()),
    }


def _change(comparison, change, request):
    return {
        "unit": change.unit,
        "url": _address(request, change),
        "found": [finding.value for finding in change.findings],
        "labels": [str(comparison.label(finding)) for finding in change.findings],
        "only_proposed": change.is_proposed,
        "by_complete_record": change.by_complete_record,
        "recorded_elsewhere": change.elsewhere and change.elsewhere.slug,
        "before": _place(change.before),
        "after": _place(change.after),
        "events": [event.slug for event in change.events],
    }


def _place(place):
    return place and {
        "under": place.parent,
        "after_sister": place.previous,
        "kind": place.kind,
        "basis": place.basis,
        "name": _texts(place, "name"),
        "acronym": _texts(place, "acronym"),
        "purpose": _texts(place, "purpose"),
    }


def _event(event):
    return {
        "slug": event.slug,
        "kind": event.kind,
        "originals": sorted(event.original_slugs),
        "results": sorted(event.result_slugs),
        "earliest": event.earliest and event.earliest.isoformat(),
        "latest": event.latest and event.latest.isoformat(),
        "only_proposed": event.only_proposed,
        "description": _texts(event, "description"),
        "acts": [act.slug for act in acts_of(event)],
    }


def _texts(record, field):
    """The texts of a field by language, those that are there."""
    return {language: text for language in LANGUAGES if (text := getattr(record, f"{field}_{language}"))}
