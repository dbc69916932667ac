"""A school's plans, and the portal's: build, copy, assign."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
