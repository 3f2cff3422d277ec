"""The keys by which names sort, in each language of the pages."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from orgunits.models import Mandate, Partner
from orgunits.models.folding import fold
from orgunits.models.sorting import LONGEST, sort_column, sort_key
from tests.helpers.acts_and_posts import make_mandate
from tests.helpers.agreements import make_partner

LANGUAGES = st.sampled_from(["en", "es"])
# Few letters, so that words are often the same but for accents, case and punctuation.
TEXTS = st.text() | st.text(st.sampled_from("nNñÑoOóÓ .-“\u0303\0"))


def in_order(texts, language):
    return sorted(texts, key=lambda text: sort_key(text, language))


NAMES = ["Zeta", "Ñandú", "nz", "Nube", "“Obra”", "Óleo", "Ostra", "Łódź", "Lima", "Mora", "Área", "N.U.", None]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        (
            "en",
            ["Área", "Lima", "Łódź", "Mora", "Ñandú", "N.U.", "Nube", "nz", "“Obra”", "Óleo", "Ostra", "Zeta", None],
        ),
        (
            "es",
            ["Área", "Lima", "Łódź", "Mora", "N.U.", "Nube", "nz", "Ñandú", "“Obra”", "Óleo", "Ostra", "Zeta", None],
        ),
    ],
)
def test_names_stand_as_readers_of_the_language_expect(language, names):
    assert in_order(NAMES, language) == names


def test_a_word_is_before_a_longer_one_and_before_more_words():
    names = ["Comercio", "Comercio exterior", "Comercios", "Comerciotecnia"]
    assert in_order(reversed(names), "es") == names


def test_accents_then_capitals_part_what_has_the_same_words():
    names = ["RESUME", "Resume", "resume", "Résumé", "résumé", "“résumé”"]
    assert in_order(reversed(names), "en") == names


@given(TEXTS, TEXTS, LANGUAGES)
def test_different_texts_have_different_keys(one, other, language):
    assert (sort_key(one, language) == sort_key(other, language)) == (one == other)


@given(TEXTS, TEXTS)
def test_words_come_before_all_else(one, other):
    first, second = fold(one), fold(other)
    if one and other and first != second:
        assert (sort_key(one, "en") < sort_key(other, "en")) == (first.encode() < second.encode())


@given(TEXTS, LANGUAGES)
def test_what_has_no_text_is_last(text, language):
    assert not text or sort_key(text, language) < sort_key("", language) == sort_key(None, language)


@given(st.integers(1, 3), st.sampled_from("añ \ufdfa"), LANGUAGES)
def test_long_texts_have_keys_that_an_index_holds(times, letter, language):
    long = letter * 1000 * times
    keys = {sort_key(long, language), sort_key(f"{long}1", language), sort_key(f"{long}2", language)}
    assert len(keys) == 3
    assert all(len(key) <= LONGEST + 32 for key in keys)


# == Stored


def test_a_key_is_made_of_what_the_reader_sees(db):
    make_mandate("translated", title_en="Zoos", title_es="Archivos")
    make_mandate("in-one-language", title_en="Mines")

    with override("en"):
        assert list(Mandate.objects.order_by(sort_column()).values_list("slug", flat=True)) == [
            "in-one-language",
            "translated",
        ]
    with override("es"):
        assert list(Mandate.objects.order_by(sort_column()).values_list("slug", flat=True)) == [
            "translated",
            "in-one-language",
        ]


def test_every_save_makes_the_key_again(db):
    partner = make_partner("Álamo")
    Partner.objects.bulk_create([Partner(slug="nandu", name="Ñandú", kind="other")])

    partner.name = "Ñu"
    partner.save()

    keys = Partner.objects.values_list("name", "sort_key_es")
    assert {name: bytes(key) for name, key in keys} == {name: sort_key(name, "es") for name in ("Ñu", "Ñandú")}


@pytest.mark.parametrize(("language", "column"), [("es", "sort_key_es"), ("fr", "sort_key_en"), (None, "sort_key_en")])
def test_a_language_without_pages_sorts_as_the_first(language, column):
    with override(language):
        assert sort_column() == column
