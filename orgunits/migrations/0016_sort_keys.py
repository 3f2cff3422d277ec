from django.db import migrations, models

import orgunits.models.sorting


class Migration(migrations.Migration):
    dependencies = [
        ("orgunits", "0015_undated_last"),
    ]

    operations = [
        migrations.AddField(
            model_name="cooperationagreement",
            name="sort_key_en",
            field=orgunits.models.sorting.SortKeyField(
                blank=True, default=b"\xff", language="en", of=("title", "subject")
            ),
        ),
        migrations.AddField(
            model_name="cooperationagreement",
            name="sort_key_es",
            field=orgunits.models.sorting.SortKeyField(
                blank=True, default=b"\xff", language="es", of=("title", "subject")
            ),
        ),
        migrations.AddField(
            model_name="legalinstrument",
            name="sort_key_en",
            field=orgunits.models.sorting.SortKeyField(blank=True, default=b"\xff", language="en", of=("title",)),
        ),
        migrations.AddField(
            model_name="legalinstrument",
            name="sort_key_es",
            field=orgunits.models.sorting.SortKeyField(blank=True, default=b"\xff", language="es", of=("title",)),
        ),
        migrations.AddField(
            model_name="mandate",
            name="sort_key_en",
            field=orgunits.models.sorting.SortKeyField(blank=True, default=b"\xff", language="en", of=("title",)),
        ),
        migrations.AddField(
            model_name="mandate",
            name="sort_key_es",
            field=orgunits.models.sorting.SortKeyField(blank=True, default=b"\xff", language="es", of=("title",)),
        ),
        migrations.AddField(
            model_name="partner",
            name="sort_key_en",
            field=orgunits.models.sorting.SortKeyField(blank=True, default=b"\xff", language="en", of=("name",)),
        ),
        migrations.AddField(
            model_name="partner",
            name="sort_key_es",
            field=orgunits.models.sorting.SortKeyField(blank=True, default=b"\xff", language="es", of=("name",)),
        ),
        migrations.AddField(
            model_name="placement",
            name="sort_key_en",
            field=orgunits.models.sorting.SortKeyField(blank=True, default=b"\xff", language="en", of=("name",)),
        ),
        migrations.AddField(
            model_name="placement",
            name="sort_key_es",
            field=orgunits.models.sorting.SortKeyField(blank=True, default=b"\xff", language="es", of=("name",)),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["tree_id", "sort_key_en", "id"], name="placement_by_name_en"),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["tree_id", "sort_key_es", "id"], name="placement_by_name_es"),
        ),
    ]
