"""A sheet as its editor sees it before it is saved: as page, form, PDF, Word file and trainer's edition.

All are made of what stands in the editor's form at this moment, by the code that makes them for readers.
Nothing is put into the cache: the next key that is pressed makes another sheet.
"""

from django.http import HttpResponse
from django.shortcuts import render

from training.sheets.filled import begun
from training.sheets.html import Look, html_of
from training.sheets.pdf import blank_pdf
from training.sheets.tree import Sheet
from training.sheets.turns import BusyError, PdfUnavailableError
from training.sheets.word import blank_word
from training.sheets.word_shown import shown
from training.views.sheets import form_page, named_file

PAGE = ""
NOT_NOW = "No such file can be made on this server just now."
MODES = [
    (PAGE, "Page"),
    ("form", "Form to fill in"),
    ("pdf", "PDF"),
    ("docx", "Word file"),
    ("trainer", "Trainer’s edition"),
]
# Modes that no list offers: the previews above lead to them by `?mode=`.
MAKERS = {"pdf": blank_pdf, "docx": blank_word}
FILES = {f"{edition}{sort}-file": (edition, sort) for edition in ("", "trainer-") for sort in MAKERS}


def preview(page, request, mode: str) -> HttpResponse:
    """Return `page`, saved or not, in one of MODES but the first, or as a file of FILES."""
    if mode in FILES:
        edition, sort = FILES[mode]
        return _file(page.trainers_sheet if edition else page.sheet, sort)
    if mode == "form":
        return form_page(request, page, begun(page.sheet))
    context = {"page": page, "mode": mode, "name": dict(MODES)[mode]}
    if mode == "docx":
        try:
            context["parts"] = shown(blank_word(page.sheet))
        except BusyError:
            return HttpResponse(NOT_NOW, status=503)
    if mode == "trainer":
        sheet = page.trainers_sheet
        context["parts"] = html_of(sheet.parts, Look(filled=begun(sheet)))
    return render(request, "training/preview.html", context)


def _file(sheet: Sheet, sort: str) -> HttpResponse:
    try:
        made = MAKERS[sort](sheet)
    except PdfUnavailableError:
        return HttpResponse(NOT_NOW, status=503)
    answer = named_file("preview", sort, made)
    if sort == "pdf":
        answer["Content-Disposition"] = "inline"
    return answer
