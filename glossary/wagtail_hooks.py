"""What the glossary adds to Wagtail's admin: its menu."""

from wagtail.snippets.models import register_snippet

from glossary.viewsets import GlossaryGroup

register_snippet(GlossaryGroup)
