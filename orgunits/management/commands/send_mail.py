"""Sends the mails that wait."""

import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from orgunits.mail import send_due, write_due
from orgunits.models import Mail

PAUSE = 10  # seconds


class Command(BaseCommand):
    help = "Sends waiting e-mails; failed ones are tried again later, for five days. Several can run at once."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help=f"keep running, looking every {PAUSE} seconds")

    def handle(self, *, loop, **options):
        while True:
            now = timezone.now()
            write_due(now=now)
            sent, failed = send_due(now=now)
            if sent or failed or not loop:
                waiting, given_up = Mail.objects.waiting().count(), Mail.objects.given_up().count()
                self.stdout.write(f"{sent} sent, {failed} failed, {waiting} waiting, {given_up} given up.")
            if not loop:
                return
            close_old_connections()
            time.sleep(PAUSE)
