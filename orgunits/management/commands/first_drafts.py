from itertools import chain

from django.apps import apps
from django.core.management.base import BaseCommand

from orgunits.models.first_drafts import FirstDrafts


class Command(BaseCommand):
    help = (
        "Lists what the update to records with a draft of their own hides, a line a record, and changes nothing. "
        "For before `migrate`, on an installation that has drafts."
    )

    def handle(self, **options):
        found = FirstDrafts(apps)
        names = self.slugs("Structure", set(chain(*(drafts.values() for drafts in found.drafts.values()))))
        for name, drafts in sorted(found.drafts.items()):
            slugs = self.slugs(name, drafts)
            for key, draft in sorted(drafts.items()):
                self.stdout.write(f"{name} {slugs[key]}: only in the draft {names[draft]}")
        for name, keys in sorted(found.lost.items()):
            slugs = self.slugs(name, keys)
            for key in sorted(keys):
                self.stdout.write(f"{name} {slugs[key]}: hidden until now, and public from then on: it is in no draft")
        hidden, shown = (sum(map(len, kinds.values())) for kinds in (found.drafts, found.lost))
        self.stdout.write(f"{hidden} records stay hidden, {shown} become public.")

    def slugs(self, name, keys):
        rows = apps.get_model("orgunits", name)._base_manager.filter(pk__in=list(keys))
        return dict(rows.values_list("pk", "slug"))
