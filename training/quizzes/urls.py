"""Where quizzes are taken and their results read. Every other address under /training/quizzes/ is a page."""

from django.urls import URLPattern

app_name = "quizzes"

urlpatterns: list[URLPattern] = []
