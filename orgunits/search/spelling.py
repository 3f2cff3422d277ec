"""Words that nothing has → the nearest words of the index."""


def corrections(words, *, are_unknown=False):
    """{word: the nearest word of the index} for those of these folded words that no document has and that have one."""
    return {}
