"""The clock of the tests runs from noon of today in Washington: no test sees midnight or a full hour pass."""

from datetime import UTC, datetime

from django.utils import timezone


def start_at_noon():
    """Sets the clock for all that asks django.utils.timezone. Once, before a test file asks it for today."""
    began = datetime.now(UTC)
    ahead = timezone.localtime(began).replace(hour=12, minute=0, second=0, microsecond=0) - began
    timezone.now = lambda: datetime.now(UTC) + ahead
