"""Plain words: the phrases of tests/words.txt stand nowhere that somebody reads.

Read are the catalogue, templates, documents, and of code all docstrings, comments and texts. Facts, source texts and
quotations are not.
"""

import re
from functools import cache
from pathlib import PurePath

import pytest
from django.conf import settings

from .test_translations import LANGUAGES, catalogue, translations

ROOT = settings.BASE_DIR
LIST = ROOT / "tests/words.txt"
# Not ours, or of a time that has passed: sources in their own words, what a version of the past was called.
EXEMPT = {"docs/source-sentences.md", "tests/test_words.py"}
DOCUMENTS = ("*.md", "docs/**/*.md", ".github/**/*.md", "requirements/*.md")
CODE = ("orgunits/**/*.py", "oasdir/**/*.py", "tests/**/*.py", "bench/**/*.py")
TEMPLATES = ("templates/**/*.html", "templates/**/*.txt")


def phrases():
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, _arrow, instead = line.partition(" → ")
            yield phrase, instead


@cache
def pattern():
    """Any of the phrases, however its lines are broken."""
    found = sorted((phrase for phrase, _instead in phrases()), key=len, reverse=True)
    words = [re.escape(phrase).replace(r"\ ", r"\s+").replace("'", "['’]") for phrase in found]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def found_in(text, name):
    """“name:line: phrase” of each phrase in `text`."""
    return [
        f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {' '.join(hit[0].split())}"
        for hit in pattern().finditer(text)
    ]


def read(path):
    """A file as one reads it: texts and comments over several lines are one; lines keep their numbers."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        text = re.sub(r'"\s*\n\s*f?"', "\n", text)
        text = re.sub(r"(?m)^([ \t]*)#", r"\1 ", text)
    if path.name == "CHANGELOG.md":  # of what was released the words stay
        text = "\n## ".join(text.split("\n## ")[:2])
    return text


def test_a_phrase_is_found_however_it_is_broken_and_whatever_its_apostrophe():
    assert found_in("One\nAdd a\n  unit’s place.", "x") == ["x:2: Add a unit’s place"]
    assert found_in("Take the stand under: outstands under.", "x") == ["x:1: stand under"]


@pytest.mark.parametrize("patterns", [DOCUMENTS, CODE, TEMPLATES], ids=["documents", "code", "templates"])
def test_no_phrase_of_the_list_is_in_what_we_write(patterns):
    files = sorted({path for each in patterns for path in ROOT.glob(each)})
    names = [(path, str(PurePath(path).relative_to(ROOT))) for path in files]

    hits = [hit for path, name in names if name not in EXEMPT for hit in found_in(read(path), name)]

    assert hits == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_of_the_list_is_in_the_catalogue(language):
    texts = [text for entry in catalogue(language) for text in (entry.msgid, entry.msgid_plural, *translations(entry))]

    assert [hit for text in texts if text for hit in found_in(text, text)] == []
