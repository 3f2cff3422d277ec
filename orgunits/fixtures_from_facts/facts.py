"""Reads the collected facts and our own texts."""

import json
import re
from functools import cache

from django.conf import settings
from django.utils.text import slugify

FIXTURES = settings.BASE_DIR / "fixtures"

# In the order of their days.
EDITIONS = (
    "1999-five-areas",
    "2004-2005-departments",
    "2006-four-secretariats",
    "2008-six-secretariats",
    "2013-six-secretariats-rev7",
    "2015-proposal",
    "2016-adopted",
    "2019-2024-observed",
    "2025-observed",
)


@cache
def facts(name):
    """What was collected: "themes", "mandates", …"""
    return json.loads((FIXTURES / "facts" / f"{name}.json").read_text(encoding="utf-8"))


@cache
def edition(slug):
    """One edition of the structure, as collected."""
    return facts("structures/" + slug.replace("-", "_"))


@cache
def own_texts(name):
    """What we wrote ourselves: translations, titles, readings."""
    return json.loads((FIXTURES / "own_texts" / f"{name}.json").read_text(encoding="utf-8"))


def person(name):
    """The key of the person of this name; one whom a source names in two ways goes by the fuller name."""
    return slugify(own_texts("people").get(name, name))


def in_languages(field, texts):
    """{"en": …, "es": …} as the columns of a translated field."""
    return {f"{field}_{language}": text for language, text in (texts or {}).items()}


def typeset(text):
    """The words of a fact as they are set on a page: curved quotation marks, and a dash between two years."""
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    return re.sub(r"\b((?:19|20)\d\d)-((?:19|20)\d\d)\b", r"\1–\2", text)
