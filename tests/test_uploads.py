"""A document's name, size and content must agree."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.models import Document

from portal import uploads
from portal.uploads import validate_document

ADMINISTRATOR = "ellen.vance@ambleford.example.org"
PDF = b"%PDF-1.7\n%more"
HTML = b"<!doctype html><script>alert(1)</script>"


def office(part="word/document.xml", content="<x/>", more=0) -> bytes:
    """Return a zip file with `part`, and `more` others."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)
        for number in range(more):
            archive.writestr(f"other/{number}", "")
    return file.getvalue()


GOOD = [
    ("a.pdf", PDF),
    ("A.PDF", PDF),
    ("a.docx", office()),
    ("a.xlsx", office("xl/workbook.xml")),
    ("a.csv", b"name,phone\nFront door,01632 960001\n"),
    ("a.txt", "Päivi, 5 £".encode()),
    ("empty.csv", b"\n"),
]
BAD = [
    ("a.html", HTML, "extension"),
    ("a.svg", b"<svg/>", "extension"),
    ("a.exe", b"MZ", "extension"),
    ("noending", PDF, "extension"),
    ("a.pdf.html", PDF, "extension"),
    ("a.pdf", HTML, "content"),
    ("a.pdf", b"", "content"),
    ("a.docx", PDF, "content"),
    ("a.docx", office("xl/workbook.xml"), "content"),
    ("a.docx", b"PK\x03\x04 broken", "content"),
    ("a.xlsx", office(), "content"),
    ("a.txt", b"MZ\x00\x01", "content"),
    ("a.csv", b"  \n" + HTML, "content"),
    ("a.txt", b"\xef\xbb\xbf<svg onload=alert(1)>", "content"),
    ("a.docx", office(more=2001), "content"),
]


@pytest.mark.parametrize(("name", "content"), GOOD, ids=[name for name, _ in GOOD])
def test_sound_files_are_taken(name, content):
    file = SimpleUploadedFile(name, content)
    validate_document(file)
    assert file.tell() == 0


@pytest.mark.parametrize(("name", "content", "code"), BAD, ids=[f"{name}-{code}" for name, _, code in BAD])
def test_other_files_are_refused(name, content, code):
    with pytest.raises(ValidationError) as refused:
        validate_document(SimpleUploadedFile(name, content))
    assert refused.value.code == code


def test_large_files_are_refused(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    with pytest.raises(ValidationError) as refused:
        validate_document(SimpleUploadedFile("a.pdf", PDF))
    assert refused.value.code == "size"


def test_a_file_that_unpacks_to_far_more_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_UNPACKED", 1000)
    with pytest.raises(ValidationError):
        validate_document(SimpleUploadedFile("a.docx", office(content="0" * 2000)))


@pytest.fixture
def upload(signed_in, settings, tmp_path):
    """Upload a file in the admin; give the answer."""
    settings.MEDIA_ROOT = tmp_path
    browser = signed_in(ADMINISTRATOR)

    def send(name, content):
        file = SimpleUploadedFile(name, content)
        return browser.post("/admin/documents/add/", {"title": "Ours", "file": file, "tags": ""})

    return send


def test_the_admin_refuses_a_web_page_named_pdf(upload):
    response = upload("notes.pdf", HTML)
    assert response.status_code == 200
    assert "what is inside is something else" in response.content.decode()
    assert not Document.objects.filter(title="Ours").exists()


def test_the_admin_takes_a_pdf(upload):
    assert upload("notes.pdf", PDF).status_code == 302
    assert Document.objects.filter(title="Ours").exists()


def test_uploading_several_holds_the_same_rule(signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    response = signed_in(ADMINISTRATOR).post(
        "/admin/documents/multiple/add/",
        {"title": "Ours", "files[]": SimpleUploadedFile("notes.pdf", HTML)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert not Document.objects.filter(title="Ours").exists()
    assert "something else" in response.content.decode()


@pytest.mark.parametrize("name", ["picture.png", "picture.svg"])
def test_the_admin_refuses_a_web_page_named_picture(signed_in, settings, tmp_path, name):
    from wagtail.images.models import Image

    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile(name, HTML, content_type="image/png")
    response = signed_in(ADMINISTRATOR).post(
        "/admin/images/add/", {"title": "Ours", "file": file, "tags": ""}
    )
    assert response.status_code == 200
    assert not Image.objects.filter(title="Ours").exists()
