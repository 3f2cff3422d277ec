import django.db.models.deletion
from django.db import migrations, models


def keys_as_digests(apps, schema_editor):
    """What was sent before is recognized by its form, as it was then."""
    proposals = apps.get_model("orgunits", "AgreementProposal").objects
    for pk, key in proposals.values_list("pk", "form_key"):
        proposals.filter(pk=pk).update(digest=key.hex)


class Migration(migrations.Migration):
    dependencies = [
        ("orgunits", "0010_name_terms_of_posts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("confirmation", "confirmation of a proposal"),
                            ("news", "news to the proposer"),
                            ("to_staff", "news to the staff"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("to", models.EmailField(max_length=254, verbose_name="to")),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="written")),
                (
                    "due_at",
                    models.DateTimeField(
                        blank=True, help_text="Empty once sent or given up.", null=True, verbose_name="next try"
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="why it failed")),
            ],
            options={
                "verbose_name": "mail",
                "verbose_name_plural": "mails",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="agreementproposal",
            name="digest",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(keys_as_digests),
        migrations.RemoveField(
            model_name="agreementproposal",
            name="form_key",
        ),
        migrations.AddConstraint(
            model_name="agreementproposal",
            constraint=models.UniqueConstraint(
                fields=("digest",), name="proposal_once", violation_error_message="This proposal has already been sent."
            ),
        ),
        migrations.AddField(
            model_name="mail",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mails",
                to="orgunits.agreementproposal",
                verbose_name="proposal of an agreement",
            ),
        ),
        migrations.AddField(
            model_name="mail",
            name="step",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mails",
                to="orgunits.agreementstep",
                verbose_name="step",
            ),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="mail_due"),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at__isnull", True), ("due_at__isnull", True), _connector="OR"),
                name="mail_sent_is_not_due",
                violation_error_message="What was sent is not sent again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "news"), _negated=True), ("step__isnull", False), _connector="OR"),
                name="mail_news_has_its_step",
                violation_error_message="News to a proposer are of a step.",
            ),
        ),
    ]
