"""The ladder of need: what each level means, and whom to call."""

from django.http import HttpResponse


def thresholds(request):
    return HttpResponse(status=501)
