"""What /sitemap.xml holds: each room brings its own public addresses."""

from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from directory.sitemaps import sitemaps as directory_sitemaps

sitemaps = {"pages": PageSitemap, **directory_sitemaps}
