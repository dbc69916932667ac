"""Read what a person typed into a search box as plain words, never as an engine's language."""

import re

MAX_WORDS = 12

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words(text: str) -> list[str]:
    """Return the distinct words of `text` in lower case, in order, at most `MAX_WORDS`.

    Punctuation, quotation marks and control characters only separate words, so nothing
    that is typed can be an operator. Two spellings of an apostrophe are one.
    """
    found = (word.replace("’", "'").lower() for word in _WORD.findall(text))
    return list(dict.fromkeys(found))[:MAX_WORDS]
