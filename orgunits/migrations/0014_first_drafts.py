"""What was hidden because only drafts cited it is hidden by its draft from now on: `manage.py first_drafts` lists it."""

from django.db import migrations

from orgunits.models.first_drafts import FirstDrafts


def hide(apps, schema_editor):
    for name, drafts in FirstDrafts(apps).drafts.items():
        rows = apps.get_model("orgunits", name)._base_manager
        for draft in set(drafts.values()):
            rows.filter(pk__in=[key for key, own in drafts.items() if own == draft]).update(draft=draft)


class Migration(migrations.Migration):
    dependencies = [
        ("orgunits", "0013_what_drafts_keep"),
    ]

    operations = [migrations.RunPython(hide, migrations.RunPython.noop, elidable=True)]
