"""What is said of a question that cannot be answered or marked as it stands.

It is imported all the same, as a draft: the editor can put it right there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import singledispatch

from training.quizzes.formats import question as q
from training.quizzes.formats.html import SWALLOWED, tags_left_out
from training.quizzes.formats.limits import LONGEST_TEXT, MOST_BRACKETS
from training.quizzes.formats.problems import Problems

CLOSE = Decimal("0.01")  # three times 33.33 per cent is all right


def check(question: q.Question, problems: Problems) -> None:
    """Add to `problems` what is wrong with `question`, at its line."""
    for message in [*_of_texts(question), *_wrong(question)]:
        problems.add(question.line, message)


def _of_texts(question: q.Question) -> Iterator[str]:
    if question.kind != "category" and not question.stem:
        yield "The question has no text."
    lost = {tag for text in question.texts() if "<" in text.raw for tag in _lost(text)}
    if swallowed := lost & SWALLOWED:
        yield f"{_names(swallowed)} and what stands in it is left out."
    if others := lost - SWALLOWED:
        yield f"Formatting that the portal does not have is left out, the words in it stay: {_names(others)}."
    for text in question.texts():
        if len(text.raw) > LONGEST_TEXT:
            yield f"A text has more than {LONGEST_TEXT:,} characters and is left out. Shorten it."
        if text.format == q.Format.MARKDOWN and text.raw.count("[") > MOST_BRACKETS:
            yield f"A text in Markdown has more than {MOST_BRACKETS} of [ and is read as plain text."


def _names(tags: set[str]) -> str:
    return ", ".join(f"<{tag}>" for tag in sorted(tags)[:10])


def _lost(text: q.Text) -> list[str]:
    return [] if text.format == q.Format.PLAIN else tags_left_out(text.raw)


@singledispatch
def _wrong(question: q.Question) -> Iterable[str]:
    return ()


@_wrong.register
def _(question: q.Choice) -> Iterator[str]:
    options = question.options
    if len(options) < 2:
        yield "A choice needs two options or more."
    yield from _empty(options)
    yield from _repeated(option.text.plain for option in options)
    yield from _out_of_range(options)
    best = max((option.fraction for option in options), default=q.NONE)
    right = sum((option.fraction for option in options if option.fraction > 0), q.NONE)
    if best <= 0:
        yield "No option is right. Mark the right one with = (or give the right ones a share of 100%)."
    elif question.single and best != 1:
        yield f"One answer may be chosen, and the best one counts {_percent(best)}. It should be 100%."
    elif not question.single and abs(right - 1) > CLOSE:
        yield f"The right options add up to {_percent(right)}. They should add up to 100%."


@_wrong.register
def _(question: q.ShortAnswer) -> Iterator[str]:
    answers = question.answers
    if not answers:
        yield "There is no answer."
        return
    yield from _empty(answers, "An answer is empty.")
    yield from _repeated(
        (answer.text.raw if question.case_sensitive else answer.text.raw.lower() for answer in answers),
        "answer",
    )
    yield from _out_of_range(answers)
    yield from _best_is_all(answers)


@_wrong.register
def _(question: q.Numerical) -> Iterator[str]:
    if not question.answers:
        yield "There is no number as an answer."
        return
    yield from _out_of_range(question.answers)
    yield from _best_is_all(question.answers)
    if any(answer.tolerance < 0 for answer in question.answers):
        yield "The tolerance of a number is less than nothing."


@_wrong.register
def _(question: q.Match) -> Iterator[str]:
    pairs = [pair for pair in question.pairs if pair.left]
    if len(pairs) < 2:
        yield "A match needs two pairs or more."
    if any(not pair.right for pair in question.pairs):
        yield "A pair has nothing on its right: write left -> right."
    yield from _repeated((pair.left.plain for pair in pairs), "left side")


@_wrong.register
def _(question: q.Ordering) -> Iterator[str]:
    if len(question.steps) < 2:
        yield "Putting in order needs two steps or more."
    yield from _repeated((step.plain for step in question.steps), "step")


@_wrong.register
def _(question: q.Category) -> Iterator[str]:
    if not question.name:
        yield "The category has no name."


def _empty(options: Iterable[q.Option], said: str = "An option is empty.") -> Iterator[str]:
    if any(not option.text for option in options):
        yield said
    for option in options:
        if option.text and not option.text.plain and not option.text.files:
            words = option.text.raw[:60]
            yield f"Nothing of “{words}” can be seen: write &lt; for <, or begin with [plain]."


def _repeated(texts: Iterable[str], what: str = "option") -> Iterator[str]:
    for text, times in Counter(texts).items():
        if times > 1 and text:
            yield f"The {what} “{text[:60]}” stands here {times} times."


def _best_is_all(answers) -> Iterator[str]:
    best = max(answer.fraction for answer in answers)
    if best != 1:
        yield f"The best answer counts {_percent(best)}. It should be 100%."


def _out_of_range(answers) -> Iterator[str]:
    for answer in answers:
        if abs(answer.fraction) > 1:
            yield f"A share of {_percent(answer.fraction)} is not possible: from -100% to 100%."


def _percent(fraction: Decimal) -> str:
    return f"{(fraction * 100).normalize():f}%"
