"""Answers without the words of whoever gave them: for accounts that are erased, and who never had one."""

from training.quizzes.content.schema import Item
from training.quizzes.enums import ItemType
from training.quizzes.short_answers import fitting_answer, number

TYPED = {ItemType.SHORT_ANSWER, ItemType.NUMERICAL}


def without_words(item: Item | None, response):
    """Return what takes the place of `response`, which somebody may have written their name into.

    It is marked the same: of a short answer it is the expected one that it fitted, or one that fits none; of
    a number it is the number, or nothing.
    """
    if item is None or item["type"] == ItemType.FREE_TEXT:
        return None
    if item["type"] not in TYPED or not isinstance(response, str):
        return response
    if item["type"] == ItemType.NUMERICAL:
        return response if number(response, item["unit"]) is not None else ""
    fitted = fitting_answer(item, response)
    stars = (fitted["text"].replace("*", letters) for letters in ("", "x", "xx")) if fitted else [""]
    return next((text for text in stars if fitting_answer(item, text) == fitted), response)
