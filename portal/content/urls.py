"""Addresses of what every room shares: tags, the guidance register, the colours."""

from django.urls import path

from portal.content import views

app_name = "content"

urlpatterns = [
    path("tags/<slug:slug>/", views.tag_page, name="tag"),
    path("guidance/", views.guidance_list, name="guidance_list"),
    path("guidance/<slug:slug>/", views.guidance_record, name="guidance"),
    path("theme.css", views.theme, name="theme"),
    path("theme-admin.css", views.admin_theme, name="admin_theme"),
]
