"""The poster for the staff room and the leaflet for families: one side of A4."""

from django.http import HttpResponse


def poster(request):
    return HttpResponse(status=501)


def leaflet(request):
    return HttpResponse(status=501)
