"""A school's own view of the directory, for its own staff."""

from django.http import HttpResponse


def my_school(request):
    return HttpResponse(status=501)


def my_services(request):
    return HttpResponse(status=501)


def edit_link(request, pk):
    return HttpResponse(status=501)


def mark_seen(request):
    return HttpResponse(status=501)
