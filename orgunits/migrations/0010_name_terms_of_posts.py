# State only: the reverse name of a field.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orgunits", "0009_theme_continuations"),
    ]

    operations = [
        migrations.AlterField(
            model_name="post",
            name="term_source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="terms",
                to="orgunits.source",
                verbose_name="source of the term",
            ),
        ),
    ]
