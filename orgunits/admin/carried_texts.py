"""A summary, purpose or function changed in one edition, and still in others word for word: they are named."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from orgunits.models import Placement, UnitFunction
from orgunits.models.languages import language_columns

from .history import label_with_language
from .records import admin_url

TEXTS = {
    Placement: language_columns("summary", "purpose", "functions_note"),
    UnitFunction: language_columns("title", "text"),
}
NAMED_AT_MOST = 20  # editions


def old_texts(form):
    """{column: text} of what a form of a place or of one of its functions changed."""
    columns = TEXTS.get(form._meta.model, ())
    return {name: form.initial[name] for name in form.changed_data if name in columns and form.initial.get(name)}


def still_carried(placement, model, texts):
    """Sentences on the other editions in which the unit still has the old `texts`, with links to its places there."""
    owner = "" if model is Placement else "placement__"
    for name, text in texts.items():
        rows = model.objects.filter(**{f"{owner}unit": placement.unit_id, name: text})
        keys = rows.values("pk" if model is Placement else "placement")
        places = Placement.objects.filter(pk__in=keys).exclude(pk=placement.pk)
        places = list(places.select_related("structure").order_by("structure")[:NAMED_AT_MOST])
        if places:
            links = [(admin_url(Placement, "change", place.pk), place.structure.name) for place in places]
            sentence = _("“%(field)s” still says what it said here in other editions. If it is wrong there, too:")
            sentence %= {"field": label_with_language(model._meta.get_field(name))}
            yield format_html("{} {}", sentence, format_html_join("; ", '<a href="{}">{}</a>', links))
