"""The training of a school as files to take along: CSV and XLSX of the list, PDF of one person's record."""

import csv
import io
from collections.abc import Sequence

from django.template.loader import render_to_string
from openpyxl import Workbook

from portal.exported_text import DEMONSTRATION, cell, harmless
from training.records.school_record import SchoolRecord
from training.records.school_training import Matrix, Row
from training.sheets.pdf import pdf_of

HEADS = ("Name", "Job title")


def as_csv(matrix: Matrix, rows: Sequence[Row], demo: bool) -> bytes:
    """Return a line for each person; no cell of it is a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    if demo:
        writer.writerow([DEMONSTRATION])
    writer.writerows([harmless(cell(value)) for value in line] for line in _lines(matrix, rows))
    return ("\ufeff" + written.getvalue()).encode()


def as_xlsx(matrix: Matrix, rows: Sequence[Row], demo: bool) -> bytes:
    """Return a workbook with a line for each person; no cell of it is a formula."""
    workbook = Workbook()
    workbook.properties.creator = ""
    page = workbook.active or workbook.create_sheet()
    page.title = "Training"
    for line in ([[DEMONSTRATION]] if demo else []) + _lines(matrix, rows):
        page.append([cell(value) or None for value in line])
    for line in page.iter_rows():
        for one in line:
            if one.value is not None:
                one.data_type = "s"  # never a formula
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _lines(matrix: Matrix, rows: Sequence[Row]) -> list[list[str]]:
    heads = [*HEADS, *(column.title for column in matrix.columns)]
    people = [
        [str(row.membership.person), row.membership.job_title, *(one.words for one in row.cells)]
        for row in rows
    ]
    return [heads, *people]


def as_pdf(record: SchoolRecord, demo: bool) -> bytes:
    """Return the record of one person, with a line to sign on. Raises PdfUnavailableError."""
    context = {"record": record, "demonstration": DEMONSTRATION if demo else ""}
    return pdf_of(render_to_string("training/school/record_paper.html", context))
