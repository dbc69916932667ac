"""`make bench`: what our pages cost, as a ratio to a bare Wagtail page on the same machine.

Milliseconds differ between machines, ratios hardly do. What is compared is the processor time of the
whole application, from the first middleware to the last: a web server and a network would add the same
to both and flatter the ratio. Pages take turns, so that a busy moment of the machine hits all alike.

The bare page is the least that an editor can publish here: a `PlainPage` with a heading, a line and a
paragraph, served by Wagtail in the frame of the site, with the same middleware and context. Anything
less is no page that a reader of this site could open. The list must not cost more than three of it
(docs/decisions/0006); the others are printed, so that a slow one is seen. "A heading alone" is the
same page without template and frame: what Wagtail itself costs.

It works on a database of its own, var/bench.sqlite3, with the demonstration and, for a while, ten
thousand services more. No site is touched.
"""

import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

ROUNDS = 30
ROUNDS_AFTER_A_CHANGE = 5
MANY = 10_000
WORST_RATIO = 3.0
BARE, HEADING = "/bare/", "a heading alone"
LIST = "/directory/services/"
NARROWED = f"{LIST}?area=ambleford&level=2&format=group"
LISTS = [LIST, NARROWED, f"{NARROWED}&page=2", f"{LIST}?q=team&area=ambleford"]
MY_SCHOOL = "/directory/my-school/"
OTHERS = [
    "/",
    "/directory/",
    "/directory/services/ambleford-front-door/",
    "/directory/a-z/?letter=B",
    "/directory/who-leads/?home=thornmere&school=ambleford",
    MY_SCHOOL,
]


def main() -> int:
    """Print a line for each page. Return 1 where the list costs more than it may."""
    prepare()
    from django.db import transaction

    from tools.many_services import add_services

    with transaction.atomic():
        add_bare_page()
        ratios = compare("the demonstration", [*LISTS, *OTHERS])
        add_services(MANY)
        ratios += compare(f"{MANY:,} services more", [*LISTS, *OTHERS])
        after_a_change()
        transaction.set_rollback(True)
    worst = max(ratios)
    print(f"\nThe list costs at most {worst:.1f} bare pages; {WORST_RATIO:.0f} are allowed.")
    return int(worst > WORST_RATIO)


def remove_database(file: Path) -> None:
    """Delete a database of SQLite, where there is one, with what stands beside it."""
    for end in ("", "-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)


def copy_database(source: Path, target: Path) -> None:
    """Put a copy of `source` in the place of `target`, with what only its log holds so far."""
    remove_database(target)
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def prepare(database: str = "", with_demo: bool = True) -> None:
    """Start Django as `make run` does, on a database of its own that holds the demonstration.

    Without `with_demo` it holds what it held, at least the tables.
    """
    os.environ.update(
        DJANGO_SETTINGS_MODULE="portal.settings.production",
        DATABASE_URL=database or f"sqlite:///{ROOT / 'var' / 'bench.sqlite3'}",
        SECRET_KEY="only for measuring, on a database that nobody is served from",  # noqa: S106
        ALLOWED_HOSTS="localhost",
        BASE_URL="http://localhost:8000",
        DEMO="1",
    )
    (ROOT / "var").mkdir(exist_ok=True)
    import django
    from django.core.management import call_command

    django.setup()
    call_command(*(["prepare_site"] if with_demo else ["migrate", "--verbosity=0"]))


def add_bare_page() -> None:
    """Publish the bare page: what is required of every page of ours, and nothing else."""
    from home.models import HomePage, PlainPage

    home = HomePage.objects.get()
    page = PlainPage(title="Bare", slug="bare", summary="One line.", body=[("paragraph", "<p>Text.</p>")])
    page.maintainer = home.maintainer
    home.add_child(instance=page)


def compare(what: str, paths: list[str]) -> list[float]:
    """Print what each of `paths` costs beside the bare page. Return the ratios of the lists."""
    from home.models import PlainPage

    visitor, member = client(), client("declan.roe@ravensmoor.example.org")
    visits: dict[str, Callable] = {
        path: lambda path=path: (member if path == MY_SCHOOL else visitor).get(path) for path in paths
    }
    visits[BARE] = lambda: visitor.get(BARE)

    def heading_alone():
        with mock.patch.object(PlainPage, "serve", serve_heading):
            return visitor.get(BARE)

    visits[HEADING] = heading_alone
    spent = {name: [] for name in visits}
    queries = {name: count_queries(name, visit) for name, visit in visits.items()}
    for _ in range(ROUNDS):
        for name, visit in visits.items():
            spent[name].append(milliseconds(visit))
    bare = statistics.median(spent[BARE])
    print(f"\nWith {what}:")
    for name in [HEADING, BARE, *paths]:
        median = statistics.median(spent[name])
        print(f"{name:62} {median:6.1f} ms   ratio {median / bare:4.1f}   {queries[name]:2} queries")
    return [statistics.median(spent[path]) / bare for path in LISTS]


def after_a_change() -> None:
    """Print what the list costs the first reader after an edit, who builds the index anew."""
    from directory import edition

    visitor, spent = client(), []
    for _ in range(ROUNDS_AFTER_A_CHANGE):
        edition.bump()
        spent.append(milliseconds(lambda: visitor.get(NARROWED)))
    print(f"{'the first list after an edit':62} {statistics.median(spent):6.1f} ms")


def serve_heading(page, request):
    """Answer as Wagtail's simplest page would: without a template."""
    from django.http import HttpResponse

    return HttpResponse(f"<h1>{page.title}</h1>")


def client(email: str = ""):
    """Return a browser without a window, signed in as the account of `email` where one is given."""
    from django.conf import settings
    from django.contrib import auth
    from django.test import Client

    made = Client(headers={"host": "localhost"})
    if email:
        user, session = auth.get_user_model().objects.get(email=email), made.session
        session[auth.SESSION_KEY] = str(user.pk)
        session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
    return made


def milliseconds(visit: Callable) -> float:
    """Return the processor time of one visit."""
    start = time.process_time()
    visit()
    return (time.process_time() - start) * 1000


def count_queries(name: str, visit: Callable) -> int:
    """Return the queries of a second visit, when what is held in memory is there. Ends where it is no 200."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    visit()
    with CaptureQueriesContext(connection) as queries:
        status = visit().status_code
    if status != 200:
        sys.exit(f"{name} answered {status}.")
    return len(queries)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
