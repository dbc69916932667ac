"""Addresses of what every room shares: tags, the guidance register, the colours."""

from django.urls import path

from portal.content import useful_views, views
from portal.content.feeds import GuidanceChanges

app_name = "content"

urlpatterns = [
    path("tags/<slug:slug>/", views.tag_page, name="tag"),
    path("guidance/", views.guidance_list, name="guidance_list"),
    path("guidance/changes/", views.guidance_changes, name="guidance_changes"),
    path("guidance/changes/feed/", GuidanceChanges(), name="guidance_changes_feed"),
    path("guidance/<slug:slug>/", views.guidance_record, name="guidance"),
    path("useful/<str:reference>/", useful_views.useful, name="useful"),
    path("theme.css", views.theme, name="theme"),
    path("theme-admin.css", views.admin_theme, name="admin_theme"),
]
