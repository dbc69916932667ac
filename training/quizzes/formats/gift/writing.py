"""Questions written as GIFT, so that reading them gives the same again. What GIFT cannot say is named."""

from collections.abc import Iterable
from decimal import Decimal
from functools import singledispatch

from training.quizzes.formats import question as q
from training.quizzes.formats.gift.blocks import comment_of
from training.quizzes.formats.gift.pieces import escape
from training.quizzes.formats.numbers import written
from training.quizzes.formats.written import Written

_FORMATS = tuple(f"[{each}]" for each in q.Format)


def write(questions: Iterable[q.Question]) -> Written:
    """Return the questions as GIFT, and what could not be said in it."""
    blocks, missing = [], []
    for question in questions:
        missing += [f"“{question.name}”: {what}" for what in _cannot_say(question)]
        if _possible(question):
            blocks.append(_comment(question) + _block(question))
    return Written("".join(f"{block}\n\n" for block in blocks), tuple(missing))


def _comment(question: q.Question) -> str:
    notes = [comment_of("id", question.id)] if question.id else []
    notes += [comment_of("tag", tag) for tag in question.tags]
    return f"// {' '.join(notes)}\n" if notes else ""


@singledispatch
def _block(question: q.Question) -> str:
    return _head(question)


@_block.register
def _(question: q.Category) -> str:
    # Only a backslash would be read as something else here.
    return f"$CATEGORY: {question.name}".replace("\\", "\\\\")


@_block.register
def _(question: q.Essay) -> str:
    return f"{_head(question)}{{{_general(question)}}}"


@_block.register
def _(question: q.TrueFalse) -> str:
    right, wrong = question.feedback_true, question.feedback_false
    if not question.right:
        right, wrong = wrong, right
    said = f"#{_text(wrong, question)}" if wrong or right else ""
    said += f"#{_text(right, question)}" if right else ""
    return f"{_head(question)}{{{str(question.right).upper()}{said}{_general(question)}}}"


@_block.register
def _(question: q.Choice) -> str:
    lines, marked = [], False
    for option in question.options:
        if question.single and option.fraction == 1 and not marked:
            # Only the first: without a ~ the options would be a short answer.
            mark, marked = "=", True
        elif option.fraction == 0 and not option.text.raw.startswith("%"):
            mark = "~"
        else:
            mark = f"~%{_percent(option.fraction)}%"
        lines.append(mark + _text(option.text, question) + _feedback(option, question))
    return _braces(question, lines)


@_block.register
def _(question: q.ShortAnswer) -> str:
    lines = []
    for answer in question.answers:
        words = ("[plain]" if answer.text.raw.startswith(_FORMATS) else "") + escape(answer.text.raw)
        lines.append(f"%{_percent(answer.fraction)}%{words}{_feedback(answer, question)}")
    # With = and -> it would be a match; a single answer needs no =.
    if len(lines) != 1 or "->" not in lines[0]:
        lines = [f"={line}" for line in lines]
    return _braces(question, lines)


@_block.register
def _(question: q.Numerical) -> str:
    lines = []
    for place, answer in enumerate(question.answers, start=1):
        if answer.value is None and answer.fraction == 0 and place == len(question.answers):
            lines.append(f"~{_feedback(answer, question) or '#'}")
            continue
        value = "*" if answer.value is None else f"{written(answer.value)}:{written(answer.tolerance)}"
        lines.append(f"=%{_percent(answer.fraction)}%{value}{_feedback(answer, question)}")
    return _braces(question, lines, "{#")


@_block.register
def _(question: q.Match) -> str:
    return _braces(
        question, [f"={_text(pair.left, question)} -> {escape(pair.right)}" for pair in question.pairs]
    )


def _head(question: q.Question) -> str:
    return f"::{escape(question.name)}::{_text(question.stem, None)}"


def _braces(question: q.Question, lines: list[str], opens: str = "{") -> str:
    lines = [f"\t{line}\n" for line in lines]
    if question.general_feedback:
        lines.append(f"\t{_general(question)}\n")
    return f"{_head(question)}{opens}\n{''.join(lines)}}}"


def _general(question: q.Question) -> str:
    return f"####{_text(question.general_feedback, question)}" if question.general_feedback else ""


def _feedback(answer: q.Option | q.NumericalAnswer, question: q.Question) -> str:
    return f"#{_text(answer.feedback, question)}" if answer.feedback else ""


def _text(text: q.Text, question: q.Question | None) -> str:
    """Return `text`, its format before it where that of the `question` would be taken for it."""
    if not text:
        return ""
    default = question.stem.format if question and question.stem else q.Format.MOODLE
    named = text.format != default or text.raw.startswith("[")
    return (f"[{text.format}]" if named else "") + escape(text.raw)


def _percent(fraction: Decimal) -> str:
    return written(fraction * 100)


def _possible(question: q.Question) -> bool:
    """Return whether GIFT has words for `question` at all."""
    if isinstance(question, q.ShortAnswer):
        return len(question.answers) == 1 or all("->" not in text.raw for text in _answers(question))
    if isinstance(question, q.Match):
        return all("->" not in pair.left.raw for pair in question.pairs)
    return not isinstance(question, q.Ordering)


def _answers(question: q.ShortAnswer) -> list[q.Text]:
    return [text for answer in question.answers for text in (answer.text, answer.feedback)]


def _cannot_say(question: q.Question) -> list[str]:
    """Return what would be lost, or read as something else."""
    said = []
    if isinstance(question, q.Ordering):
        return ["GIFT has no ordering, so the question is left out. Moodle XML has it."]
    if question.mark != 1 and not isinstance(question, q.Description | q.Category):
        said.append(f"GIFT has no marks: the {written(question.mark)} marks become 1.")
    if any(text.files for text in question.texts()):
        said.append("GIFT holds no pictures: they are left out.")
    if isinstance(question, q.Category | q.Description) and question.general_feedback:
        said.append("In GIFT this has no general feedback: it is left out.")
    if isinstance(question, q.ShortAnswer):
        if question.case_sensitive:
            said.append("In GIFT capitals and small letters are the same.")
        if len(question.answers) > 1 and any("->" in text.raw for text in _answers(question)):
            said.append("GIFT takes answers with -> for a match: it is left out. Moodle XML has it.")
    if isinstance(question, q.Match) and any("->" in pair.left.raw for pair in question.pairs):
        said.append("GIFT cannot have -> on the left of a pair: it is left out. Moodle XML has it.")
    if isinstance(question, q.Numerical) and question.unit:
        said.append(f"GIFT has no units: “{question.unit}” is left out.")
    if isinstance(question, q.Essay) and question.model_answer:
        said.append("GIFT has no model answer: it is left out.")
    if isinstance(question, q.Choice):
        said += _of_choice(question)
    return said


def _of_choice(question: q.Choice) -> list[str]:
    if question.single and all(option.fraction != 1 for option in question.options):
        return ["Without an option that counts 100% GIFT reads it as a choice of several."]
    if not question.shuffle:
        return ["GIFT cannot say that the options keep their order."]
    return []
