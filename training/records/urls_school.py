"""What a lead sees of the training of a school."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
