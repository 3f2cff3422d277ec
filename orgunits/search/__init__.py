"""Everything of the directory found by words.

The box of every page: query (what was typed → words and their forms; acronyms: those that have none) → candidates
(documents, by few bounded lookups; pending: those that are due, as they will be; unwritten: where too many are; nearly,
spelling: where nothing has all the words) → ranking (one rule, of their names) → heirs (who follows units that are
gone), clear (whether the first answers by itself), editions and showing (what a document is called on the shown day,
and why it was found) → search, the one call; what it asks and gives is in results; marking finds the words in texts.
While one types: suggestions (names that begin so, in every language).

Records by words: holding (which have them, in one question of the index), units (those of the index; those of drafts,
which it doesn't have, over their places), names (what a unit is and was called, and why a search found it). No page
looks through the names of every edition.

The finder: question_words (which words of a sentence count) → asked (which units may be meant, by the index; then what
the record says of these) → finder (which unit to approach, ranked, with reasons).
"""
