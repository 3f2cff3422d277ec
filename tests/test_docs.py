"""What the documents name exists: files, addresses, modules, commands with options, make targets, variables, names.

Read is what stands in backticks and in indented blocks; what no rule below knows, such as SQL or a header, is let be.
"""

import re
import shlex
import tomllib
from functools import cache
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import Resolver404, resolve

pytestmark = pytest.mark.once

ROOT = settings.BASE_DIR
DOCUMENTS = sorted(
    str(path.relative_to(ROOT))
    for pattern in ("*.md", "docs/**/*.md", ".github/**/*.md", "fixtures/facts/*.md")
    for path in ROOT.glob(pattern)
)
# Where a path in backticks may begin: at the top, or in the folder the sentence is about.
FOLDERS = [
    *("", "docs", "fixtures/facts", "fixtures", "orgunits", "orgunits/models", "orgunits/fixtures_from_facts"),
    *("tests", "tests/browser"),
]
# Made when the program runs; or only an example.
MADE_HERE = re.compile(r"var/|\.venv\b|_part\.html|…")
# What the documents call by its name without it being ours, or to say that it is not there.
OTHERS = {"ValidationError", "Node", "Data", "utils.py", "common/", "rebuild", "move_to"}


@cache
def text_of(document):
    return (ROOT / document).read_text(encoding="utf-8")


def code_in(document):
    """What stands in backticks, and the lines of indented blocks."""
    text = re.sub(r"^```.*?^```", "", text_of(document), flags=re.MULTILINE | re.DOTALL)
    spans = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", text)]
    return spans + [line.strip() for line in text.splitlines() if line.startswith("    ")]


@cache
def code():
    """All our code in one text."""
    files = [path for folder in ("oasdir", "orgunits", "tests", "bench") for path in (ROOT / folder).rglob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in [*files, ROOT / "Makefile", ROOT / ".ci/run"])


def is_there(path):
    """As a file or a folder, `*` standing for any name, `<…>` for one that a reader chooses."""
    pattern = re.sub(r"<[^>]*>|…", "*", path).strip("/")
    return bool(pattern) and any(any((ROOT / folder).glob(pattern)) for folder in FOLDERS)


def is_an_address(path):
    plain = re.sub(r"<[^>]*>", "x", path.partition("?")[0]).removeprefix("/")
    for address in (f"/{plain}", f"/en/{plain}"):
        try:
            resolve(address)
        except Resolver404:
            continue
        return True
    return False


def is_defined(name):
    """As a class, a function, or a name that something is given."""
    return re.search(rf"\b(class|def) {name}\b|^\s*{name}\b[^=\n]*=", code(), flags=re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_link_leads_to_a_file_and_to_a_heading_of_it(document):
    gone = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text_of(document)):
        path, _hash, anchor = link.partition("#")
        if link.startswith("https://"):
            continue
        target = (ROOT / document).parent / path if path else ROOT / document
        headings = re.findall(r"^#+ (.*)", target.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
        if not target.exists() or (anchor and anchor not in map(anchor_of, headings)):
            gone.append(link)

    assert gone == []


def anchor_of(heading):
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_file_or_an_address_that_is_named_exists(document):
    paths = [
        word
        for span in code_in(document)
        for word in span.split()
        if re.fullmatch(r"[\w./*<>…-]+(/|\.(py|md|json|toml|css|html|svg|pdf|csv|txt|yaml|po))", word)
    ]

    assert [
        path
        for path in paths
        if path not in OTHERS and not MADE_HERE.match(path) and not is_there(path) and not is_an_address(path)
    ] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_module_that_is_named_exists(document):
    modules = [span for span in code_in(document) if re.fullmatch(r"(orgunits|oasdir|tests)(\.[a-z_]+)+", span)]
    permissions = {f"orgunits.{name}" for model in apps.get_models() for name, _label in model._meta.permissions}

    assert [name for name in modules if name not in permissions and not find_spec(name)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_command_and_its_options_exist(document):
    unknown = []
    for line in code_in(document):
        for name, rest in re.findall(r"manage\.py (\w+)([^;|&]*)", line):
            if name not in get_commands():
                unknown.append(name)
                continue
            app = get_commands()[name]
            command = load_command_class(app, name) if isinstance(app, str) else app
            known = command.create_parser("manage.py", name)._option_string_actions
            options = [word for word in shlex.split(rest.replace("…", "")) if word.startswith("-")]
            unknown += [f"{name} {option}" for option in options if option not in known]

    assert unknown == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_make_target_exists(document):
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = [name for line in code_in(document) for name in re.findall(r"(?:^|\s)make ([a-z-]+)", line)]

    assert [name for name in named if name not in targets] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_variable_is_read_somewhere(document):
    """Those of the environment, and constants of the code."""
    named = {name for line in code_in(document) for name in re.findall(r"(?<![\w.$])([A-Z][A-Z_]{2,})(?==|$)", line)}

    assert [name for name in sorted(named) if not re.search(rf"\b{name}\b", code())] == []


def test_every_variable_of_the_settings_is_in_their_table():
    source = (ROOT / "oasdir/settings.py").read_text(encoding="utf-8")
    read = re.findall(r"(?:switch|words|number)\(\"(\w+)\"|environ\.get\(\"(\w+)\"", source)

    assert {"".join(pair) for pair in read} == set(re.findall(r"^\| ([A-Z_]+) \|", source, re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_name_of_the_code_is_defined(document):
    """`Placement`, `naming()`, `Placement.basis`, `trees.edit()`: the last part of each."""
    names = {
        re.split(r"[.(]", match[0].removesuffix("()"))[-1]
        for span in code_in(document)
        for match in [re.fullmatch(r"[\w.]+\(\)|[A-Z][a-z]+[A-Za-z]*(\.\w+)?", span)]
        if match
    }

    assert sorted(name for name in names - OTHERS if not is_defined(name)) == []


def test_every_room_and_every_table_is_in_the_architecture():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors = project["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = [room for floor in floors for room in floor.split(" | ")]
    own = apps.get_app_config("orgunits").get_models()
    tables = [model.__name__ for model in own if not model.__name__.startswith("Historical")]
    documented = code_in("docs/architecture.md")

    assert [name for name in [*rooms, *tables] if name not in documented] == []
