"""Writes the index that searches read: all of it, or what is due; or checks it."""

import sys

from django.core.management.base import BaseCommand, CommandError

from orgunits.search_index import writing

WIDTH = 40


class Command(BaseCommand):
    help = (
        "Writes what searches read, from the records that the public may see. Searches go on meanwhile. "
        "Run it after data were loaded in bulk; --due, which takes a moment, from time to time."
    )

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--due", action="store_true", help="Write only what has been noted as changed.")
        what.add_argument("--check", action="store_true", help="Write nothing; say what differs from the records.")

    def handle(self, *, due, check, verbosity, **options):
        if check:
            self._check()
        elif due:
            self.stdout.write(f"Documents written: {writing.catch_up()}.")
        else:
            shown = verbosity > 0 and sys.stderr.isatty()
            number = writing.build(self._bar if shown else lambda done, number: None)
            self.stdout.write(f"Documents written: {number}.")

    def _check(self):
        different = writing.drift()
        for kind, key in different:
            self.stdout.write(f"{kind} {key}")
        if different:
            message = f"Documents that differ from the records: {len(different)}. Run manage.py build_search_index."
            raise CommandError(message)
        self.stdout.write("The index matches the records.")

    def _bar(self, done, number):
        filled = WIDTH * done // number
        end = "\n" if done == number else ""
        self.stderr.write(f"\r[{'#' * filled}{' ' * (WIDTH - filled)}] {done} of {number}", ending=end)
        self.stderr.flush()
