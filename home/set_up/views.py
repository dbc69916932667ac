"""The first steps of an empty portal."""

from django.http import Http404


def begin(request):
    raise Http404


def step(request, step):
    raise Http404
