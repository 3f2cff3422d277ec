"""Records that only a draft knows: said in their form, chosen when they are made, made public ahead of their draft."""

from contextlib import ExitStack, contextmanager, nullcontext
from itertools import chain

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from orgunits.drafts.ownership import draft_hiding
from orgunits.drafts.publishing import free, reach
from orgunits.drafts.references import OWNED, PARTS
from orgunits.keys import number
from orgunits.models import Structure
from orgunits.models.structure import is_hidden_from_the_public
from orgunits.tree import trees


@contextmanager
def held_draft(drafts):
    """Holds the first of `drafts` (keys) and yields its key, None where there is none or the public sees it by now."""
    draft = next(iter(drafts), None)
    with trees.hold(draft) if draft else nullcontext() as locked:
        yield locked.pk if locked and not locked.is_public else None


def draft_at_hand(request):
    """The key of the draft that the page is about, or whose record it shows, else None."""
    structure = getattr(request, "structure", None)
    return structure.pk if structure and not structure.is_public else getattr(request, "draft", None)


def drafts_of_lines(formset):
    """The drafts that hide what the lines of a formset refer to; of what they join, only where all lines do."""
    lines = [form.cleaned_data for form in formset.forms if form.has_changed() and not form.cleaned_data.get("DELETE")]
    joined = [name for name in PARTS.get(formset.model, ()) if name != formset.fk.name]
    for field in formset.model._meta.concrete_fields:
        if field.related_model in OWNED and field.name != formset.fk.name:
            found = [draft_hiding(field.related_model, {line[field.name].pk}) for line in lines if line.get(field.name)]
            if field.name not in joined or all(found):
                yield from filter(None, found)


def _may_change(model):
    return f"{model._meta.app_label}.{get_permission_codename('change', model._meta)}"


class OfDraft:
    """For the admin of records; does nothing for those that no draft can keep to itself."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        if self.model in OWNED:
            request.draft = obj.draft_id if obj else number(request.GET.get("draft"))
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """First of all a new record may be given to a draft, and of an old one its draft is said."""
        fieldsets = [
            (name, {**options, "fields": [field for field in options["fields"] if field != "draft"]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if self.model in OWNED and (obj.draft_id if obj else self._may_be_given(request)):
            fieldsets.insert(0, (None, {"fields": ["draft"]}))
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "draft"] if obj and self.model in OWNED else fixed

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "draft":
            kwargs["queryset"] = self._open_drafts() | self._draft_asked_for(request)
            field = db_field.formfield(**kwargs)
            field.empty_label = _("none: public immediately")
            return field
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _open_drafts(self):
        return Structure.objects.filter(status=Structure.Status.DRAFT)

    def _may_be_given(self, request):
        return self._open_drafts().exists() or self._draft_asked_for(request).exists()

    def _draft_asked_for(self, request):
        """What a “+” on the page of something hidden asks for, which may be a draft that was withdrawn."""
        return Structure.objects.filter(is_hidden_from_the_public(), pk=number(request.GET.get("draft")))

    @contextmanager
    def locked_for_writing(self, request, object_id):
        """The draft is held before its record is locked, in the same order as when it is published."""
        key = number(unquote(object_id)) if object_id and self.model in OWNED else None
        draft = self.model.objects.filter(pk=key).values_list("draft", flat=True).first() if key is not None else None
        with ExitStack() as held:
            if draft is not None:
                held.enter_context(trees.hold(draft))
            held.enter_context(super().locked_for_writing(request, object_id))
            yield

    def save_model(self, request, obj, form, change):
        """A new record belongs to the draft of what its lists name, where it wasn't given to one."""
        if self.model in OWNED and not change and obj.draft_id is None:
            for field in self.opts.local_many_to_many:
                if field.related_model in OWNED and (chosen := form.cleaned_data.get(field.name)):
                    obj.draft_id = obj.draft_id or draft_hiding(field.related_model, chosen)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """So does one of which a line names something hidden; of lines that join two records, all of them must."""
        if self.model in OWNED and not change and form.instance.draft_id is None:
            with held_draft(chain(*map(drafts_of_lines, formsets))) as draft:
                if draft:
                    form.instance.draft_id = draft
                    self.model.objects.filter(pk=form.instance.pk).update(draft=draft)
        super().save_related(request, form, formsets, change)

    # --- made public ahead of its draft ---

    @property
    def actions(self):
        return ["delete_selected", "make_public"] if self.model in OWNED else ["delete_selected"]

    @admin.action(permissions=["change"], description=gettext_lazy("Make records of a draft public"))
    def make_public(self, request, queryset):
        """Asks first, with all that becomes public along with what was chosen."""
        chosen = {self.model: set(queryset.values_list("pk", flat=True))}
        with transaction.atomic():
            reached = reach(chosen)
        if not reached:
            self.message_user(request, _("Everything you selected is already public."))
            return None
        if others := [model for model in reached if not request.user.has_perm(_may_change(model))]:
            names = ", ".join(str(model._meta.verbose_name_plural) for model in others)
            text = _(
                "Your selection would also make these public, and you don’t have permission to change them: %(kinds)s."
            )
            self.message_user(request, text % {"kinds": names}, messages.ERROR)
            return None
        if request.POST.get("confirmed"):
            try:
                with transaction.atomic():
                    count = free(chosen)
            except ValidationError as refusal:
                self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            else:
                text = ngettext("%(count)d record is public now.", "%(count)d records are public now.", count)
                self.message_user(request, text % {"count": count}, messages.SUCCESS)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Make public?"),
            "opts": self.opts,
            "chosen": sorted(chosen[self.model]),
            "checkbox": ACTION_CHECKBOX_NAME,
            "kinds": [
                (capfirst(model._meta.verbose_name_plural), model.objects.filter(pk__in=keys))
                for model, keys in reached.items()
            ],
        }
        return TemplateResponse(request, "admin/orgunits/make_public.html", context)
