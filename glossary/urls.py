"""The glossary's addresses, and the page that helps with plain language."""

from django.urls import path

from glossary import views

app_name = "glossary"

urlpatterns = [
    path("glossary/", views.a_z, name="a_z"),
    path("glossary/<slug:slug>/", views.term, name="term"),
    path("plain-language/", views.plain_language, name="plain_language"),
]
