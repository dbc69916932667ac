"""A sheet as PDF: tagged, with fields to fill in where it is blank, by WeasyPrint.

What WeasyPrint leaves undone is put right before the file is written: what a screen reader says of a field is
the label of its cell, for sets of choices too, and each set is one field, not one more for each choice.
"""

import atexit
from functools import cache
from pathlib import Path

import pydyf
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from training.sheets.filled import Filled, begun
from training.sheets.html import Look, Mode, html_of
from training.sheets.tree import Sheet
from training.sheets.turns import PdfUnavailableError, turn

STYLE = Path(__file__).with_name("paper.css")
# A file for each weight: WeasyPrint would work each out of the site's one file anew, for every PDF.
FONT = "fonts/atkinson-hyperlegible-next-latin-{weight}-normal.woff2"
# Nothing is fetched from there: `_fetcher` has them.
FONT_ADDRESSES = {f"https://portal.invalid/font/{weight}": weight for weight in (400, 600, 700)}
# A sheet that lies is a table: narrow edges let more rows stand on a page.
LYING = """
@page { size: A4 landscape; margin: 10mm 13mm 12mm }
h1 { font-size: 17pt }
"""


def blank_pdf(sheet: Sheet) -> bytes:
    """Return `sheet` as a PDF whose cells are fields, with its starter texts in them."""
    look = Look(Mode.FORM, begun(sheet), on_paper=True, lying=sheet.landscape)
    return _write(sheet, look, finisher=_name_fields(sheet))


def filled_pdf(sheet: Sheet, filled: Filled) -> bytes:
    """Return `sheet` with the answers as text, so that nothing of them is cut off on paper."""
    return _write(sheet.as_sent(), Look(Mode.TEXT, filled))


def _write(sheet: Sheet, look: Look, finisher=None) -> bytes:
    html = render_to_string("training/paper.html", {"sheet": sheet, "parts": html_of(sheet.parts, look)})
    return pdf_of(html, lies=sheet.landscape, forms=look.mode is Mode.FORM, finisher=finisher)


def pdf_of(html: str, lies: bool = False, forms: bool = False, finisher=None, pictures=None) -> bytes:
    """Return `html` as a tagged PDF in the style of our paper. Raises PdfUnavailableError.

    `pictures` are the SVG drawings that it may show, by their made-up address. Nothing else is fetched.
    """
    try:
        from weasyprint import HTML
    except OSError as error:  # Pango is missing
        raise PdfUnavailableError from error
    document = HTML(string=html, base_url=settings.WAGTAILADMIN_BASE_URL, url_fetcher=_fetcher(pictures))
    with turn("pdf"):
        return _drawn(document, lies, forms, finisher)


def _drawn(document, lies: bool, forms: bool, finisher) -> bytes:
    fonts, style, lying = _paper()
    return document.write_pdf(
        stylesheets=[style, lying] if lies else [style],
        font_config=fonts,
        pdf_forms=forms,
        pdf_variant="pdf/ua-1",
        finisher=finisher,
    )


@cache
def _paper():
    """Return (fonts, style, style of a sheet that lies): the fonts are unpacked once in each process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    style = CSS(string=STYLE.read_text(), url_fetcher=_fetcher(), font_config=fonts)
    atexit.register(_paper.cache_clear)  # else the fonts are given back when their library is gone already
    return fonts, style, CSS(string=LYING, font_config=fonts)


def _fetcher(pictures: dict[str, bytes] | None = None):
    """Return what gives WeasyPrint the fonts and `pictures`: no address is asked, no file is read."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):
        def fetch(self, url, headers=None):
            if pictures and url in pictures:
                return URLFetcherResponse(url, pictures[url], {"Content-Type": "image/svg+xml"})
            if url not in FONT_ADDRESSES:
                raise ValueError(f"A sheet may not fetch {url}")
            return URLFetcherResponse(url, _font(FONT_ADDRESSES[url]), {"Content-Type": "font/woff2"})

    return Fetcher()


@cache
def _font(weight: int) -> bytes:
    found = finders.find(FONT.format(weight=weight))
    if not found:
        raise ValueError("The fonts of the site are missing: run tools/build_frontend.py")
    return Path(found).read_bytes()


def _name_fields(sheet: Sheet):
    """Return what gives each field of a PDF that is being written the label of its cell."""
    labels = {name: cell.label for name, cell in sheet.cells().items()}

    def finish(document, pdf) -> None:
        if "AcroForm" not in pdf.catalog:
            return
        references = pdf.catalog["AcroForm"]["Fields"]
        fields = [(reference, pdf.objects[int(reference.split()[0])]) for reference in references]
        tops = [(reference, field) for reference, field in fields if "Parent" not in field]
        for _, field in tops:
            field["TU"] = pydyf.String(labels.get(_text(field["T"]), ""))
        for _, field in fields:
            if "Parent" in field:  # a choice has no name of its own
                del field["T"], field["TU"]
        pdf.catalog["AcroForm"]["Fields"] = pydyf.Array(reference for reference, _ in tops)

    return finish


def _text(string: pydyf.String) -> str:
    return string.string if isinstance(string.string, str) else string.string.decode()
