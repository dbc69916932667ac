"""The reports on how people answer, under axe: a quiz of every type that many took, and one that few did."""

import itertools

import pytest
from django.conf import settings
from django.db import transaction

from tests.browser import server
from tests.browser.test_admin import ours
from tests.sessions import signed_in_session

EDITOR = "marguerite.osei@ambleford.example.org"
KEY = "sessionofthetestofquizstatistics"
PATHS = ["/admin/reports/quizzes/", "/admin/reports/quizzes/{many}/", "/admin/reports/quizzes/{few}/"]


@pytest.fixture(scope="module")
def quizzes(site_database, django_db_blocker, tmp_path_factory):
    """The address of a portal with two quizzes, and their numbers."""
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    file = tmp_path_factory.mktemp("quizzes") / "site.sqlite3"
    with django_db_blocker.unblock(), transaction.atomic():
        numbers = {"many": with_attempts(8), "few": with_attempts(2)}
        user = get_user_model().objects.get(email=EDITOR)
        server.copy_database(file)
        transaction.set_rollback(True)
    server.store_session(file, KEY, SessionStore().encode(signed_in_session(user)))
    with server.serve(file) as address:
        yield address, numbers


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
    address, numbers = quizzes
    page = open_page("/livez", width)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": KEY, "url": address}])
    assert page.goto(address + path.format(**numbers)).status == 200
    assert page.locator("h1").count() == 1
    assert ours(axe, page) == []
