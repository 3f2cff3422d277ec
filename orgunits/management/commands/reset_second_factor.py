"""Forgets somebody's second factor."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from orgunits.second_factor import forget


class Command(BaseCommand):
    help = (
        "Forgets the device and the recovery codes of somebody who lost both; with the password they set up new ones."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="the name they log in with")

    def handle(self, *, name, **options):
        try:
            user = get_user_model().objects.get_by_natural_key(name)
        except get_user_model().DoesNotExist as error:
            message = f"Nobody logs in as {name!r}."
            raise CommandError(message) from error
        self.stdout.write("Forgotten." if forget(user) else f"{name} has no second factor.")
