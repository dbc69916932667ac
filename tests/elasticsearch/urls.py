"""The portal's addresses, and two for the tests that kill: publish something, and search."""

from django.http import JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from directory.models import Service
from portal.search.find import find

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


urlpatterns = [
    path("test/publish/<int:pk>/<name>/", publish),
    path("test/search/", search),
    path("", include("portal.urls")),
]
