"""The clock of the tests: it runs, from noon of one day in Washington.

So no test sees midnight or a full hour pass, and none fails because a year has ended.
"""

import os
from datetime import UTC, date, datetime, time

from axes import attempts
from axes.handlers import proxy
from django.utils import timezone

DAY = "2026-11-30"  # to try another: TEST_DAY=2028-02-29 python -m pytest


def start():
    """Sets the clock for all that asks django.utils.timezone. Once, before a test file asks it for today."""
    day, began = date.fromisoformat(os.environ.get("TEST_DAY", DAY)), datetime.now(UTC)
    ahead = datetime.combine(day, time(12), timezone.get_default_timezone()) - began
    timezone.now = lambda: datetime.now(UTC) + ahead
    attempts.now = proxy.now = timezone.now  # what counts wrong passwords has a copy of its own
