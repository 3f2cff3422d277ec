"""How wide words are, and how they break into lines."""

import pytest

from orgunits.charts.text import (
    BOLD,
    OTHER_WIDTHS,
    REGULAR,
    ROOM,
    SEMIBOLD,
    WIDTHS,
    knows,
    others,
    runs,
    tables,
    width_of,
    wrapped,
)
from orgunits.management.commands.measure_font import of_dejavu_sans, of_public_sans, written
from tests.helpers.charts import AMERICAS, OTHER_SCRIPTS
from tests.helpers.missing import needs

LONG = (
    "Office of the Secretariat to the General Assembly, the Meeting of Consultation, the Permanent Council, and "
    "Subsidiary Organs"
)


@pytest.mark.once
def test_the_tables_are_what_the_fonts_say(capsys):
    needs("fontTools", "the widths of the fonts’ letters", capsys)

    assert WIDTHS.read_text(encoding="utf-8") == written(of_public_sans())
    assert OTHER_WIDTHS.read_text(encoding="utf-8") == written(of_dejavu_sans())


def test_words_are_as_wide_as_their_letters():
    letters = tables()[REGULAR]
    assert width_of("So", 12) == 12 * (letters["S"] + letters["o"])
    assert width_of("So", 12) < width_of("So", 12, SEMIBOLD) < width_of("So", 12, BOLD)


def test_all_letters_of_the_four_languages_are_known():
    assert knows("AÁÀÂÃÇÉÊÍÑÓÔÕÚÜaáàâãçéêíñóôõœúü0123456789 “”«»’–-/&().,;:")
    assert not knows("漢")


def test_letters_of_other_fonts_are_given_room():
    assert width_of("漢🎉", 10) == 28
    assert width_of("\u13a3", 10) == 8


@pytest.mark.parametrize("language", AMERICAS)
@pytest.mark.parametrize("weight", [REGULAR, BOLD])
def test_each_word_of_the_languages_of_the_americas_is_drawn_in_a_font_that_has_it_whole(language, weight):
    for run, is_other in runs(AMERICAS[language]):
        table = others() if is_other else tables()
        assert [letter for letter in run if letter not in table[weight]] == []


@pytest.mark.parametrize("name", OTHER_SCRIPTS)
def test_words_in_other_scripts_are_drawn_in_one_piece(name):
    assert [is_other for _run, is_other in runs(name)] == [True]
    assert set(name) <= others()[REGULAR].keys() & others()[BOLD].keys()


def test_only_words_that_need_it_are_drawn_in_the_other_font():
    assert runs("Łódź, Đakovo") == (("Łódź, Đakovo", False),)
    assert runs("Casa de Tl\u0331ingit y Ẽ más") == (
        ("Casa de ", False),
        ("Tl\u0331ingit ", True),
        ("y ", False),
        ("Ẽ ", True),
        ("más", False),
    )
    assert runs("") == ()
    assert runs("漢字 (CJK)") == (("漢字 (CJK)", False),)


def test_a_line_with_letters_from_the_right_is_drawn_in_one_piece():
    assert runs("SG مكتب (OAS)") == (("SG مكتب (OAS)", True),)


def test_words_are_as_wide_as_in_the_font_they_are_drawn_in():
    letters = others()[REGULAR]
    assert width_of("Ж é", 10) == pytest.approx(10 * (letters["Ж"] + letters[" "] + tables()[REGULAR]["é"]))
    assert width_of("g\u0303", 10) == 10 * letters["g"]
    assert width_of("Ж", 10, SEMIBOLD) == width_of("Ж", 10, BOLD)


def test_a_long_word_is_not_broken_between_a_letter_and_its_accent():
    lines = wrapped("g\u0303" * 100, 50, 12)

    assert "".join(lines) == "g\u0303" * 100
    assert not [line for line in lines if line.startswith("\u0303") or width_of(line, 12) > 50]


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
