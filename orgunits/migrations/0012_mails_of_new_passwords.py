import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orgunits", "0011_mails"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="log_in",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="mail",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AlterField(
            model_name="mail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirmation", "confirmation of a proposal"),
                    ("news", "news to the proposer"),
                    ("to_staff", "news to the staff"),
                    ("new_password", "a new password"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="mail",
            name="proposal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mails",
                to="orgunits.agreementproposal",
                verbose_name="proposal of an agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "new_password"), ("proposal__isnull", True), ("step__isnull", True)),
                    models.Q(
                        models.Q(("kind", "new_password"), _negated=True),
                        ("proposal__isnull", False),
                        ("user__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="mail_is_about_one_thing",
                violation_error_message="A mail is about a proposal, or about a new password.",
            ),
        ),
    ]
