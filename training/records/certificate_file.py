"""A certificate on paper, with a QR code that leads to its page."""

from django.template.loader import render_to_string

from directory.qr import svg
from training.records.models import Certificate
from training.sheets.pdf import pdf_of

QR = "https://portal.invalid/qr"  # nothing is fetched from there: the picture is given along


def as_pdf(certificate: Certificate, address: str) -> bytes:
    """Return `certificate` as a tagged PDF; `address` is that of its page. Raises PdfUnavailableError."""
    context = {"certificate": certificate, "address": address, "qr": QR}
    html = render_to_string("training/my/certificate_paper.html", context)
    return pdf_of(html, pictures={QR: svg(address).encode()})
