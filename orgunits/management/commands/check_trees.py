from django.core.management.base import BaseCommand, CommandError

from orgunits.models import Structure
from orgunits.tree.check import faults, repair


class Command(BaseCommand):
    help = "Checks the tree of every edition; --repair renumbers broken ones from their parents."

    def add_arguments(self, parser):
        parser.add_argument("slugs", nargs="*", help="only these editions")
        parser.add_argument("--repair", action="store_true", help="repair broken trees")

    def handle(self, *, slugs, repair, **options):
        structures = Structure.objects.filter(slug__in=slugs) if slugs else Structure.objects.all()
        if missing := set(slugs) - {structure.slug for structure in structures}:
            message = f"No such structure: {', '.join(sorted(missing))}"
            raise CommandError(message)
        unsound = [structure for structure in structures if self.report(structure)]
        if repair:
            unsound = [structure for structure in unsound if not self.repair(structure)]
        if unsound:
            message = f"{len(unsound)} of {len(structures)} trees are unsound."
            raise CommandError(message)
        self.stdout.write(f"{len(structures)} trees are correct.")

    def report(self, structure):
        found = faults(structure)
        for fault in found:
            self.stdout.write(f"{structure.slug}: {fault}")
        return found

    def repair(self, structure):
        self.stdout.write(f"{structure.slug}: {repair(structure)} rows renumbered.")
        return not self.report(structure)
