"""Text as a search compares it: folded words, and their stems.

There is one analyser, and it is here. What is indexed and what is typed pass through the same lines,
whichever engine keeps the index, so no engine reads a word differently from another.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

# Words that say nothing of what somebody looks for. They are indexed, so that a phrase may hold them.
STOP_WORDS = frozenset(
    """
    a about after all am an and any are as at be been before but by can could did do does for from
    get had has have he her him his how i if in into is it its me my no not of on or our she so some
    than that the their them then there they this to up us was we were what when where which who
    whom whose why will with would you your
    """.split()  # noqa: SIM905
)

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)")
_stemmer = snowballstemmer.stemmer("english")


def fold(text: str) -> str:
    """Return `text` in small letters without accents, compatibility forms or control characters."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(
        " " if unicodedata.category(c)[0] == "C" else c for c in plain if not unicodedata.combining(c)
    )


def words(text: str) -> list[str]:
    """Return the folded words of `text`, in order. "Child’s" is one word, "e-mail" is two."""
    return _WORD.findall(_APOSTROPHE.sub("", fold(text)))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a folded word, by Snowball's English rules (Porter 2)."""
    return _stemmer.stemWord(word)


def stems(text: str) -> list[str]:
    """Return the stems of the words of `text`, in order."""
    return [stem(word) for word in words(text)]
