"""The fonts of pages: each letter is in a face, and plain pages load no other font than ever."""

import re

from orgunits.charts.fonts import STATIC, letters_of_file
from orgunits.charts.text import FILES, REGULAR, others, tables
from tests.helpers.charts import AMERICAS, OTHER_SCRIPTS

FACE = re.compile(r'@font-face \{\s+font-family: "([^"]+)";\s+src: url\("([^"]+)"\).*?unicode-range: ([^;]+);', re.S)


def faces(family):
    """{file: its letters} of a family of tokens.css."""
    css = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    return {path.split("/")[-1]: letters_in(ranges) for name, path, ranges in FACE.findall(css) if name == family}


def letters_in(ranges):
    spans = [part.strip().removeprefix("U+").split("-") for part in ranges.split(",")]
    return {chr(code) for span in spans for code in range(int(span[0], 16), int(span[-1], 16) + 1)}


def test_a_page_takes_from_dejavu_the_letters_that_public_sans_lacks_and_no_others():
    regular, bold = faces("Directory DejaVu Letters").values()

    assert regular == bold
    assert not regular & tables()[REGULAR].keys()
    lacking = {letter for letter in others()[REGULAR].keys() - tables()[REGULAR].keys() if letter.isalpha()}
    assert lacking <= regular


def test_whole_words_find_all_their_letters_in_it():
    regular, bold = faces("Directory DejaVu").values()

    assert regular == bold >= others()[REGULAR].keys()
    assert others()[REGULAR].keys() == others()[700].keys()


def test_each_letter_of_the_americas_has_a_face_on_every_page():
    plain = letters_of_file(FILES[0]) | letters_of_file(FILES[1])
    letters = set("".join([*AMERICAS.values(), *OTHER_SCRIPTS]))

    assert letters - plain <= faces("Directory DejaVu Letters").popitem()[1]


def test_the_files_are_small_and_have_their_licence_beside_them():
    folder = STATIC / "vendor" / "dejavu-sans"

    assert sum(path.stat().st_size for path in folder.glob("*.woff2")) < 200_000
    assert "Bitstream Vera Fonts Copyright" in (folder / "LICENSE.txt").read_text(encoding="utf-8")
