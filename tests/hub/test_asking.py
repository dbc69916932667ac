"""Anybody asks a question without naming anyone; it waits as a draft for an editor's answer."""

import time

import pytest
from django.core import mail, signing
from django.test import Client

from hub import asking
from hub.models import HubSectionPage, Kind, QuestionPage
from portal.guarded_forms import SALT
from tests.hub.conftest import EDITOR, TRAINER

pytestmark = pytest.mark.django_db
ASK = "/hub/ask/"
QUEUE = "/admin/hub/from-readers/"


@pytest.fixture
def send(client, hub):
    """Ask; what is not given is as a person would have it."""

    def send_(age=30, address="192.0.2.1", **fields):
        data = {"title": "May we ring twice?", "question": "", "asked_by": ""}
        data["opened"] = signing.dumps(time.time() - age, salt=SALT)
        return client.post(ASK, data | fields, REMOTE_ADDR=address)

    return send_


@pytest.fixture
def before(hub):
    """The keys of the questions that the demo holds."""
    return set(QuestionPage.objects.values_list("pk", flat=True))


@pytest.fixture
def asked(before):
    """Give the questions that were asked since the test began."""
    return lambda: list(QuestionPage.objects.exclude(pk__in=before))


def test_a_question_becomes_a_draft_and_the_asker_hears_what_comes_next(
    client, send, asked, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = send(question="In the first hour", asked_by=asking.roles()[1][0] or asking.roles()[1][1])
    assert response.status_code == 302
    (page,) = asked()
    assert (page.title, page.question, page.live) == ("May we ring twice?", "In the first hour", False)
    assert page.asked_by == asking.roles()[1][1]
    assert page.owner is None
    assert page.get_parent().specific.holds == Kind.QUESTION
    assert "look there in a week or two" in client.get(response["Location"]).text
    (message,) = mail.outbox
    assert f"/admin/pages/{page.pk}/edit/" in message.body
    assert "ring twice" not in message.body + message.subject
    assert client.get(page.url).status_code == 404


def test_an_editor_answers_and_publishes(signed_in, send, asked):
    send()
    (page,) = asked()
    client = signed_in(EDITOR)
    assert "May we ring twice?" in client.get(QUEUE).text
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    page.body = [("paragraph", "<p>Yes, twice.</p>")]
    page.save_revision().publish()
    assert "Yes, twice." in Client().get(page.url).text
    assert "May we ring twice?" not in client.get(QUEUE).text
    assert "Questions to answer" not in signed_in(TRAINER).get(QUEUE).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Write your question"),
        ({"title": "x" * 201}, "Use at most 200 characters"),
        ({"question": "x" * 200_000}, "Use at most 2,000 characters"),
        ({"asked_by": "Jamie Smith"}, "Select a valid choice"),
        ({"title": "a\x00b"}, "Null characters"),
        ({"age": 0.5}, "That was very quick"),
        ({"opened": "forged"}, "open for too long"),
    ],
)
def test_a_mistake_is_said_and_no_word_lost(send, asked, fields, said):
    response = send(**({"question": "The words I wrote"} | fields))
    assert response.status_code == 200
    assert said in response.text
    assert asked() == []
    if "question" not in fields:
        assert "The words I wrote" in response.text


def test_what_looks_like_a_child_is_asked_about_once(send, asked):
    words = {"question": "A pupil called Jamie, A123456789012, does not come in"}
    first = send(**words)
    assert "Have another look before you send this" in first.text
    assert asked() == []
    send(**words, looked="1")
    assert len(asked()) == 1


def test_scripts_stay_text_and_odd_titles_get_an_address(client, send, asked):
    for number, title in enumerate(["<script>alert(1)</script>", "🎉🎉", "???", "May we?", "May we!"]):
        assert send(title=title, address=f"192.0.2.{number + 10}").status_code == 302
    pages = asked()
    assert len({page.slug for page in pages}) == 5
    page = next(page for page in pages if "script" in page.title)
    page.get_latest_revision().publish()
    assert "<script>alert" not in client.get(page.url).text


def test_twice_is_one_a_machine_is_none_a_flood_is_refused(send, asked):
    send(), send()
    send(website="https://spam.example")
    assert len(asked()) == 1
    answers = [send(title=f"Question {n}?").status_code for n in range(6)]
    assert answers == [302] * 3 + [429] * 3
    assert "Wait ten minutes" in send(title="One more of mine").text
    assert send(title="From elsewhere", address="192.0.2.2").status_code == 302


def test_a_flood_from_everywhere_is_refused(send, monkeypatch):
    send()
    monkeypatch.setattr(asking, "MOST_AN_HOUR", 1)
    assert send(title="One more", address="192.0.2.3").status_code == 429


def test_without_a_shelf_it_says_so(client, demo):
    HubSectionPage.objects.filter(holds=Kind.QUESTION).update(live=False)
    response = client.get(ASK)
    assert response.status_code == 200
    assert "Questions are not taken yet" in response.text
    assert client.post(ASK, {"title": "Lost?"}).status_code == 200


def test_the_form_needs_the_token(hub):
    assert Client(enforce_csrf_checks=True).post(ASK, {"title": "x"}).status_code == 403


def test_the_form_is_public_and_warns(client, hub):
    text = client.get(ASK).text
    assert "without naming anyone" in text
    assert "call 999" in text
