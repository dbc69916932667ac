"""The report on how people answer: who counts, who reads it, and what it never tells."""

import json
import re
from collections import Counter
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import quizzes as factory
from tests.roles import PEOPLE
from tests.training.conftest import READER, TRAINER, person
from tests.training.quizzes.counted import tally_of
from training.quizzes.enums import AttemptState
from training.quizzes.models import QuizPage, QuizResponse
from training.quizzes.statistics.counting import counted, people_of
from training.quizzes.statistics.report import Report

EDITOR = PEOPLE["p"]
LIST = "/admin/reports/quizzes/"
LETTER = "LETTERS-THAT-SOMEBODY-TYPED"


def address(quiz, **query):
    """Return the address of the report on a quiz."""
    return (
        reverse("quizzes_statistics", args=[quiz.pk]) + "?" + "&".join(f"{k}={v}" for k, v in query.items())
    )


def short_quiz(count=2, **fields) -> QuizPage:
    """Return a published quiz of so many choices; of each `<key>-1` is right."""
    return factory.add_quiz([factory.single(f"q{number}") for number in range(count)], **fields)


def take(quiz, right=(), wrong=(), **fields):
    """Add an attempt at the newest version of a quiz: some questions right, some wrong, the rest open."""
    responses = {key: [f"{key}-1"] for key in right} | {key: [f"{key}-2"] for key in wrong}
    return factory.add_attempt(quiz.newest_version, responses, **fields)


def shape(tally):
    """Return a tally so that the order in which rows came does not matter."""
    responses = {
        item: Counter({json.dumps(said, sort_keys=True): people for said, people in rows})
        for item, rows in tally.responses.items()
    }
    return tally.scores, tally.marks, responses


@pytest.mark.usefixtures("training")
class TestWhoCounts:
    def test_the_database_counts_as_plain_python_does(self):
        quiz = factory.add_quiz()
        version = quiz.newest_version
        content = version.read
        right = factory.all_right(content)
        given = [
            right,
            {},
            {"choice": ["choice-2"], "several": ["several-1"], "rating": 5},
            {"match": {}, "ordering": {"step-1": 2, "step-2": 1, "step-3": 3}, "true_false": "false"},
            {"several": ["several-1", "several-3"], "short_answer": "the back door", "numerical": "3"},
        ]
        attempts = [
            factory.add_attempt(version, each, seed=seed) for seed, each in enumerate([*given, *given[:3]])
        ]
        expected = tally_of(
            content,
            [
                {
                    "layout": each.layout,
                    "responses": {
                        answer.item_id: answer.response
                        for answer in each.responses.all()
                        if answer.response is not None
                    },
                }
                for each in attempts
            ],
        )
        assert shape(counted(quiz).tallies[1]) == shape(expected)

    def test_of_each_person_the_first_and_without_a_person_all(self):
        quiz = short_quiz()
        asha = person(READER)
        take(quiz, wrong=["q0", "q1"], person=asha)
        take(quiz, right=["q0", "q1"], person=asha)
        take(quiz, right=["q0"], person=person(TRAINER))
        for _ in range(3):
            take(quiz, right=["q0", "q1"])
        scores = counted(quiz).tallies[1].scores
        assert {score: people for (score, _), people in scores.items()} == {0: 1, 10**7: 1, 2 * 10**7: 3}
        assert people_of([quiz]) == {quiz.pk: 5}

    def test_only_what_was_handed_in_and_still_has_its_answers(self):
        quiz = short_quiz()
        take(quiz, right=["q0"], person=person(READER), state=AttemptState.ABANDONED)
        take(quiz, right=["q0"], person=person(READER), state=AttemptState.OPEN)
        take(quiz, right=["q0"], has_answers=False)
        take(quiz, right=["q1"], person=person(READER))
        assert people_of([quiz]) == {quiz.pk: 1}
        assert counted(quiz).tallies[1].people == 1

    def test_a_first_attempt_without_answers_does_not_make_the_second_the_first(self):
        quiz = short_quiz()
        take(quiz, person=person(READER), has_answers=False)
        take(quiz, right=["q0"], person=person(READER))
        assert people_of([quiz]) == {}

    def test_attempts_at_another_quiz_do_not_count(self):
        quiz, other = short_quiz(), short_quiz()
        take(other, right=["q0"])
        assert people_of([quiz, other]) == {other.pk: 1}
        assert counted(quiz).tallies[1].people == 0

    def test_a_question_without_a_row_is_one_without_an_answer(self):
        quiz = short_quiz()
        attempts = [take(quiz, right=["q0", "q1"]) for _ in range(4)] + [take(quiz, right=["q1"])]
        before = [each.facility for each in Report(quiz).figures.items]
        QuizResponse.objects.filter(attempt=attempts[-1], item_id="q0").delete()
        assert [each.facility for each in Report(quiz).figures.items] == before == [80, 100]

    def test_a_mark_of_another_version_stays_with_that_version(self):
        quiz = short_quiz()
        for _ in range(5):
            take(quiz, right=["q0"], wrong=["q1"])
        quiz.items = [factory.single("q0"), factory.single("q1", stem="<p>Something new?</p>")]
        quiz = factory.publish_again(quiz)
        assert quiz.newest_version.number == 2
        for _ in range(6):
            take(quiz, right=["q0", "q1"])
        first, second = Report(quiz).figures.items
        assert (first.people, second.people) == (11, 6)
        assert second.facility == 100


