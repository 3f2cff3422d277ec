"""How to reach a unit: by its own contact, else by that of the next unit above it that has one."""

# The columns of a unit that say how to reach it.
CONTACT = ("address", "website", "email", "phone")


def nearest_contact(placements):
    """The first of `placements`, a unit's own and those above it from the nearest up, whose unit has a contact."""
    return next((row for row in placements if row.unit.has_contact), None)
