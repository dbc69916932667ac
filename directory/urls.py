"""The directory's addresses: stable, as schools print them."""

from django.urls import path

from directory import views

app_name = "directory"
urlpatterns = [
    path("", views.home, name="home"),
    path("services/", views.services, name="services"),
    path("services/<slug:slug>/", views.service, name="service"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("a-z/", views.a_z, name="a_z"),
    path("who-leads/", views.who_leads, name="who_leads"),
]
