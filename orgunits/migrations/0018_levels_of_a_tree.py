"""An index for the first levels of a large tree, and for counting the kinds of its units."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orgunits", "0017_rebuild_derived"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["tree_id", "level", "kind"], name="placement_levels"),
        ),
    ]
