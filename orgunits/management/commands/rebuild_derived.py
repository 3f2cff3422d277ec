from django.core.management.base import BaseCommand

from orgunits.models.derived import derived_models, rebuild


class Command(BaseCommand):
    help = (
        "Makes the words for the search and the keys of the order new where they are not what a save would make now. "
        "Can be run while the site runs."
    )

    def handle(self, **options):
        for model in derived_models():
            self.stdout.write(f"{model._meta.verbose_name_plural}: {rebuild(model)} changed")
