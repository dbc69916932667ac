import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_programme_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("for_whom", models.CharField(max_length=120)),
                ("opened", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires", models.DateTimeField(db_index=True)),
                ("withdrawn", models.DateTimeField(null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="partner_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partner_links",
                        to="records.ownsheet",
                    ),
                ),
            ],
            options={
                "ordering": ["-opened", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PartnerNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("block_id", models.CharField(blank=True, max_length=100)),
                ("block_type", models.CharField(blank=True, max_length=30)),
                ("part", models.CharField(max_length=120)),
                ("who", models.CharField(blank=True, max_length=80)),
                ("text", models.TextField(blank=True)),
                ("before", models.JSONField(default=dict)),
                ("proposed", models.JSONField(default=dict)),
                ("said", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for the school"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("read", "read by the school"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="records.partnerlink",
                    ),
                ),
            ],
            options={
                "ordering": ["said", "pk"],
                "indexes": [models.Index(fields=["link", "state"], name="partner_note_by_state")],
            },
        ),
    ]
