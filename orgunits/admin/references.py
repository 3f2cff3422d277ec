"""What still refers to records that are to be deleted: every record that names them, once, however often it does."""

from collections import defaultdict

from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.forms.models import _get_foreign_key
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orgunits.models import Appointment, Correction, Placement, UnitOfficer, UnitRelation

SHOWN_AT_MOST = 20  # records of a kind

# What the name of a record is made of, beside its own columns.
NAMED_WITH = {
    Appointment: ["post"],
    Correction: ["unit"],
    Placement: ["structure"],
    UnitOfficer: ["user", "unit"],
    UnitRelation: ["unit", "to_unit", "to_body"],
}


def still_referring(objs, request, site):
    """For each kind of record that names one of `objs`, its name with their number, and their links; [] for none.

    What `request` may not see is counted, and not named.
    """
    found = defaultdict(set)
    lines_of = lines(site)
    for row in protected(objs):
        model, key = owner(row, lines_of)
        found[model].add(key)
    listed = []
    for model, keys in sorted(found.items(), key=lambda kind: kind[0]._meta.verbose_name_plural):
        named = links(model, keys, request, site)
        if more := len(keys) - len(named):
            text = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
            named.append(text if named else _("hidden from you"))
        listed += [f"{capfirst(model._meta.verbose_name_plural)} ({len(keys)})", named]
    return listed


def protected(objs):
    collector = NestedObjects(using=router.db_for_write(objs[0]._meta.model), origin=objs)
    collector.collect(objs)
    return collector.protected


def lines(site):
    """{model: the foreign key to its owner} of what is edited as lines of another record's form."""
    return {
        inline.model: line_of(owner, inline)
        for owner, registered in site._registry.items()
        for inline in registered.inlines
    }


def line_of(owner, inline):
    """The foreign key by which the lines of an inline belong to a record of `owner`; some have a second one to it."""
    return _get_foreign_key(owner, inline.model, fk_name=inline.fk_name)


def owner(row, lines_of):
    """The record one opens to correct it, as model and key: of a line of a list, whose list it is."""
    model = type(row)
    if lists := model._meta.auto_created:
        field = next(field for field in lists._meta.local_many_to_many if field.remote_field.through is model)
        return lists, getattr(row, f"{field.m2m_field_name()}_id")
    if model in lines_of:
        return lines_of[model].remote_field.model, getattr(row, lines_of[model].attname)
    return model, row.pk


def links(model, keys, request, site):
    if not site.is_registered(model) or not site.get_model_admin(model).has_view_permission(request):
        return []
    records = site.get_model_admin(model).get_queryset(request).filter(pk__in=keys)
    page = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    # None: nothing along. Without a word it would be all.
    shown = records.select_related(*NAMED_WITH.get(model, [None])).order_by("pk")[:SHOWN_AT_MOST]
    return [format_html('<a href="{}">{}</a>', reverse(page, args=[record.pk]), record) for record in shown]
