"""Every address of the portal. Wagtail's pages come last, as they take whatever is left."""

from django.contrib.sitemaps.views import sitemap
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import health, views
from portal.sitemaps import sitemaps

urlpatterns = [
    # There is one way to sign in, and it asks for the second factor: Wagtail's own is not served.
    path("admin/login/", views.to_sign_in),
    re_path(r"^admin/password_reset/", views.to_password_reset),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/", include("portal.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("school/people/", include("portal.accounts.urls_people")),
    path("directory/", include("directory.urls")),
    path("hub/", include("hub.urls")),
    path("training/quizzes/", include("training.quizzes.urls")),
    path("training/", include("training.urls")),
    path("", include("training.records.urls")),
    path("search/", include("portal.search.urls")),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("sitemap.xml", sitemap, {"sitemaps": sitemaps}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", RedirectView.as_view(url=static("images/favicon.svg"))),
    path(".well-known/security.txt", views.security_contact, name="security_contact"),
    path("", include("portal.content.urls")),
    path("", include("glossary.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]

handler400 = "portal.views.bad_request"
handler500 = "portal.views.server_error"
