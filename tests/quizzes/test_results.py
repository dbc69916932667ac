"""Results: plain words first, what the switches allow, for whom, and for how long."""

import datetime
import html
import json
from urllib.parse import unquote

import pytest

from tests.factories.quizzes import add_attempt, add_quiz, multiple, option, publish_again, rows, single
from tests.quizzes.conftest import LEAD, READER
from tests.training.conftest import person
from training.quizzes.models import QuizAttempt
from training.quizzes.passing import passed_by
from training.quizzes.regrading import regrade
from training.quizzes.views.results import signed_of

BANDS = [
    ("band", {"least": 75, "text": "<p>You know whom to ring.</p>"}),
    ("band", {"least": 0, "text": "<p>Some of it is new to you.</p>"}),
]


def address(attempt, more="") -> str:
    return f"/training/quizzes/result/{signed_of(attempt)}/{more}"


def main(answer) -> str:
    """Return the part of the page that is the result."""
    return answer.content.decode().partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize(
    "chosen, words, score",
    [
        (["a-1"], "You know whom to ring.", "1 of 1 mark"),
        (["a-2"], "Some of it is new to you.", "0 of 1 mark"),
    ],
)
def test_the_words_of_the_band_come_before_the_figures(demo, take, chosen, words, score):
    quiz = add_quiz(slug="banded", items=[single("a")], overall_feedback=BANDS)
    taker = take(quiz)
    taker.hand_in({"a": chosen})
    assert 0 < taker.text.index(words) < taker.text.index(score)
    assert taker.place.endswith("#result")
    assert 'id="result" tabindex="-1"' in taker.text


def test_a_self_assessment_says_nothing_of_passing(demo, take):
    quiz = add_quiz(slug="for-me", items=[single("a")], overall_feedback=BANDS)
    taker = take(quiz, READER)
    taker.hand_in({"a": ["a-2"]})
    taker.get(quiz.get_url() + "take/")
    taker.hand_in({"a": ["a-1"]})
    assert "Your best result counts: 100%." in taker.text
    for page in (taker.text, taker.client.get("/training/quizzes/history/").content.decode()):
        assert not {"pass", "passed", "fail", "failed"} & set(page.lower().replace(".", " ").split())


@pytest.mark.parametrize("chosen, said", [(["a-1"], ">Passed<"), (["a-2"], ">Not passed yet<")])
def test_an_assessment_says_whether_somebody_passed(demo, take, chosen, said):
    quiz = add_quiz(slug="exam", items=[single("a")], purpose="assessment", pass_mark=80)
    taker = take(quiz)
    taker.hand_in({"a": chosen})
    assert said in taker.text
    assert "The pass mark is 80%" in taker.text


@pytest.mark.parametrize(
    "switch, hidden",
    [
        ("shows_right_answer", "Right answer"),
        ("shows_marks", "of 1 mark"),
        ("shows_feedback", "On Wait."),
        ("shows_general_feedback", "The front door takes contacts."),
    ],
)
def test_each_switch_hides_its_part(demo, take, switch, hidden):
    for shows in (True, False):
        quiz = add_quiz(items=[single("a")], **{switch: shows})
        taker = take(quiz)
        taker.hand_in({"a": ["a-2"]})
        assert (hidden in taker.text) is shows
        assert "Not correct" in taker.text


def test_a_wrong_answer_about_a_service_opens_its_entry_and_a_right_one_offers_it(demo, take):
    from directory.models import Service

    service = Service.objects.get(slug="thornmere-front-door")
    read = rows({"page": None, "service": service.pk}, prefix="r")
    quiz = add_quiz(slug="served", items=[single("a", read=read)])
    link = f'href="{service.get_absolute_url()}">'
    taker = take(quiz)
    taker.hand_in({"a": ["a-2"]})
    assert f"{link}Open in the directory: Thornmere Front Door" in taker.text
    taker = take(quiz)
    taker.hand_in({"a": ["a-1"]})
    assert f"{link}Thornmere Front Door" in taker.text


def test_a_low_rating_opens_what_helps(quiz, take):
    for value, helps in ((1, True), (5, False)):
        taker = take(quiz)
        taker.hand_in({"rating": value})
        assert ("Begin with the levels." in taker.text) is helps


