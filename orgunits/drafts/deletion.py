"""A draft is deleted with all that only it knows."""

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from ..models import OrganizationalUnit, Structure, UnitOfficer
from ..tree import trees
from .references import CITING, OWNED, PARTS, hiders, lookups, references


def known_only_to(draft):
    """{model: its records} that go with `draft`: those it has, without what another draft refers to."""
    passed_on = _used_by_others(draft)
    found = {}
    for model in OWNED:
        if rows := list(model.objects.filter(draft=draft).exclude(pk__in=passed_on[model]).order_by("pk")):
            found[model] = rows
    return found


def officers_of(alone):
    """The UnitOfficers that keep the units among `alone`, as of known_only_to(), from being deleted."""
    return UnitOfficer.objects.filter(unit__in=alone.get(OrganizationalUnit, ())).select_related("user", "unit")


def delete_draft(draft):
    """Deletes `draft` with its tree and what only it knew; what another draft refers to is that one's from now on.

    Returns how many records went along.
    """
    with trees.edit(draft) as locked:
        if locked.status != Structure.Status.DRAFT:
            text = _("The structure “%(structure)s” is %(status)s: only drafts can be deleted.")
            raise ValidationError(text % {"structure": locked.name, "status": locked.get_status_display()})
        for model in OWNED:
            list(model.objects.select_for_update().filter(draft=locked).order_by("pk").values_list("pk"))
        for model, keys in _used_by_others(locked).items():
            for key, other in keys.items():
                model.objects.filter(pk=key).update(draft=other)
        going = {model: list(model.objects.filter(draft=locked).values_list("pk", flat=True)) for model in OWNED}
        # Nobody sees them in between: all of it is one transaction.
        for model, keys in going.items():
            model.objects.filter(pk__in=keys).update(draft=None, **_links_to_itself(model))
        try:
            locked.delete()
            _delete_what_joins(going)
            for model, keys in going.items():
                model.objects.filter(pk__in=keys).delete()
        except ProtectedError as protected:
            named = ", ".join(sorted({str(row) for row in protected.protected_objects})[:5])
            text = _("What only this draft knows is still named elsewhere, by: %(records)s. Take it out there first.")
            raise ValidationError(text % {"records": named}) from protected
        return sum(map(len, going.values()))


def _delete_what_joins(going):
    """What joins two records that both go protects the one from the deletion of the other."""
    for part, joins in PARTS.items():
        if len(joins) > 1:
            ends = {f"{join}__in": going[part._meta.get_field(join).related_model] for join in joins}
            part.objects.filter(**ends).delete()


def _links_to_itself(model):
    return {field.name: None for field in model._meta.concrete_fields if field.related_model is model}


def _used_by_others(draft):
    """{model: {key: another structure}} of the records of `draft` that something hidden by another one refers to."""
    passed_on = {model: {} for model in OWNED}
    for citing in CITING:
        for field in references(citing):
            for hider in hiders(citing):
                if field.related_model in OWNED:
                    rows = citing._base_manager.filter(
                        **{f"{field.name}__draft": draft, f"{hider or 'pk'}__isnull": False}
                    )
                    rows = rows.exclude(**{hider or "pk": draft.pk})
                    passed_on[field.related_model] |= dict(rows.values_list(field.name, hider or "pk"))
    return _with_what_they_name(passed_on, draft)


def _with_what_they_name(passed_on, draft):
    """The same, with what the records passed on refer to themselves."""
    asked = {model: dict(keys) for model, keys in passed_on.items()}
    while any(asked.values()):
        named = {model: {} for model in OWNED}
        for model, keys in asked.items():
            for citing in CITING:
                for lookup in lookups(citing, model):
                    for field in references(citing):
                        if keys and field.related_model in OWNED:
                            rows = citing._base_manager.filter(
                                **{f"{lookup}__in": list(keys), f"{field.name}__draft": draft}
                            )
                            for owner, key in rows.values_list(lookup, field.name):
                                if key not in passed_on[field.related_model]:
                                    named[field.related_model][key] = keys[owner]
        for model, keys in named.items():
            passed_on[model] |= keys
        asked = named
    return passed_on
