"""Questions of a file as blocks of a quiz, in the JSON that Wagtail stores.

Where the quiz has the question already, its block is changed: ids stay, and so does what no file says (what
to read, guidance, review date, options at a fixed place). Nothing is asked of the database but pictures.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import singledispatchmethod
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from training.quizzes.blocks import MOST_OPTIONS
from training.quizzes.exporting import html_of
from training.quizzes.formats import question as q
from training.quizzes.formats.html import to_html
from training.quizzes.formats.numbers import written
from training.quizzes.formats.words import name_of
from training.quizzes.pictures import Library, rich_text

Block = dict[str, Any]
TYPES = {
    "choice-single": "choice",
    "choice-multiple": "choice",
    "true-false": "true_false",
    "short-answer": "short_answer",
    "numerical": "numerical",
    "match": "match",
    "ordering": "ordering",
    "essay": "free_text",
    "description": "information",
}
UNMARKED = {"essay", "description"}
# What a file does not say, as a new block has it.
AROUND = {"read": [], "cites": [], "review_on": None}
_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}")
_SHARE = Decimal("0.00001")


def block_id(question: q.Question, quiz: str, times: int = 0) -> str:
    """Return the id of a question in `quiz`: its own, or one that its name gives, the same each time.

    `times`: how often the same name stood before it.
    """
    if _PLAIN_ID.fullmatch(question.id):
        return question.id
    return str(uuid5(NAMESPACE_URL, f"quiz/{quiz}/{question.id or question.kind + question.name}/{times}"))


def bank_uuid(question: q.Question) -> UUID:
    """Return the uuid of a question in the question bank."""
    try:
        return UUID(question.id)
    except ValueError:
        return uuid5(NAMESPACE_URL, f"bank/{question.id or question.kind + question.name}")


class Blocks:
    """Makes blocks, and collects what did not go into them: (line, message).

    `says_all`: the file has words for everything. Where it has not, what the quiz says stays.
    """

    def __init__(self, library: Library, says_all: bool):
        self.library = library
        self.says_all = says_all
        self.left_out: list[tuple[int, str]] = []
        self._line = 0

    def block(self, question: q.Question, key: str, old: Block | None = None) -> Block:
        """Return the block of `question`, made anew or out of the `old` one."""
        kind = TYPES[question.kind]
        before = old["value"] if old and old["type"] == kind else {}
        self._line = question.line
        value = {**AROUND, **before, **self._common(question, before)}
        if question.kind not in UNMARKED:
            mark = self._said(before, "max_mark", written(question.mark))
            value["max_mark"] = _number(before.get("max_mark"), mark)
        value.update(self._parts(question, before, key))
        return {"type": kind, "id": key, "value": value}

    def _say(self, message: str) -> None:
        self.left_out.append((self._line, message))

    def _said(self, before: dict, name: str, new: Any) -> Any:
        """Return what the file says of something that GIFT has no words for."""
        return new if self.says_all else before.get(name, new)

    def _common(self, question: q.Question, before: dict) -> dict[str, Any]:
        stem, missing = rich_text(question.stem, self.library)
        for message in missing:
            self._say(message)
        for text in question.texts():
            if text is not question.stem and text.files:
                self._say(
                    "Pictures can stand in the text of a question alone: those of answers are left out."
                )
        feedback = question.general_feedback.html
        if question.kind == "description":
            feedback = self._said(before, "general_feedback", feedback)
        name = "" if question.name == name_of("", question.stem) else question.name
        return {
            "stem": stem if question.stem.files else _kept(before.get("stem"), stem),
            "name": self._within(name, 120, "name"),
            "general_feedback": _kept(before.get("general_feedback"), feedback),
        }

    def _within(self, text: str, most: int, what: str) -> str:
        """Return `text`, cut at `most` characters, after saying so."""
        text = " ".join(text.split())
        if len(text) > most:
            self._say(f"A {what} has at most {most} characters, and is cut: “{text[:60]}...”.")
        return text[:most]

    def _few(self, things: tuple) -> tuple:
        if len(things) > MOST_OPTIONS:
            self._say(f"A question has at most {MOST_OPTIONS} answers: the others are left out.")
        return things[:MOST_OPTIONS]

    @singledispatchmethod
    def _parts(self, question: q.Question, before: dict, key: str) -> dict[str, Any]:
        """Return what belongs to the type of `question`."""
        return {}

    @_parts.register
    def _(self, question: q.Choice, before: dict, key: str) -> dict[str, Any]:
        def value(option: q.Option, old: dict) -> dict:
            return {
                "text": _kept(old.get("text"), short(option.text)),
                "percent": _number(old.get("percent"), percent(option.fraction)),
                "feedback": _kept(old.get("feedback"), short(option.feedback)),
                "fixed": old.get("fixed", False),
            }

        options = self._few(question.options)
        return {
            "single": question.single,
            "shuffle": self._said(before, "shuffle", question.shuffle),
            "options": rows(key, before.get("options", []), options, lambda option: option.text.plain, value),
        }

    @_parts.register
    def _(self, question: q.TrueFalse, before: dict, key: str) -> dict[str, Any]:
        return {
            "right": "true" if question.right else "false",
            "feedback_true": _kept(before.get("feedback_true"), short(question.feedback_true)),
            "feedback_false": _kept(before.get("feedback_false"), short(question.feedback_false)),
        }

    @_parts.register
    def _(self, question: q.ShortAnswer, before: dict, key: str) -> dict[str, Any]:
        def value(answer: q.Option, old: dict) -> dict:
            return {
                "text": self._within(answer.text.raw, 200, "short answer"),
                "percent": _number(old.get("percent"), percent(answer.fraction)),
                "feedback": _kept(old.get("feedback"), short(answer.feedback)),
            }

        answers = self._few(question.answers)
        return {
            "case_sensitive": self._said(before, "case_sensitive", question.case_sensitive),
            "answers": rows(key, before.get("answers", []), answers, lambda answer: answer.text.raw, value),
        }

    @_parts.register
    def _(self, question: q.Numerical, before: dict, key: str) -> dict[str, Any]:
        def value(answer: q.NumericalAnswer, old: dict) -> dict:
            return {
                "value": "*" if answer.value is None else written(answer.value),
                "tolerance": written(answer.tolerance),
                "percent": _number(old.get("percent"), percent(answer.fraction)),
                "feedback": _kept(old.get("feedback"), short(answer.feedback)),
            }

        answers = self._few(question.answers)
        return {
            "answers": rows(key, before.get("answers", []), answers, lambda answer: str(answer.value), value),
            "unit": self._within(self._said(before, "unit", question.unit), 20, "unit"),
        }

    @_parts.register
    def _(self, question: q.Match, before: dict, key: str) -> dict[str, Any]:
        def value(pair: q.Pair, old: dict) -> dict:
            left = _kept(old.get("left"), short(pair.left))
            return {"left": left, "right": self._within(pair.right, 250, "right side")}

        pairs = self._few(tuple(pair for pair in question.pairs if pair.left))
        others = [pair.right for pair in question.pairs if not pair.left]
        return {
            "pairs": rows(key, before.get("pairs", []), pairs, lambda pair: pair.left.plain, value),
            "distractors": self._lines(f"{key}/distractors", before.get("distractors", []), others),
        }

    @_parts.register
    def _(self, question: q.Ordering, before: dict, key: str) -> dict[str, Any]:
        steps = [step.plain for step in self._few(question.steps)]
        return {"steps": self._lines(key, before.get("steps", []), steps)}

    @_parts.register
    def _(self, question: q.Essay, before: dict, key: str) -> dict[str, Any]:
        model = self._said(before, "model_answer", question.model_answer.html)
        lines = self._said(before, "lines", min(question.lines, 20))
        return {"lines": lines, "model_answer": _kept(before.get("model_answer"), model)}

    def _lines(self, key: str, before: list, texts: list[str]) -> list[Block]:
        texts = [self._within(text, 250, "line") for text in texts]
        return rows(key, before, texts, str, lambda text, old: text)


def rows(
    key: str,
    before: list[Block],
    things: Iterable,
    text_of: Callable[[Any], str],
    value: Callable[[Any, Any], Any],
) -> list[Block]:
    """Return entries of a list. Those with the same text keep their ids; a changed one, that of its place."""
    things = list(things)
    texts = [text_of(thing) for thing in things]
    kept = {_text(entry["value"]): entry for entry in reversed(before)}
    free = [entry for entry in before if _text(entry["value"]) not in texts]
    made: list[Block] = []
    used: set[str] = set()
    for place, (thing, text) in enumerate(zip(things, texts, strict=True)):
        old = kept.pop(text, None)
        if old is None and place < len(before) and before[place] in free:
            old = before[place]
        made_id = old["id"] if old else _new_id(key, text, used)
        used.add(made_id)
        old_value = old["value"] if old and isinstance(old["value"], dict) else {}
        made.append({"type": "item", "id": made_id, "value": value(thing, old_value)})
    return made


def _new_id(key: str, text: str, used: set[str]) -> str:
    """Return an id that the text gives, and that tells nothing of it."""
    for time in range(len(used) + 1):
        made = str(uuid5(NAMESPACE_URL, f"{key}/{text}/{time}"))
        if made not in used:
            return made
    raise AssertionError("an id is free among one more than are used")


def _text(value) -> str:
    """Return by what text an entry of a list is known."""
    if not isinstance(value, dict):
        return value
    if "tolerance" in value:
        return "None" if value["value"] == "*" else str(value["value"])
    for name in ("left", "text"):
        if name in value:
            return q.Text(html_of(value[name]), q.Format.HTML).plain if "<" in value[name] else value[name]
    return ""


def _kept(old: str | None, new: str) -> str:
    """Return the rich text that is there, where it says the same: its links lead to pages, not addresses."""
    return old if old and to_html(html_of(old), q.Format.HTML) == new else new


def _number(old: str | None, new: str) -> str:
    """Return the number as it is written there, where it is the same: 50.00 and 50."""
    return old if old and Decimal(old) == Decimal(new) else new


def short(text: q.Text) -> str:
    """Return a text for a place without lists: their entries become paragraphs."""
    html = re.sub(r"</?[uo]l>", "", text.html)
    return re.sub(r"<(/?)li>", r"<\1p>", html)


def percent(fraction: Decimal) -> str:
    """Return a fraction as what an option is worth in per cent."""
    return written((fraction * 100).quantize(_SHARE))
