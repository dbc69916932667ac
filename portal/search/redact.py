"""Take out of a query what may be about a person, before it is kept. Schools sometimes type a pupil's name.

It looks at what was typed, not at the folded words: a name shows by its capitals. Where in doubt it takes
out too much, for a report can do without a query and a child cannot do without care.
"""

import re

from portal.search import analysis
from portal.search.models import LONGEST_QUERY

TAKEN_OUT = "[taken out]"

_EMAIL = re.compile(r"\S+@\S+")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
# Cabinet Office, BS 7666: the shape of a postcode, with or without its space.
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)
# Department for Education: a letter and twelve digits, the last one a letter in a temporary number.
_PUPIL_NUMBER = re.compile(r"\b[a-z]\d{11}[a-z\d]\b", re.IGNORECASE)
# National Insurance: two letters, six digits, a letter.
_INSURANCE = re.compile(r"\b[a-z]{2}\s*(?:\d\s*){6}[a-d]\b", re.IGNORECASE)
_DATE = re.compile(r"\b\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")
_SPOKEN_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d{2,4}\b",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"\b(?:d\.?o\.?b\b|date of birth|born)", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(?:\+?\d[\s().-]*){6,}")
_MENTIONED = re.compile(
    r"\b(?:pupil|student|boy|girl|son|daughter|brother|sister|mother|father|mum|dad|called|named)\s+"
    r"[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?"
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? [A-Za-z][\w’'-]+", re.IGNORECASE)
_PAIR = re.compile(r"\b[A-Z][a-z’'-]+ [A-Z][a-z’'-]+\b")
_PATTERNS = [
    _EMAIL,
    _ADDRESS,
    _PUPIL_NUMBER,
    _INSURANCE,
    _POSTCODE,
    _LONG_NUMBER,
    _TITLED,
    _MENTIONED,
]


def redacted(typed: str, known: frozenset[str] = frozenset()) -> str:
    """Return the query as it is kept: folded words, 120 characters, without what may be about a person.

    `known` are the words, folded, that the index holds: two capitals of which it knows both are no name.
    A query with a date, and what it stands beside may be a name, is not kept at all.
    """
    text = " ".join(typed.split())
    if _has_birthday(text):
        return TAKEN_OUT
    for pattern in _PATTERNS:
        text = pattern.sub(" \x00 ", text)
    text = _PAIR.sub(lambda pair: pair[0] if _is_known(pair[0], known) else " \x00 ", text)
    parts = [" ".join(analysis.words(part)) for part in text.split("\x00")]
    kept = f" {TAKEN_OUT} ".join(parts) if len(parts) > 1 else parts[0]
    return " ".join(kept.split())[:LONGEST_QUERY].strip()


def _has_birthday(text: str) -> bool:
    if _DATE.search(text) or _SPOKEN_DATE.search(text):
        return True
    return bool(_BIRTH.search(text) and re.search(r"\d", text))


def _is_known(pair: str, known: frozenset[str]) -> bool:
    words = analysis.words(pair)
    return bool(words) and all(word in known for word in words)
