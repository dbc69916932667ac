"""What the tests of taking start from: a quiz, and people who take it."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from portal import limits
from tests.factories.quizzes import add_quiz
from tests.quizzes.taker import Taker
from tests.sessions import signed_in_session

READER = "asha.mistry@ravensmoor.example.org"
LEAD = "declan.roe@ravensmoor.example.org"


@pytest.fixture(autouse=True)
def nobody_counted():
    """Begin each test with nobody counted by the limit on what is handed in."""
    limits._counted.clear()


@pytest.fixture
def quiz(demo):
    """A quiz with a question of every type, all on one page."""
    return add_quiz(slug="a-quiz", title="Whom to ring", standfirst="See what you know.")


@pytest.fixture
def slow_quiz(demo):
    """The same with one question a page."""
    return add_quiz(slug="slow-quiz", title="One by one", one_per_page=True)


@pytest.fixture
def browser_of(demo):
    """A new browser, signed in as somebody: `browser_of(READER)`; or signed out: `browser_of()`."""

    def new(email="") -> Client:
        client = Client()
        if email:
            session = client.session
            session.update(signed_in_session(get_user_model().objects.get(email=email)))
            session.save()
            client.cookies["sessionid"] = session.session_key
        return client

    return new


@pytest.fixture
def take(browser_of):
    """Open a quiz in a new browser: `take(quiz)`, `take(quiz, READER)`."""

    def begin(quiz, email="") -> Taker:
        return Taker(browser_of(email), quiz.slug)

    return begin
