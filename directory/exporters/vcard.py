"""Services as vCards, for the contacts of a phone or of a mail program.

Version 3.0 (RFC 2426), as iPhones, Android and Outlook all read it; Outlook does not read 4.0. A
card names a service and never a person, and holds public numbers only: it is passed on.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings

from directory.addresses import live_address
from directory.enums import PhonePurpose
from directory.models import Phone, Service
from directory.numbers import out_of_hours_numbers, public_numbers
from directory.opening import hours_in_words
from portal.exported_text import DEMONSTRATION, lines_of, one_line

LONGEST_LINE = 75  # bytes, without the line break: RFC 2426, 2.6


def has_card(service: Service) -> bool:
    """Return whether `service` has a number or an e-mail address to save."""
    return bool(service.email or _labelled_numbers(service))


def cards(services: Iterable[Service]) -> str:
    """Return a file of cards, one for each of `services`, in their order.

    Ask for the services with `directory.numbers.with_numbers`, so that a card asks the database nothing.
    """
    return "".join(f"{_folded(line)}\r\n" for service in services for line in _card(service))


def _card(service: Service) -> Iterator[str]:
    """Yield the lines of one card, before they are folded."""
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield _line("PRODID", "-//Bridge//Directory//EN")
    # The same for ever, so that a card saved again replaces the old one.
    yield _line("UID", f"urn:uuid:{service.public_id}")
    yield "N:;;;;"
    yield _line("FN", one_line(service.name))
    yield _line("ORG", one_line(service.organization.name), one_line(service.name))
    yield "X-ABShowAs:COMPANY"
    for number, (phone, label) in enumerate(_labelled_numbers(service), start=1):
        kind = "MSG" if phone.purpose == PhonePurpose.TEXT else "VOICE"
        first = ";TYPE=PREF" if number == 1 else ""
        yield _line(f"item{number}.TEL;TYPE=WORK;TYPE={kind}{first}", _dialled(phone))
        yield _line(f"item{number}.X-ABLabel", label)
    if service.email:
        yield _line("EMAIL;TYPE=INTERNET;TYPE=WORK", one_line(service.email))
    yield _line("URL", live_address(service))
    yield _line("NOTE", "\n".join(_note(service)))
    yield "END:VCARD"


def _labelled_numbers(service: Service) -> list[tuple[Phone, str]]:
    """Return each number once, with what it is for."""
    labelled: dict[str, tuple[Phone, str]] = {}
    for phone in public_numbers(service):
        labelled.setdefault(_dialled(phone), (phone, _label(phone.get_purpose_display(), phone)))
    for phone in out_of_hours_numbers(service):
        words = f"Out of hours: {service.out_of_hours_service.name}"
        labelled.setdefault(_dialled(phone), (phone, _label(words, phone)))
    return list(labelled.values())


def _label(words: str, phone: Phone) -> str:
    about = [part for part in (phone.area and phone.area.name, phone.description) if part]
    return one_line(f"{words} ({', '.join(about)})" if about else words)


def _dialled(phone: Phone) -> str:
    """Return what a phone dials; a comma waits before the extension."""
    return f"{phone.number},{phone.extension}" if phone.extension else phone.number


def _note(service: Service) -> Iterator[str]:
    """Yield the lines of the note: how far to trust the card, then when somebody answers."""
    if settings.DEMO:
        yield DEMONSTRATION
    checked = service.last_reviewed
    yield f"Checked on {checked:%-d %B %Y}." if checked else "Not checked yet."
    yield f"Look at the page before you rely on this card: {live_address(service)}"
    if service.availability_note:
        yield f"{service.get_availability_display()}: {one_line(service.availability_note)}"
    # Once more in words, as some phones drop the labels.
    for phone, label in _labelled_numbers(service):
        extension = f" extension {phone.extension}" if phone.extension else ""
        yield f"{label}: {phone.display}{extension}"
    yield from hours_in_words(service)
    for words in (service.hours_note, service.out_of_hours_note):
        yield from lines_of(words)


def _line(name: str, *values: str) -> str:
    """Return one property. `name` is ours; each of `values` may hold anything."""
    return f"{name}:{';'.join(_escaped(value) for value in values)}"


def _escaped(value: str) -> str:
    """Return `value` so that it ends neither its line nor its part: RFC 2426, 4."""
    text = "\n".join(lines_of(value)).replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> str:
    """Return `line` in parts of at most 75 bytes, never in the middle of a character."""
    parts, size = [""], 0
    for character in line:
        size += len(character.encode())
        if size > LONGEST_LINE:
            parts.append(" ")
            size = 1 + len(character.encode())
        parts[-1] += character
    return "\r\n".join(parts)
