"""The directory's addresses: stable, as schools print them."""

from django.urls import path

from directory.views import cards, find, poster, reports, school, service, thresholds, who_leads

app_name = "directory"
urlpatterns = [
    path("", find.home, name="home"),
    path("services/", find.services, name="services"),
    path("services/cards.vcf", cards.vcards, name="vcards"),
    path("services/<slug:slug>/", service.service, name="service"),
    path("services/<slug:slug>/card.vcf", cards.vcard, name="vcard"),
    path("services/<slug:slug>/qr.svg", cards.qr, name="qr"),
    path("services/<slug:slug>/report/", reports.report, name="report"),
    path("services/<slug:slug>/it-worked/", reports.it_worked, name="it_worked"),
    path("organisations/<slug:slug>/", find.organisation, name="organisation"),
    path("a-z/", find.a_z, name="a_z"),
    path("who-leads/", who_leads.who_leads, name="who_leads"),
    path("thresholds/", thresholds.thresholds, name="thresholds"),
    path("poster/", poster.poster, name="poster"),
    path("leaflet/", poster.leaflet, name="leaflet"),
    path("my-school/", school.my_school, name="my_school"),
    path("my-school/seen/", school.mark_seen, name="my_school_seen"),
    path("my-school/contacts/", school.my_contacts, name="my_school_contacts"),
    path("my-school/services/", school.my_services, name="my_school_services"),
    path("my-school/services/<int:pk>/", school.edit_link, name="my_school_service"),
    path("my-school/services/<int:pk>/remove/", school.remove_link, name="my_school_remove"),
]
