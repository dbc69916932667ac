"""Addresses of the search."""

from django.urls import path

from portal.search import views

app_name = "search"

urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggestions, name="suggest"),
    path("clicked/", views.clicked, name="clicked"),
]
