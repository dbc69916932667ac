"""The register's news for feed readers."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from portal.content import register
from portal.content.models import GuidanceChange, PortalSettings

NEWEST = 50


def as_xml(text: str) -> str:
    """Return `text` without the control characters that XML has no place for: one would end the feed."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")


class GuidanceChanges(Feed):
    """Changes of substance in the guidance register, the newest first (Atom, RFC 4287)."""

    feed_type = Atom1Feed
    title = "What changed in the guidance register"
    subtitle = "Changes of status, new editions, and the days between which guidance holds."

    def link(self):
        return reverse("content:guidance_changes")

    def feed_url(self):
        return reverse("content:guidance_changes_feed")

    def author_name(self):
        portal = PortalSettings.objects.first()
        return portal.publisher or portal.name if portal else "Bridge"

    def items(self):
        return register.changes()[:NEWEST]

    def item_title(self, item: GuidanceChange):
        return as_xml(f"{item.record.title}: {item.get_new_status_display()}")

    def item_description(self, item: GuidanceChange):
        return as_xml(f"{item.what} {item.note}".strip())

    def item_link(self, item: GuidanceChange):
        return item.record.get_absolute_url()

    def item_guid(self, item: GuidanceChange):
        return f"{reverse('content:guidance_changes')}#change-{item.pk}"

    def item_pubdate(self, item: GuidanceChange):
        return item.happened_at

    def item_updateddate(self, item: GuidanceChange):
        return item.happened_at
