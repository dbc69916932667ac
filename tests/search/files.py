"""Files made by hand: as small as they can be, sound and hostile ones."""

import io
import zipfile
import zlib

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def written(text: str) -> bytes:
    """Return the drawing instructions that write `text`."""
    return f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()


def stream(content: bytes, more: bytes = b"") -> bytes:
    """Return a stream object of a PDF."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def pdf_of(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    tail = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF"
    return out + table + tail % (len(objects) + 1, trailer, len(out))


def pdf(*pages: str) -> bytes:
    """Return a PDF with a line of text on each page."""
    return drawn([stream(written(text)) for text in pages])


def drawn(streams: list[bytes]) -> bytes:
    """Return a PDF with a page for each stream of drawing instructions."""
    first = 3
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(streams)))
    objects = [CATALOG, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(streams), kids)]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>"
    for number, content in enumerate(streams):
        objects += [page % (FONT, first + 2 * number + 1), content]
    return pdf_of(objects)


def locked(password: str = "sesame") -> bytes:  # noqa: S107 - it locks nothing
    """Return a PDF with a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf("lockedword"))))
    writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def endless() -> bytes:
    """Return a PDF whose tree of pages leads back to its root."""
    return pdf_of([CATALOG, b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"])


def bomb() -> bytes:
    """Return a PDF of half a megabyte with a page of 500."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(b" " * 1_000_000) for _ in range(500)) + packer.flush()
    return drawn([stream(content, b"/Filter /FlateDecode")])


def zipped(**parts: str) -> bytes:
    """Return a zip file of parts; a double underline in a name stands for a slash, the ending is .xml."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"{name.replace('__', '/')}.xml", content)
    return file.getvalue()


def docx(*paragraphs: str) -> bytes:
    """Return a document of Word."""
    return zipped(
        word__document=WORD.format("".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs))
    )


def zip_bomb() -> bytes:
    """Return a small document of Word with a part of 100 MB."""
    return zipped(word__document=" " * 100_000_000)


def entities() -> bytes:
    """Return a document of Word whose XML grows without end."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return zipped(word__document=f'<!DOCTYPE w [<!ENTITY a0 "ha">{laughs}]><w><p><t>&a11;</t></p></w>')
