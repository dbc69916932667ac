"""What the hub adds to Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from hub.viewsets import HubGroup

register_snippet(HubGroup)
