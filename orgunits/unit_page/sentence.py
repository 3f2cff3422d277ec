"""A long text in one sentence: whole where it is short, else its first sentence, else its beginning."""

import re
from textwrap import shorten

# So many characters are read at one glance, four lines on a phone.
MOST = 165
ENDS = re.compile(r"(?<=[.!?])\s+(?=[“¿¡]?[A-ZÁÉÍÓÚÑÇ])")


def sentence(text):
    """(the sentence, whether that is the whole text)."""
    whole = " ".join(text.split())
    if len(whole) <= MOST:
        return whole, True
    first = ENDS.split(whole, maxsplit=1)[0]
    if len(first) <= MOST:
        return first, False
    beginning = shorten(whole, MOST, placeholder="")
    clause = beginning.rfind("; ")
    return f"{(beginning[:clause] if clause > MOST // 2 else beginning).rstrip(',;:.')}…", False
