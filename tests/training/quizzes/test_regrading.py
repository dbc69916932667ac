"""Marks that are worked out again: by the own version, and by a later one as an act of somebody."""

from decimal import Decimal
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry, PageLogEntry

from tests.factories.quizzes import add_attempt, add_quiz, owner, publish_again, single
from training.quizzes.models import QuizAttempt, QuizResponse, Regrade
from training.quizzes.regrading import regrade, would_change

pytestmark = pytest.mark.django_db


def with_another_key(page):
    """Publish the quiz with its first two options the other way round: the key was wrong."""
    raw = page.items.get_prep_value()
    options = raw[0]["value"]["options"]
    options[0]["value"]["percent"], options[1]["value"]["percent"] = "0", "100"
    page.items = raw
    return publish_again(page)


def test_a_regrade_says_who_and_why_and_keeps_the_first_score():
    page = add_quiz([single()])
    old = page.newest_version
    right_then, right_now = (
        add_attempt(old, {"choice": ["choice-1"]}),
        add_attempt(old, {"choice": ["choice-2"]}),
    )
    untouched = add_attempt(old, {})
    new = with_another_key(page).newest_version
    assert would_change(old, new) == (3, 2)
    assert not Regrade.objects.exists()
    assert regrade(old, new, owner(), "The key was wrong") == (3, 2)
    for attempt, first, now in [(right_then, 1, 0), (right_now, 0, 1), (untouched, 0, 0)]:
        attempt.refresh_from_db()
        assert (attempt.score, attempt.in_force.score) == (first, now)
    row = right_now.regrades.get()
    assert (row.old_score, row.new_score, row.why, row.who) == (0, 1, "The key was wrong", owner())
    assert not untouched.regrades.exists()
    assert regrade(old, new, owner(), "Once more") == (3, 0)
    logged = PageLogEntry.objects.filter(action="quizzes.regrade").first()
    assert logged.user == owner()
    assert logged.data["why"] == "Once more"
    assert not ModelLogEntry.objects.filter(action="quizzes.regrade").exists()
    call_command("verify_attempts", verbosity=0)


def test_versions_of_two_quizzes_do_not_mark_each_other():
    with pytest.raises(ValueError, match="not of one quiz"):
        regrade(add_quiz().newest_version, add_quiz().newest_version, owner(), "No")


def test_a_question_that_is_gone_counts_no_more():
    page = add_quiz([single(), single("second")])
    old = page.newest_version
    attempt = add_attempt(old, {"choice": ["choice-1"]})
    page.items = page.items.get_prep_value()[:1]
    new = publish_again(page).newest_version
    regrade(old, new, owner(), "The second question was about a law that ended")
    assert attempt.in_force == (1, 1, 100)
    call_command("verify_attempts", verbosity=0)


def test_a_hundred_random_attempts_keep_their_marks():
    """What the database gives back marks as what was stored, on either database."""
    version = add_quiz().newest_version
    random = Random(8)
    for seed in range(100):
        add_attempt(version, random_responses(version.read, random), seed=seed)
    out = StringIO()
    call_command("verify_attempts", batch=30, stdout=out)
    assert "60 of 100 attempts" in out.getvalue()
    assert "All 100 attempts" in out.getvalue()


def random_responses(content, random) -> dict:
    match = next(item for item in content["items"] if item["type"] == "match")
    choices = [choice["id"] for choice in match["choices"]]
    several = [f"several-{place}" for place in (1, 2, 3)]
    every = {
        "choice": [f"choice-{random.randint(1, 3)}"],
        "several": random.sample(several, random.randint(0, 3)),
        "true_false": random.choice(["true", "false"]),
        "short_answer": random.choice(["front door", "a door", "gate"]),
        "numerical": str(random.randint(19, 23)),
        "match": {f"pair-{place}": random.choice(choices) for place in (1, 2)},
        "ordering": {f"step-{place}": random.randint(1, 3) for place in (1, 2, 3)},
        "matrix": {"row-1": random.sample(["column-1", "column-2"], random.randint(0, 2))},
    }
    return {key: value for key, value in every.items() if random.random() < 0.8}


def faults() -> str:
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_attempts", stderr=err, verbosity=0)
    return err.getvalue()


def test_a_changed_mark_a_changed_answer_and_a_lost_answer_are_found():
    version = add_quiz().newest_version
    attempts = [add_attempt(version) for _ in range(4)]
    QuizResponse.objects.filter(attempt=attempts[0], item_id="choice").update(mark=Decimal("0.9"))
    QuizResponse.objects.filter(attempt=attempts[1], item_id="choice").update(response=["choice-2"])
    QuizResponse.objects.filter(attempt=attempts[2], item_id="choice").delete()
    QuizAttempt.objects.filter(pk=attempts[3].pk).update(score=3)
    told = faults()
    for attempt in attempts:
        assert f"Attempt {attempt.pk} " in told


def test_a_changed_regrade_is_found():
    page = add_quiz([single()])
    old = page.newest_version
    attempt = add_attempt(old)
    regrade(old, with_another_key(page).newest_version, owner(), "Wrong key")
    Regrade.objects.update(new_score=1)
    assert f"Attempt {attempt.pk} " in faults()


def test_verifying_holds_one_batch_at_a_time(django_assert_num_queries):
    """Questions rise with the batches, not with the attempts."""
    version = add_quiz([single()]).newest_version
    for _ in range(2):
        add_attempt(version)
    with django_assert_num_queries(5):
        call_command("verify_attempts", verbosity=0)
    for _ in range(48):
        add_attempt(version)
    with django_assert_num_queries(5):
        call_command("verify_attempts", verbosity=0)
