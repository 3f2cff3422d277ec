"""Where statements come from: the source documents and the pages that were read."""

from orgunits.models import Source
from orgunits.models.periods import parse_partial, parse_partial_end

from .facts import in_languages, own_texts
from .rows import row

GENERAL_KNOWLEDGE = "general knowledge"


def source(address):
    """The natural key of a source by the address or file name the facts cite."""
    return [own_texts("sources")[address]["slug"]]


def sources(addresses):
    return [source(address) for address in dict.fromkeys(addresses)]


def partial_date(field, text):
    """ "2008-03" as the columns of a date that may be known to the month or year only."""
    if not text:
        return {}
    day, precision = parse_partial(text)
    return {field: day.isoformat(), f"{field}_precision": str(precision)}


def partial_end(field, text):
    """The same for an end: "2012" is its last day."""
    if not text:
        return {}
    day, precision = parse_partial_end(text)
    return {field: day.isoformat(), f"{field}_precision": str(precision)}


def source_rows():
    by_slug = sorted(own_texts("sources").items(), key=lambda item: item[1]["slug"])
    return [_source_row(address, texts) for address, texts in by_slug]


def _source_row(address, texts):
    is_page = address.startswith("http")
    is_file = address.endswith(".txt")
    kinds = Source.Kind
    return row(
        Source,
        slug=texts["slug"],
        kind=kinds.PAGE if is_page else kinds.DOCUMENT if is_file else kinds.GENERAL_KNOWLEDGE,
        title=texts["title"],
        language=texts.get("language", "en"),
        publisher=texts.get("publisher"),
        url=texts.get("url", address) if is_page else None,
        file_name=address if is_file else None,
        **in_languages("note", texts.get("note") or {}),
        **partial_date("published_on", texts.get("published_on")),
    )
