"""The form that corrects one fact of a locked structure, and of the editions that carry it; the list of corrections."""

from contextlib import contextmanager
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgunits.keys import number
from orgunits.models import Correction, Kind, Placement, Structure
from orgunits.pasted import LineField
from orgunits.tree import trees
from orgunits.tree.carried import carried, correct_all, value_in_words

from .forms import RefusalForm
from .in_structure import LimitedAutocomplete, PlaceField, WithinStructure, tree_url
from .records import RefusalAdmin, admin_url


def correction_url(structure, unit_id=None, fact=None):
    about = {"structure": structure.pk, "unit": unit_id, "fact": fact}
    query = urlencode({name: value for name, value in about.items() if value})
    return f"{admin_url(Correction, 'add')}?{query}"


def correction_link(structure, unit_id=None, fact=None):
    url = correction_url(structure, unit_id, fact)
    return format_html('<a href="{}">{}</a>', url, _("Correct a wrong fact"))


@contextmanager
def leading_to_corrections(placement, fact=None):
    """Adds to the refusal of a change to a locked shape the link to the form that can make it."""
    try:
        yield
    except trees.ShapeLockedError as refusal:
        link = correction_link(placement.structure, placement.unit_id, fact)
        by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {"__all__": refusal.messages}
        raise ValidationError(
            {field: [format_html("{} {}", text, link) for text in texts] for field, texts in by_field.items()}
        ) from refusal


class CorrectionForm(RefusalForm):
    """What is wrong, and what is right instead: a text, a kind, or a place."""

    new_text = LineField(
        label=gettext_lazy("Correct name or acronym"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Leave blank if there is none in this language."),
        widget=admin.widgets.AdminTextInputWidget,
    )
    new_kind = forms.ChoiceField(
        label=gettext_lazy("Correct kind"), choices=[("", "---------"), *Kind.choices], required=False
    )
    position = forms.ChoiceField(
        label=gettext_lazy("Correct place"),
        choices=[
            ("last-child", gettext_lazy("under the following unit, as the last one")),
            ("first-child", gettext_lazy("under the following unit, as the first one")),
            ("left", gettext_lazy("beside the following unit, just before it")),
            ("right", gettext_lazy("beside the following unit, just after it")),
        ],
        required=False,
    )
    target = PlaceField(label=gettext_lazy("This unit"), queryset=Placement.objects.none(), required=False)
    also = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Correct it there too"),
        coerce=int,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("One of the editions you chose has changed. Check it again.")},
        widget=forms.CheckboxSelectMultiple,
    )
    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    # Set by the page.
    structure = None
    carried = None  # where else the fact says the same, once it is known which fact of which unit
    value_was_shown = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:  # the page that only shows it
            return
        self.instance.structure = self.structure
        self.fields["target"].queryset = Placement.objects.filter(tree_id=self.structure.pk)
        self.fields["target"].widget = LimitedAutocomplete(
            Placement._meta.get_field("parent"), admin.site, parameters={"in_structure": self.structure.pk}
        )
        self.fields["target"].widget.choices = self.fields["target"].choices
        if self.carried is None:
            del self.fields["also"], self.fields["asked"]
            return
        self.fields["also"].choices = [(place.structure_id, name_of(place.structure)) for place in self.carried.same]
        self.fields["also"].help_text = not_touched(self.carried)
        self.fields["also"].initial = [place.structure_id for place in self.carried.same]
        self.fields["asked"].initial = self.carried.token

    def clean(self):
        cleaned = super().clean()
        field = FIELD_OF_FACT.get(cleaned.get("fact"))
        if field in ("target", "new_kind") and not cleaned.get(field) and field not in self.errors:
            self.add_error(field, _("Enter the correct value."))
        if self.carried and self.data.get("asked") != self.carried.token:
            self._ask()
        return cleaned

    def _ask(self):
        """Shows, before anything is written, what is recorded and which editions say the same, all of them ticked."""
        self.data = self.data.copy()
        self.data["asked"] = self.carried.token
        self.data.setlist("also", [str(place.structure_id) for place in self.carried.same])
        sentences = []
        if not self.value_was_shown:
            words = value_in_words(self.carried.place, self.carried.fact) or "–"
            sentences.append(_("Now it says: “%(value)s”.") % {"value": words})
        if self.carried.same:
            sentences.append(_("Other editions say the same: choose below which to correct too."))
        if sentences and not self.errors:
            self.add_error(None, " ".join([*sentences, _("Then save again.")]))

    def field_for(self, name):
        return super().field_for(FIELD_OF_FACT.get(name, name))

    @property
    def right(self):
        return self.cleaned_data[FIELD_OF_FACT[self.cleaned_data["fact"]]]


def name_of(structure):
    return f"{structure.name} ({structure.get_status_display()})"


def not_touched(carried):
    """What becomes of the editions that are listed, and of those that say something else."""
    sentences = [_("They have the same wording. The correction and its reason are recorded in each one’s history.")]
    if carried.others:
        others = "; ".join(
            f"{name_of(place.structure)}: {value_in_words(place, carried.fact) or '–'}" for place in carried.others
        )
        sentences.append(_("Left unchanged, because they say something else: %(editions)s.") % {"editions": others})
    return " ".join(sentences)


