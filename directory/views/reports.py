"""What readers tell the maintainer: something changed, or the number works."""

from django.http import HttpResponse


def report(request, slug):
    return HttpResponse(status=501)


def it_worked(request, slug):
    return HttpResponse(status=501)
