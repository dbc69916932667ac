"""A quiz of many questions and attempts at it, for `make bench` and for tests of what many cost."""

import datetime
import uuid
from random import Random
from typing import Any

from django.db import transaction
from wagtail.models import Page

from training.quizzes.content.schema import SCHEMA, content_hash, item_hash
from training.quizzes.enums import AttemptState
from training.quizzes.grading import Key
from training.quizzes.layout import lay_out
from training.quizzes.models import QuizAttempt, QuizPage, QuizResponse, QuizVersion

QUESTIONS = 20
SKILLED = 0.6  # how likely somebody of middling knowledge is right


def content_of(questions: int = QUESTIONS) -> dict[str, Any]:
    """Return a version's content with so many questions, of all types that are marked by turns."""
    makers = [_single, _multiple, _true_false, _short_answer, _numerical, _match, _ordering, _matrix]
    items = [makers[number % len(makers)](_key(number)) for number in range(questions)]
    return {
        "schema": SCHEMA,
        "title": "A quiz of many",
        "introduction": "",
        "purpose": "self-assessment",
        "pass_mark": None,
        "attempts_allowed": None,
        "grade_method": "highest",
        "shuffle_items": True,
        "shuffle_options": True,
        "one_per_page": False,
        "time_limit": None,
        "review": {"right_answer": True, "marks": True, "feedback": True, "general_feedback": True},
        "overall_feedback": [],
        "items": items,
    }


def _key(number: int) -> str:
    """Return an id as long as Wagtail's."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, str(number)))


def _item(key: str, sort: str, **more: Any) -> dict[str, Any]:
    item = {
        "id": key,
        "type": sort,
        "name": key,
        "stem": f"<p>What is asked at {key}?</p>",
        "max_mark": "1",
        "general_feedback": "",
        "read": [],
        "cites": [],
        "review_on": None,
        **more,
    }
    return {**item, "hash": item_hash(item)}


def _option(key: str, fraction: str) -> dict[str, Any]:
    return {"id": key, "text": f"Option {key}", "fraction": fraction, "feedback": "", "fixed": False}


def _single(key: str) -> dict[str, Any]:
    options = [_option(f"{key}-{letter}", "1" if letter == "a" else "0") for letter in "abcd"]
    return _item(key, "choice", single=True, shuffle=True, options=options)


def _multiple(key: str) -> dict[str, Any]:
    fractions = {"a": "0.5", "b": "0.5", "c": "-0.5", "d": "-0.5"}
    options = [_option(f"{key}-{letter}", fraction) for letter, fraction in fractions.items()]
    return _item(key, "choice", single=False, shuffle=True, options=options)


def _true_false(key: str) -> dict[str, Any]:
    return _item(key, "true-false", right=True, feedback_true="", feedback_false="")


def _short_answer(key: str) -> dict[str, Any]:
    answers = [{"id": f"{key}-a", "text": "front door*", "fraction": "1", "feedback": ""}]
    return _item(key, "short-answer", case_sensitive=False, answers=answers)


def _numerical(key: str) -> dict[str, Any]:
    answers = [{"id": f"{key}-a", "value": "24", "tolerance": "0.5", "fraction": "1", "feedback": ""}]
    return _item(key, "numerical", answers=answers, unit="hours")


def _match(key: str) -> dict[str, Any]:
    choices = [{"id": f"{key}-c{place}", "text": f"Choice {place}"} for place in range(4)]
    pairs = [
        {"id": f"{key}-p{place}", "left": f"Left {place}", "choice": f"{key}-c{place}"} for place in range(3)
    ]
    return _item(key, "match", pairs=pairs, choices=choices)


def _ordering(key: str) -> dict[str, Any]:
    steps = [{"id": f"{key}-s{place}", "text": f"Step {place}"} for place in range(1, 5)]
    return _item(key, "ordering", steps=steps)


def _matrix(key: str) -> dict[str, Any]:
    columns = [{"id": f"{key}-k{place}", "text": f"Person {place}"} for place in range(3)]
    rows = [
        {"id": f"{key}-r{place}", "text": f"Fact {place}", "right": [f"{key}-k{place}"], "feedback": ""}
        for place in range(3)
    ]
    return _item(key, "matrix", columns=columns, rows=rows)


def attempts_of(content: dict[str, Any], count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return `count` attempts as {"layout", "responses"}: people who know more are right more often."""
    random, made = Random(seed), []  # noqa: S311
    for _ in range(count):
        layout, skill = lay_out(content, random), min(max(random.gauss(SKILLED, 0.2), 0), 1)
        responses = {item["id"]: _answer(item, random, skill) for item in content["items"]}
        made.append({"layout": layout, "responses": responses})
    return made


def _answer(item: dict[str, Any], random: Random, skill: float) -> Any:
    """Return an answer: the right one with the likelihood `skill`, else any."""
    right, sort = random.random() < skill, item["type"]
    if sort == "choice":
        best = [option["id"] for option in item["options"] if float(option["fraction"]) > 0]
        return best if right else [random.choice(item["options"])["id"]]
    if sort == "true-false":
        return "true" if right else "false"
    if sort == "short-answer":
        return "Front door team" if right else "The office"
    if sort == "numerical":
        return "24 hours" if right else str(random.randint(1, 72))
    if sort == "match":
        choices = [choice["id"] for choice in item["choices"]]
        return {pair["id"]: pair["choice"] if right else random.choice(choices) for pair in item["pairs"]}
    if sort == "ordering":
        places = list(range(1, len(item["steps"]) + 1))
        if not right:
            random.shuffle(places)
        return {step["id"]: place for step, place in zip(item["steps"], places, strict=True)}
    columns = [column["id"] for column in item["columns"]]
    return {row["id"]: row["right"] if right else random.sample(columns, 1) for row in item["rows"]}


def publish_bare(content: dict[str, Any]) -> QuizPage:
    """Add a quiz with a version that holds `content`; its own page asks nothing."""
    quiz = QuizPage(title=content["title"], slug="a-quiz-of-many", live=False)
    Page.objects.get(depth=1).add_child(instance=quiz)
    digest = content_hash(content)
    QuizVersion.objects.create(quiz=quiz, title=quiz.title, number=1, content=content, content_hash=digest)
    return quiz


@transaction.atomic
def keep_attempts(quiz: QuizPage, attempts: list[dict[str, Any]]) -> None:
    """Store `attempts` at the version of `quiz`, marked, as people without an account leave them."""
    version = quiz.versions.get()
    key = Key(version.read)
    marked = [key.marks(attempt["layout"], attempt["responses"]) for attempt in attempts]
    kept = QuizAttempt.objects.bulk_create(
        QuizAttempt(
            version=version,
            quiz=quiz,
            layout=attempt["layout"],
            state=AttemptState.HANDED_IN,
            handed_in_on=datetime.date(2026, 9, 1),
            score=marks.score,
            max_score=marks.max_score,
            percent=marks.percent,
        )
        for attempt, marks in zip(attempts, marked, strict=True)
    )
    answers = (
        QuizResponse(attempt=one, item_id=item, response=attempt["responses"].get(item), **mark._asdict())
        for one, attempt, marks in zip(kept, attempts, marked, strict=True)
        for item, mark in marks.items.items()
    )
    QuizResponse.objects.bulk_create(answers, batch_size=1000)
