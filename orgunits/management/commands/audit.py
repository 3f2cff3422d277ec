import random

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from orgunits.audit import Kind, findings, overlapping_terms, statements


class Command(BaseCommand):
    help = (
        "Says what the directory states without ground: a line each, and an exit status other than 0 if there is any. "
        "With --sample prints statements with their sources, for a reader to compare."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--sample",
            type=int,
            metavar="N",
            help="N random statements, equally many of each kind: " + ", ".join(Kind.values),
        )
        parser.add_argument(
            "--seed", default="1", help="another random choice (the same seed gives the same statements)"
        )

    def handle(self, *, sample=None, seed="1", **options):
        with override("en"):
            if sample is not None:
                self.print_sample(sample, seed)
                return
            found = list(findings(timezone.localdate()))
            for finding in found:
                self.stdout.write(finding)
            overlaps = overlapping_terms()
            for post, held in overlaps.items():
                names = ", ".join(appointment.name for appointment in held)
                self.stdout.write(f"(said on {post.get_absolute_url()}: terms overlap: {names})")
        if found:
            message = f"{len(found)} findings."
            raise CommandError(message)
        self.stdout.write("Every statement names its source.")

    def print_sample(self, number, seed):
        if number < 1:
            message = "--sample takes a number from 1 on."
            raise CommandError(message)
        lot = random.Random(seed)
        each, rest = divmod(number, len(Kind))
        for place, kind in enumerate(Kind):
            every = list(statements(kind))
            chosen = lot.sample(every, min(each + (place < rest), len(every)))
            self.stdout.write(f"# {kind.label} ({len(chosen)} of {len(every)})\n")
            for statement in chosen:
                self.stdout.write(f"{statement.text}\n  page: {statement.address}")
                for words in statement.sources:
                    self.stdout.write(f"  source: {words}")
                for words in statement.also:
                    self.stdout.write(f"  also: {words}")
                self.stdout.write("")
