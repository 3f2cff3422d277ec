"""What is done with agreements, and what other pages say of them.

stages (the allowed moves, and the one door through which they are made) → staff (whom the news concerns). Beside it
units (names of the units then and now), renewals (the chain of one) and summaries (those of a unit or member state).
"""
