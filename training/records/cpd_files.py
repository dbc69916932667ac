"""The log as files to take along: CSV, and a tagged PDF."""

import csv
import io

from django.template.loader import render_to_string

from portal.exported_text import DEMONSTRATION, cell, harmless
from training.records.cpd import Line, Log
from training.sheets.pdf import pdf_of

HEADS = ("Date", "What", "Provider", "Hours", "How it came here", "Reflection", "Evidence")


def as_csv(log: Log, demo: bool) -> bytes:
    """Return a row for each line of the log; no cell of it is a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    if demo:
        writer.writerow([DEMONSTRATION])
    writer.writerow(HEADS)
    writer.writerows([harmless(cell(value)) for value in _row(line)] for line in log.lines)
    return ("\ufeff" + written.getvalue()).encode()


def _row(line: Line) -> list[str]:
    evidence = line.entry.evidence_name if line.entry else ""
    day = line.done_on.isoformat()
    return [day, line.title, line.provider, str(line.hours), line.how, line.reflection, evidence]


def as_pdf(person, log: Log) -> bytes:
    """Return the log by school year. Raises PdfUnavailableError."""
    years = [(words, hours, log.of_year(year)) for year, words, hours in log.years]
    return pdf_of(render_to_string("training/my/cpd_paper.html", {"person": person, "years": years}))
