"""Telephone numbers: read as people write them, stored once, shown as the UK writes them."""

import re

import phonenumbers

SHORT_CODE = re.compile(r"^[1-9][0-9]{2,5}$")
HARMONISED = re.compile(r"^116[0-9]{3}$")  # Europe's numbers of social value: 116 000, 116 123


def normalise(text: str) -> str:
    """Return the number in E.164, or a UK short code (999, 101, 61016) as dialled.

    A number is judged by its possible length, as numbers reserved for drama are assigned to
    nobody. Raises ValueError, in words for an editor, where `text` is not one number.
    """
    digits = re.sub(r"[\s()\-.]", "", text)
    if SHORT_CODE.match(digits):
        return digits
    if not re.fullmatch(r"\+?\d+", digits):
        raise ValueError(f"“{text}” is not one telephone number: write digits and spaces only.")
    try:
        number = phonenumbers.parse(digits, "GB")
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"“{text}” is not a telephone number.") from error
    # "Possible" alone would let a number without its area code through.
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise ValueError(f"“{text}” has too few or too many digits for a telephone number.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def display(number: str) -> str:
    """Return a stored number as it is read out in the UK: 01632 960101, 116 123 or 999."""
    if HARMONISED.match(number):
        return f"{number[:3]} {number[3:]}"
    if not number.startswith("+"):
        return number
    parsed = phonenumbers.parse(number)
    if parsed.country_code != 44:
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def uri(number: str, extension: str = "") -> str:
    """Return the `tel:` address (RFC 3966) of a stored number."""
    return f"tel:{number}" + (f";ext={extension}" if extension else "")
