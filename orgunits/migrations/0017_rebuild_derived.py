"""Fills the keys of the order, and makes the words for the search again, which hold initials as one word now.

A migration of its own: PostgreSQL alters no table with rows that were changed in the same transaction.
"""

from django.db import migrations

from orgunits.models.derived import derived_models, rebuild


def fill(apps, schema_editor):
    for model in derived_models(apps):
        rebuild(model)


class Migration(migrations.Migration):
    dependencies = [
        ("orgunits", "0016_sort_keys"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
