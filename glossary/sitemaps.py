"""The public addresses of the glossary, for /sitemap.xml."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from glossary.models import GlossaryTerm


class GlossaryPages(Sitemap):
    """The pages that are not one entry."""

    def items(self):
        return ["a_z", "plain_language"]

    def location(self, item):
        return reverse(f"glossary:{item}")


class Terms(Sitemap):
    """Every published term."""

    def items(self):
        return GlossaryTerm.objects.filter(live=True).order_by("pk")

    def lastmod(self, item):
        return item.last_published_at


sitemaps = {"glossary": GlossaryPages, "terms": Terms}
