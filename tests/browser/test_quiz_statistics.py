"""The reports on how people answer, under axe: a quiz of every type that many took, and one that few did."""

import itertools
import shutil

import pytest
from django.conf import settings
from django.utils.crypto import get_random_string

from tests.browser import server
from tests.browser.test_admin import ours
from tests.sessions import signed_in_session
from tests.snapshot import using

EDITOR = "marguerite.osei@ambleford.example.org"
PATHS = ["/admin/reports/quizzes/", "/admin/reports/quizzes/{many}/", "/admin/reports/quizzes/{few}/"]


@pytest.fixture(scope="module")
def quizzes(site_database, django_db_blocker, tmp_path_factory):
    """The address of a portal with two quizzes, their numbers, and what signs an editor in there."""
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    file = tmp_path_factory.mktemp("quizzes") / "site.sqlite3"
    shutil.copy(site_database, file)
    with django_db_blocker.unblock(), using(str(file)):
        numbers = {"many": with_attempts(8), "few": with_attempts(2)}
        user = get_user_model().objects.get(email=EDITOR)
        session = SessionStore().encode(signed_in_session(user))

    def sign_in(page, address):
        key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
        server.store_session(file, key, session)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])

    with server.serve(file) as address:
        # A host of its own: a browser shares cookies among ports, and the other portal knows no such session.
        yield address.replace("localhost", "127.0.0.1"), numbers, sign_in


def with_attempts(count) -> int:
    """Return the number of a quiz with a question of every type that `count` people took."""
    from tests.factories import quizzes as factory

    quiz = factory.add_quiz(title=f"A quiz that {count} took")
    version = quiz.newest_version
    wrong = {"choice": ["choice-2"], "several": ["several-1"], "true_false": "false", "rating": 4}
    answers = itertools.islice(itertools.cycle([factory.all_right(version.read), wrong, {}]), count)
    for seed, each in enumerate(answers):
        factory.add_attempt(version, each, seed=seed)
    return quiz.pk


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(open_page, axe, quizzes, path, width):
    address, numbers, sign_in = quizzes
    page = open_page("/livez", width)
    sign_in(page, address)
    assert page.goto(address + path.format(**numbers)).status == 200
    assert page.locator("h1").count() == 1
    assert ours(axe, page) == []
