"""Two structures compared, with care for what is not recorded.

snapshot (what each says, without model objects) → diff (what differs, from placements alone) → findings (what may be
said of a difference) → pair (both, and the names of units in them) → comparison (by branch, explained by recorded
changes) → passages (each theme and function).
"""
