"""Addresses of the front door that are no pages of Wagtail's: the first steps of an empty portal."""

from django.urls import path

from home.set_up import views

app_name = "home"

urlpatterns = [
    path("set-up/", views.begin, name="set_up"),
    path("set-up/<slug:step>/", views.step, name="set_up_step"),
]
