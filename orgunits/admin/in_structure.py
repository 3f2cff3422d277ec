"""Pages that work within one structure: it is chosen first, fixed by the address, and locked while they write."""

from contextlib import ExitStack, contextmanager, nullcontext
from urllib.parse import urlencode

from django.contrib.admin.utils import unquote
from django.forms import ModelChoiceField
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgunits.keys import number
from orgunits.models import Placement, Structure
from orgunits.tree import trees

from .choices import Choice
from .forms import RecordForm
from .records import admin_url


def structure_in_force_or_newest():
    """What the tree's page shows unasked; None where there is no structure."""
    try:
        return Structure.objects.in_force_on(localdate())
    except Structure.DoesNotExist:
        return Structure.objects.order_by("-pk").first()


def tree_url(structure):
    return f"{admin_url(Placement, 'changelist')}?{urlencode({'structure__id__exact': structure.pk})}"


def preview_url(structure):
    """The public pages as they show it; of a draft, to staff only."""
    return f"{reverse('orgunits:structure')}?{urlencode({'structure': structure.slug})}"


def last_edit(structure):
    """Who edited it last, and when; empty where nobody has."""
    if structure.edited_at is None:
        return ""
    when = date_format(localtime(structure.edited_at), "DATETIME_FORMAT")
    if structure.edited_by is None:
        return when
    return _("%(who)s, %(when)s") % {"who": structure.edited_by.get_username(), "when": when}


class LimitedAutocomplete(Choice):
    """An autocomplete with `parameters` in its address, which the get_search_results of the other model reads."""

    def __init__(self, field, admin_site, *, parameters, **kwargs):
        super().__init__(field, admin_site, **kwargs)
        self.parameters = parameters

    def get_url(self):
        return f"{super().get_url()}?{urlencode(self.parameters)}"


class PlaceField(ModelChoiceField):
    """A place in the structure of the page, by its name alone, and without the dashes of the tree library's field."""

    def label_from_instance(self, obj):
        return obj.name


class WithinStructureForm(RecordForm):
    """Its structure is given by the page, not by the form."""

    structure = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and self.structure:
            self.instance.structure = self.structure


class WithinStructure:
    """For the admin of a model whose rows belong to a structure."""

    none_to_choose = gettext_lazy("There are no editions yet.")
    limited_autocompletes = {}  # field: the parameter that limits its autocomplete to the structure

    def choosable_structures(self):
        """Those the add page can be used for."""
        return Structure.objects.all()

    def structure_of(self, request, object_id):
        if object_id is None:
            return Structure.objects.filter(pk=number(request.GET.get("structure"))).first()
        obj = self.get_object(request, unquote(object_id))
        return obj and obj.structure

    def locked_for_writing(self, request, object_id):
        structure = getattr(request, "structure", None) or self.structure_of(request, object_id)
        return trees.hold(structure) if structure else nullcontext()

    @contextmanager
    def locked_for_action(self, queryset):
        with ExitStack() as locks:
            for structure in Structure.objects.filter(pk__in=queryset.values("structure")).order_by("pk"):
                locks.enter_context(trees.hold(structure))
            yield

    def save_related(self, request, form, formsets, change):
        """What was written is an edit of the structure; a form sent untouched is none."""
        touched = form.has_changed() or any(formset.has_changed() for formset in formsets)
        with trees.edit(request.structure) if touched else nullcontext():
            super().save_related(request, form, formsets, change)

    def delete_model(self, request, obj):
        with trees.edit(obj.structure):
            super().delete_model(request, obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.structure = self.structure_of(request, object_id)
        if object_id is None and request.structure is None and self.has_add_permission(request):
            return self.choose_structure(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        version = self.model.history.filter(pk=number(version_id)).first()
        request.structure = version and Structure.objects.filter(pk=version.structure_id).first()
        if request.structure is None:
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.structure = request.structure
        return form

    def choose_structure(self, request):
        """The question that comes before a new row."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("In which edition?"),
            "opts": self.opts,
            "structures": self.choosable_structures().chronological().reverse(),
            "none_to_choose": self.none_to_choose,
            "kept": [(name, value) for name, value in request.GET.items() if name != "structure"],
        }
        return TemplateResponse(request, "admin/orgunits/choose_structure.html", context)

    def delete_queryset(self, request, queryset):
        with ExitStack() as locks:
            for structure in Structure.objects.filter(pk__in=queryset.values("structure")).order_by("pk"):
                locks.enter_context(trees.edit(structure))
            super().delete_queryset(request, queryset)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        structure = getattr(request, "structure", None)
        if structure and db_field.name in self.limited_autocompletes:
            kwargs["widget"] = LimitedAutocomplete(
                db_field,
                self.admin_site,
                using=kwargs.get("using"),
                parameters={self.limited_autocompletes[db_field.name]: structure.pk},
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
