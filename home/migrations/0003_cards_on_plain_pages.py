"""The text of a plain page becomes parts, so that cards of services can stand between."""

import json
from uuid import uuid4

import wagtail.fields
from django.db import migrations


def to_parts(html):
    """Return the text as it stands, as the only part."""
    parts = [{"type": "paragraph", "value": html, "id": str(uuid4())}] if html else []
    return json.dumps(parts)


def to_html(parts):
    """Return the text of the parts; the cards are lost."""
    parts = json.loads(parts) if isinstance(parts, str) else parts
    return "".join(part["value"] for part in parts if part["type"] == "paragraph")


def _change(apps, change):
    """Change the text of every page, and of every version that an editor can go back to."""
    pages = apps.get_model("home", "PlainPage").objects
    for pk, body in pages.values_list("pk", "body"):
        pages.filter(pk=pk).update(body=change(body))
    versions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="home", content_type__model="plainpage"
    )
    for version in versions.iterator():
        version.content["body"] = change(version.content.get("body") or "")
        version.save(update_fields=["content"])


def forwards(apps, schema_editor):
    _change(apps, to_parts)


def backwards(apps, schema_editor):
    _change(apps, lambda body: to_html(body or "[]"))


class Migration(migrations.Migration):
    dependencies = [("home", "0002_create_home_page")]
    operations = [
        migrations.RunPython(forwards, backwards),
        migrations.AlterField(
            model_name="plainpage",
            name="body",
            field=wagtail.fields.StreamField(
                [("paragraph", 0), ("service", 3)],
                block_lookup={
                    0: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"],
                            "label": "Text",
                        },
                    ),
                    1: ("directory.blocks.ServiceChooserBlock", (), {}),
                    2: (
                        "wagtail.snippets.blocks.SnippetChooserBlock",
                        ("content.Area",),
                        {
                            "help_text": "Only for a service with a number for each area: whose number the card shows.",
                            "required": False,
                        },
                    ),
                    3: ("wagtail.blocks.StructBlock", [[("service", 1), ("area", 2)]], {}),
                },
                help_text="Show a number with a service card: it stays right when the number changes.",
            ),
        ),
    ]
