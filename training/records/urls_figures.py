"""What the partnership and trainers see: figures, never people."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
