"""The one rule for pasted text, with nothing but texts."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from orgunits.pasted import LineField, TextField, refuse, tidied

ODD = (
    "\x00\t\n\v\f\r\x1f\x7f\x85\xa0\xad \u0300\u0301\u034f\u061c\u115f\u1680\u180e\u2000\u200b\u200c\u200d\u200e\u200f"
    "\u2028\u2029\u202a\u202e\u202f\u205f\u2060\u2066\u2069\u212a\u3000\u3164\ufe0f\ufeff\ufffc\uffa0aÉé가각"
)
TEXTS = st.text() | st.text(st.sampled_from(ODD))


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("«\u00a0Eau\u202f»", "« Eau »"),
        ("Co\u00adope\u00adra\u00adtion", "Cooperation"),
        ("Rivers\u200b", "Rivers"),
        ("\ufeffRivers", "Rivers"),
        ("Clean\u2028rivers\u2029now", "Clean rivers now"),
        ("Clean\vrivers\tand\r\nlakes", "Clean rivers and lakes"),
        ("Clean \u3000 rivers", "Clean rivers"),
        ("Re\u0301gion \u212b", "Région Å"),
        ("\u200b\u00a0\u00ad", ""),
        ("\u200e\u200d", ""),
        ("\u3164", ""),
    ],
)
def test_one_line(pasted, stored):
    assert tidied(pasted) == stored


def test_several_lines_keep_their_breaks_and_tabs():
    pasted = "\u2003One\r\ntwo\u2028three\vfour\x0cfive\u2029six\r\r\tseven  eight\u00a0\n\u200b"

    assert tidied(pasted, lines=True) == "One\ntwo\nthree\nfour\nfive\nsix\n\n\tseven  eight"


@pytest.mark.parametrize(
    "text",
    ["می\u200cخواهم", "क्\u200dष", "\u200fשלום\u200e!", "👩\u200d🌾 ✔\ufe0f", "g\u0303uarani"],
)
def test_what_belongs_to_a_language_stays(text):
    assert LineField().clean(text) == text
    assert TextField().clean(text) == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Unit \u202etinu",
            "This contains a right-to-left override (U+202E) after “Unit”: take it out, or type the words again.",
        ),
        ("\u2067Unit", "This begins with a right-to-left isolate (U+2067): take it out, or type the words again."),
        (
            "a\ufffe",
            "This contains an invalid character (U+FFFE) after “a”: take it out, or type the words again.",
        ),
    ],
)
def test_what_turns_a_text_round_is_refused_by_its_name(text, sentence):
    with pytest.raises(ValidationError) as refusal:
        LineField().clean(text)

    assert refusal.value.messages == [sentence]


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_each_of_them_has_a_name_and_is_never_taken_for_nothing(code):
    with pytest.raises(ValidationError, match="bedding|override|isolate"):
        LineField(required=False).clean(chr(code))


@given(TEXTS, st.booleans())
def test_what_is_tidy_stays_as_it_is(text, lines):
    once = tidied(text, lines=lines)

    assert tidied(once, lines=lines) == once
    assert unicodedata.is_normalized("NFC", once)


@given(TEXTS)
def test_what_is_in_one_line_and_not_refused_is_seen_and_has_no_break(text):
    line = tidied(text)
    try:
        refuse(line)
    except ValidationError:
        return
    assert line == " ".join(line.split(" "))
    assert not set(line) & set("\t\n\v\f\r\x85\u2028\u2029\u00a0\u202f\u200b\u00ad\ufeff\u2060")
