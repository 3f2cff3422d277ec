"""Units found by words.

names (what a unit is and was called, and why a search found it), units (all words recorded of units) and
question_words (which words of a sentence count) → asked (what the finder asks the record) → finder (which unit to
approach, ranked, with reasons).
"""
