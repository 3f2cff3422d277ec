"""The page of one unit.

page (the one call) ← record (place, purpose, functions, themes, neighbours) ← lines (its life, folded where it is
long), changes (what became of it) and hanging (what kinds of record there are to ask for); offices and mandates beside
agreements.summaries and holders.
"""
