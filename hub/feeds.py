"""Atom feeds: the bulletins, and what is new or changed in the hub. They hold what everybody may read."""

import datetime

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from hub.models import BulletinPage, HubPage
from portal.content.feeds import as_xml

MOST = 30


class HubFeed(Feed):
    """What both feeds share. Readers who need to be told not to rely on a page are told in its text."""

    feed_type = Atom1Feed

    def item_title(self, item):
        return as_xml(item.title)

    def item_description(self, item):
        """Return the standfirst, after a warning where the page or what it rests on is past."""
        return as_xml(self.warning_and_standfirst(item))

    def warning_and_standfirst(self, item) -> str:
        """Return what an entry says of `item`."""
        past = ", ".join(record.title for record in item.replaced_guidance)
        if item.guidance_status.is_past:
            return f"{item.get_status_display()}: do not rely on this. {item.standfirst}"
        if past:
            return f"The guidance this rests on has changed: {past}. {item.standfirst}"
        return item.standfirst

    def item_link(self, item):
        return item.url

    def item_pubdate(self, item):
        return item.first_published_at

    def item_updateddate(self, item):
        """Return when it changed in substance, else when it was published."""
        if item.changed_on is None:
            return item.first_published_at
        return timezone.make_aware(datetime.datetime.combine(item.changed_on, datetime.time(12)))


class NewInTheHub(HubFeed):
    """Pages of every kind, the newest or last changed first."""

    title = "Good practice: new and changed"
    link = "/hub/"

    def items(self):
        """Return the pages that were published or changed last."""
        pages = (
            HubPage.objects.listed().exclude(first_published_at=None).prefetch_related("cites__replaced_by")
        )
        newest = pages.order_by("-first_published_at")[:MOST]
        changed = pages.exclude(changed_on=None).order_by("-changed_on")[:MOST]
        found = {page.pk: page for page in [*newest, *changed]}
        return sorted(found.values(), key=self.item_updateddate, reverse=True)[:MOST]


class Bulletins(HubFeed):
    """Every issue of the bulletin, the newest first."""

    title = "Bulletin"
    link = "/hub/bulletins/"

    def items(self):
        """Return the last issues."""
        issues = BulletinPage.objects.listed().exclude(first_published_at=None)
        return issues.prefetch_related("cites__replaced_by").order_by("-issue")[:MOST]
