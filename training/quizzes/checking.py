"""Rules of an item, said so that whoever writes it knows what to do.

Each `check_...` takes the value of a block and returns what is wrong, by field: {} where nothing is.
"""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from training.quizzes.enums import Purpose
from training.quizzes.short_answers import number

WHOLE = Decimal(100)
# Thirds and sixths of a hundred do not sum to it at five places.
NEAR = Decimal("0.01")


def check_item(value) -> dict[str, str]:
    """Return what is wrong with what every item has, by field."""
    wrong = {} if said(value["stem"]) else {"stem": "Write the question: there is nothing to answer yet."}
    if "max_mark" in value and (value["max_mark"] is None or value["max_mark"] <= 0):
        wrong["max_mark"] = "A question that is marked is worth more than 0."
    return wrong


def said(text) -> str:
    """Return rich or plain text as words: what a reader sees of it. A picture counts for its description."""
    source = getattr(text, "source", text) or ""
    with_pictures = re.sub(r'<embed[^>]*alt="([^"]*)"[^>]*>', r" [\1] ", source)
    return " ".join(strip_tags(with_pictures).replace("&nbsp;", " ").replace("\xa0", " ").split())


def repeated(texts: Iterable[str]) -> list[str]:
    """Return what stands more than once, whatever the case."""
    return [text for text, times in Counter(text.casefold() for text in texts).items() if times > 1]


def check_choice(value) -> dict[str, str]:
    """Options that differ, and a right one; percentages that come to 100."""
    options = value["options"]
    texts = [said(option["text"]) for option in options]
    if len(options) < 2:
        return {"options": "Give two options at least: with one there is nothing to choose."}
    if not all(texts):
        return {"options": f"Option {texts.index('') + 1} is empty."}
    if same := repeated(texts):
        return {"options": f"Two options are the same: “{same[0]}”. Change or delete one."}
    return _wrong_fractions([option["percent"] for option in options], value["single"])


def _wrong_fractions(percents: list[Decimal], single: bool) -> dict[str, str]:
    if single:
        if max(percents) < WHOLE:
            return {"options": "No option is right. Give the right one 100 per cent."}
        return {}
    positive = sum((percent for percent in percents if percent > 0), Decimal(0))
    if not positive:
        return {"options": "No option is right. Share 100 per cent among the right ones."}
    if abs(positive - WHOLE) > NEAR:
        return {
            "options": f"The percentages of the right options come to {positive.normalize():f}. "
            "They must come to 100, so that whoever finds all of them gets the full mark."
        }
    return {}


def check_true_false(value) -> dict[str, str]:
    """It says which of the two is right."""
    return {} if value["right"] in ("true", "false") else {"right": "Say whether it is true or false."}


def check_short_answer(value) -> dict[str, str]:
    """Answers with words in them, each once, and one that is right."""
    texts = [" ".join(answer["text"].split()) for answer in value["answers"]]
    if not texts:
        return {"answers": "Add an answer that is right."}
    if not all(texts):
        return {"answers": f"Answer {texts.index('') + 1} is empty."}
    exact = value["case_sensitive"]
    if same := (_repeated_exactly(texts) if exact else repeated(texts)):
        return {"answers": f"Two answers are the same: “{same[0]}”. Delete one."}
    if "*" in texts[:-1]:
        return {"answers": "“*” fits every answer, so what stands below it never counts. Move it to the end."}
    best = max(answer["percent"] for answer in value["answers"])
    return {} if best >= WHOLE else {"answers": "No answer is right. Give the right one 100 per cent."}


def _repeated_exactly(texts: list[str]) -> list[str]:
    return [text for text, times in Counter(texts).items() if times > 1]


def check_numerical(value) -> dict[str, str]:
    """Numbers, with a tolerance that is one, and one that is right."""
    answers = value["answers"]
    if not answers:
        return {"answers": "Add the number that is right."}
    for place, answer in enumerate(answers, start=1):
        written = answer["value"].strip()
        if written == "*":
            if place < len(answers):
                return {
                    "answers": "“*” fits every number, so what stands below it never counts. "
                    "Move it to the end."
                }
        elif number(written) is None:
            return {"answers": f"Answer {place}: “{written}” is no number. Write it in digits: 21, or 0.5."}
        tolerance = number(answer["tolerance"].strip() or "0")
        if tolerance is None or tolerance < 0:
            return {
                "answers": f"Answer {place}: the tolerance “{answer['tolerance']}” is no number from 0 up."
            }
    values = [number(answer["value"]) for answer in answers]
    if len(values) != len(set(values)):
        return {"answers": "Two answers are the same number. Delete one."}
    right = [answer for answer in answers if answer["percent"] >= WHOLE and answer["value"].strip() != "*"]
    return {} if right else {"answers": "No number is right. Give the right one 100 per cent."}


