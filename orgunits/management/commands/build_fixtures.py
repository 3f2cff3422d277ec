from django.core.management.base import BaseCommand, CommandError

from orgunits.fixtures_from_facts.build import built_files


class Command(BaseCommand):
    help = "Builds fixtures/*.json from the collected facts and our own texts; --check only says whether they differ."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail if a file differs")

    def handle(self, *, check, **options):
        stale = {path: text for path, text in built_files().items() if not self.holds(path, text)}
        if check and stale:
            message = f"Not as build_fixtures makes them: {', '.join(path.name for path in stale)}"
            raise CommandError(message)
        for path, text in stale.items():
            path.write_text(text, encoding="utf-8", newline="\n")
            self.stdout.write(f"{path.name} written.")
        if not stale:
            self.stdout.write("All fixtures match the facts.")

    def holds(self, path, text):
        return path.exists() and path.read_text(encoding="utf-8") == text
