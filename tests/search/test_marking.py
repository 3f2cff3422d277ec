"""The words of a search in a text: which are marked, and what passage is shown."""

import pytest

from orgunits.search.marking import Words


def found(words, text, language="en"):
    return [text[start:end] for start, end in Words(words).found_in(text, language)]


@pytest.mark.parametrize(
    ("words", "text", "language", "marked"),
    [
        ("migration", "On migration and migrants", "en", ["migration"]),
        ("sao luis", "Em São Luís", "pt", ["São", "Luís"]),
        ("piloting", "Trains pilots.", "en", ["pilots"]),
        ("oea", "La O.E.A. y la OEA", "es", ["O.E.A.", "OEA"]),
        ("mig", "Migration of MIG", "en", ["MIG"]),
        ("mig", "Migration", "en", ["Migration"]),
        ("mi", "Migration of mi", "en", ["mi"]),
        ("bar", "Barbados, a bar", "en", ["bar"]),
        ("facilitadores", "Facilitadores judiciales", "es", ["Facilitadores"]),
        ("derechos", "Un derecho", "es", ["derecho"]),
        ("2814", "AG/RES. 2814 (XLIV-O/14)", "", ["2814"]),
        ("", "Nothing", "en", []),
        ("office in barbados", "An office in Barbados", "en", ["office", "Barbados"]),
        ("<b>", "a <b> b", "en", ["b", "b"]),
    ],
)
def test_words_are_found_as_the_search_finds_them(words, text, language, marked):
    assert found(words, text, language) == marked


def test_initials_at_the_end_of_a_sentence_keep_their_dot():
    assert found("us", "In the U.S. and U.S") == ["U.S.", "U.S"]
    assert found("eeuu", "EE.UU., e.g. EE. UU.") == ["EE.UU."]


def test_a_short_text_is_shown_whole():
    assert Words("here").passage("  It is\n here. ") == "It is here."


def test_a_long_text_is_cut_between_words_around_those_that_were_found():
    text = f"{'A word and another one. ' * 30}The narwhal is here. {'And more words. ' * 30}"

    passage = Words("narwhal").passage(text, "en")

    assert "The narwhal is here." in passage
    assert (passage[:2], passage[-2:]) == ("… ", " …")
    assert 150 < len(passage) < 210


@pytest.mark.parametrize("where", ["start", "end"])
def test_at_its_ends_a_long_text_is_cut_on_one_side(where):
    filling = "and more words " * 40
    text = f"narwhal {filling}" if where == "start" else f"{filling} narwhal"

    passage = Words("narwhal").passage(text, "en")

    assert "narwhal" in passage
    assert passage.startswith("…") is (where == "end")
    assert passage.endswith("…") is (where == "start")


def test_a_long_text_without_the_words_is_cut_at_its_beginning():
    assert Words("whale").passage("word " * 100, "en").startswith("word word")


def test_one_word_without_end_is_cut_too():
    assert len(Words("whale").passage("x" * 5000, "en")) < 210
