"""Questions from Moodle XML. What is not kept is named, with its line."""

import base64
import binascii
from collections.abc import Callable
from decimal import Decimal

from training.quizzes.formats import checks
from training.quizzes.formats import question as q
from training.quizzes.formats.limits import MOST_OPTIONS, MOST_QUESTIONS
from training.quizzes.formats.moodle_xml import tree
from training.quizzes.formats.moodle_xml.tree import Node
from training.quizzes.formats.numbers import number_of
from training.quizzes.formats.problems import Problems, RefusedError
from training.quizzes.formats.words import name_of

FORMATS = {
    "moodle_auto_format": q.Format.MOODLE,
    "html": q.Format.HTML,
    "plain_text": q.Format.PLAIN,
    "markdown": q.Format.MARKDOWN,
}
COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read(text: str) -> q.Report:
    """Return the questions of a Moodle XML file. Raises RefusedError for what is no such file."""
    root = tree.parse(text)
    if root.tag != "quiz":
        raise RefusedError(
            f"This is XML, but no questions of Moodle: it begins with <{root.tag[:40]}>, not with <quiz>.",
            root.line,
        )
    problems = Problems()
    questions: list[q.Question] = []
    for node in root.children:
        if node.tag != "question":
            problems.add(node.line, f"<{node.tag[:40]}> is no question, and is left out.")
            continue
        if len(questions) == MOST_QUESTIONS:
            problems.add(node.line, f"From here on nothing is read: a file has {MOST_QUESTIONS} questions.")
            break
        if (question := _Reader(node, problems).question()) is not None:
            checks.check(question, problems)
            questions.append(question)
    return q.Report(tuple(questions), problems.all())


