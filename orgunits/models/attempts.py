"""How often somebody tried something within the hour: counted in the database, for all processes together."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class AttemptManager(models.Manager):
    def count_one(self, what, who, *, now):
        """Counts one more attempt of `who` at `what`, and returns how many that makes in this hour."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        # Who it was can't be read from what is kept, and goes with the next attempt a day later.
        key = salted_hmac("orgunits.attempts", f"{what}:{who}", algorithm="sha256").hexdigest()
        with transaction.atomic():
            self.forget(now=now)
            self.bulk_create([Attempt(key=key, hour=hour)], ignore_conflicts=True)
            self.filter(key=key, hour=hour).update(number=F("number") + 1)
            return self.values_list("number", flat=True).get(key=key, hour=hour)

    def forget(self, *, now):
        """Deletes what was counted more than a day ago; returns how many hours of how many senders that were."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        return self.filter(hour__lt=hour - timedelta(days=1)).delete()[0]


class Attempt(models.Model):
    key = models.CharField(max_length=64)
    hour = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    objects = AttemptManager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [models.UniqueConstraint(name="attempt_once_an_hour", fields=["key", "hour"])]

    def __str__(self):
        return f"{self.hour:%Y-%m-%d %H}: {self.number}"
