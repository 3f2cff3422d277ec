"""What readers looked for in vain, as the log has it."""

import gzip
import zlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from orgunits.failed_searches import OFTEN, counted


class Command(BaseCommand):
    help = (
        f"Counts the searches that found nothing, of log files (also .gz): those seen at least {OFTEN} times, the most "
        "frequent first, with the language of the page. See docs/operations.md."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="a log file, plain or gzipped")

    def handle(self, *, files, **options):
        rows = counted(line for file in files for line in self._lines(file))
        if not rows:
            self.stdout.write(f"No search without a result was seen {OFTEN} times or more.")
            return
        width = max(len(str(rows[0][0])), len("times"))
        self.stdout.write(f"{'times':>{width}}  page  words")
        for number, language, words in rows:
            self.stdout.write(f"{number:>{width}}  {language:<4}  {words}")

    def _lines(self, file):
        """What is no text is passed over, line by line; a file that can't be read is named."""
        opened = gzip.open if file.suffix == ".gz" else open
        try:
            with opened(file, "rt", encoding="utf-8", errors="replace") as lines:
                yield from lines
        except (OSError, EOFError, zlib.error) as error:
            message = f"{file} can't be read: {getattr(error, 'strerror', None) or error}."
            raise CommandError(message) from error
