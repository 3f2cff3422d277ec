"""Legal acts, mandates and editions → their documents, with the ways in which people write the symbol of an act."""

import re
from datetime import timedelta

from ..models import LegalInstrument, Mandate, Structure, StructureAuthority
from ..models.languages import LANGUAGES, language_columns
from .documents import Document, Kind, Role

# What kinds of acts are called, and how that is abbreviated; our words, for languages that the pages are not in, too.
CALLED = {
    LegalInstrument.Kind.RESOLUTION: {"en": "Resolution", "es": "Resolución", "fr": "Résolution", "pt": "Resolução"},
    LegalInstrument.Kind.EXECUTIVE_ORDER: {
        "en": "Executive Order",
        "es": "Orden Ejecutiva",
        "fr": "Décret exécutif",
        "pt": "Ordem Executiva",
    },
}
SHORT = {
    LegalInstrument.Kind.RESOLUTION: {"": "Res."},
    LegalInstrument.Kind.EXECUTIVE_ORDER: {"en": "EO", "es": "OE", "pt": "OE"},
}
STATUS_WORDS = {
    Structure.Status.PROPOSED: {"en": "proposal", "es": "propuesta", "fr": "proposition", "pt": "proposta"},
    Structure.Status.WITHDRAWN: {"en": "proposal", "es": "propuesta", "fr": "proposition", "pt": "proposta"},
}
STRUCTURE_WORDS = {"en": "structure", "es": "estructura", "fr": "structure", "pt": "estrutura"}
# "AG/RES. 2814 (XLIV-O/14)" → "AG/RES. 2814": nobody types the session.
SESSION = re.compile(r"\s*\([^()]*\)$")
# "Executive Order 08-01 Rev. 9" → "08-01 Rev. 9"; not "Executive Order of 15 December 2005".
FROM_THE_NUMBER = re.compile(r"\d.*")


def instruments(keys):
    columns = language_columns("title", "body", "note")
    acts = LegalInstrument.objects.public().filter(pk__in=keys).order_by("pk")
    for row in acts.values("pk", "slug", "kind", "symbol", "adopted_on", *columns):
        document = Document(Kind.INSTRUMENT, row["pk"], ("instrument_detail", [row["slug"]]))
        for language, symbol in _symbols(row["kind"], row["symbol"]):
            document.name(Role.SYMBOL, symbol, language)
        document.name_in_each(Role.NAME, row, "title")
        if row["symbol"]:  # which is its name then
            document.about = {language: row[f"title_{language}"] for language in LANGUAGES}
        document.say_in_each(row, "body", "note")
        document.since = row["adopted_on"]
        yield document


def _symbols(kind, symbol):
    """(language, text): as the act cites itself, then without its session and behind the words of each language."""
    if not symbol:
        return
    yield "", symbol
    short = SESSION.sub("", symbol)
    number = None if " of " in short else FROM_THE_NUMBER.search(short)
    words = [each for called in (CALLED, SHORT) for each in called.get(kind, {}).items()] if number else ()
    named = [("", short), *((language, f"{word} {number[0]}") for language, word in words)]
    yield from (each for each in named if each[1] != symbol)


def mandates(keys):
    columns = language_columns("provision", "title", "text", "note", "instrument__title")
    rows = Mandate.objects.public().filter(pk__in=keys).order_by("pk")
    for row in rows.values("pk", "slug", "instrument__symbol", "instrument__kind", "instrument__adopted_on", *columns):
        document = Document(Kind.MANDATE, row["pk"], ("mandate_detail", [row["slug"]]))
        document.name_in_each(Role.NAME, row, "title")
        for language, symbol in _symbols(row["instrument__kind"], row["instrument__symbol"]):
            document.name(Role.SUBJECT, symbol, language)  # the act is called so
        document.name_in_each(Role.SUBJECT, row, "provision")
        document.say_in_each(row, "text", "note", "instrument__title")
        for language in LANGUAGES:
            document.about[language] = row["instrument__symbol"] or row[f"instrument__title_{language}"]
        document.since = row["instrument__adopted_on"]
        yield document


def editions(keys):
    columns = language_columns("name", "summary")
    rows = Structure.objects.public().filter(pk__in=keys).order_by("pk")
    found = {}
    adopted = list(Structure.objects.adopted().order_by("effective_from").values_list("effective_from", flat=True))
    for row in rows.values("pk", "slug", "status", "effective_from", "as_of", *columns):
        document = found[row["pk"]] = Document(Kind.EDITION, row["pk"], ("structure_detail", [row["slug"]]))
        document.name_in_each(Role.NAME, row, "name")
        day = row["effective_from"] or row["as_of"]
        for words in (STRUCTURE_WORDS, STATUS_WORDS.get(row["status"], {})) if day else ():
            for language, word in words.items():
                document.name(Role.ALIAS, f"{word} {day.year}", language)
        document.say_in_each(row, "summary")
        document.since = day
        if row["status"] == Structure.Status.ADOPTED:
            following = next((each for each in adopted if each > row["effective_from"]), None)
            document.until = following and following - timedelta(days=1)
    acts = StructureAuthority.objects.filter(structure__in=found, instrument__draft__isnull=True).order_by("pk")
    for row in acts.values("structure", "instrument__symbol"):
        found[row["structure"]].name(Role.SUBJECT, row["instrument__symbol"])
    return found.values()
