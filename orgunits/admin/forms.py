"""Forms that write what their editor touched, say what the models refused, and keep lists in order."""

import re

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgunits.models.periods import Precision, whole_day, write_partial
from orgunits.pasted import LineField

from .dates import precision_of


def who_changed(record):
    """A sentence on the last change of a record whose page was open meanwhile."""
    known = record.pk and hasattr(record, "history")  # users and groups have none
    last = record.history.select_related("history_user").first() if known else None
    if last is None or last.history_user is None:
        return _("Somebody else changed this while you had the page open.")
    return _("%(who)s changed this while you had the page open.") % {"who": last.history_user.get_username()}


class TouchedForm(forms.ModelForm):
    """Writes the fields its editor touched and no others.

    So a page opened before somebody else's edit doesn't write the old values back. What was touched is known by
    the values the page was sent with: see LabelledFields.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if f"{name}_precision" in self.fields]:
            precision = f"{name}_precision"
            self.fields[precision].required = False
            known = self.initial.get(precision)
            if self.initial.get(name) and known in (Precision.YEAR, Precision.MONTH):
                self.initial[name] = write_partial(self.initial[name], known)

    def clean(self):
        cleaned = super().clean()
        touched = set(self.changed_data)
        if not self.instance._state.adding and not self.reverts_to:
            for name in touched & cleaned.keys():
                self._refuse_if_overtaken(name)
        for day in [name for name in cleaned if f"{name}_precision" in cleaned]:
            self._complete_date(cleaned, touched, day, f"{day}_precision")
        if self.instance._state.adding or self.reverts_to:
            return cleaned
        return {name: value for name, value in cleaned.items() if name in touched}

    def _complete_date(self, cleaned, touched, day, precision):
        """The precision follows what was typed; of a month or year the day is stored that the column keeps of it."""
        if day in touched and (precision_of(cleaned[day]) != Precision.DAY or precision not in touched):
            cleaned[precision] = precision_of(cleaned[day])
        if touched & {day, precision}:
            touched |= {day, precision}
            cleaned[precision] = (cleaned[precision] or Precision.DAY) if cleaned[day] else ""
            cleaned[day] = cleaned[day] and whole_day(day, cleaned[day], cleaned[precision])

    @property
    def reverts_to(self):
        """The version of the history this form brings back, or None."""
        return getattr(self.instance, "_history", None)

    # Fields whose change by somebody else is no reason to ask again.
    never_overtaken = ("position",)

    def _refuse_if_overtaken(self, name):
        """Refuses, once, to write over what somebody else wrote into the same field while the page was open."""
        field, sent_with = self.fields[name], self.add_initial_prefix(name)
        if name in self.never_overtaken or not field.show_hidden_initial:
            return
        now = self.get_initial_for_field(field, name)
        before = field.hidden_widget().value_from_datadict(self.data, self.files, sent_with)
        if not field.has_changed(now, before) or not field.has_changed(now, self[name].data):
            return
        text = who_changed(self.instance)
        sentences = [text]
        if words := self._in_words(field, now):
            sentences.append(_("It now says: “%(value)s”.") % {"value": words})
        sentences.append(_("Your text is still in the field: save again to replace theirs."))
        self.add_error(name, " ".join(sentences))
        # What was sent is compared with what is there now, next time.
        self.data = self.data.copy()
        value = field.prepare_value(now)
        self.data.setlist(sent_with, [*value] if isinstance(value, (list, tuple)) else ["" if value is None else value])

    def _in_words(self, field, value):
        """The value as people read it; "" where that would be a list or a key."""
        if isinstance(field, forms.ModelMultipleChoiceField):
            return ""
        if isinstance(field, forms.ModelChoiceField):
            return str(field.queryset.filter(pk=value).first() or "")
        if isinstance(field, forms.BooleanField):
            return _("Yes") if value else _("No")
        words = str(dict(getattr(field, "choices", ())).get(value, "" if value is None else value))
        return words if len(words) <= 300 else f"{words[:300]} …"


class RefusalForm(forms.ModelForm):
    """Shows what the models refused when this very form was to be saved: see RefusalAdmin."""

    refusal = None

    def clean(self):
        cleaned = super().clean()
        if self.refusal and hasattr(self.refusal, "error_dict"):
            at_top = []
            for name, sentences in self.refusal.message_dict.items():
                if field := self.field_for(name):
                    self.add_error(field, list(dict.fromkeys(sentences)))
                else:
                    at_top += sentences
            at_fields = [sentence for sentences in self.errors.values() for sentence in sentences]
            if at_top := [sentence for sentence in dict.fromkeys(at_top) if sentence not in at_fields]:
                self.add_error(None, at_top)
        elif self.refusal:
            self.add_error(None, self.refusal)
        return cleaned

    def field_for(self, name):
        """The form's field for a field of the model; None, the top of the form, where it has none."""
        return name if name in self.fields else None


class RecordForm(RefusalForm, TouchedForm):
    """A record, with the reason of its change."""

    change_reason = LineField(
        label=gettext_lazy("Reason for the change"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Kept in the history; the public does not see it."),
        widget=AdminTextInputWidget,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if version := self.reverts_to:
            for field in version._history_m2m_fields:
                rows = getattr(version, field.name).values_list(field.m2m_reverse_field_name(), flat=True)
                # A version without any says nothing of them: what was loaded or cloned begins without.
                self.initial[field.name] = list(rows) or self.initial.get(field.name)
            latest = self.instance.history.order_by("-pk").values_list("pk", flat=True).first()
            self.fields["latest_version"] = forms.IntegerField(required=False, initial=latest, widget=forms.HiddenInput)

    def clean(self):
        """Refuses, once, to bring a version back over one that was written while its page was open."""
        cleaned = super().clean()
        field = self.fields.get("latest_version")
        seen = field and cleaned.get("latest_version")
        if seen and seen != field.initial:
            again = _("Check its history; revert again to replace it with this version.")
            self.add_error(None, f"{who_changed(self.instance)} {again}")
            self.data = self.data.copy()
            self.data[self.add_prefix("latest_version")] = field.initial
        return cleaned


class OrderedForm(TouchedForm):
    """A row of a list: an empty position means the end."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False

    def _get_validation_exclusions(self):
        # Positions are numbered when the list is saved.
        return {*super()._get_validation_exclusions(), "position"}


class SentFormSet(forms.BaseInlineFormSet):
    """As many forms as were sent, whatever number the request claims: each costs time, also an empty one."""

    def total_form_count(self):
        count = super().total_form_count()
        return min(count, self._sent) if self.is_bound else count

    @cached_property
    def _sent(self):
        names = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,4}})-")
        return len({found[1] for name in self.data if (found := names.match(name))})


class OrderedFormSet(SentFormSet):
    """A list in an order of its own: rows are renumbered by the positions typed, so two may be swapped at once."""

    SPARE = 10_000  # beyond any position in use

    def save(self, commit=True):
        if not self.has_changed():
            return super().save(commit)
        kept = [form for form in self.forms if form not in self.deleted_forms]
        kept = [form for form in kept if form.instance.pk or form.has_changed()]
        kept.sort(key=lambda form: self.SPARE if form.instance.position is None else form.instance.position)
        for number, form in enumerate(kept, start=1):
            form.instance.position = number
        rows = self.model._default_manager.filter(**{self.fk.name: self.instance})
        rows.update(position=F("position") + self.SPARE)
        saved = super().save(commit)
        for form in kept:
            if not form.has_changed():
                rows.filter(pk=form.instance.pk).update(position=form.instance.position)
        return saved
