"""A pasted list of people to invite: what each line says, and what is wrong with it.

A line is an address, or "Name <address>", or "name, address, job title" with commas, semicolons or tabs.
"""

import csv
import re
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.accounts import invitations, memberships

MOST_LINES = 500
LONGEST_LINE = 600
LONGEST_ADDRESS, LONGEST_NAME = 254, 150
BRACKETS = re.compile(r"(?P<before>[^<>]*)<(?P<address>[^<>]*)>(?P<after>[^<>]*)")
AROUND = " ,;\"'“”"  # what mail programs put around a name or an address


@dataclass(frozen=True)
class Line:
    """One line of the list: its number and text as pasted, what it says, or what is wrong with it."""

    number: int
    text: str
    email: str = ""
    name: str = ""
    job_title: str = ""
    problem: str = ""


def lines_of(text: str) -> list[Line]:
    """Return a line for each one of `text` that is not empty; numbers count the empty ones too."""
    pasted = enumerate(re.split(r"\r\n|\r|\n", text), 1)
    return [read_line(number, line) for number, line in pasted if line.strip()]


def read_line(number: int, text: str) -> Line:
    """Return what one line says. It asks nobody: not the database, and not the mail server."""
    line = Line(number, text)
    if len(text) > LONGEST_LINE:
        return replace(line, problem="This line is too long.")
    found = [_plain(word) for word in (_with_brackets(text) or _with_commas(text))]
    if not any(found):
        return replace(line, problem=_no_single_address(text))
    name, address, job_title = found
    line = replace(line, name=name, email=address.lower(), job_title=job_title)
    try:
        validate_email(line.email)
        host = line.email.rpartition("@")[2]
        host.encode("idna")  # what cannot be written so is taken by no mail server
        if host.startswith("["):
            raise ValidationError("an address of a machine")
    except (ValidationError, UnicodeError):
        return replace(line, problem=f"“{address[:LONGEST_ADDRESS]}” is not an e-mail address.")
    if len(line.email) > LONGEST_ADDRESS:
        return replace(line, problem="The address is too long.")
    if max(len(name), len(job_title)) > LONGEST_NAME:
        return replace(line, problem=f"Name and job title may have {LONGEST_NAME} letters each.")
    return line


def _with_brackets(text: str) -> tuple[str, str, str] | None:
    found = BRACKETS.fullmatch(text.strip())
    return (found["before"], found["address"], found["after"]) if found else None


def _with_commas(text: str) -> tuple[str, str, str]:
    """Return what stands before, in and after the one part with an address; without one, nothing."""
    mark = next((mark for mark in "\t;," if mark in text), ",")
    # Quotation marks keep a comma within a name. What has only one of them is no such list.
    quoting = csv.QUOTE_MINIMAL if text.count('"') % 2 == 0 else csv.QUOTE_NONE
    parts = next(csv.reader([text], delimiter=mark, quoting=quoting, skipinitialspace=True), [])
    places = [place for place, part in enumerate(parts) if "@" in part]
    if len(places) != 1:
        return "", "", ""
    (place,) = places
    return " ".join(parts[:place]), parts[place], " ".join(parts[place + 1 :])


def _plain(text: str) -> str:
    """Return `text` in one line, without signs that nobody sees and what stands around it."""
    seen = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(seen.split()).strip(AROUND)


def _no_single_address(text: str) -> str:
    if text.count("@") > 1:
        return "Two addresses: put each on a line of its own."
    return "There is no e-mail address."


def check(lines: list[Line], school) -> list[Line]:
    """Return `lines` with what `school` says against them. The number of queries does not grow with them.

    It looks at the school's own people and invitations alone: whether an address has an account
    elsewhere is nobody's business here.
    """
    people = memberships.current(school=school).values_list("person__email", flat=True)
    ours = {email.lower() for email in people}
    invited = {email.lower() for email in invitations.open_ones(school).values_list("email", flat=True)}
    first: dict[str, int] = {}
    checked = []
    for line in lines:
        problem = line.problem
        if not problem and line.email in first:
            problem = f"The same address stands in line {first[line.email]}."
        elif not problem:
            first[line.email] = line.number
            problem = _against(line.email, school.domains, ours, invited)
        checked.append(replace(line, problem=problem))
    return checked


def _against(email: str, domains: set[str], ours: set[str], invited: set[str]) -> str:
    if email in ours:
        return "This person belongs to your school already."
    if email in invited:
        return "This address is invited already."
    if domains and email.rpartition("@")[2] not in domains:
        return f"This is not an address of your school, which has: {', '.join(sorted(domains))}."
    return ""
