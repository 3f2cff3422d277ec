"""The languages that texts are kept in, and the columns that hold them: settings name them, nothing else does."""

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

LANGUAGES = tuple(settings.MODELTRANSLATION_LANGUAGES)
# A text of a page is always there in the first one.
FIRST_LANGUAGE = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
OTHER_LANGUAGES = tuple(language for language in LANGUAGES if language != FIRST_LANGUAGE)

_NAMES = {"en": _("English"), "es": _("Spanish"), "fr": _("French"), "pt": _("Portuguese")}
LANGUAGE_CHOICES = [(language, _NAMES[language]) for language in LANGUAGES]


def language_columns(*fields, languages=LANGUAGES):
    """The columns of translated fields, one a language: ["name_en", "name_es", …]."""
    return [f"{field}_{language}" for field in fields for language in languages]


def language_name(language):
    """Its name in the reader's language."""
    return get_language_info(language)["name_translated"]
