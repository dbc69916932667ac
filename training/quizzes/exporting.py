"""A quiz as questions of a file, and a word about everything that the file cannot say."""

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings
from wagtail.rich_text import expand_db_html

from training.quizzes import pictures
from training.quizzes.formats import gift, moodle_xml
from training.quizzes.formats import question as q
from training.quizzes.formats.words import name_of
from training.quizzes.formats.written import Written
from training.quizzes.short_answers import number

FORMATS = {
    "gift": (gift.write, "txt", "text/plain"),
    "moodle-xml": (moodle_xml.write, "xml", "application/xml"),
}
NO_WORDS = {"matrix": "a table of who needs to know", "rating": "a rating"}


def export(page, written_as: str) -> Written:
    """Return the questions of a quiz as a file of the format gift or moodle-xml, and what is not in it."""
    exporter = _Exporter(with_pictures=written_as == "moodle-xml")
    questions = [question for child in page.items for question in exporter.questions(child)]
    write = FORMATS[written_as][0]
    result = write(questions)
    return Written(result.text, (*exporter.left_out, *exporter.around(), *result.left_out))


class _Exporter:
    def __init__(self, with_pictures: bool):
        self.with_pictures = with_pictures
        self.left_out: list[str] = []
        self._around: Counter = Counter()

    def questions(self, child) -> Iterator[q.Question]:
        """Give the question of a block, or those of a pool."""
        if child.block_type == "pool":
            count = len(child.value["items"])
            self.left_out.append(
                f"The pool “{child.value['name']}” draws {child.value['draw']} of {count} questions: "
                "the file has all of them, and no pool."
            )
            for inner in child.value["items"]:
                yield from self.questions(inner)
        elif child.block_type == "from_bank":
            if (kept := child.value["question"]) is not None and kept.item:
                yield from self._one(kept.item[0], str(kept.uuid), kept.title, tuple(kept.tags.names()))
        else:
            yield from self._one(child, child.id)

    def around(self) -> list[str]:
        """Return in a line what stands around questions and is not in the file."""
        names = {
            "read": "what to read",
            "cites": "guidance cited",
            "review_on": "review dates",
            "fixed": "fixed places",
        }
        found = [f"{names[key]} ({count})" for key, count in self._around.items()]
        return (
            [f"Not in the file: {', '.join(found)}. A new import of it leaves these alone."] if found else []
        )

    def _one(self, child, key: str, title: str = "", tags: tuple[str, ...] = ()) -> Iterator[q.Question]:
        value = child.value
        stem = self._text(value["stem"])
        name = name_of(value["name"] or title, stem)
        if words := NO_WORDS.get(child.block_type):
            self.left_out.append(
                f"“{name}” is {words}, which neither GIFT nor Moodle XML has: it is left out."
            )
            return
        self._around.update(name for name in ("read", "cites", "review_on") if value[name])
        common = {
            "name": name,
            "stem": stem,
            "id": key,
            "tags": tags,
            "general_feedback": self._text(value["general_feedback"]),
            "mark": Decimal(value.get("max_mark", 1)),
        }
        yield self.MAKERS[child.block_type](self, value, common)

    def _text(self, text) -> q.Text:
        source = getattr(text, "source", text) or ""
        files: tuple[q.EmbeddedFile, ...] = ()
        if self.with_pictures:
            source, files = pictures.out_of_the_library(source)
        html = html_of(source)
        return q.Text(html, q.Format.HTML, files) if html else q.Text()

    def _option(self, value, text: q.Text) -> q.Option:
        return q.Option(text, Decimal(value["percent"]) / 100, self._text(value["feedback"]))

    def _choice(self, value, common: dict) -> q.Question:
        options = []
        for option in value["options"]:
            options.append(self._option(option, self._text(option["text"])))
            self._around.update(["fixed"] if option["fixed"] else [])
        return q.Choice(
            **common, single=bool(value["single"]), shuffle=bool(value["shuffle"]), options=tuple(options)
        )

    def _true_false(self, value, common: dict) -> q.Question:
        return q.TrueFalse(
            **common,
            right=value["right"] == "true",
            feedback_true=self._text(value["feedback_true"]),
            feedback_false=self._text(value["feedback_false"]),
        )

    def _short_answer(self, value, common: dict) -> q.Question:
        answers = tuple(self._option(each, q.Text(each["text"], q.Format.PLAIN)) for each in value["answers"])
        return q.ShortAnswer(**common, answers=answers, case_sensitive=bool(value["case_sensitive"]))

    def _numerical(self, value, common: dict) -> q.Question:
        answers = tuple(
            q.NumericalAnswer(
                None if each["value"].strip() == "*" else number(each["value"]),
                number(each["tolerance"] or "0") or q.NONE,
                Decimal(each["percent"]) / 100,
                self._text(each["feedback"]),
            )
            for each in value["answers"]
        )
        return q.Numerical(**common, answers=answers, unit=value["unit"] or "")

    def _match(self, value, common: dict) -> q.Question:
        pairs = [q.Pair(self._text(pair["left"]), pair["right"]) for pair in value["pairs"]]
        pairs += [q.Pair(q.Text(), text) for text in value["distractors"]]
        return q.Match(**common, pairs=tuple(pairs))

    def _ordering(self, value, common: dict) -> q.Question:
        return q.Ordering(**common, steps=tuple(q.Text(step, q.Format.PLAIN) for step in value["steps"]))

    def _free_text(self, value, common: dict) -> q.Question:
        return q.Essay(**common, lines=value["lines"], model_answer=self._text(value["model_answer"]))

    def _information(self, value, common: dict) -> q.Question:
        return q.Description(**common)

    MAKERS: dict[str, Callable[["_Exporter", Any, dict], q.Question]] = {
        "choice": _choice,
        "true_false": _true_false,
        "short_answer": _short_answer,
        "numerical": _numerical,
        "match": _match,
        "ordering": _ordering,
        "free_text": _free_text,
        "information": _information,
    }


def html_of(source: str) -> str:
    """Return rich text as HTML for elsewhere: no pictures of ours, and addresses in full."""
    html = expand_db_html(pictures.in_words(source))
    return html.replace('href="/', f'href="{settings.WAGTAILADMIN_BASE_URL}/').strip()
