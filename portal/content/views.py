"""Pages of what every room shares."""

from django.http import Http404, HttpResponse


def theme(request):
    return HttpResponse("", content_type="text/css")


def tag_page(request, slug):
    raise Http404


def guidance_list(request):
    raise Http404


def guidance_record(request, slug):
    raise Http404