class _Reader:
    """Reads one <question>."""

    def __init__(self, node: Node, problems: Problems):
        self.node = node
        self.problems = problems
        self.default = q.Format.HTML

    def question(self) -> q.Question | None:
        """Return the question; None, after saying so, for a type that is not supported."""
        makers: dict[str, Callable[[], q.Question]] = {
            "multichoice": self._choice,
            "truefalse": self._true_false,
            "shortanswer": self._short_answer,
            "numerical": self._numerical,
            "matching": self._match,
            "match": self._match,
            "ordering": self._ordering,
            "essay": self._essay,
            "description": lambda: q.Description(**self._common()),
            "category": self._category,
        }
        kind = self.node.attributes.get("type", "").strip()
        if kind not in makers:
            name = self.node.first("name", "text").text[:60] or "without a name"
            self._say(f"“{name}” is of the type “{kind[:40]}”, which is not supported: it is left out.")
            return None
        return makers[kind]()

    def _say(self, message: str, node: Node | None = None) -> None:
        self.problems.add((node or self.node).line, message)

    def _common(self) -> dict:
        stem = self._text(self.node.first("questiontext"))
        self.default = FORMATS.get(self.node.first("questiontext").attributes.get("format", ""), self.default)
        self._name_what_is_lost()
        return {
            "name": name_of(self.node.first("name", "text").text, stem),
            "stem": stem,
            "id": " ".join(self.node.first("idnumber").text.split())[:255],
            "tags": self._tags(),
            "general_feedback": self._text(self.node.first("generalfeedback")),
            "mark": self._mark(),
            "line": self.node.line,
        }

    def _tags(self) -> tuple[str, ...]:
        tags = (" ".join(tag.first("text").text.split()) for tag in self.node.first("tags").all("tag"))
        return tuple(dict.fromkeys(tag for tag in tags if tag))

    def _mark(self) -> Decimal:
        typed = self.node.first("defaultgrade").text
        mark = number_of(typed) if typed else q.ONE
        if mark is None or not 0 <= mark <= 1000:
            self._say(f"“{typed[:40]}” is no mark: the question counts 1.", self.node.first("defaultgrade"))
            return q.ONE
        return mark

    def _name_what_is_lost(self) -> None:
        if any(self.node.first(tag, "text").text for tag in COMBINED):
            self._say("What is said to all who are right, partly right or wrong is left out. Feedback stays.")
        if self.node.has("hint"):
            self._say("Hints are left out.", self.node.first("hint"))
        if self.node.first("responsetemplate", "text").text:
            self._say("The beginning of an answer (response template) is left out.")
        if self.node.has("image_base64"):
            self._say("A picture in the manner of Moodle 1 is left out.", self.node.first("image_base64"))

    def _text(self, node: Node, default: q.Format | None = None) -> q.Text:
        """Return the text of an element in its format, with the files that it brings."""
        raw = node.first("text").text
        files = tuple(file for each in node.all("file") if (file := self._file(each)))
        if not raw and not files:
            return q.Text()
        written = node.attributes.get("format", "").strip()
        if written and written not in FORMATS:
            self._say(f"A text in the format “{written[:40]}” is read as HTML.", node)
        return q.Text(raw, FORMATS.get(written, default or self.default), files)

    def _file(self, node: Node) -> q.EmbeddedFile | None:
        name = " ".join(node.attributes.get("name", "").split())
        if node.attributes.get("encoding") != "base64":
            self._say(f"The file “{name}” is not written as base64, and is left out.", node)
            return None
        try:
            content = base64.b64decode("".join("".join(node.pieces).split()), validate=True)
        except (binascii.Error, ValueError):
            self._say(f"The file “{name}” is damaged, and is left out.", node)
            return None
        return q.EmbeddedFile(name, content, node.attributes.get("path", "/"))

    def _choice(self) -> q.Question:
        single = self.node.first("single").text
        return q.Choice(
            **self._common(),
            single=single not in ("false", "0") if self.node.has("single") else True,
            options=self._options(),
            shuffle=_truth(self.node.first("shuffleanswers").text, False),
        )

    def _options(self, plain: bool = False) -> tuple[q.Option, ...]:
        options = []
        for node in self._answers("answer"):
            text = q.Text(node.first("text").text, q.Format.PLAIN) if plain else self._text(node)
            options.append(q.Option(text, self._fraction(node), self._text(node.first("feedback"))))
        return tuple(options)

    def _answers(self, tag: str) -> list[Node]:
        nodes = list(self.node.all(tag))
        if len(nodes) > MOST_OPTIONS:
            self._say(f"What comes after {MOST_OPTIONS} answers is left out.", nodes[MOST_OPTIONS])
        return nodes[:MOST_OPTIONS]

    def _fraction(self, node: Node) -> Decimal:
        typed = node.attributes.get("fraction", "0")
        percent = number_of(typed)
        if percent is None:
            self._say(f"“{typed[:40]}” is no share of the mark: it counts as nothing.", node)
            return q.NONE
        return percent / 100

    def _true_false(self) -> q.Question:
        right, said = True, {"true": q.Text(), "false": q.Text()}
        common = self._common()
        for place, node in enumerate(self._answers("answer")[:2]):
            name = node.first("text").text.lower()
            if name not in said:
                # Old exports have words of their language: right comes first there.
                name = ("true", "false")[place]
                self._say(
                    f"“{node.first('text').text[:40]}” is taken for “{name}”: check which is right.", node
                )
            said[name] = self._text(node.first("feedback"))
            right = (self._fraction(node) == 1) == (name == "true")
        if not self.node.has("answer"):
            self._say("Neither true nor false is right: it is taken as true.")
        return q.TrueFalse(**common, right=right, feedback_true=said["true"], feedback_false=said["false"])

    def _short_answer(self) -> q.Question:
        return q.ShortAnswer(
            **self._common(),
            answers=self._options(plain=True),
            case_sensitive=_truth(self.node.first("usecase").text, False),
        )

    def _numerical(self) -> q.Question:
        common = self._common()
        answers = tuple(self._number(node) for node in self._answers("answer"))
        units = [unit.first("unit_name").text for unit in self.node.first("units").all("unit")]
        if len(units) > 1:
            self._say(f"Of several units the first is kept: {units[0][:40]}.", self.node.first("units"))
        return q.Numerical(**common, answers=answers, unit=units[0] if units else "")

    def _number(self, node: Node) -> q.NumericalAnswer:
        # An answer outside of <text> is how old files have it.
        typed = node.first("text").text or node.text
        value = None if typed == "*" else number_of(typed)
        around = number_of(node.first("tolerance").text or "0")
        if around is None or (value is None and typed != "*"):
            self._say(f"“{typed[:40]}” is no number, or its tolerance is none.", node)
            value, around = value or q.NONE, around or q.NONE
        return q.NumericalAnswer(value, around, self._fraction(node), self._text(node.first("feedback")))

    def _match(self) -> q.Question:
        common = self._common()
        pairs = tuple(
            q.Pair(self._text(node), node.first("answer", "text").text)
            for node in self._answers("subquestion")
        )
        return q.Match(**common, pairs=pairs, shuffle=_truth(self.node.first("shuffleanswers").text, True))

    def _ordering(self) -> q.Question:
        common = self._common()
        if any(node.first("feedback", "text").text for node in self.node.all("answer")):
            self._say("Feedback for single steps is left out.")
        return q.Ordering(**common, steps=tuple(self._text(node) for node in self._answers("answer")))

    def _essay(self) -> q.Question:
        lines = number_of(self.node.first("responsefieldlines").text)
        return q.Essay(
            **self._common(),
            lines=int(lines) if lines is not None and 1 <= lines <= 40 else 15,
            model_answer=self._text(self.node.first("graderinfo")),
        )

    def _category(self) -> q.Question:
        name = " ".join(self.node.first("category", "text").text.split())
        return q.Category(name, line=self.node.line, id=" ".join(self.node.first("idnumber").text.split()))


def _truth(typed: str, otherwise: bool) -> bool:
    return typed.strip().lower() not in ("false", "0") if typed.strip() else otherwise
