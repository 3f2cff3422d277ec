"""What the search page says of what it found, in the first lines.

units (the units of a page of results: where they are, or what became of them) and cards (the answer to a clear query:
one maker a kind of record).
"""
