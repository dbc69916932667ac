"""The public addresses of what every room shares, for /sitemap.xml."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from portal.content.models import GuidanceRecord, Tag


class Register(Sitemap):
    """The list of the guidance register, and what changed in it."""

    def items(self):
        return ["content:guidance_list", "content:guidance_changes"]

    def location(self, item):
        return reverse(item)


class Guidance(Sitemap):
    """Every published record of the register, those that no longer hold too."""

    def items(self):
        return GuidanceRecord.objects.filter(live=True).order_by("pk")

    def lastmod(self, item):
        return item.last_published_at


class Tags(Sitemap):
    """Every tag in use; a merged one only leads to its successor."""

    def items(self):
        return Tag.objects.filter(merged_into=None).order_by("pk")


sitemaps = {"register": Register, "guidance": Guidance, "tags": Tags}