@pytest.fixture
def taken(training):
    """A quiz of two questions that six people took: three miss the first, nobody the second."""
    quiz = short_quiz(title="Whom to ring")
    for _ in range(3):
        take(quiz, right=["q0", "q1"])
        take(quiz, wrong=["q0"], right=["q1"])
    return quiz


def test_the_report_says_it_in_words_and_in_figures(taken, signed_in):
    page = signed_in(EDITOR).get(address(taken))
    text = " ".join(re.sub("<[^>]+>", " ", page.content.decode()).split())
    assert page.status_code == 200
    assert "6 people took it" in text
    assert "With fewer than 30, figures may still change much" in text
    assert "75.0%" in text  # the average
    assert "About half got this right" in text
    assert "Nearly everybody got this right" in text
    assert text.index("About half got this right") < text.index("Nearly everybody got this right")
    assert "Ring today 3 Right Wait 3 Not right Write 0 Not right" in text
    assert b"style=" not in re.search(rb"<main.*</main>", page.content, re.S)[0]


def test_four_people_are_too_few(training, signed_in):
    quiz = short_quiz()
    for _ in range(4):
        take(quiz, right=["q0"], wrong=["q1"])
    client = signed_in(EDITOR)
    page = client.get(address(quiz)).content.decode()
    assert "Fewer than 5 people took what this quiz asks today" in page
    assert "Facility index" not in page
    assert "Fewer than 5" in client.get(LIST).content.decode()
    for sort in ("quiz", "questions", "answers"):
        rows = client.get(address(quiz, download=sort)).content.decode()
        assert not re.search(r"\d\.\d{2}|,[1-4],(Right|Not right)", rows)


def test_a_version_alone_is_shown_only_where_the_others_stay_many(taken, signed_in):
    taken.items = [factory.single("q0"), factory.single("q1", stem="<p>Something new?</p>")]
    quiz = factory.publish_again(taken)
    for _ in range(4):
        take(quiz, right=["q0", "q1"])
    client = signed_in(EDITOR)
    assert Report(quiz).versions_alone == []  # ten without six would be four
    assert client.get(address(quiz, version=1)).context["report"].version is None
    take(quiz, right=["q0", "q1"])
    report = client.get(address(quiz, version=1)).context["report"]
    assert report.versions_alone == [1, 2]
    assert report.version == 1
    assert [each.people for each in report.figures.items] == [6, 6]
    assert [each.people for each in Report(quiz).figures.items] == [11, 5]


@pytest.mark.parametrize("version", ["0", "7", "one", "-1", "1'--", "²"])
def test_an_absurd_version_is_passed_over(taken, signed_in, version):
    page = signed_in(EDITOR).get(reverse("quizzes_statistics", args=[taken.pk]), {"version": version})
    assert page.status_code == 200
    assert page.context["report"].version is None


def test_what_people_typed_is_in_no_page_and_no_file(training, signed_in):
    quiz = factory.add_quiz()
    typed = {"free_text": LETTER, "short_answer": LETTER, "numerical": LETTER, "choice": ["choice-1"]}
    for seed in range(6):
        factory.add_attempt(quiz.newest_version, typed, seed=seed)
    assert QuizResponse.objects.filter(response=LETTER).count() == 18
    client = signed_in(EDITOR)
    for query in ({}, {"download": "quiz"}, {"download": "questions"}, {"download": "answers"}):
        answer = client.get(address(quiz, **query))
        assert answer.status_code == 200
        assert LETTER not in answer.content.decode()


