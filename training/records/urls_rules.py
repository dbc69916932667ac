"""What a school asks again and again."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