def check_match(value) -> dict[str, str]:
    """Two pairs at least, two things to choose from, and nothing twice."""
    pairs = value["pairs"]
    if len(pairs) < 2:
        return {"pairs": "Give two pairs at least: with one there is nothing to match."}
    lefts = [said(pair["left"]) for pair in pairs]
    rights = [" ".join(pair["right"].split()) for pair in pairs]
    if not all(lefts):
        return {
            "pairs": f"Pair {lefts.index('') + 1} has nothing on its left. "
            "What is only there to mislead belongs below."
        }
    if not all(rights):
        return {"pairs": f"Pair {rights.index('') + 1} has nothing on its right."}
    if same := repeated(lefts):
        return {"pairs": f"Two pairs have the same left side: “{same[0]}”."}
    extra = [" ".join(text.split()) for text in value["distractors"]]
    if len({text.casefold() for text in [*rights, *extra]}) < 2:
        return {"pairs": "All right sides are the same, so there is nothing to choose."}
    in_pairs = {text.casefold() for text in rights}
    if taken := [text for text in extra if text.casefold() in in_pairs]:
        return {"distractors": f"“{taken[0]}” is the right side of a pair, so it does not mislead."}
    if same := repeated(extra):
        return {"distractors": f"“{same[0]}” stands here twice."}
    return {}


def check_ordering(value) -> dict[str, str]:
    """Two steps at least, each once."""
    texts = [" ".join(step.split()) for step in value["steps"]]
    if len(texts) < 2:
        return {"steps": "Give two steps at least: one alone has no order."}
    if not all(texts):
        return {"steps": f"Step {texts.index('') + 1} is empty."}
    if same := repeated(texts):
        return {"steps": f"Two steps are the same: “{same[0]}”. Nobody could tell which comes first."}
    return {}


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def check_matrix(value) -> dict[str, str]:
    """Two columns, a row, and right cells that are columns."""
    columns = [" ".join(column.split()) for column in value["columns"]]
    if len(columns) < 2:
        return {"columns": "Give two columns at least: people or roles who may need to know."}
    if same := repeated(columns):
        return {"columns": f"Two columns are the same: “{same[0]}”."}
    rows = value["rows"]
    if not rows:
        return {"rows": "Add a row: a fact that some need to know."}
    texts = [" ".join(row["text"].split()) for row in rows]
    if not all(texts):
        return {"rows": f"Row {texts.index('') + 1} is empty."}
    if same := repeated(texts):
        return {"rows": f"Two rows are the same: “{same[0]}”."}
    for place, row in enumerate(rows, start=1):
        for name in lines_of(row["right"]):
            if name not in columns:
                return {
                    "rows": f"Row {place} names “{name}”, which is no column. Copy it as it stands above."
                }
    if not any(lines_of(row["right"]) for row in rows):
        return {"rows": "No cell is right. Name in each row the columns that belong to it."}
    return {}


def check_rating(value) -> dict[str, str]:
    """Bands of answers rise, so that each rating falls into one."""
    limits = [band["up_to"] for band in value["bands"]]
    if limits != sorted(set(limits)):
        return {"bands": "Put the lowest band first; each “up to” is higher than the one before it."}
    return {}


def check_pool(value) -> dict[str, str]:
    """It draws no more than it has, from questions that are worth the same."""
    items = value["items"]
    if len(items) < 2:
        return {"items": "A pool needs two questions at least. One alone needs no pool."}
    if value["draw"] > len(items):
        return {"draw": f"It draws {value['draw']} and has {len(items)}. Draw fewer, or add questions."}
    if any(item.block_type == "information" for item in items):
        return {"items": "A text without a question does not belong into a pool: it might stand alone."}
    worth = {_worth(item) for item in items}
    if value["draw"] < len(items) and len(worth) > 1:
        return {
            "items": "These questions are worth different marks, so whoever is luckier could get more. "
            "Give all of a pool the same mark."
        }
    return {}


def _worth(child) -> Decimal:
    value = child.value
    if child.block_type == "from_bank":
        question = value["question"]
        return question.worth if question else Decimal(0)
    return value.get("max_mark", Decimal(0)) if hasattr(value, "get") else Decimal(0)


def check_quiz(page) -> None:
    """Refuse a quiz whose settings or questions contradict each other."""
    wrong = _wrong_pass_mark(page) | _wrong_bands(page)
    assessed = page.purpose == Purpose.ASSESSMENT
    if assessed and not _is_marked(page):
        wrong["items"] = "An assessment needs a question that is marked."
    elif twice := _twice(page):
        wrong["items"] = f"“{twice}” of the question bank stands here twice."
    if wrong:
        raise ValidationError(wrong)


def _wrong_pass_mark(page) -> dict[str, str]:
    assessed = page.purpose == Purpose.ASSESSMENT
    if assessed and page.pass_mark is None:
        return {"pass_mark": "An assessment needs a pass mark."}
    if not assessed and page.pass_mark is not None:
        return {"pass_mark": "Nobody passes or fails a self-assessment: leave this empty."}
    return {}


def _wrong_bands(page) -> dict[str, str]:
    bands = [child.value["least"] for child in page.overall_feedback]
    if len(bands) != len(set(bands)):
        return {"overall_feedback": "Two score bands begin at the same score."}
    if bands and 0 not in bands:
        return {"overall_feedback": "One band must begin at 0: else some results have no first words."}
    if bands and not _is_marked(page):
        return {"overall_feedback": "No question is marked, so there is no score. Delete the bands."}
    return {}


def _each(page):
    """Yield every item of a quiz, those of pools among them."""
    for child in page.items:
        yield from child.value["items"] if child.block_type == "pool" else [child]


def _is_marked(page) -> bool:
    return any(_worth(child) > 0 for child in _each(page))


def _twice(page) -> str:
    """Return the name of a question of the bank that a quiz has twice, or nothing."""
    found = [child.value["question"] for child in _each(page) if child.block_type == "from_bank"]
    times = Counter(question.pk for question in found if question)
    return next((question.title for question in found if question and times[question.pk] > 1), "")
