"""Finds what looks like a person in a text that should name nobody. It is a hint and never a verdict."""

import re
from datetime import date

from django.utils import timezone

# Department for Education, "Unique pupil numbers": a letter and twelve digits, the last one a letter
# in a number given for a time.
_PUPIL_NUMBER = re.compile(r"\b[A-Za-z]\d{11}[0-9A-Za-z]\b")
_DATE = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-](\d{4})\b")
_BORN = re.compile(r"\b(?:d\.?o\.?b\b|date of birth|born on)[^\n]{0,30}", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? [A-Z][\w’'-]+")
_CALLED = re.compile(
    r"\b(?:child|pupil|student|boy|girl|son|daughter|brother|sister|mother|father|mum|dad|called|named)"
    r",? ([A-Z][a-z’'-]+)\b"
)
_PAIR = re.compile(r"(?<=[a-z,;] )[A-Z][a-z’'-]+ [A-Z][a-z’'-]+")
# Words of institutions: a pair that holds one of them is not a person.
_INSTITUTIONS = re.compile(
    r"\b(?:Academy|Act|Care|Centre|Child|Children|Code|College|Committee|Council|County|Court|Day|Department|"
    r"Early|Education|Encompass|England|Family|Front|Government|Group|Health|Help|High|Hospital|House|Hub|Key|"
    r"Lead|Local|Mental|Monday|Tuesday|Wednesday|Thursday|Friday|Network|Office|Officer|Operation|Park|Plan|"
    r"Police|Prevent|Primary|Protection|Road|Safe|Safeguarding|School|Service|Services|Social|Stage|Street|Team|"
    r"Term|Together|Trust|United|Week|Working|Year)\b"
)
MOST = 5
YOUNGEST, OLDEST = 2, 25  # a date so many years ago may be a young person's birthday


def looks_personal(text: str) -> list[str]:
    """Return up to five lines that say what in `text` looks like a person; none where nothing does."""
    lines = [f"“{found}” looks like a unique pupil number." for found in _PUPIL_NUMBER.findall(text)]
    dates = [found[0] for found in _DATE.finditer(text) if _is_birth(found)]
    lines += [f"“{found.strip()}” looks like a date of birth." for found in [*dates, *_BORN.findall(text)]]
    lines += [f"“{found}” looks like a name." for found in _names(text)]
    return list(dict.fromkeys(lines))[:MOST]


def _is_birth(found: re.Match) -> bool:
    today: date = timezone.localdate()
    return YOUNGEST <= today.year - int(found[1]) <= OLDEST


def _names(text: str) -> list[str]:
    return [
        found
        for found in [*_TITLE.findall(text), *_CALLED.findall(text), *_PAIR.findall(text)]
        if not _INSTITUTIONS.search(found)
    ]
