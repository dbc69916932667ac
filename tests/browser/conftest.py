"""Fixtures of the browser tests: the site's address, pages in any width, signing in, axe."""

import os
import shutil
from contextlib import contextmanager
from importlib import import_module

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser import server
from tests.browser.waiting import settled
from tests.sessions import signed_in_session

# Playwright's loop makes Django think that it runs in async code; these tests hold no open connection.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    os.environ.get("CHROMIUM"),
)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"]
PATIENCE = 30_000  # milliseconds: a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE)
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}


def pytest_collection_modifyitems(items):
    """Mark the browser tests; skip them, with a reason, where there is no Chromium."""
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def site_database(django_db_setup, django_db_blocker, tmp_path_factory):
    """The file of the database that the browser's server works on."""
    file = tmp_path_factory.mktemp("site") / "site.sqlite3"
    with django_db_blocker.unblock():
        from django.db import connection

        if connection.vendor != "sqlite":
            pytest.skip("the browser tests run on SQLite")
        server.copy_database(file)
    return file


@pytest.fixture(scope="session")
def on_the_site(site_database, django_db_blocker):
    """`with on_the_site():` lets the models work on the database of the browser's site.

    All tests share that site, so what is made there needs names of its own. The factories of this process
    count on; those of another process would begin again at names that are taken.
    """
    from tests.snapshot import using

    @contextmanager
    def work():
        with django_db_blocker.unblock(), using(str(site_database)):
            yield

    return work


@pytest.fixture(scope="session")
def site_url(site_database):
    """The address of a running portal with the demo content, without a slash at the end."""
    with server.serve(site_database) as address:
        yield address


@pytest.fixture
def open_page(browser, site_url):
    """Open an address of the site in a window of its own; give the page.

    `open_page("/directory/", width=375, js=False)`. What the browser complained about stands in
    `page.complaints`, and the hosts that it asked in `page.hosts`. `scripts=False` keeps JavaScript
    on for axe, which needs it, and stops every script of the site instead.
    """
    contexts = []

    def open_(path, width=1280, js=True, scripts=True, touch=False, page=None):
        if page is None:
            page = new_page(width, js, scripts, touch)
        page.goto(site_url + path)
        return settled(page)

    def new_page(width, js, scripts, touch):
        context = browser.new_context(
            viewport={"width": width, "height": 800 if width < 600 else 900},
            java_script_enabled=js,
            has_touch=touch,
            locale="en-GB",
            timezone_id="Europe/London",
            service_workers="block",
            reduced_motion="reduce",
        )
        contexts.append(context)
        if not scripts:
            context.route("**/*", all_but_scripts)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.complaints, page.hosts, page.runs_scripts = [], set(), js and scripts
        page.on("console", lambda message: complain(page, message))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
        return page

    yield open_
    for context in contexts:
        context.close()


def all_but_scripts(route) -> None:
    """Let every request through but one for a script."""
    if route.request.resource_type == "script":
        route.abort()
    else:
        route.continue_()


def complain(page, message) -> None:
    """Keep what the browser's console says in earnest."""
    if message.type in {"error", "warning"}:
        page.complaints.append(message.text)


@pytest.fixture
def sign_in(site_url, site_database, on_the_site):
    """Sign `page` in as the account of `email`, both steps done, without the form."""

    def sign_in_(page, email):
        from django.conf import settings
        from django.contrib.auth import get_user_model
        from django.utils.crypto import get_random_string

        with on_the_site():
            user = get_user_model().objects.get(email=email)
        engine = import_module(settings.SESSION_ENGINE)
        key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
        server.store_session(site_database, key, engine.SessionStore().encode(signed_in_session(user)))
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site_url}])

    return sign_in_


class PageCheck:
    """axe, which finds what breaks WCAG 2.0 to 2.2, levels A and AA."""

    def __init__(self):
        self.axe = Axe()

    def run(self, page):
        """Return axe's own result object for `page`, once the page has settled."""
        return self.axe.run(settled(page), options=STANDARD)

    def __call__(self, page) -> list[str]:
        """Return a line for each violation on `page`: its rule, its help and where it stands."""
        violations = self.run(page).response["violations"]
        return [
            f"{violation['id']}: {violation['help']}: {[node['target'] for node in violation['nodes']]}"
            for violation in violations
        ]


@pytest.fixture(scope="session")
def axe():
    """`assert not axe(page)`: the violations that axe finds on the page."""
    return PageCheck()
