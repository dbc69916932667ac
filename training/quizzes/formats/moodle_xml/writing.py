"""Questions written as Moodle XML, so that reading them gives the same again."""

import base64
from collections.abc import Iterable
from functools import singledispatch
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from training.quizzes.formats import question as q
from training.quizzes.formats.moodle_xml.parsing import FORMATS
from training.quizzes.formats.numbers import written
from training.quizzes.formats.written import Written

_NAMES = {ours: theirs for theirs, ours in FORMATS.items()}
_TYPES = {
    "choice-single": "multichoice",
    "choice-multiple": "multichoice",
    "true-false": "truefalse",
    "short-answer": "shortanswer",
    "match": "matching",
}


def write(questions: Iterable[q.Question]) -> Written:
    """Return the questions as Moodle XML. It has words for all of them."""
    root = Element("quiz")
    for question in questions:
        node = SubElement(root, "question", type=_TYPES.get(question.kind, question.kind))
        if isinstance(question, q.Category):
            _put(SubElement(node, "category"), "text", question.name)
            _put(node, "idnumber", question.id)
        else:
            _common(node, question)
            _answers(question, node)
    indent(root)
    return Written('<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n")


def _common(node: Element, question: q.Question) -> None:
    _put(SubElement(node, "name"), "text", question.name)
    _text(node, "questiontext", question.stem)
    _text(node, "generalfeedback", question.general_feedback)
    _put(node, "defaultgrade", written(question.mark))
    _put(node, "idnumber", question.id)
    if question.tags:
        tags = SubElement(node, "tags")
        for tag in question.tags:
            _put(SubElement(tags, "tag"), "text", tag)


@singledispatch
def _answers(question: q.Question, node: Element) -> None:
    """Add what belongs to the type of `question`."""


@_answers.register
def _(question: q.Choice, node: Element) -> None:
    _put(node, "single", _truth(question.single))
    _put(node, "shuffleanswers", _truth(question.shuffle))
    for option in question.options:
        _option(node, option)


@_answers.register
def _(question: q.TrueFalse, node: Element) -> None:
    for name, right, said in (
        ("true", question.right, question.feedback_true),
        ("false", not question.right, question.feedback_false),
    ):
        _option(node, q.Option(q.Text(name), q.ONE if right else q.NONE, said))


@_answers.register
def _(question: q.ShortAnswer, node: Element) -> None:
    _put(node, "usecase", str(int(question.case_sensitive)))
    for answer in question.answers:
        _option(node, answer)


@_answers.register
def _(question: q.Numerical, node: Element) -> None:
    for answer in question.answers:
        value = "*" if answer.value is None else written(answer.value)
        added = _option(node, q.Option(q.Text(value), answer.fraction, answer.feedback))
        _put(added, "tolerance", written(answer.tolerance))
    if question.unit:
        unit = SubElement(SubElement(node, "units"), "unit")
        _put(unit, "multiplier", "1")
        _put(unit, "unit_name", question.unit)


@_answers.register
def _(question: q.Match, node: Element) -> None:
    _put(node, "shuffleanswers", _truth(question.shuffle))
    for pair in question.pairs:
        added = _text(node, "subquestion", pair.left)
        _put(SubElement(added, "answer"), "text", pair.right)


@_answers.register
def _(question: q.Ordering, node: Element) -> None:
    for name, value in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", str(len(question.steps))),
        ("gradingtype", "ABSOLUTE_POSITION"),
        ("showgrading", "SHOW"),
    ):
        _put(node, name, value)
    for place, step in enumerate(question.steps, start=1):
        _text(node, "answer", step).set("fraction", str(place))


@_answers.register
def _(question: q.Essay, node: Element) -> None:
    _put(node, "responseformat", "editor")
    _put(node, "responserequired", "0")
    _put(node, "responsefieldlines", str(question.lines))
    _text(node, "graderinfo", question.model_answer)


def _option(node: Element, option: q.Option) -> Element:
    added = _text(node, "answer", option.text)
    added.set("fraction", written(option.fraction * 100))
    _text(added, "feedback", option.feedback)
    return added


def _text(node: Element, tag: str, text: q.Text) -> Element:
    added = SubElement(node, tag, format=_NAMES[text.format])
    _put(added, "text", text.raw)
    for file in text.files:
        content = base64.b64encode(file.content).decode()
        SubElement(added, "file", name=file.name, path=file.path, encoding="base64").text = content
    return added


def _put(node: Element, tag: str, value: str) -> None:
    SubElement(node, tag).text = value


def _truth(value: bool) -> str:
    return "true" if value else "false"
