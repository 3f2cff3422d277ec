"""Stores texts as the fields of the models store them now, without a history, and makes words for the search of them.

Nothing happens to rows that are so already. `manage.py tidy_texts --dry-run` names the others beforehand.
"""

from django.db import migrations

from orgunits.models.derived import derived_models, rebuild
from orgunits.models.tidying import text_fields, text_models, tidy


def tidy_all(apps, schema_editor):
    known = {model._meta.db_table: model for model in apps.get_app_config("orgunits").get_models()}
    for model in text_models():
        if old := known.get(model._meta.db_table):
            columns = {field.column for field in old._meta.local_concrete_fields}
            list(tidy(old, [field for field in text_fields(model) if field.column in columns]))
    for model in derived_models(apps):
        rebuild(model)


class Migration(migrations.Migration):
    dependencies = [
        ("orgunits", "0021_open_work"),
    ]

    operations = [migrations.RunPython(tidy_all, migrations.RunPython.noop, elidable=True)]
