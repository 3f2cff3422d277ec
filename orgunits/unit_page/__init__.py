"""The page of one unit.

page (the one call, few statements) ← record (the unit through its editions) ← lines (its life, folded where it is long)
and hanging (what kinds of record there are to ask for); content (functions, themes, names), neighbours, changes (what
became of it) ← heirs (who has its functions now), offices and mandates beside agreements.summaries and holders.
"""