def test_the_files_hold_the_same_figures_and_no_formula(training, signed_in):
    options = factory.rows(factory.option("=1+1", "100"), factory.option("@other", "0"), prefix="q0")
    quiz = factory.add_quiz([factory.single("q0", options=options, stem="<p>+SUM(A1)?</p>")])
    for _ in range(5):
        take(quiz, right=["q0"])
    client = signed_in(EDITOR)
    files = {sort: client.get(address(quiz, download=sort)) for sort in ("quiz", "questions", "answers")}
    assert all(answer["Content-Type"].startswith("text/csv") for answer in files.values())
    assert "100.0000,0.0000,,,100.0000," in files["questions"].content.decode()
    answers = files["answers"].content.decode()
    assert "'=1+1,5,Right" in answers
    assert "'@other,0,Not right" in answers
    assert "'+SUM(A1)?" in answers
    assert "Average score,100.0%" in files["quiz"].content.decode()
    assert client.get(address(quiz, download="people")).status_code == 404


def test_a_quiz_that_nobody_published_or_nobody_took(training, signed_in):
    client = signed_in(EDITOR)
    draft = factory.add_quiz(publish=False)
    assert "was not published yet" in client.get(address(draft)).content.decode()
    assert "Fewer than 5 people" in client.get(address(short_quiz())).content.decode()
    for sort in ("quiz", "questions", "answers"):
        assert client.get(address(draft, download=sort)).status_code == 200


def test_a_self_check_without_marks(training, signed_in):
    rating = factory.block("rating", low="not at all", high="fully", bands=[])
    quiz = factory.add_quiz([rating])
    for value in (1, 2, 2, 5, 5):
        factory.add_attempt(quiz.newest_version, {"rating": value})
    page = signed_in(EDITOR).get(address(quiz)).content.decode()
    assert "Nothing in it is marked, so there are no scores." in page
    text = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "1: not at all 1 2 2 3 0 4 0 5: fully 2" in text


def test_trainers_read_of_their_own_quizzes_alone(training, signed_in):
    own = short_quiz(owner=person(TRAINER), title="My own quiz")
    other = short_quiz(title="The quiz of another")
    client = signed_in(TRAINER)
    page = client.get(LIST).content.decode()
    assert "My own quiz" in page
    assert "The quiz of another" not in page
    assert client.get(address(own)).status_code == 200
    assert client.get(address(other)).status_code == 404
    assert client.get(address(other, download="answers")).status_code == 404
    page = signed_in(EDITOR).get(LIST).content.decode()
    assert "My own quiz" in page
    assert "The quiz of another" in page


def test_the_quiz_and_the_menu_lead_to_it(training, signed_in):
    quiz = short_quiz()
    client = signed_in(EDITOR)
    assert (
        reverse("quizzes_statistics", args=[quiz.pk])
        in client.get(f"/admin/pages/{quiz.pk}/").content.decode()
    )
    assert LIST in client.get("/admin/").content.decode()
    assert LIST not in signed_in(PEOPLE["d"]).get("/admin/").content.decode()


def test_the_number_of_queries_does_not_grow(training, signed_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    few, many = short_quiz(2), short_quiz(50)
    keys = [f"q{number}" for number in range(50)]
    for place in range(50):
        take(many, right=keys[place:], wrong=keys[:place])
        if place < 2:
            take(few, right=keys[:place])
    client = signed_in(EDITOR)
    client.get(address(few))
    counts = []
    for quiz in (few, many):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address(quiz))
        assert page.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    with django_assert_num_queries(4):
        rows = list(Report(many).choice_cells())
    assert len(rows) == 150 + 0


def test_the_list_asks_the_same_with_many_quizzes(training, signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(EDITOR)
    client.get(LIST)
    counts = []
    for more in (2, 48):
        for _ in range(more):
            take(short_quiz(1), right=["q0"])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_marks_of_seven_places_are_counted_exactly(training):
    quiz = short_quiz(3)
    version = quiz.newest_version
    for _ in range(5):
        attempt = factory.add_attempt(version, {})
        attempt.responses.update(mark=Decimal("0.3333333"), fraction=Decimal("0.3333333"))
        type(attempt).objects.filter(pk=attempt.pk).update(score=Decimal("0.9999999"))
    found = Report(quiz).figures
    assert found.items[0].standard_deviation == 0
    assert found.items[0].discrimination_index is None
    assert found.quiz.standard_deviation == 0
    assert found.quiz.mean == pytest.approx(33.33333)
