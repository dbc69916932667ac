"""Kill -9 at random moments while people take a quiz: none is lost, none is there twice, every mark is right.

Half of them are signed out and hand everything in with one form; half are signed in and save on their way.
Whoever gets no answer sends the same form again, as a browser does when somebody presses the button again.
"""

import logging
import queue
import random
import threading
import time
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from tests import snapshot
from tests.elasticsearch.site import Site
from tests.factories.quizzes import add_quiz, all_right
from tests.quizzes.taker import SITTING, fields_of
from tests.sessions import signed_in_session
from training.quizzes.enums import AttemptState
from training.quizzes.grading import ItemMark, Marks, grade
from training.quizzes.models import QuizAttempt
from training.quizzes.sitting import unseal

logger = logging.getLogger(__name__)

WINDOWS = 6  # people at the same time
PATH = "/training/quizzes/killed/take/"


class Server(Site):
    """The web server alone, which is killed and started again."""

    def __enter__(self):
        self.environment |= {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "SEARCH_URL": ""}
        self.start("web")
        self.wait()
        return self


class Window(threading.Thread):
    """Takes the quiz for one person after another, until the queue is empty."""

    def __init__(self, server, people, right):
        super().__init__(daemon=True)
        self.server, self.people, self.right = server, people, right
        self.done = []  # (token, what was answered, the address of the result)
        self.repeated = 0
        self.problems = []

    def run(self):
        while True:
            try:
                session = self.people.get_nowait()
            except queue.Empty:
                return
            try:
                self.done.append(self.take(session))
            except Exception as problem:
                self.problems.append(repr(problem))

    def take(self, session):
        answers = {key: value for key, value in self.right.items() if random.random() < 0.8}
        if not session:
            answers.pop("free_text", None)  # of somebody who is signed out it is not kept
        sitting = self.open(PATH, session)
        token = unseal(sitting).token
        if session:
            half = dict(list(answers.items())[: len(answers) // 2])
            there = self.post(sitting, session, "save", half)
            sitting = self.open(there, session)
        return token, answers, self.post(sitting, session, "hand-in", answers, unanswered="1")

    def open(self, path, session):
        return SITTING.search(self.ask("GET", path, session)[2])[1]

    def post(self, sitting, session, go, answers, **more):
        """Send a form until it is answered; return where the answer leads."""
        body = urlencode({"sitting": sitting, "go": go, **fields_of(answers), **more}, doseq=True)
        status, place, text = self.ask("POST", PATH, session, body)
        assert status == 302, (status, text[:300])
        return place

    def ask(self, method, path, session, body=None):
        while True:
            connection = HTTPConnection("127.0.0.1", self.server.port, timeout=30)
            try:
                headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"} if session else {}
                if body:
                    headers["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                text = answer.read().decode()
                if answer.status != 429:  # too many a minute: somebody waits, and presses again
                    return answer.status, answer.headers.get("Location", ""), text
            except (OSError, HTTPException):  # not there, or killed in the middle of its answer
                self.repeated += 1
            finally:
                connection.close()
            time.sleep(0.1)


@pytest.fixture
def people(tmp_path, django_db_setup, django_db_blocker):
    """Give the address of a database with a quiz, and the right answers to it."""
    with snapshot.demo_database(tmp_path) as name, django_db_blocker.unblock(), snapshot.using(name):
        quiz = add_quiz(slug="killed")
        yield snapshot.address(name), {**all_right(quiz.newest_version.read), "short_answer": "front door"}


def sessions(count: int) -> list[str]:
    """Return the keys of the sessions of `count` new people."""
    keys = []
    for number in range(count):
        session = SessionStore()
        person = get_user_model().objects.create(email=f"person-{number}@example.org", name="Somebody")
        session.update(signed_in_session(person))
        session.save()
        keys.append(session.session_key)
    return keys


@pytest.mark.parametrize("count, kills", [(40, 4), pytest.param(1000, 60, marks=pytest.mark.long)])
def test_no_attempt_is_lost_and_none_is_there_twice(people, tmp_path, count, kills):
    database, right = people
    waiting = queue.Queue()
    for session in random.sample([*sessions(count // 2), *[""] * (count - count // 2)], count):
        waiting.put(session)
    with Server(database, [], tmp_path) as server:
        windows = [Window(server, waiting, right) for _ in range(WINDOWS)]
        for window in windows:
            window.start()
        kill_now_and_then(server, windows, sorted(random.choices(range(count * 3 // 4), k=kills)))
        for window in windows:
            window.join()
    assert [window.problems for window in windows if window.problems] == []
    done = [one for window in windows for one in window.done]
    assert len(done) == count
    everything_is_there(done)
    repeated = sum(window.repeated for window in windows)
    logger.warning("%s attempts, %s kills, %s forms sent again", count, kills, repeated)
    assert repeated, "no kill met anybody"


def kill_now_and_then(server, windows, moments):
    """Kill the server -9 when so many are done, a little later at random, and start it again at once."""
    for moment in moments:
        while any(window.is_alive() for window in windows) and sum(len(one.done) for one in windows) < moment:
            time.sleep(0.02)
        time.sleep(random.uniform(0, 0.05))  # soon, so that even forty people are not done before
        server.kill("web")
        server.start("web")
        server.wait()


def everything_is_there(done):
    """Look at every row: one for each person, with what they sent and the marks that it earns."""
    stored = {
        attempt.token: attempt
        for attempt in QuizAttempt.objects.select_related("version").prefetch_related("responses")
    }
    assert sorted(stored) == sorted(token for token, _, _ in done)
    for token, answers, place in done:
        attempt = stored[token]
        assert attempt.state == AttemptState.HANDED_IN
        assert str(attempt.public_id) in place
        kept = {one.item_id: one.response for one in attempt.responses.all() if one.response is not None}
        assert kept == {key: value for key, value in answers.items() if key in attempt.layout["items"]}
        assert marks_of(attempt) == grade(attempt.version.read, attempt.layout, kept)
    call_command("verify_attempts", verbosity=0)


def marks_of(attempt) -> Marks:
    """Return the marks as they are stored."""
    items = {one.item_id: ItemMark(one.fraction, one.mark, one.max_mark) for one in attempt.responses.all()}
    return Marks(items, attempt.score, attempt.max_score, attempt.percent)
