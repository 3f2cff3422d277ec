"""Bringing back an earlier version of a record: what will change is shown before, and named after."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgunits.keys import number
from orgunits.models.periods import show_date

from .history import NOTHING, HistoryInWords, doubled, label_with_language

REASON_AT_MOST = 100  # characters, as the column of the history
WORDS_AT_MOST = 3000  # of a text whose difference is worked out word by word
LONG_TEXT = 60  # characters, from which on a difference is marked
AROUND = 6  # words kept on each side of a difference
NO_LONGER_ON_RECORD = gettext_lazy("no longer on record")


class NothingDiffersError(Exception):
    """The version that was to be brought back says what the record says now."""


@dataclass(frozen=True)
class Fact:
    """One field of a record: its label, what it is compared by, and in words; of a list {key: words}."""

    label: str
    value: object
    words: object


@dataclass(frozen=True)
class Difference:
    label: str
    now: str
    then: str


def facts_of(record, lists):
    """{field: Fact} of what a history keeps of `record`; `lists` are {name: records} of its lists. None: no record."""
    if record is None:
        return {}
    model, names = type(record), {field.name for field in record._meta.fields}
    hidden = {model._meta.pk.name, "draft", *doubled(model)}  # which draft knows it, no version decides
    hidden |= {name for name in names if name.endswith("_precision") and name.removesuffix("_precision") in names}
    facts = {}
    for field in model.history.model.tracked_fields:
        if field.name not in hidden:
            words = in_words(record, field)
            # A date is the same only where it is known as precisely.
            compared = words if isinstance(field, models.DateField) else field.value_from_object(record)
            facts[field.name] = Fact(str(label_with_language(field)), "" if compared is None else compared, words)
    for name, rows in lists.items():
        listed = {row.pk: str(row) for row in rows}
        facts[name] = Fact(str(label_with_language(model._meta.get_field(name))), frozenset(listed), listed)
    return facts


def in_words(record, field):
    """A field as people read it; "" where it is empty."""
    if isinstance(field, models.ForeignKey):
        try:
            value = getattr(record, field.name)
        except ObjectDoesNotExist:
            return str(NO_LONGER_ON_RECORD)
        return "" if value is None else str(value)
    value = getattr(record, field.name)
    if isinstance(field, models.BooleanField) and value is not None:
        return _("Yes") if value else _("No")
    if value in (None, "", []):
        return ""
    if isinstance(value, list):  # of telephones
        return ", ".join(map(str, value))
    if isinstance(field, models.DateTimeField):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        known = hasattr(record, f"{field.name}_precision")
        return show_date(record, field.name) if known else date_format(value, "DATE_FORMAT")
    if isinstance(field, models.FileField):
        return Path(value.name).name
    return str(dict(field.flatchoices).get(value, value))


def differences(now, then):
    """What of the facts `now` is otherwise `then`, in the order of the record; what `then` says nothing of stays."""
    return [
        Difference(fact.label, *_both(now.get(name), fact))
        for name, fact in then.items()
        if fact.value != (now[name].value if name in now else type(fact.value)())
    ]


def _both(now, then):
    if isinstance(then.words, dict):
        listed = now.words if now else {}
        gone = [words for key, words in listed.items() if key not in then.words]
        come = [words for key, words in then.words.items() if key not in listed]
        return tuple("; ".join(sorted(rows)) or NOTHING for rows in (gone, come))
    before, after = now.words if now else "", then.words
    if before == after:  # two records of one name
        before, after = f"{before} ({now.value})", f"{after} ({then.value})"
    if before and after and max(len(before), len(after)) > LONG_TEXT:
        return marked(before, after)
    return before or NOTHING, after or NOTHING


def marked(before, after):
    """Both texts with the words marked that the other one lacks; of what they share, the words around."""
    old, new = re.findall(r"\S+", before), re.findall(r"\S+", after)
    if max(len(old), len(new)) > WORDS_AT_MOST:
        return before, after
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    first, last = [], []
    for place, (kind, start, end, begin, stop) in enumerate(steps):
        if kind == "equal":
            shared = _shortened(old[start:end], at_start=place == 0, at_end=place == len(steps) - 1)
            first.append(("{}", shared))
            last.append(("{}", shared))
        else:
            first.append(("<del>{}</del>", " ".join(old[start:end])))
            last.append(("<ins>{}</ins>", " ".join(new[begin:stop])))
    return _joined(first), _joined(last)


def _shortened(words, *, at_start, at_end):
    if len(words) <= 2 * AROUND + 1:
        return " ".join(words)
    before, after = ([] if at_start else words[:AROUND]), ([] if at_end else words[-AROUND:])
    return " ".join([*before, "…", *after])


def _joined(parts):
    return format_html_join(" ", "{}", [(format_html(form, text),) for form, text in parts if text])


def listed(version):
    """{name: records} of the lists of a version; one without any says nothing of them."""
    lists = {}
    for field in version._history_m2m_fields:
        name = field.m2m_reverse_field_name()
        rows = field.related_model._base_manager.filter(
            pk__in=list(getattr(version, field.name).values_list(name, flat=True))
        )
        if rows:
            lists[field.name] = list(rows)
    return lists


def listed_now(record, model):
    names = [field.name for field in model.history.model._history_m2m_fields]
    return {name: list(getattr(record, name).all()) for name in names} if record else {}


@dataclass
class Revert:
    """A version that is about to come back, beside the record as it is now; `live` None: it was deleted."""

    version: object
    live: object
    now: dict
    last: int = 0  # the latest row of the history

    @property
    def differences(self):
        """What will change."""
        return differences(self.now, facts_of(self.version.instance, listed(self.version)))

    @property
    def when(self):
        return date_format(localtime(self.version.history_date), "DATETIME_FORMAT")

    def reason(self, typed, changed):
        """For the history: what was typed, then which version came back and what that changed."""
        words = _("Back to the version of %(when)s") % {"when": self.when}
        if self.live is not None:  # else all of it came back
            words = f"{words}: {', '.join(changed)}"
        return Truncator(f"{typed} · {words}" if typed else words).chars(REASON_AT_MOST)


def revert_to(model, object_id, version_id):
    """The Revert; None where there is no such version."""
    keys = {model._meta.pk.attname: number(unquote(object_id)), "pk": number(version_id)}
    version = model.history.filter(**keys).first()
    if version is None:
        return None
    live = model._base_manager.filter(pk=keys[model._meta.pk.attname]).first()
    last = model.history.filter(**{model._meta.pk.attname: version.id}).order_by("-pk").values_list("pk", flat=True)[0]
    return Revert(version, live, facts_of(live, listed_now(live, model)), last)


class Reverting(HistoryInWords):
    """The form that brings a version back."""

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        request.reverting = revert_to(self.model, object_id, version_id)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def render_history_view(self, request, template, context, **kwargs):
        if template == self.object_history_form_template:
            revert = request.reverting
            lines = self.lines_of(request, context["original"], since=revert.version.history_date)
            context = {**context, **lines, "revert": revert, "differences": revert.differences}
        return super().render_history_view(request, template, context, **kwargs)

    def save_form(self, request, form, change):
        """Nothing is written where nothing would change."""
        record = super().save_form(request, form, change)
        if (revert := getattr(request, "reverting", None)) and revert.live:
            lists = {name: form.cleaned_data[name] for name in listed_now(record, self.model) if name in form.fields}
            if not differences(revert.now, facts_of(record, lists)):
                raise NothingDiffersError
        return record

    def response_change(self, request, obj):
        revert = getattr(request, "reverting", None)
        if revert is None:
            return super().response_change(request, obj)
        live = self.model._base_manager.get(pk=obj.pk)
        changed = [each.label for each in differences(revert.now, facts_of(live, listed_now(live, self.model)))]
        for row in live.history.filter(pk__gt=revert.last):
            reason = revert.reason(row.history_change_reason, changed)
            live.history.filter(pk=row.pk).update(history_change_reason=reason)
        names = {"record": str(live), "when": revert.when, "fields": ", ".join(changed)}
        if revert.live is None:
            text = _("Restored as of %(when)s: %(record)s.")
        else:
            text = _("Back to the version of %(when)s: %(record)s. Changed: %(fields)s.")
        self.message_user(request, text % names, messages.SUCCESS)
        return self.response_post_save_change(request, live)

    def nothing_differs(self, request, object_id):
        text = _("Nothing was saved: that version is the same as the current record.")
        self.message_user(request, text, messages.WARNING)
        meta = self.opts
        return redirect(reverse(f"admin:{meta.app_label}_{meta.model_name}_history", args=[object_id]))

    def construct_change_message(self, request, form, formsets, add=False):
        """The log of the site names the fields, too, where an earlier version came back."""
        revert = getattr(request, "reverting", None)
        if revert is None:
            return super().construct_change_message(request, form, formsets, add)
        return revert.reason("", [difference.label for difference in revert.differences])
