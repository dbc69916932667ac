import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0002_seed_vocabularies"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Usefulness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("useful", models.BooleanField()),
                ("line", models.CharField(blank=True, max_length=200)),
                ("said_on", models.DateField(db_index=True, default=django.utils.timezone.localdate)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to “Was this page useful?”",
                "verbose_name_plural": "answers to “Was this page useful?”",
                "ordering": ["-said_on", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["content_type", "object_id", "said_on"], name="content_use_content_9f528b_idx"
                    )
                ],
            },
        ),
    ]
