"""Searches that found nothing, as lines of the log: the words, folded, and nothing about the reader.

What may be a secret, an address or a number of somebody is not written, nor what is too long to be meant.
"""

import logging
import re
from collections import Counter

from .logs import without_secrets
from .models.folding import fold

logger = logging.getLogger(__name__)
# So many characters has a line at most, and a word of it.
LONGEST, LONGEST_WORD = 80, 30
# Of a telephone, an identity card, an account; acts and years have fewer digits.
MOST_DIGITS = 6
BEGINNING = "search without a result"
LINE = re.compile(rf"{BEGINNING} \[([a-z]{{2}})\]: (.+)")
# So often is somebody else looking for the same.
OFTEN = 3


def note(text, language):
    """Writes a line of what was typed on a page in `language`, unless it is noise or may say who typed it."""
    if words := _fit_for_a_log(text):
        logger.info("%s [%s]: %s", BEGINNING, language, words)


def _fit_for_a_log(text):
    """The folded words of a text, "" where they are not to be written."""
    if len(text) > 2 * LONGEST or "@" in text or "://" in text or without_secrets(text) != text:
        return ""
    words = fold(text)
    if len(words) > LONGEST or any(len(word) > LONGEST_WORD for word in words.split()):
        return ""
    return "" if sum(character.isdigit() for character in words) > MOST_DIGITS else words


def counted(lines):
    """[(number, language, words)] of lines of a log, those seen at least OFTEN, the most frequent first."""
    seen = Counter(found.groups() for line in lines if (found := LINE.search(line.rstrip())))
    often = [(number, *words) for words, number in seen.items() if number >= OFTEN]
    return sorted(often, key=lambda row: (-row[0], row[1:]))
