"""What is done with agreements, and what other pages say of them.

turns (with whom an agreement is, in words) → responsible (whose turn it is, who is notified, sees it and may move it:
one rule) → mails → stages (the allowed moves, and the one function that makes them) and proposals. Beside them
acting (for whom the staff made a step), units (names of the units then and now), renewals (the chain of one) and
summaries (those of a unit or member state).
"""
