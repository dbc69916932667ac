"""The directory's public addresses for /sitemap.xml."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from directory.models import Organization, Service


class DirectoryPages(Sitemap):
    """The pages that are not one entry."""

    def items(self):
        return ["home", "services", "a_z", "who_leads", "thresholds"]

    def location(self, item):
        return reverse(f"directory:{item}")


class Services(Sitemap):
    """Every published service."""

    def items(self):
        return Service.objects.published().order_by("pk")

    def lastmod(self, item):
        return item.last_published_at


class Organizations(Sitemap):
    """Every published organisation."""

    def items(self):
        return Organization.objects.filter(live=True).order_by("pk")


sitemaps = {"directory": DirectoryPages, "services": Services, "organisations": Organizations}
