"""Attempts counted in plain Python, as the database should count them."""

import json
from collections import Counter

from training.quizzes.content.schema import items_of
from training.quizzes.grading import Key
from training.quizzes.statistics.choices import COUNTED
from training.quizzes.statistics.pooling import made_of
from training.quizzes.statistics.tally import Tally, units


def tally_of(content: dict, attempts: list[dict]) -> Tally:
    """Return what is counted of `attempts` at a version with `content`."""
    key, items, tally, responses = Key(content), items_of(content), Tally(), {}
    for attempt in attempts:
        marks = key.marks(attempt["layout"], attempt["responses"])
        score = units(marks.score), units(marks.max_score)
        tally.scores[score] += 1
        for item, mark in marks.items.items():
            if mark.mark is not None:
                tally.marks.setdefault(item, Counter())[units(mark.mark), score] += 1
            if items[item]["type"] in COUNTED and item in attempt["responses"]:
                said = json.dumps(attempt["responses"][item], sort_keys=True)
                responses.setdefault(item, Counter())[said] += 1
    tally.responses = {
        item: [(json.loads(said), people) for said, people in counts.items()]
        for item, counts in responses.items()
    }
    return tally


def made(content: dict, number: int = 1, unchanged: bool = False):
    """Return what pooling knows of a version."""
    return made_of(number, content, unchanged)
