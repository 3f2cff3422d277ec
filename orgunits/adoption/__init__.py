"""From draft to history: a structure is checked, proposed, adopted, withdrawn.

facts (light rows of two editions), event_checks, orphaned_records and open_work (what passes on) → checks (what blocks,
what is warned of) → events (the changes it brings) → passing_on (open work, to its new owners) → status (propose,
adopt, withdraw: a transaction each).
"""
