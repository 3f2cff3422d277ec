from django.core.management.base import BaseCommand, CommandError

from orgunits.backup.archive import BackupError
from orgunits.backup.restoring import restore
from orgunits.backup.tables import AT_REST

ANOTHER_KEY = (
    "SECRET_KEY is another one than where the backup was made: links to reset a password that were sent before don't "
    "work any longer, and what senders of proposals tried within the last hour is counted from 0 again."
)


class Command(BaseCommand):
    help = "Restores what manage.py backup made into a migrated, empty database, completely or not at all."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="the folder of the backup")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="delete everything in the database first: log-ins, records, histories",
        )

    def handle(self, *, folder, replace, **options):
        try:
            restored = restore(folder, replace=replace)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored; rows: {restored.rows}, documents restored: {restored.documents}.")
        for table, number in restored.at_rest.items():
            _column, sentence = AT_REST[table]
            self.stdout.write(sentence.format(number=number))
        self.stdout.write("Everybody has to sign in again.")
        if restored.has_another_key:
            self.stdout.write(ANOTHER_KEY)
        if restored.strangers:
            self.stdout.write(
                f"Files beside the documents that no proposal names: {restored.strangers}. They stay there."
            )
        if restored.missing:
            self.stdout.write("These documents were missing when the backup was made:\n" + "\n".join(restored.missing))
