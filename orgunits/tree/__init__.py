"""The tree of one structure: every write to placements, and the check that it is sound.

trees (the writer: lock the structure, read after it, write) → clone (a whole structure, copied as a draft) → carried
(a fact that several editions say alike, corrected in all of them) → check (faults, and repair from the parent links).
history_lists completes the rows of the history that were written in bulk.
"""
