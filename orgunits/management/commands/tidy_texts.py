from django.core.management.base import BaseCommand

from orgunits.models.derived import derived_fields, rebuild
from orgunits.models.tidying import text_models, tidy, untidy


class Command(BaseCommand):
    help = (
        "Stores texts as a save would store them now: letters in one piece, without characters that nobody sees. Names "
        "each of them; what is left for a person to decide, check_data names. Can be run while the site runs."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only names them")

    def handle(self, *, dry_run=False, **options):
        number = 0
        for model in text_models():
            for found in untidy(model) if dry_run else tidy(model):
                if found.right is not None:
                    number += 1
                    self.stdout.write(str(found))
            if derived_fields(model) and not dry_run:
                rebuild(model)
        self.stdout.write(f"{number} texts would be corrected." if dry_run else f"{number} texts corrected.")
