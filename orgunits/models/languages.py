"""The languages that texts are kept in, and the columns that hold them: settings name them, nothing else does."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

LANGUAGES = tuple(settings.MODELTRANSLATION_LANGUAGES)
# A text of a page is always there in the first one.
FIRST_LANGUAGE = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
OTHER_LANGUAGES = tuple(language for language in LANGUAGES if language != FIRST_LANGUAGE)
# Those that pages are in; texts may be kept in more.
PAGE_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)

_NAMES = {"en": _("English"), "es": _("Spanish"), "fr": _("French"), "pt": _("Portuguese")}
LANGUAGE_CHOICES = [(language, _NAMES[language]) for language in LANGUAGES]


def language_columns(*fields, languages=LANGUAGES):
    """The columns of translated fields, one a language: ["name_en", "name_es", …]."""
    return [f"{field}_{language}" for field in fields for language in languages]


def fallback_chain(language):
    """The languages in which a reader of `language` gets a text, the first that has it."""
    return list(dict.fromkeys([language, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES]))


def page_language():
    """That of the page that is made, or the first where none is."""
    language = get_language()
    return language if language in PAGE_LANGUAGES else FIRST_LANGUAGE


def reading(queryset, *paths):
    """`queryset` with these columns alone; of a translated one those in which a reader may find a text.

    A text that must be there is there in the first language; of others each language counts. What is read beyond them
    costs a query.
    """
    columns, named = [], queryset.query._filtered_relations
    for path in paths:
        *steps, name = path.split("__")
        model = queryset.model
        for step in steps:
            relation = named[step].relation_name if step in named else step
            model = model._meta.get_field(relation).related_model
        names = {field.name for field in model._meta.fields}
        if f"{name}_{FIRST_LANGUAGE}" in names:
            sought = LANGUAGES if model._meta.get_field(name).blank else {get_language(), FIRST_LANGUAGE}
            columns += ["__".join([*steps, f"{name}_{language}"]) for language in LANGUAGES if language in sought]
        else:
            columns.append(path)
    # Past modeltranslation, which would add the column without a language, too: nobody reads that.
    return QuerySet.only(queryset, *columns)


def language_name(language):
    """Its name in the reader's language."""
    return get_language_info(language)["name_translated"]
