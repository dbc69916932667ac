"""Term dates from a CSV file, as a council's spreadsheet gives it."""

import csv
import datetime
import io
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction

from portal.content.models import Area, AreaTerm

COLUMNS = ["area", "name", "starts", "ends"]
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
LONGEST_NAME = 60  # as AreaTerm.name


class TermsError(ValueError):
    """The file cannot be imported; the message has one line for each problem, with its line number."""


@dataclass(frozen=True)
class Term:
    """One line of the file."""

    line: int
    area: str
    name: str
    starts: datetime.date
    ends: datetime.date


def import_terms(data: bytes, dry_run: bool = False) -> tuple[int, int]:
    """Add the terms of a file, or none of them. Return how many are new, and how many had changed.

    A term of the same area and first day, or of the same area, name and school year, is the same
    term; others stay. Raises TermsError.
    """
    terms = read(data)
    areas = {area.slug: area for area in Area.objects.authorities()}
    problems = [
        f"Line {term.line}: no authority has the address “{term.area}”. There are: {', '.join(areas)}."
        for term in terms
        if term.area not in areas
    ]
    named = {term.area for term in terms} & set(areas)
    problems += [
        f"{areas[slug].name} has a draft: publish it or discard it first."
        for slug in sorted(named)
        if areas[slug].has_unpublished_changes
    ]
    problems += _overlaps(terms)
    if problems:
        raise TermsError("\n".join(problems))
    with transaction.atomic():
        results = [_save(areas[term.area], term) for term in terms]
        # The file may agree with itself and yet overlap with what stands in the portal.
        for area in areas.values():
            problems += _overlaps_of(area)
        if problems:
            raise TermsError("\n".join(problems))
        if set(results) - {"same"}:
            # The admin edits the newest revision: without one of these terms it would lose them.
            for area in Area.objects.filter(slug__in=named):
                area.save_revision(clean=False).publish()
        transaction.set_rollback(dry_run)
    return results.count("new"), results.count("changed")


def read(data: bytes) -> list[Term]:
    """Return the lines of a CSV file in UTF-8 or Windows' own code, with commas or semicolons."""
    text = _text(data)
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    names = [(name or "").strip().lower() for name in rows.fieldnames or []]
    if missing := [name for name in COLUMNS if name not in names]:
        raise TermsError(f"Line 1: name the columns area, name, starts, ends. Missing: {', '.join(missing)}.")
    rows.fieldnames = names
    problems, terms = [], []
    try:
        for row in rows:
            values = {name: (row.get(name) or "").strip() for name in COLUMNS}
            if any(values.values()):
                try:
                    terms.append(_term(rows.line_num, values))
                except ValueError as error:
                    problems.append(f"Line {rows.line_num}: {error}")
    except csv.Error as error:
        problems.append(f"Line {rows.line_num}: it cannot be read as CSV ({error}).")
    if problems:
        raise TermsError("\n".join(problems))
    if not terms:
        raise TermsError("The file has no terms below its first line.")
    return terms


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise TermsError("This is no text file: save the spreadsheet as CSV.")
    return text


def _term(line: int, values: dict[str, str]) -> Term:
    if empty := [name for name in COLUMNS if not values[name]]:
        raise ValueError(f"{', '.join(empty)} is empty.")
    if len(values["name"]) > LONGEST_NAME:
        raise ValueError(f"the name is longer than {LONGEST_NAME} characters.")
    starts, ends = _date(values["starts"]), _date(values["ends"])
    if ends < starts:
        raise ValueError("the last day is before the first.")
    return Term(line, values["area"].lower(), values["name"], starts, ends)


def _date(text: str) -> datetime.date:
    for form in DATE_FORMATS:
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise ValueError(f"“{text}” is not a date: write 2026-09-02 or 02/09/2026.")


def _overlaps(terms: list[Term]) -> list[str]:
    ordered = sorted(terms, key=lambda term: (term.area, term.starts, term.line))
    return [
        f"Line {later.line}: these days overlap with those of line {earlier.line}."
        for earlier, later in pairwise(ordered)
        if earlier.area == later.area and later.starts <= earlier.ends
    ]


def _overlaps_of(area: Area) -> list[str]:
    terms = list(AreaTerm.objects.filter(area=area).order_by("starts"))
    return [
        f"{area.name}: {earlier} overlaps with {later}. Correct the file, or the term in the portal."
        for earlier, later in pairwise(terms)
        if later.starts <= earlier.ends
    ]


def _save(area: Area, term: Term) -> str:
    """Add or correct one term; return "new", "changed" or "same"."""
    there = list(area.terms.all())
    same_day = [each for each in there if each.starts == term.starts]
    same_name = [
        each
        for each in there
        if each.name == term.name and _school_year(each.starts) == _school_year(term.starts)
    ]
    found = next(iter(same_day + same_name), None)
    if found is None:
        AreaTerm.objects.create(
            area=area, name=term.name, starts=term.starts, ends=term.ends, sort_order=len(there)
        )
        return "new"
    if (found.name, found.starts, found.ends) == (term.name, term.starts, term.ends):
        return "same"
    found.name, found.starts, found.ends = term.name, term.starts, term.ends
    found.save()
    return "changed"


def _school_year(day: datetime.date) -> int:
    return day.year if day.month >= 8 else day.year - 1