def test_partly_correct_in_words(demo, take):
    quiz = add_quiz(slug="partly", items=[multiple("m")])
    taker = take(quiz)
    taker.hand_in({"m": ["m-1"]})
    assert ">Partly correct<" in taker.text
    assert "0.5 of 1 mark" in taker.text


def test_a_slip_says_self_declared_and_keeps_no_name(quiz, take):
    taker = take(quiz)
    taker.hand_in()
    attempt = QuizAttempt.objects.get()
    answer = taker.client.post(address(attempt, "slip/"), {"name": "Ms Ray <b>\n"})
    assert "Ms Ray &lt;b&gt;" in main(answer)
    assert "Self-declared" in main(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "Ms Ray" not in taker.client.get(address(attempt, "slip/")).content.decode()
    assert taker.client.cookies == {}


def test_a_result_joins_an_account_by_a_click_alone(quiz, take, browser_of):
    taker = take(quiz)
    taker.hand_in({"rating": 2})
    attempt = QuizAttempt.objects.get()
    reader = browser_of(READER)
    assert "Add it to my quizzes" in reader.get(address(attempt)).content.decode()
    assert QuizAttempt.objects.get().person is None
    assert browser_of().post(address(attempt, "add/")).status_code == 302
    assert QuizAttempt.objects.get().person is None
    assert reader.get(address(attempt, "add/")).status_code == 405
    reader.post(address(attempt, "add/"))
    assert QuizAttempt.objects.get().person.email == READER
    assert QuizAttempt.objects.get().started is None
    assert browser_of(LEAD).post(address(attempt, "add/")).status_code == 404
    assert browser_of(LEAD).get(address(attempt)).status_code == 404
    assert browser_of().get(address(attempt)).status_code == 302
    assert "Result of" in reader.get("/training/quizzes/history/").content.decode()


def test_a_result_does_not_join_where_no_attempt_is_left(demo, take, browser_of):
    quiz = add_quiz(slug="once", items=[single("a")], attempts_allowed=1)
    take(quiz, READER).hand_in({"a": ["a-2"]})
    take(quiz).hand_in({"a": ["a-1"]})
    anonymous = QuizAttempt.objects.get(person=None)
    said = browser_of(READER).post(address(anonymous, "add/")).content.decode()
    assert "cannot be added" in said
    assert QuizAttempt.objects.filter(person=None).count() == 1


@pytest.mark.parametrize("more", ["", "slip/"])
def test_somebody_elses_result_is_not_there(quiz, browser_of, more):
    attempt = add_attempt(quiz.newest_version, person=person(READER))
    assert browser_of(READER).get(address(attempt, more)).status_code == 200
    assert browser_of(LEAD).get(address(attempt, more)).status_code == 404
    assert browser_of().get(address(attempt, more)).status_code == 302


@pytest.mark.parametrize("signed", ["x", "x.y", "{id}", "{id}.", "{id}.aaaa", "not-a-uuid"])
def test_an_address_that_we_did_not_sign_is_not_there(quiz, client, signed):
    attempt = add_attempt(quiz.newest_version)
    path = f"/training/quizzes/result/{signed.format(id=attempt.public_id)}/"
    assert client.get(path).status_code == 404


def test_an_old_result_shows_what_was_seen_after_edit_and_deletion(quiz, browser_of):
    attempt = add_attempt(quiz.newest_version, {"choice": ["choice-2"], "short_answer": "lift"})
    before = main(browser_of().get(address(attempt)))
    quiz.items = json.dumps(
        [single("other", options=rows(option("New", "100"), option("Newer", "0"), prefix="n"))]
    )
    publish_again(quiz)
    assert main(browser_of().get(address(attempt))) == before
    quiz.delete()
    after = main(browser_of().get(address(attempt)))
    questions = "Question by question"
    assert after.partition(questions)[2] == before.partition(questions)[2] != ""


def test_answers_that_are_not_kept_any_more_leave_the_outcome(quiz, browser_of):
    attempt = add_attempt(quiz.newest_version, person=person(READER))
    attempt.responses.all().delete()
    QuizAttempt.objects.update(has_answers=False)
    text = main(browser_of(READER).get(address(attempt)))
    assert "only the outcome stays" in text
    assert "of 9 marks" in text


@pytest.mark.parametrize("path", ["take/", "paper/", "result", "history"])
def test_nobody_indexes_or_stores_what_is_personal(quiz, browser_of, path):
    attempt = add_attempt(quiz.newest_version, person=person(READER))
    there = {"result": address(attempt), "history": "/training/quizzes/history/"}
    answer = browser_of(READER).get(there.get(path, f"/training/quizzes/a-quiz/{path}"))
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_the_result_and_history_ask_the_same_of_many(demo, browser_of, django_assert_max_num_queries):
    quiz = add_quiz(slug="long", items=[single(f"item-{number}") for number in range(50)])
    attempts = [add_attempt(quiz.newest_version, person=person(READER)) for _ in range(20)]
    reader = browser_of(READER)
    reader.get("/training/quizzes/history/")
    with django_assert_max_num_queries(25):
        reader.get(address(attempts[0]))
    with django_assert_max_num_queries(25):
        reader.get("/training/quizzes/history/")


def test_who_is_marked_again_reads_why_and_what_it_was(demo, browser_of):
    quiz = add_quiz(slug="again", items=[single("a")])
    old = quiz.newest_version
    attempt = add_attempt(old, {"a": ["a-2"]}, person=person(READER))
    raw = quiz.items.get_prep_value()
    for one, worth in zip(raw[0]["value"]["options"], ("0", "100", "0"), strict=True):
        one["value"]["percent"] = worth
    quiz.items = json.dumps(raw)
    regrade(old, publish_again(quiz).newest_version, person(LEAD), "The key named the wrong team.")
    text = html.unescape(browser_of(READER).get(address(attempt)).content.decode())
    assert "Marked again on" in text
    assert "The key named the wrong team. At first it was 0 of 1." in text
    assert "1 of 1 mark" in text


def test_a_result_that_was_added_counts_for_no_assessment(demo, browser_of):
    """The result, the list and a certificate say the same: whoever held its link could have added it."""
    quiz = add_quiz(slug="watched", items=[single("a")], purpose="assessment", pass_mark=80)
    version, reader = quiz.newest_version, person(READER)
    added = add_attempt(version, {"a": ["a-1"]}, person=reader, started=None)
    own = add_attempt(version, {"a": ["a-2"]}, person=reader)
    third = add_attempt(version, {"a": ["a-3"]}, person=reader)
    assert passed_by(reader.pk, quiz) is False
    for path in (address(own), address(third), "/training/quizzes/history/"):
        text = browser_of(READER).get(path).content.decode()
        assert "not passed yet" in text and "counts: 100%" not in text
    assert added.percent == 100


def test_the_list_of_a_quiz_that_got_another_title_is_one(demo, browser_of):
    quiz = add_quiz(slug="renamed", title="Z before", items=[single("a")], grade_method="last")
    other = add_quiz(slug="between", title="M between", items=[single("b")])
    reader = person(READER)
    add_attempt(quiz.newest_version, {"a": ["a-1"]}, person=reader, handed_in_on=datetime.date(2026, 9, 1))
    quiz.title = "A after"
    newest = publish_again(quiz).newest_version
    add_attempt(newest, {"a": ["a-2"]}, person=reader, handed_in_on=datetime.date(2026, 9, 2))
    add_attempt(other.newest_version, {"b": ["b-1"]}, person=reader)
    text = browser_of(READER).get("/training/quizzes/history/").content.decode().split("<main")[1]
    assert text.count("A after") >= 1 and "Z before" not in text
    assert "Your last result counts: 0%" in text
    assert text.index("A after") < text.index("M between")


def test_signing_in_to_add_a_result_leads_back_to_it(quiz, take, browser_of):
    take(quiz).hand_in({"rating": 2})
    attempt = QuizAttempt.objects.get()
    answer = browser_of().post(address(attempt, "add/"))
    assert answer.status_code == 302
    assert unquote(answer.url).partition("next=")[2].startswith(address(attempt))
