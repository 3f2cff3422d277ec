"""The catalogues of the interface are whole, compiled and current, and pages in Spanish speak Spanish."""

import ast
import os
import re
import shutil
from collections import Counter
from datetime import date
from functools import cache

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.utils.translation import override

from orgunits.models.periods import Precision, show_partial

from .helpers.html import parsed, text_of, texts

LOCALE = settings.BASE_DIR / "orgunits" / "locale"
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
# Where texts of the interface are.
SOURCES = ["oasdir", "orgunits", "templates"]
# What a translation keeps: %(name)s, %s, <b>.
FIXED = re.compile(r"%\(\w+\)[a-z]|%[sd]|</?[a-z][^<>]*>")


def catalogue(language, suffix="po"):
    read = polib.pofile if suffix == "po" else polib.mofile
    return read(LOCALE / language / "LC_MESSAGES" / f"django.{suffix}")


def key(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural or ""


def translations(entry):
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    entries = catalogue(language)

    assert [key(entry) for entry in entries if not entry.translated()] == []
    assert [key(entry) for entry in entries if entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_placeholders_and_tags(language):
    def fixed(text):
        return Counter(FIXED.findall(text))

    faulty = []
    for entry in catalogue(language):
        singular, *others = translations(entry)
        expected = fixed(entry.msgid_plural or entry.msgid)
        # A singular may do without its number.
        if fixed(singular) not in (expected, fixed(entry.msgid)) or any(fixed(text) != expected for text in others):
            faulty.append(key(entry))

    assert faulty == []


def test_spanish_quotation_marks_are_angular():
    assert [
        text for entry in catalogue("es") for text in translations(entry) if re.search(r"[“”\"]", FIXED.sub("", text))
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_what_the_catalogue_compiles_to(language):
    written, compiled = catalogue(language), catalogue(language, "mo")

    assert {key(entry): translations(entry) for entry in compiled} == {
        key(entry): translations(entry) for entry in written
    }
    assert compiled.metadata["Plural-Forms"] == written.metadata["Plural-Forms"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_the_texts_of_the_source_and_no_others(language, tmp_path, monkeypatch, capsys):
    needs_gettext(capsys)

    extracted = extract(tmp_path, monkeypatch)

    assert {key(entry) for entry in catalogue(language)} == extracted, "run: make messages, then translate what is new"


def test_no_text_stands_inside_of_an_f_string_where_it_is_not_collected():
    found = [
        f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}"
        for path in python_files()
        for string in ast.walk(ast.parse(path.read_text()))
        if isinstance(string, ast.JoinedStr)
        for node in ast.walk(string)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "gettext", "ngettext", "pgettext")
    ]

    assert found == []


def test_texts_are_marked_by_names_that_are_collected():
    """`gettext_lazy as _later` would work, but its texts would never reach a catalogue."""
    unknown = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                unknown += [
                    f"{path.relative_to(settings.BASE_DIR)}: {name.name} as {name.asname}"
                    for name in node.names
                    if name.asname and (name.asname != "_" or name.name not in ("gettext", "gettext_lazy"))
                ]

    assert unknown == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "?on=2010-01-01",
        "?structure=2015-proposal",
        "structure/",
        "chart/",
        "chart/?structure=2015-proposal&depth=1",
        "chart/?branch=nowhere&depth=x&paper=b5",
        "chart.svg?branch=nowhere",
        "structures/",
        "structures/2008-six-secretariats/",
        "structures/2015-proposal/",
        "units/",
        "units/?standing=former",
        "units/?q=migration",
        "units/?q=nothing-is-called-so",
        "units/?kind=nonsense",
        "units/dps/",
        "units/gs/",
        "units/judicial-facilitators/",
        "units/judicial-facilitators/?on=2007-06-30",
        "units/sedi/",
        "sources/",
        "sources/source-document-003/",
        "about/",
        "nowhere/",
        "?on=yesterday",
        "?on=1950-01-01",
    ],
)
def test_page_in_spanish_has_no_english_of_the_interface(client, indexed_demo, address):
    shown = interface_of(parsed(client.get(f"/es/{address}")), "es")

    assert [text for text, pieces in english_texts() if all(piece in shown for piece in pieces)] == []


