from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone

from orgunits.demo import edits, exercise, fixtures, history, logins
from orgunits.models import OrganizationalUnit, Placement, Source, Structure
from orgunits.search_index import writing
from orgunits.tree.check import faults


class Command(BaseCommand):
    help = "Loads the demo's data and creates its log-ins; existing records are left as they are."

    def add_arguments(self, parser):
        parser.add_argument(
            "--reload", action="store_true", help="load the data again, unless somebody has edited them"
        )
        parser.add_argument(
            "--exercise",
            action="store_true",
            help="also add made-up records to try things with: a draft, a proposal, a future edition, agreements",
        )

    def handle(self, *, reload, **options):
        with transaction.atomic():
            fixtures.hold()
            if reload or not fixtures.is_loaded():
                self.load()
                self.for_all_records(history.write_changes)
            else:
                self.stdout.write("The demo data already exist; nothing was loaded.")
            self.for_all_records(history.write_first_rows)
            accounts = logins.make_logins()
            if options["exercise"]:
                self.make_exercise()
        writing.build()
        self.show(accounts)

    def make_exercise(self):
        if exercise.is_there():
            self.stdout.write("The exercise already exists; nothing was added.")
            return
        exercise.make(timezone.localdate())
        self.stdout.write("Added the exercise: a draft, a proposal, a future edition, and an agreement at each stage.")

    def load(self):
        if edited := edits.edited_records():
            message = "Nothing was loaded: it would write over what was edited since.\n" + "\n".join(
                f"{model._meta.verbose_name_plural}: {', '.join(slugs)}" for model, slugs in edited.items()
            )
            raise CommandError(message)
        self.refuse_a_second_structure_on_a_day()
        try:
            fixtures.load()
        except IntegrityError as error:
            message = f"Nothing was loaded: the demo data don't go with what the database holds.\n{error}"
            raise CommandError(message) from error
        for structure in fixtures.in_database(Structure, Structure):
            if found := faults(structure):
                message = f"Nothing was loaded: the tree of {structure.slug} would be unsound.\n" + "\n".join(found)
                raise CommandError(message)
        fixtures.count_rows()
        counts = [
            f"{fixtures.in_database(owner, model).count()} {model._meta.verbose_name_plural}"
            for owner, model in [
                (Structure, Structure),
                (OrganizationalUnit, OrganizationalUnit),
                (Structure, Placement),
                (Source, Source),
            ]
        ]
        self.stdout.write(f"Loaded the demo data: {', '.join(counts)}.")

    def refuse_a_second_structure_on_a_day(self):
        days = {
            row["fields"]["effective_from"]: row["fields"]["slug"]
            for row in fixtures.rows()[Structure]
            if "effective_from" in row["fields"]
        }
        others = Structure.objects.adopted().filter(effective_from__in=days).exclude(slug__in=fixtures.slugs(Structure))
        if clashes := [f"{other.slug} and {days[other.effective_from.isoformat()]}" for other in others]:
            message = f"Nothing was loaded: two adopted structures would take effect on one day: {'; '.join(clashes)}."
            raise CommandError(message)

    def for_all_records(self, do):
        for owner, models in fixtures.PARTS.items():
            for model in models:
                do(fixtures.in_database(owner, model))

    def show(self, accounts):
        self.stdout.write(f"Log-ins (kept in {logins.path()}):")
        for name, password in accounts.items():
            self.stdout.write(f"  {name}  {password or '(not made here, or its password was changed)'}")
