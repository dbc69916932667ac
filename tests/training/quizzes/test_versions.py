"""Versions: what publishing makes, and that nothing changes it."""

import pytest

from tests.factories.quizzes import add_attempt, add_quiz, all_right, publish_again
from training.quizzes.content.schema import content_hash, items_of

pytestmark = pytest.mark.django_db


def test_publishing_makes_a_version_of_every_item():
    version = add_quiz(title="Who does what").newest_version
    assert (version.number, version.title) == (1, "Who does what")
    assert version.content_hash == content_hash(version.content)
    sorts = {item["type"] for item in items_of(version.content).values()}
    assert len(sorts) == 10


def test_everything_right_gets_all_marks():
    version = add_quiz().newest_version
    attempt = add_attempt(version)
    attempt.refresh_from_db()
    assert attempt.percent == 100, {one.item_id: one.fraction for one in attempt.responses.all()}
    assert attempt.max_score == 9
    assert add_attempt(version, {}).score == 0
    assert all_right(version.content)


def test_publishing_again_without_a_change_makes_no_version():
    page = publish_again(add_quiz())
    assert page.versions.count() == 1
    page.title = "Another"
    assert publish_again(page).newest_version.number == 2
