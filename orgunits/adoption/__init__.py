"""From draft to history: a structure is checked, proposed, adopted, withdrawn.

facts (light rows of two editions), event_checks and orphaned_records → checks (what blocks, what is warned of) → events
(the changes it brings) → status (propose, adopt, withdraw: a transaction each).
"""
