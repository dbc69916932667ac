"""What is kept of an attempt: exported, cut loose from the person, and not kept for longer than is said."""

import datetime
from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.accounts import privacy as everything
from tests.factories.quizzes import RIGHT, add_attempt, add_quiz, all_right, owner, publish_again, single
from training.quizzes import privacy
from training.quizzes.grading import grade
from training.quizzes.layout import lay_out
from training.quizzes.models import QuizAttempt, QuizResponse, Regrade
from training.quizzes.regrading import regrade
from training.quizzes.taking import kept_without_person

pytestmark = pytest.mark.django_db


def test_a_person_gets_their_attempts_and_answers():
    version = add_quiz(title="Who does what").newest_version
    add_attempt(version, person=owner())
    add_attempt(version)
    (held,) = privacy.export(owner())["quizzes"]
    assert (held["quiz"], held["score"], held["of"]) == ("Who does what", "9.0000000", "9.0000000")
    assert held["answers"]["free_text"] == RIGHT["free_text"]


@pytest.mark.parametrize("typed", ["Front door", "my own door, says Ann Other", "Ann Other", ""])
def test_erasure_keeps_the_marks_and_no_word(typed):
    version = add_quiz().newest_version
    given = {**RIGHT, "free_text": "Ann Other", "short_answer": typed}
    attempt = add_attempt(version, given, person=owner())
    add_attempt(version, {}, person=owner(), state="open", handed_in_on=None)
    score = attempt.score
    everything.erase_everything(owner())
    attempt = QuizAttempt.objects.get()
    assert (attempt.person, attempt.started, attempt.changed, attempt.score) == (None, None, None, score)
    assert not [row for row in attempt.responses.all() if "Ann" in str(row.response)]
    call_command("verify_attempts", verbosity=0)


def test_erasure_takes_the_name_off_a_regrade():
    page = add_quiz([single()])
    old = page.newest_version
    add_attempt(old)
    raw = page.items.get_prep_value()
    raw[0]["value"]["options"][0]["value"]["percent"] = "50"
    raw[0]["value"]["options"][1]["value"]["percent"] = "100"
    page.items = raw
    regrade(old, publish_again(page).newest_version, owner(), "Key")
    assert privacy.export(owner())["marked again by you"][0]["why"] == "Key"
    privacy.erase(owner())
    assert Regrade.objects.get().who is None


def test_what_is_old_goes_and_the_outcome_stays():
    version = add_quiz().newest_version
    today = timezone.localdate()
    long_ago = timezone.now() - datetime.timedelta(days=91)
    left = add_attempt(version, {}, person=owner(), state="open", handed_in_on=None, changed=long_ago)
    two_years = today - datetime.timedelta(days=731)
    old = add_attempt(version, person=owner(), handed_in_on=two_years)
    new = add_attempt(version, person=owner(), handed_in_on=today)
    without_a_name = add_attempt(version, handed_in_on=two_years)
    assert sum(everything.expire(privacy, timezone.now()).values()) == 2
    assert sum(everything.expire(privacy, timezone.now()).values()) == 0
    assert not QuizAttempt.objects.filter(pk=left.pk).exists()
    old.refresh_from_db()
    assert (old.has_answers, old.percent) == (False, 100)
    assert not QuizResponse.objects.filter(attempt=old).exists()
    assert QuizResponse.objects.filter(attempt__in=[new, without_a_name]).count() == 24
    call_command("verify_attempts", verbosity=0)


def test_an_attempt_without_a_name_has_no_time_of_day_address_or_session():
    fields = {field.name for field in QuizAttempt._meta.get_fields()}
    assert not fields & {"ip", "address", "agent", "session", "session_key", "user_agent"}
    attempt = add_attempt(add_quiz().newest_version)
    assert attempt.started is attempt.changed is None


@pytest.mark.parametrize("typed", ["front door", "Ann Other", "22 days", "Ann Other of Elm Road 21"])
def test_no_word_of_somebody_without_an_account_is_kept_and_the_mark_stays(typed):
    content = add_quiz().newest_version.read
    given = {**all_right(content), "short_answer": typed, "numerical": typed, "free_text": typed}
    kept = kept_without_person(content, given)
    assert "Ann" not in str(kept) and "free_text" not in kept
    layout = lay_out(content, Random(1))
    before, after = grade(content, layout, given), grade(content, layout, kept)
    assert before.items == after.items and before.score == after.score


def test_erasure_leaves_no_words_in_the_place_of_a_number():
    version = add_quiz().newest_version
    add_attempt(version, {**RIGHT, "numerical": "Ann Other of Elm Road"}, person=owner())
    everything.erase_everything(owner())
    assert "Ann" not in str(list(QuizResponse.objects.values_list("response", flat=True)))
    call_command("verify_attempts", verbosity=0)
