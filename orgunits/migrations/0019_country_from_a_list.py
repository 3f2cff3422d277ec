"""The country of a partner is chosen from a list."""

from django.db import migrations, models

from orgunits.models.countries import country_choices


class Migration(migrations.Migration):
    dependencies = [
        ("orgunits", "0018_levels_of_a_tree"),
    ]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="country",
            field=models.CharField(blank=True, choices=country_choices, max_length=2, verbose_name="country"),
        )
        for model in ("historicalpartner", "partner")
    ]
