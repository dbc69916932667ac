"""Numbers to carry away: vCards and QR codes."""

from django.http import HttpResponse


def vcard(request, slug):
    return HttpResponse(status=501)


def vcards(request):
    return HttpResponse(status=501)


def qr(request, slug):
    return HttpResponse(status=501)
