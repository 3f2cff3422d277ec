"""The words of a question: which of them say something of a subject, and when a word of a text is like one of them."""

from functools import lru_cache
from os.path import commonprefix

import snowballstemmer

from ..models.folding import fold

# Words that say nothing of a subject, in the four languages, folded: small words, and how a wish begins.
EMPTY_WORDS = """
a an the of and or on in for to with by from at against about into as is are be been do does did has have had can
could would should will may might must not no if so than then that this these those there their them they he she it
its who whom whose what which when where why how i me my we us our ours you your want wants wanted wish wishes like
need needs help look looking find seek seeking please work works working deal deals dealing responsible make making
get know report ask contact contacts people person persons approach talk speak unit units office offices department
departments ngo ngos cso csos organization organizations organisation organisations group agreement agreements
cooperation sign signs signed signing go goes going went gone propose proposal el la los las un una unos unas al del
de y o u e en para por con contra sobre segun sin entre es son esta estan ser hay que quien quienes cual cuales como
donde cuando nos nuestro nuestra nuestros nuestras mi mis su sus yo se le les lo quiero queremos quisiera quisieramos
deseo deseamos necesito necesitamos busco buscamos puedo podemos trabajar trabaja trabajan trabajamos colaborar ayuda
ayudar hacer firmar proponer acuerdo acuerdos convenio convenios cooperacion oficina oficinas persona personas
departamento departamentos unidad unidades firmo firmaron firmado fue fueron ong ongs organizacion organizaciones une
du des et ou dans avec contre sur qui nous notre je veux voulons os um uma da dos das em na com quem nosso nossa
"""
EMPTY = frozenset(EMPTY_WORDS.split())
STEMMERS = [snowballstemmer.stemmer(language) for language in ("english", "spanish")]
# Words with so many first letters in common are alike: "elections", "electoral".
ALIKE = 5
# From so many letters on, that is enough to find a word of a text by the one that is asked for.
LONG = 8
# Letters that a word must have in common with another one to be compared with it at all.
FIRST = 3
# A stem shorter than this finds too much by itself.
SHORTEST_STEM = 5


def significant_words(text):
    """The words of `text` that say something of a subject; all of them where none does."""
    words = list(dict.fromkeys(fold(text).split()))
    return [word for word in words if word not in EMPTY] or words


def root(word):
    """The first letters that all words like `word` have, for the database to look for."""
    common = _common_to_stems(word)
    if len(word) >= LONG:
        common = min(common, word[:ALIKE], key=len)
    return common if len(common) >= FIRST else word


def stem(word):
    """What `word` has in common with its other forms; the word itself where that is short."""
    common = _common_to_stems(word)
    return common if len(common) >= SHORTEST_STEM else word


def likeness(asked, word):
    """How much a word of a text is the one that is asked for: from 1, the same, to 0."""
    if word == asked:
        return 1
    if word[:FIRST] != asked[:FIRST]:
        return 0
    if any(one == other for one, other in zip(_stems(asked), _stems(word), strict=True)):
        return 0.8
    if word.startswith(asked):
        return 0.5
    return 0.3 if len(asked) >= LONG and word.startswith(asked[:ALIKE]) else 0


def _common_to_stems(word):
    return commonprefix([word, *_stems(word)])


@lru_cache(maxsize=20_000)
def _stems(word):
    return tuple(stemmer.stemWord(word) for stemmer in STEMMERS)
