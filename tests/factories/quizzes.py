"""Quizzes for tests: one with an item of every type, a bank question, versions and attempts.

Ids are words, so that a test can say `{"choice": ["choice-1"]}`. Wagtail takes any text for an id.
"""

import datetime
import uuid
from random import Random

from django.utils import timezone

from portal.accounts.models import User
from tests.factories.training import _add, owner, shelf
from training.enums import Holds
from training.quizzes.enums import AttemptState
from training.quizzes.grading import grade
from training.quizzes.layout import lay_out
from training.quizzes.models import BankItem, QuizAttempt, QuizPage, QuizResponse, QuizVersion

AROUND = {
    "name": "",
    "general_feedback": "<p>The front door takes contacts.</p>",
    "read": [],
    "cites": [],
    "review_on": None,
}


def rows(*values, prefix: str) -> list[dict]:
    """Return entries of a list block, with ids that say which they are."""
    return [
        {"type": "item", "id": f"{prefix}-{place}", "value": value}
        for place, value in enumerate(values, start=1)
    ]


def block(kind: str, key: str | None = None, **value) -> dict:
    """Return a block of a quiz as Wagtail stores it; its id is its kind, but for another `key`."""
    marked = {} if kind in ("rating", "free_text", "information") else {"max_mark": "1"}
    stem = {"stem": f"<p>A question: {kind}?</p>"}
    return {"type": kind, "id": key or kind, "value": {**AROUND, **marked, **stem, **value}}


def option(text: str, percent: str, fixed: bool = False) -> dict:
    """Return an option of a choice."""
    return {"text": f"<p>{text}</p>", "percent": percent, "feedback": f"<p>On {text}.</p>", "fixed": fixed}


def answer(text: str, percent: str = "100") -> dict:
    """Return an answer of a short-answer item."""
    return {"text": text, "percent": percent, "feedback": ""}


def single(key: str = "choice", **value) -> dict:
    """Return a choice of one of three; `choice-1` is right."""
    options = rows(option("Ring today", "100"), option("Wait", "0"), option("Write", "-50"), prefix=f"{key}")
    return block("choice", key, **{"single": True, "shuffle": True, "options": options, **value})


def multiple(key: str = "several", **value) -> dict:
    """Return a choice of several; `several-1` and `several-2` are right, with half each."""
    options = rows(option("Name", "50"), option("Number", "50"), option("Rumour", "-50"), prefix=f"{key}")
    return block("choice", key, **{"single": False, "shuffle": True, "options": options, **value})


def of_every_type() -> list[dict]:
    """Return an item of every type, as Wagtail stores it."""
    number = {"value": "21", "tolerance": "1", "percent": "100", "feedback": ""}
    pair = {"left": "<p>MASH</p>", "right": "Front door"}
    row = {"text": "That he is bullied", "right": "Tutor\nParents", "feedback": ""}
    band = {"up_to": 2, "text": "<p>Begin with the levels.</p>", "read": []}
    return [
        block("information"),
        single(),
        multiple(),
        block("true_false", right="true", feedback_true="<p>Yes.</p>", feedback_false="<p>No.</p>"),
        block(
            "short_answer",
            case_sensitive=False,
            answers=rows(answer("front door"), answer("*door*", "50"), prefix="short"),
        ),
        block("numerical", answers=rows(number, prefix="number"), unit="days"),
        block(
            "match",
            pairs=rows(pair, {"left": "<p>EWO</p>", "right": "Attendance"}, prefix="pair"),
            distractors=rows("Housing", prefix="distractor"),
        ),
        block("ordering", steps=rows("Listen", "Write", "Ring", prefix="step")),
        block(
            "matrix",
            columns=rows("Tutor", "Parents", "Class", prefix="column"),
            rows=rows(row, {"text": "His mark", "right": "Tutor", "feedback": ""}, prefix="row"),
        ),
        block("rating", low="not at all", high="fully", bands=rows(band, prefix="band")),
        block("free_text", lines=4, model_answer="<p>What you saw.</p>"),
        {
            "type": "pool",
            "id": "pool",
            "value": {"name": "A pool", "draw": 1, "items": [single("pooled-a"), single("pooled-b")]},
        },
    ]


# A right answer to each of them, as `of_every_type` names things; match goes by digests (see `all_right`).
RIGHT = {
    "choice": ["choice-1"],
    "several": ["several-1", "several-2"],
    "true_false": "true",
    "short_answer": "Front  Door",
    "numerical": "22 days",
    "ordering": {"step-1": 1, "step-2": 2, "step-3": 3},
    "matrix": {"row-1": ["column-1", "column-2"], "row-2": ["column-1"]},
    "rating": 2,
    "free_text": "Some words",
    "pooled-a": ["pooled-a-1"],
    "pooled-b": ["pooled-b-1"],
}


def all_right(content: dict) -> dict:
    """Return responses that are all right to the items of `of_every_type`."""
    match = next(item for item in content["items"] if item["type"] == "match")
    return {**RIGHT, "match": {pair["id"]: pair["choice"] for pair in match["pairs"]}}


def add_quiz(items: list[dict] | None = None, publish: bool = True, **fields) -> QuizPage:
    """Add a quiz with an item of every type, or with `items`; published, so with a version."""
    page = _add(shelf(Holds.QUIZ), QuizPage, live=False, items=items or of_every_type(), **fields)
    page.refresh_from_db()
    return publish_again(page) if publish else page


def publish_again(page: QuizPage) -> QuizPage:
    """Publish `page` as it is now; it gets a version where it says something new."""
    page.save_revision(user=owner(), clean=False).publish()
    return QuizPage.objects.get(pk=page.pk)


def add_bank_item(item: dict | None = None, live: bool = True, **fields) -> BankItem:
    """Add a question to the bank."""
    given = {"title": "Whom to ring", "maintainer": owner(), "live": live, **fields}
    found = BankItem(item=[item or single(f"bank-{uuid.uuid4()}")], **given)
    found.save()
    found.save_revision(clean=False)
    return found


def add_attempt(
    version: QuizVersion, responses: dict | None = None, person: User | None = None, seed: int = 0, **fields
) -> QuizAttempt:
    """Add an attempt that was handed in and marked: everything right, or `responses`."""
    content = version.read
    layout = lay_out(content, Random(seed))
    given = all_right(content) if responses is None else responses
    marks = grade(content, layout, given)
    now = timezone.now() if person else None
    attempt = QuizAttempt.objects.create(
        version=version,
        quiz=version.quiz,
        person=person,
        layout=layout,
        **{
            "state": AttemptState.HANDED_IN,
            "started": now,
            "changed": now,
            "handed_in_on": datetime.date(2026, 9, 1),
            "score": marks.score,
            "max_score": marks.max_score,
            "percent": marks.percent,
            **fields,
        },
    )
    QuizResponse.objects.bulk_create(
        QuizResponse(
            attempt=attempt,
            item_id=key,
            response=given.get(key),
            fraction=mark.fraction,
            mark=mark.mark,
            max_mark=mark.max_mark,
        )
        for key, mark in marks.items.items()
    )
    return attempt
