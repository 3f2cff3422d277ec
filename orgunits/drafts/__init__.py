"""What only a draft knows: its records stay with it until it is published.

references (which record must be public for another to be) → ownership (set when a record is made, kept whenever one is
written) → publishing (a draft's records, and all they refer to, become public) and deletion (a draft goes with them).
check finds what plain loads of data let by.
"""
