import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import portal.content.models.governed
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0004_guidance_changes_comparison_and_links"),
        ("search", "0002_search_log"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ElsewherePage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                (
                    "source",
                    models.CharField(
                        default="local practice",
                        help_text="A law, guidance or person, or “local practice”.",
                        max_length=250,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("current", "Current"),
                            ("change-expected", "Current, change expected"),
                            ("draft", "Draft or consultation"),
                            ("enacted-not-in-force", "Enacted, not yet in force"),
                            ("superseded", "Superseded"),
                            ("historical", "Historical context"),
                            ("withdrawn", "Withdrawn"),
                            ("local-check", "Check before relying on this"),
                        ],
                        default="current",
                        max_length=24,
                    ),
                ),
                ("last_reviewed", models.DateField(default=django.utils.timezone.localdate, null=True)),
                (
                    "next_review",
                    models.DateField(default=portal.content.models.governed._in_a_year, null=True),
                ),
                ("title", models.CharField(max_length=150)),
                ("url", models.URLField(max_length=500, verbose_name="address")),
                ("address", models.CharField(blank=True, editable=False, max_length=500, unique=True)),
                (
                    "summary",
                    models.TextField(help_text="What it is good for, in your own words.", max_length=500),
                ),
                (
                    "other_words",
                    models.TextField(
                        blank=True,
                        help_text="One on each line: another name, an acronym.",
                        verbose_name="other words it is found by",
                    ),
                ),
                (
                    "audiences",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="pages_elsewhere", to="content.audience"
                    ),
                ),
                (
                    "cites",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="When one of these is replaced, this is listed for review and carries a banner.",
                        related_name="+",
                        to="content.guidancerecord",
                        verbose_name="guidance it rests on",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "maintainer",
                    models.ForeignKey(
                        help_text="The person who keeps it right.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="pages_elsewhere", to="content.topic"
                    ),
                ),
            ],
            options={
                "verbose_name": "page of another site",
                "verbose_name_plural": "pages of other sites",
                "ordering": ["title"],
            },
        ),
    ]
