from django.core.management.base import BaseCommand, CommandError

from orgunits.backup.archive import BackupError
from orgunits.backup.making import back_up


class Command(BaseCommand):
    help = "Backs up the database and the documents of proposals to a new folder, while the site runs."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="a folder that does not exist yet, or is empty")

    def handle(self, *, folder, **options):
        try:
            made = back_up(folder)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Backed up into {folder}; rows: {made.rows}, documents: {made.documents}.")
        if made.missing:
            message = "All else is backed up, but these documents are gone from where they were stored:\n"
            raise CommandError(message + "\n".join(made.missing))
