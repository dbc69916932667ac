"""A person's own plans."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
