"""`make bench`: the processor time of our pages, as a ratio to a bare Wagtail page on the same machine.

Milliseconds differ between machines, ratios hardly do. Measures the site that `make run` prepared.
"""

import os
import statistics
import sys
import time
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from portal.settings.env import SITE_ENVIRONMENT, use_site_environment

ROUNDS = 30
MANY = 10_000
LIST = "/directory/services/"
WORST_RATIO = 3.0  # a page that nobody cached may cost three bare ones


def main() -> int:
    """Print a line for each page. Return 1 where one costs more than it may."""
    if not SITE_ENVIRONMENT.exists():
        sys.exit("Nothing to measure yet: start `make run` once.")
    use_site_environment()
    import django

    django.setup()
    bare = bare_page()
    print(f"{'bare Wagtail page':40} {bare:6.1f} ms   ratio  1.0")
    ratios = []
    for path in pages():
        spent, queries = measure(path)
        ratios.append(spent / bare)
        print(f"{path:40} {spent:6.1f} ms   ratio {spent / bare:4.1f}   {queries} queries")
    plain = measure("/cookies/")[0]
    spent, queries = with_many_services()
    ratios.append(spent / plain)
    name = f"{LIST} with {MANY:,} services"
    print(f"{name:40} {spent:6.1f} ms   ratio {spent / plain:4.1f} to /cookies/   {queries} queries")
    return int(max(ratios) > WORST_RATIO)


def with_many_services() -> tuple[float, int]:
    """Return what `measure` says of the facet list with ten thousand services, which are then gone again."""
    from django.db import transaction

    from tests.directory.test_facets import add_services

    with transaction.atomic():
        add_services(MANY)
        result = measure(f"{LIST}?area=ambleford&level=2&format=group")
        transaction.set_rollback(True)
    return result


def pages() -> list[str]:
    """Return the public pages to measure: the home page, the lists and the first service."""
    from directory.models import Service

    paths = ["/", "/directory/", "/directory/services/", "/directory/a-z/", "/directory/who-leads/"]
    service = Service.objects.filter(live=True).order_by("pk").first()
    return paths + ([service.get_absolute_url()] if service else [])


def bare_page() -> float:
    """Return the processor time of a page of Wagtail's with a title and nothing else."""
    from django.http import HttpResponse
    from wagtail.models import Page

    def serve(page, request):
        return HttpResponse(f"<h1>{page.title}</h1>")

    from home.models import HomePage

    with mock.patch.object(Page, "serve", serve), mock.patch.object(HomePage, "serve", serve):
        return measure("/")[0]


def measure(path: str) -> tuple[float, int]:
    """Return the median processor time of `path` in milliseconds, and its number of queries."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    with CaptureQueriesContext(connection) as queries:
        status = client.get(path).status_code
    if status != 200:
        sys.exit(f"{path} answered {status}.")
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        client.get(path)
        spent.append((time.process_time() - start) * 1000)
    return statistics.median(spent), len(queries)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parents[1])
    sys.exit(main())