def test_dates_in_spanish():
    with override("es"):
        shown = [show_partial(date(2008, 3, 1), precision) for precision in Precision]

    assert shown == ["1 de marzo de 2008", "marzo de 2008", "2008"]


def test_executive_orders_are_cited_in_the_language_of_the_page(client, demo):
    acts = ".//tr[@class='is-shown']//span[@class='act']"

    assert texts(client.get("/en/structures/"), acts) == ["Executive Order 08-01 Rev. 9"]
    assert texts(client.get("/es/structures/"), acts) == ["Orden Ejecutiva 08-01 Rev. 9"]


def test_former_name_is_one_that_differs_in_the_language_of_the_page(client, demo):
    summaries = texts(client.get("/es/units/coordinating-office/"), ".//summary")

    (history,) = (text for text in summaries if text.startswith("Historial"))
    assert history.partition(" · antes ")[2].split(" · ") == [
        "Oficina de Coordinación de las Oficinas y Unidades de la Secretaría General en los Estados miembros",
        "Coordinating Office for the Offices and Units in the Member States",
    ]


def test_what_has_no_spanish_is_marked_as_english(client, demo):
    page = parsed(client.get("/es/units/judicial-facilitators/"))
    name = "Inter-American Judicial Facilitators Program"

    marked = [element for element in page.iter() if text_of(element) == name and element.get("lang") == "en"]
    assert {element.tag for element in marked} == {"span"}
    assert name in text_of(page.find(".//main"))
    assert name not in interface_of(page.find(".//body"), "es")


def needs_gettext(capsys):
    missing = [program for program in ("xgettext", "msguniq", "msgmerge", "msgattrib") if not shutil.which(program)]
    if not missing:
        return
    message = f"NOT TESTED whether the catalogues are current: gettext is not installed ({', '.join(missing)})."
    if os.environ.get("CI"):
        pytest.fail(message)
    with capsys.disabled():
        print(f"\n{message}")
    pytest.skip(message)


def extract(folder, monkeypatch):
    """The keys of what makemessages collects from a copy of the source."""
    for name in SOURCES:
        shutil.copytree(settings.BASE_DIR / name, folder / name, ignore=shutil.ignore_patterns("locale", "__pycache__"))
    locale = folder / "collected"
    locale.mkdir()
    monkeypatch.chdir(folder)
    with override_settings(LOCALE_PATHS=[str(locale)]):
        call_command("makemessages", locale=["es"], verbosity=0)
    return {key(entry) for entry in polib.pofile(locale / "es" / "LC_MESSAGES" / "django.po")}


def python_files():
    return [path for name in SOURCES for path in (settings.BASE_DIR / name).rglob("*.py")]


def interface_of(element, language):
    """What it shows or reads out in the language of the page: without what is marked as being in another."""
    return " ".join(" ".join(words_in(element, language)).split())


def words_in(element, language):
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return
    if element.get("lang", language) == language:
        for name in ("aria-label", "alt", "title", "placeholder"):
            yield element.get(name, "")
        if element.get("name") == "description":
            yield element.get("content")
        yield element.text or ""
        for child in element:
            yield from words_in(child, language)
            yield child.tail or ""


@cache
def english_texts():
    """Each text of the interface that is of more than two words, as the pieces between its placeholders."""
    found = []
    for entry in catalogue("es"):
        for text in filter(None, (entry.msgid, entry.msgid_plural)):
            pieces = [" ".join(piece.split()) for piece in FIXED.split(text)]
            if sum(len(piece.split()) for piece in pieces) > 2 and text not in translations(entry):
                found.append((text, pieces))
    return found
