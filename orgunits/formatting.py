"""Texts as they are shown, on pages, in forms, exports and documents alike; no rule and no query."""

import re
from itertools import groupby

from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from .models.languages import fallback_chain, page_language
from .models.sorting import sort_key

EXECUTIVE_ORDER = re.compile(r"Executive Order (\d[\d-]*(?: (?:corr|Rev)\. \d+)?)")
# No line ends in: "08-01 Rev. 9", "AG/RES. 2876 (XLV-O/15)", "2010-06-01", "2006-2009", "(2019–2024)", "c. 2012–".
UNBROKEN = re.compile(
    r"(?<![\d-])\d\d-\d\d?(?![\d-])(?: (?:Rev|corr)\. ?\d+)?|\b(?:Rev|corr)\. ?\d+"
    r"|\b[A-Z]+/RES\. ?\d+(?: \([\w/-]+\))?"
    r"|\b\d{4}-\d\d-\d\d\b|\b\d{4}-\d{4}\b"
    r"|\(?(?:\bc\. )?\b\d{4}–(?:(?:c\. )?\d{4}\b\)?)?|\b(?:c\.|mid) \d{4}\b\)?"
)
A_DIGIT = re.compile(r"\d")
NUMBERED = re.compile(r"[1-9]\d?\. ")
# By one of these the name of an organization is known to be English; the other official languages have none of them.
ENGLISH_IN_NAMES = re.compile(
    r"^International\b|\b(?:academy|agency|american|and|bank|board|council|development|european|for|foundation|fund"
    r"|government|institute|investigations|of|secretariat|states|the|university|women)\b",
    re.IGNORECASE,
)


def unbroken(text):
    """Keeps the numbers of acts and the spans of years in one line; by style, so that they can be found and copied."""
    if not A_DIGIT.search(text) or not UNBROKEN.search(text):
        return text
    escaped = text if isinstance(text, SafeString) else escape(text)
    return mark_safe(UNBROKEN.sub(r'<span class="nowrap">\g<0></span>', escaped))  # escaped in the line above


def translation_of(record, field):
    """(text, language) of a translated field: the reader's language, else the first that has a text."""
    for language in fallback_chain(get_language()):
        if text := getattr(record, f"{field}_{language}", None):
            return text, language
    return "", get_language()


def alphabetical(records, field="name"):
    """A list of records in the order of a translated field as the reader sees it."""
    return sorted(records, key=lambda record: key_of(record, field))


def key_of(record, field="name"):
    """Sorts by it; after all others where there is no text, or no record."""
    return sort_key(translation_of(record, field)[0], page_language())


def translated(record, field):
    """A translated field; a text in another language than the page's is marked with its `lang`."""
    reader = get_language()
    if text := getattr(record, f"{field}_{reader}", None):
        return unbroken(text)
    text, language = translation_of(record, field)
    return format_html('<span lang="{}">{}</span>', language, unbroken(text)) if text else text


def in_language_of_page(record, field):
    """A translated field where it is written in the reader's language, else "": for what can't say its language."""
    return getattr(record, f"{field}_{get_language()}", None) or ""


def partner_name(name):
    """The name of a partner, which is not translated: one that is English says so on pages in other languages."""
    if get_language() == "en" or not ENGLISH_IN_NAMES.search(str(name)):
        return name
    return format_html('<span lang="en">{}</span>', name)


def short_title(edition):
    """What an edition is known for, in a few words; its name where nobody wrote them."""
    return translated(edition, "short_title") or translated(edition, "name")


def cites(runs):
    """The numbers of the sources of a statement, `runs` of them as (first, last), each leading to the first."""
    if not runs:
        return ""
    source = escape(gettext("source"))
    links = (
        f'<a class="cite" href="#source-{first:d}"><span class="usa-sr-only"> {source} </span>'
        f"{first if first == last else f'{first}–{last}'}</a> "
        for first, last in runs
    )
    return mark_safe("".join(links))  # numbers, and a word that is escaped above


def translated_paragraphs(record, field):
    """The same for a long text: a `<p>` a paragraph, and a list where lines begin with a dash or a number."""
    text, language = translation_of(record, field)
    lang = "" if language == get_language() else format_html(' lang="{}"', language)
    return format_html_join(
        "",
        "<{0}{1}>{2}</{0}>",
        (
            (tag, lang, _lines(tag, list(lines)))
            for part in text.split("\n\n")
            if part.strip()
            for tag, lines in groupby(part.strip().splitlines(), key=_element_of)
        ),
    )


def _element_of(line):
    if line.startswith("– "):
        return "ul"
    return "ol" if NUMBERED.match(line) else "p"


def _lines(tag, lines):
    if tag == "p":
        return linebreaksbr(unbroken("\n".join(lines)))
    items = [line.split(" ", 1) for line in lines]
    if tag == "ul":
        return format_html_join("", "<li>{}</li>", ((unbroken(text),) for _dash, text in items))
    return format_html_join("", '<li value="{}">{}</li>', ((number[:-1], unbroken(text)) for number, text in items))


def cited_as(instrument):
    """The symbol of an act, else its title. Executive orders are named in the reader's language."""
    if not instrument.symbol:
        return translated(instrument, "title")
    if order := EXECUTIVE_ORDER.fullmatch(instrument.symbol):
        return unbroken(gettext("Executive Order %(number)s") % {"number": order[1]})
    in_words = instrument.kind != instrument.Kind.RESOLUTION and get_language() != "en"
    symbol = unbroken(instrument.symbol)
    return format_html('<span lang="en">{}</span>', symbol) if in_words else symbol


def file_size(number):
    """A number of bytes in words: "10 MB", "1.5 MB"."""
    return re.sub(r"[.,]0(?=\s)", "", filesizeformat(number))
