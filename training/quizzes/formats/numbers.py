"""Numbers as authors type them, and as they are written back. Exact, and of sensible length."""

import re
from decimal import Decimal

MOST_DIGITS = 20
_NUMBER = re.compile(
    rf"[+-]?(?:[0-9]{{1,{MOST_DIGITS}}}\.?[0-9]{{0,{MOST_DIGITS}}}|\.[0-9]{{1,{MOST_DIGITS}}})(?:[eE][+-]?[0-9]{{1,2}})?"
)


def number_of(typed: str) -> Decimal | None:
    """Return the number that `typed` says, or None."""
    typed = typed.strip()
    return Decimal(typed) if _NUMBER.fullmatch(typed) else None


def written(number: Decimal) -> str:
    """Return `number` without an exponent and without noughts at its end."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
