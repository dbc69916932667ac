"""The portal's addresses, and three for the tests that kill: publish something, search, see what waits."""

from django.http import JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from directory.models import Service
from portal.search.find import find
from portal.search.models import SearchChange

handler400 = "portal.views.bad_request"
handler500 = "portal.views.server_error"


@csrf_exempt
def publish(request, pk: int, name: str):
    """Publish a service under a new name, as the admin does."""
    service = Service.objects.get(pk=pk)
    service.name = name
    service.save_revision().publish()
    return JsonResponse({"published": name})


def search(request):
    """Search as a reader does; tell who answered."""
    results = find(request.GET["q"])
    keys = [each.document.key for each in results.results]
    return JsonResponse({"engine": results.engine, "keys": keys})


def outbox(request):
    """Tell what waits in the outbox."""
    waiting = SearchChange.objects.values_list("key", "version", "indexed", "attempts")
    return JsonResponse({"outbox": list(waiting)})


urlpatterns = [
    path("test/publish/<int:pk>/<name>/", publish),
    path("test/search/", search),
    path("test/outbox/", outbox),
    path("", include("portal.urls")),
]
