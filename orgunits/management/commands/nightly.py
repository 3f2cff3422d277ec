"""Deletes what only grows: sessions that have ended, counts of attempts, and the lists of log-ins.

And passes on open work where no send_mail runs.
"""

from datetime import timedelta

from axes.models import AccessAttempt, AccessLog
from django.core.management import BaseCommand, call_command
from django.utils import timezone

from orgunits.mail import write_due
from orgunits.models import Attempt

KEPT = timedelta(days=90)  # who logged in, and who tried to


class Command(BaseCommand):
    help = (
        "Deletes expired sessions, counts of attempts older than a day, and log-ins older than 90 days. Run it daily."
    )

    def handle(self, *args, **options):
        now = timezone.now()
        call_command("clearsessions", verbosity=0)
        write_due(now=now)
        attempts = Attempt.objects.forget(now=now)
        log_ins = sum(
            model.objects.filter(attempt_time__lt=now - KEPT).delete()[0] for model in (AccessLog, AccessAttempt)
        )
        if options["verbosity"]:
            self.stdout.write(f"Ended sessions deleted; {attempts} counts of attempts, {log_ins} rows of log-ins.")
