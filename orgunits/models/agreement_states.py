"""What is known of an agreement on a day: the one rule, put to the database and to a row at hand."""

from django.db.models import Case, CharField, Q, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _


class AgreementState(TextChoices):
    IN_FORCE = "in_force", _("in force")
    SIGNED = "signed", _("signed, end not recorded")
    EXPIRED = "expired", _("expired")
    TERMINATED = "terminated", _("terminated")
    NOT_YET_IN_FORCE = "not_yet_in_force", _("not yet in force")
    NOT_YET_SIGNED = "not_yet_signed", _("not yet signed")
    UNDATED = "undated", _("date not recorded")


# How a test is put to a row at hand.
OF_A_ROW = {
    "is past": lambda value, day: value is not None and value < day,
    "is to come": lambda value, day: value is not None and value > day,
    "is not past": lambda value, day: value is None or value >= day,
    "is known": lambda value, day: value is not None,
    "is unknown": lambda value, day: value is None,
    "is so": lambda value, day: value,
}
# How it is put to the database.
TESTS = {
    "is past": lambda name, day: Q(**{f"{name}__lt": day}),
    "is to come": lambda name, day: Q(**{f"{name}__gt": day}),
    "is not past": lambda name, day: Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": day}),
    "is known": lambda name, day: Q(**{f"{name}__isnull": False}),
    "is unknown": lambda name, day: Q(**{f"{name}__isnull": True}),
    "is so": lambda name, day: Q(**{name: True}),
}

# The first line that holds gives the state; where none does, an agreement was signed and its end is not recorded.
# A period's last day belongs to it. Without a day of signature or entry into force nothing is claimed, but that it was
# signed by the day it must have been at the latest; without a known end, or a source that says there is none, it is not
# said to be in force.
RULE = [
    ({"terminated_on": "is past"}, AgreementState.TERMINATED),
    ({"ends_on": "is past"}, AgreementState.EXPIRED),
    ({"signed_on": "is to come"}, AgreementState.NOT_YET_SIGNED),
    ({"signed_not_before": "is to come"}, AgreementState.NOT_YET_SIGNED),
    ({"in_force_on": "is to come"}, AgreementState.NOT_YET_IN_FORCE),
    (
        {"signed_on": "is unknown", "in_force_on": "is unknown", "signed_not_after": "is not past"},
        AgreementState.UNDATED,
    ),
    ({"terminated_on": "is known"}, AgreementState.IN_FORCE),
    ({"ends_on": "is known"}, AgreementState.IN_FORCE),
    ({"open_ended": "is so"}, AgreementState.IN_FORCE),
]

# The columns that the rule looks at.
STATED_BY = sorted({name for tests, _state in RULE for name in tests})


def state_of(agreement, day):
    """The rule for a row at hand."""
    for tests, state in RULE:
        if all(OF_A_ROW[test](getattr(agreement, name), day) for name, test in tests.items()):
            return state
    return AgreementState.SIGNED


def state_in_database(day):
    """The rule as an expression of the database."""
    lines = [When(_holds(tests, day), then=Value(state.value)) for tests, state in RULE]
    return Case(*lines, default=Value(AgreementState.SIGNED.value), output_field=CharField())


def is_in(states, day):
    """The rule as a condition: rows in one of `states`; plainer than to compare what state_in_database() gives."""
    # What the lines from one on say, from the last one up: a condition, or whether all rows are in one of `states`.
    found = AgreementState.SIGNED in states
    for tests, state in reversed(RULE):
        if found == (state in states):
            continue
        line, found_below = _holds(tests, day), found if isinstance(found, Q) else Q()
        found = line | found_below if state in states else ~line & found_below
    return found


def _holds(tests, day):
    """The condition that all tests of a line hold."""
    return Q(*(TESTS[test](name, day) for name, test in tests.items()))


def conditions_of(state, day):
    """What the lines of the rule ask for that give `state`, with nothing said of the lines before them."""
    lines = [tests for tests, given in RULE if given == state]
    if not lines:
        return Q()
    asked = Q(pk__in=[])
    for tests in lines:
        asked |= _holds(tests, day)
    return asked
