"""Style sheets: each in its layers, none of their classes unused, and on a page all that its classes need."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.helpers.pages import PAGES

SHEETS = settings.BASE_DIR / "static" / "css"
OF_THE_ADMIN = ("admin", "adoption")
# Classes are written from data, too: "status--" and the state.
FROM_DATA = (
    "basis--",
    "box--",
    "change--",
    "chart--",
    "consequence--",
    "line--",
    "pillar-",
    "size-",
    "status--",
    "weight-",
)
LAYERS = re.search(r"@layer ([^;{]+);", (SHEETS / "layers.css").read_text(encoding="utf-8"))[1].split(", ")


def public_sheets():
    found = {str(path.relative_to(SHEETS)): path for path in sorted(SHEETS.rglob("*.css"))}
    return {name: path for name, path in found.items() if not name.startswith(OF_THE_ADMIN)}


def rules_of(path):
    """The sheet without comments and without the words in quotation marks."""
    return re.sub(r'"[^"]*"', '""', re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S))


def classes_of(path):
    return set(re.findall(r"\.([a-z][\w-]*)", " ".join(re.findall(r"([^{};]+)\{", rules_of(path)))))


def outermost(rules):
    """What stands before the outermost braces of a sheet."""
    found, depth, start = [], 0, 0
    for position, letter in enumerate(rules):
        if letter == "{":
            if depth == 0:
                found.append(rules[start:position].strip())
            depth += 1
        elif letter == "}":
            depth -= 1
            start = position + 1
    return found


@pytest.mark.parametrize("name", public_sheets())
def test_each_rule_of_a_sheet_is_in_a_layer(name):
    allowed = {f"@layer {layer}" for layer in LAYERS}

    assert [
        rule
        for rule in outermost(rules_of(public_sheets()[name]))
        if rule not in allowed and not rule.startswith(("@font-face", "@page"))
    ] == []


def test_no_class_of_a_sheet_is_unused():
    writers = [
        path
        for folder, ending in (("templates", "html"), ("orgunits", "py"), ("static/js", "js"))
        for path in Path(settings.BASE_DIR, folder).rglob(f"*.{ending}")
    ]
    words = set(re.findall(r"[\w-]+", " ".join(path.read_text(encoding="utf-8") for path in writers)))

    unused = {name: sorted(classes_of(path) - words) for name, path in public_sheets().items()}
    assert [(name, word) for name, found in unused.items() for word in found if not word.startswith(FROM_DATA)] == []


@pytest.mark.browser
@pytest.mark.in_ci
@pytest.mark.parametrize("page", [page for page in PAGES if page.in_ci], ids=str)
def test_a_page_has_the_sheets_of_its_classes(look, page):
    window = look(page).window
    linked = window.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].map(link => link.href)")
    used = set(window.evaluate("[...document.querySelectorAll('[class]')].flatMap(node => [...node.classList])"))
    # What print.css says of a class is no look of its own.
    sheets = {name: classes_of(path) for name, path in public_sheets().items() if name != "print.css"}
    here = {name for name in sheets if any(re.search(rf"/css/{name[:-4]}(\.\w+)?\.css$", link) for link in linked)}
    styled = set().union(*(sheets[name] for name in here))

    assert {"tokens.css", "base.css"} <= here
    assert {name: sorted(used & classes - styled) for name, classes in sheets.items() if used & classes - styled} == {}
