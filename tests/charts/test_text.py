"""How wide words are, and how they break into lines."""

import pytest

from orgunits.charts.text import BOLD, FILES, REGULAR, ROOM, SEMIBOLD, WEIGHTS, WIDTHS, knows, tables, width_of, wrapped
from orgunits.management.commands.measure_font import measured, written
from tests.helpers.missing import needs

LONG = (
    "Office of the Secretariat to the General Assembly, the Meeting of Consultation, the Permanent Council, and "
    "Subsidiary Organs"
)


def test_the_table_is_what_the_font_says(capsys, settings):
    needs("fontTools", "the widths of the font’s letters", capsys)
    folder = settings.BASE_DIR / "static" / "vendor" / "public-sans"

    now = written({weight: measured([folder / name for name in FILES], weight) for weight in WEIGHTS})

    assert WIDTHS.read_text(encoding="utf-8") == now


def test_words_are_as_wide_as_their_letters():
    letters = tables()[REGULAR]
    assert width_of("So", 12) == 12 * (letters["S"] + letters["o"])
    assert width_of("So", 12) < width_of("So", 12, SEMIBOLD) < width_of("So", 12, BOLD)


def test_all_letters_of_the_four_languages_are_known():
    assert knows("AÁÀÂÃÇÉÊÍÑÓÔÕÚÜaáàâãçéêíñóôõœúü0123456789 “”«»’–-/&().,;:")
    assert not knows("漢")


def test_letters_of_other_fonts_are_given_room():
    assert width_of("漢🎉", 10) == 28
    assert width_of("ש", 10) == 8
    assert width_of("e\u0301", 10) == width_of("e", 10)


@pytest.mark.parametrize(("width", "lines"), [(1000, 1), (400, 2), (180, 4)])
def test_a_name_takes_as_few_lines_as_it_can(width, lines):
    broken = wrapped(LONG, width, 12)

    assert len(broken) == lines
    assert " ".join(broken) == LONG
    assert all(width_of(line, 12) * ROOM <= width + 0.01 for line in broken)


def test_lines_are_about_as_long_as_each_other():
    first, second = (width_of(line, 12) for line in wrapped("Department of Education and Human Development", 270, 12))
    assert abs(first - second) < 40


def test_a_word_wider_than_its_line_is_broken():
    lines = wrapped(f"a {'x' * 300} b", 100, 12)

    assert "".join(lines).replace(" ", "") == f"a{'x' * 300}b"
    assert all(width_of(line, 12) <= 100 for line in lines)


def test_no_words_are_no_lines():
    assert wrapped("", 100, 12) == ()