FIELD_OF_FACT = dict.fromkeys(Correction.Fact, "new_text")
FIELD_OF_FACT |= {Correction.Fact.KIND: "new_kind", Correction.Fact.PARENT: "target"}


@admin.register(Correction)
class CorrectionAdmin(WithinStructure, RefusalAdmin):
    """Adds by correct_all(); nothing else is done to a correction."""

    form = CorrectionForm
    limited_autocompletes = {"unit": "standing_in"}
    autocomplete_fields = ["unit"]
    search_fields = ["reason", "unit__label", "unit__slug"]
    list_display = ["made_at", "structure", "unit", "fact", "shown_before", "shown_after", "made_by"]
    list_filter = ["fact"]
    list_select_related = ["structure", "unit", "made_by"]
    date_hierarchy = "made_at"
    actions = None

    class Media:
        js = [forms.Script("js/admin/correction.js", defer=True)]

    none_to_choose = gettext_lazy("No edition is locked: edit the draft or proposal directly.")

    def choosable_structures(self):
        return Structure.objects.exclude(status__in=Structure.EDITABLE)

    def has_add_permission(self, request):
        return super().has_add_permission(request) and request.user.has_perm("orgunits.change_placement")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("before"), ordering="before")
    def shown_before(self, correction):
        return correction.before_shown

    @admin.display(description=gettext_lazy("after"), ordering="after")
    def shown_after(self, correction):
        return correction.after_shown

    def get_fieldsets(self, request, obj=None):
        if obj is not None:
            fields = ["structure", "unit", "fact", "shown_before", "shown_after", "reason", "made_by", "made_at"]
            return [(None, {"fields": fields})]
        return [
            (None, {"fields": ["structure", "unit", "fact"], "description": self.as_recorded(request)}),
            (_("If a name or an acronym is wrong"), {"fields": ["new_text"], "classes": ["right-text"]}),
            (_("If the kind is wrong"), {"fields": ["new_kind"], "classes": ["right-kind"]}),
            (_("If the place in the tree is wrong"), {"fields": ["position", "target"], "classes": ["right-place"]}),
            (None, {"fields": ["reason"]}),
            *self._elsewhere(request),
        ]

    def _elsewhere(self, request):
        found = self.carried_of(request)
        if found is None:
            return []
        if found.same:
            return [(_("In the other editions"), {"fields": ["also", "asked"]})]
        description = not_touched(found) if found.others else ""
        return [(None, {"fields": ["asked"], "description": description, "classes": ["elsewhere"]})]

    def carried_of(self, request):
        """The Carried of the fact and unit that were sent, or that the address names; None where it names none."""
        asked = {**request.GET.dict(), **request.POST.dict()}
        unit, fact = number(asked.get("unit")), asked.get("fact")
        if unit is None or fact not in Correction.Fact or request.structure.is_editable:
            return None
        return carried(request.structure, unit, fact)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form.carried = self.carried_of(request)
            form.value_was_shown = number(request.GET.get("unit")) is not None
        return form

    def locked_for_writing(self, request, object_id):
        """All editions: it may be corrected in each."""
        return trees.hold_all()

    def as_recorded(self, request):
        """What is recorded now, of the unit that was sent or that the address names."""
        unit = number(request.POST.get("unit") or request.GET.get("unit"))
        placement = (
            Placement.objects.filter(tree_id=request.structure.pk, unit=unit).select_related("parent", "unit").first()
        )
        intro = _("One fact at a time. The public sees every correction and its reason on the page of the edition.")
        if placement is None:
            return intro
        facts = {fact: getattr(placement, fact) for fact in trees.SHAPE_COLUMNS}
        facts[Correction.Fact.KIND] = placement.get_kind_display()
        facts[Correction.Fact.PARENT] = placement.parent.name if placement.parent else ""
        labels = {**dict(Correction.Fact.choices), Correction.Fact.PARENT: _("under")}
        shown_facts = [(capfirst(labels[fact]), value) for fact, value in facts.items() if value]
        rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", shown_facts)
        return format_html('<p>{}</p><p>{}</p><dl class="recorded">{}</dl>', intro, _("Recorded now:"), rows)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "unit":
            for link in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{link}_related", False)
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 4
        return field

    def get_readonly_fields(self, request, obj=None):
        return ["structure"] if obj is None else ["shown_before", "shown_after", "made_at"]

    def render_change_form(self, request, context, **kwargs):
        context["show_save_and_continue"] = False
        if kwargs.get("obj") is None:
            context["title"] = _("Correct a wrong fact")
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request, obj, form, change):
        made, changed = correct_all(
            request.structure,
            form.cleaned_data["unit"],
            fact=form.cleaned_data["fact"],
            after=form.right,
            reason=form.cleaned_data["reason"],
            by=request.user,
            position=form.cleaned_data["position"] or "last-child",
            also=form.cleaned_data.get("also") or (),
        )
        if changed:
            names = ", ".join(place.structure.name for place in changed)
            self.message_user(request, _("Also corrected in these editions: %(editions)s.") % {"editions": names})
        obj.pk = made.pk
        obj.refresh_from_db()

    def response_post_save_add(self, request, obj):
        return redirect(tree_url(obj.structure))
