"""The lines that searches without a result write, and what is counted of them."""

import logging

import pytest

from orgunits.failed_searches import counted, note


@pytest.fixture
def written(caplog):
    """What noting a text writes."""

    def written(text, language="en"):
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="orgunits.failed_searches"):
            note(text, language)
        return [record.getMessage() for record in caplog.records]

    return written


def test_a_line_has_the_folded_words_and_the_language_of_the_page(written):
    assert written("  Pesquería, «Río»! ", "es") == ["search without a result [es]: pesqueria rio"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "«»—…",
        "x" * 10_000,
        "word " * 17,
        "a" * 31,
        "somebody@example.org",
        "write to ana.perez@example.org please",
        "+1 (202) 458-3000",
        "passport 12345678",
        "https://example.org/en/agreements/follow/abc/",
        "en/agreements/follow/some-few-words/",
        "follow/Ab3dEf6hIj9lMn2pQr5tUv8xYz1Bc4Ef7Hi0Kl3No6Q/",
        "Ab3dEf6hIj9lMn2pQr5tUv8xYz1Bc4Ef7Hi0Kl3No6Q",
    ],
)
def test_noise_and_what_may_say_who_it_was_write_nothing(written, text):
    assert written(text) == []


@pytest.mark.parametrize("text", ["AG/RES. 2814", "executive order 08-01", "a\nb", "日本 fisheries"])
def test_acts_and_words_of_any_kind_write_one_line(written, text):
    lines = written(text)

    assert len(lines) == 1
    assert "\n" not in lines[0]


def test_what_was_seen_three_times_is_counted_whatever_stands_before_it():
    lines = [
        *["search without a result [en]: fisheries\n"] * 3,
        *["2026-11-30 12:00 host gunicorn[7]: search without a result [es]: pesca artesanal\n"] * 4,
        *["search without a result [en]: whales\n"] * 2,
        "search without a result [es]: fisheries\n",
        "Not Found: /en/nothing/\n",
        "search without a result []: \n",
    ]

    assert counted(lines) == [(4, "es", "pesca artesanal"), (3, "en", "fisheries")]
