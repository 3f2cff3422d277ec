"""Words that nothing has, and the words of the index that may be meant."""

from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from orgunits.models import OrganizationalUnit, Placement, SearchPosting, SearchWord, Structure, UnitAlias
from orgunits.models.folding import fold
from orgunits.search.spelling import as_spelt, corrections
from orgunits.search_index import writing
from orgunits.search_index.words import stems
from tests.helpers.factories import make_structure

pytestmark = pytest.mark.django_db


def index_of(*names, status=Structure.Status.ADOPTED):
    """A unit of each name, found by searches."""
    lines = [f"  unit-{number} | department | {name}" for number, name in enumerate(names)]
    make_structure("names", "\n".join(["gs", *lines]), status=status)
    writing.build()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("migracon", {}),  # two edits in eight letters
        ("migratoin", {"migratoin": "migration"}),
        ("imigration", {"imigration": "migration"}),
        ("ports", {}),
        ("prots", {"prots": "ports"}),
        ("multidimensoinall", {"multidimensoinall": "multidimensional"}),
        ("multidmensoinall", {}),
        ("migratoin prots", {"migratoin": "migration", "prots": "ports"}),
    ],
)
def test_the_nearest_word_is_offered_for_one_that_nothing_has(typed, meant):
    index_of("Migration and Ports", "Multidimensional Security")

    assert corrections(typed.split()) == meant


def test_two_letters_that_changed_places_are_one_edit_in_the_middle_of_a_word_too():
    index_of("Judges", "Notary", "Education")
    for word in ("judges", "notary", "education"):
        for place in range(len(word) - 1):
            typed = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
            assert corrections([typed]) == ({} if typed == word else {typed: word})


@pytest.mark.parametrize("typed", ["sedy", "cidx", "2814", "ag2876", "08", "resolution2", ""])
def test_nothing_is_offered_for_short_words_and_for_what_has_digits(typed):
    index_of("SEDI CIDH", "Resolution 2815", "Sed Resolution1")

    assert corrections([typed]) == {}


def test_no_acronym_or_short_word_is_offered():
    index_of("CIDH and Law")

    assert corrections(["cidhs", "lawss"]) == {}


def test_a_word_that_is_found_in_another_form_is_left_alone():
    index_of("Migrants")

    assert corrections(["migrante", "migrant"]) == {}


def test_a_word_of_which_only_the_stem_is_known_is_corrected_where_the_search_says_so():
    index_of("Security")

    assert corrections(["securiti"]) == {}
    assert corrections(["securiti"], are_unknown=True) == {"securiti": "security"}


def test_of_words_as_near_the_one_of_more_documents_is_offered():
    index_of("Draining", "Training of Judges", "Training of Observers")

    assert corrections(["wraining"]) == {"wraining": "training"}


def test_of_as_many_documents_the_one_nearer_in_length_then_the_first_of_the_alphabet():
    index_of("Coasts", "Boasts", "Aplanxt", "Planyt")

    assert corrections(["xoasts", "planxt"]) == {"xoasts": "boasts", "planxt": "planyt"}


def test_a_word_that_no_name_has_any_more_is_not_offered():
    index_of("Ports")
    alias = UnitAlias.objects.create(unit=OrganizationalUnit.objects.get(slug="unit-0"), kind="alias", text="Migration")
    writing.catch_up()
    assert corrections(["migratoin"]) == {"migratoin": "migration"}
    alias.delete()
    writing.catch_up()

    assert SearchWord.objects.filter(word="migration").exists()
    assert corrections(["migratoin"]) == {}


def test_no_word_of_a_draft_is_offered():
    index_of("Migration", status=Structure.Status.DRAFT)

    assert corrections(["migratoin"]) == {}


def test_a_search_costs_the_same_however_many_words_are_unknown(costs):
    index_of("Migration and Ports", "Multidimensional Security")

    for words in (["migratoin"], ["migratoin", "prots", "sekurity"]):
        with costs("did you mean"):
            assert len(corrections(words)) == len(words)


def test_nothing_is_read_of_what_is_too_short_or_has_digits(costs):
    with costs("did you mean, of no word"):
        corrections(["bar", "2814", "08-01"])


def test_only_so_many_words_are_looked_at():
    index_of("Migration")

    assert corrections([f"{letter}unknown" for letter in ascii_lowercase] + ["migratoin"]) == {}


@pytest.fixture
def vocabulary(demo):
    writing.build()
    return sorted(word for word in SearchWord.objects.values_list("word", flat=True) if len(word) >= 6)


def test_any_edit_in_a_word_of_the_demo_gives_a_word_as_near(vocabulary):
    @settings(max_examples=150)
    @given(word=st.sampled_from(vocabulary), data=st.data())
    def check(word, data):
        typed = data.draw(edited(word))
        if SearchPosting.objects.filter(term__in=stems(typed)).exists():
            assert corrections([typed]) == {}
        else:
            assert DamerauLevenshtein.distance(typed, corrections([typed])[typed]) == 1

    check()


def test_nothing_is_offered_for_an_acronym_or_a_number_of_the_demo(vocabulary):
    acronyms = {
        *Placement.objects.values_list("acronym_en", flat=True),
        *Placement.objects.values_list("acronym_es", flat=True),
    }
    acronyms |= set(UnitAlias.objects.filter(kind="acronym").values_list("text", flat=True))
    words = {word for acronym in acronyms if acronym for word in fold(acronym).split()}
    numbers = {term for term in SearchPosting.objects.values_list("term", flat=True) if not term.isalpha()}

    assert {word: corrections([word]) for word in words if corrections([word])} == {}
    assert corrections(sorted(numbers)) == {}


@st.composite
def edited(draw, word):
    """A word with one random edit: a letter less, more or another, or two that changed places."""
    place = draw(st.integers(0, len(word) - 2))
    letter = draw(st.sampled_from(ascii_lowercase))
    before, at, after = word[:place], word[place], word[place + 1 :]
    return draw(
        st.sampled_from(
            [before + after, before + letter + at + after, before + letter + after, before + after[0] + at + after[1:]]
        )
    )


NAMES = [
    ("es", "Cooperación técnica"),
    ("es", "Política de cooperación"),
    ("pt", "Cooperação técnica"),
    ("pt", "Cooperação"),
    ("pt", "Cooperação"),
    ("en", "Technical cooperation"),
    ("", "José Mora"),
]


@pytest.mark.parametrize(
    ("meant", "typed", "language", "shown"),
    [
        ("cooperacion tecnica", "cooperacion tecnca", "es", "cooperación técnica"),
        ("cooperacion tecnica", "Cooperacion tecnca", "en", "Cooperación técnica"),
        ("cooperacao", "cooperaçao", "en", "cooperação"),
        ("jose mora", "josee Mora", "fr", "josé Mora"),
        ("nowhere", "nowere", "en", "nowhere"),
    ],
)
def test_a_correction_is_spelt_as_the_records_spell_it(meant, typed, language, shown):
    assert as_spelt(meant, typed, NAMES, language) == shown


def test_of_spellings_that_fold_alike_the_most_frequent_of_the_reader_s_language_is_shown():
    texts = [("pt", "Comitê"), ("pt", "Comitê"), ("es", "comité"), ("fr", "comité"), ("es", "comite"), ("es", "comité")]

    assert [as_spelt("comite", "comit", texts, each) for each in ("en", "es", "pt")] == ["comité", "comité", "comitê"]
