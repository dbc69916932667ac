"""What /sitemap.xml holds: each room brings its own public addresses."""

from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from directory.sitemaps import sitemaps as directory_sitemaps
from glossary.sitemaps import sitemaps as glossary_sitemaps
from portal.content.sitemaps import sitemaps as content_sitemaps

sitemaps = {"pages": PageSitemap, **content_sitemaps, **directory_sitemaps, **glossary_sitemaps}
