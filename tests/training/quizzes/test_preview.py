"""The preview of the editor: answered like the real thing, and never counted."""

import re

import pytest
from django.urls import reverse

from tests.factories.quizzes import add_bank_item, add_quiz, owner, single
from training.quizzes.models import QuizAttempt
from training.quizzes.views import preview

pytestmark = pytest.mark.django_db
TRAINER, EDITOR = "tom.aldous@ambleford.example.org", "marguerite.osei@ambleford.example.org"


def action(html: str) -> str:
    return re.search(r'action="(/admin/quizzes/try/[^"]+)"', html).group(1)


def test_a_draft_is_answered_in_its_preview_and_nothing_is_kept(signed_in):
    page = add_quiz(publish=False, owner=owner())
    client = signed_in(TRAINER)
    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).text
    assert "Nothing is saved and nothing counts" in html
    for secret in ("On Ring today.", "What you saw.", "The front door takes contacts.", "fraction"):
        assert secret not in html
    result = client.post(action(html), {"q_choice": "choice-1", "q_true_false": "false"}).text
    assert "1 of 9 marks" in result
    assert "On Ring today." in result
    assert not QuizAttempt.objects.exists()
    assert not page.versions.exists()


def test_what_cannot_be_marked_is_said_as_in_the_real_one(signed_in):
    page = add_quiz()
    client = signed_in(EDITOR)
    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).text
    again = client.post(action(html), {"q_numerical": "many"}).text
    assert "There is a problem" in again
    assert 'value="many"' in again


def test_the_page_before_the_questions_is_the_other_preview(signed_in):
    page = add_quiz(introduction="<p>About partners.</p>")
    response = page.make_preview_request(preview_mode="page")
    assert "About partners." in response.text


def test_a_question_of_the_bank_is_answered_too(signed_in):
    question = add_bank_item(single("banked"))
    request = question.make_preview_request(preview_mode="")
    assert "Ring today" in request.text
    assert question.title in request.text


def test_another_persons_preview_and_an_old_one_are_over(signed_in):
    page = add_quiz()
    html = signed_in(EDITOR).get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).text
    assert "This preview is over" in signed_in(TRAINER).post(action(html), {}).text
    assert signed_in(EDITOR).get(action(html)).status_code == 405
    assert preview.KEPT == 12 * 60 * 60
