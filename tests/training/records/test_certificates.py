"""Certificates: copies that nobody edits; the page says the minimum; the file is its person's alone."""

import datetime
import io
import re
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from tests.factories.quizzes import add_attempt, add_quiz, single
from tests.factories.training import add_module
from tests.pages import main_of
from tests.training.conftest import ELSEWHERE, LEAD, READER, WITHOUT_SCHOOL, person
from tests.training.records.certified import page_of, read_and_issued
from tests.training.records.pages import MINE, at, say
from training.models import ModulePage
from training.quizzes.models import QuizAttempt
from training.records import certificates, learning
from training.records.certificates import NoCertificateError
from training.records.models import AppendOnlyError, Certificate, LearningRecord

pytestmark = pytest.mark.django_db


def test_a_certificate_is_issued_seen_and_taken_along(signed_in, client):
    page = add_module(title="Signs", minutes=90, version=3, valid_months=12)
    reader = signed_in(READER)
    say(reader, page, "3")
    record = LearningRecord.objects.get()
    assert "Issue a certificate" in main_of(reader.get(MINE))
    answer = reader.post(at("issue", record.public_id))
    certificate = Certificate.objects.get()
    assert answer["Location"] == at("certificate", certificate.uuid)
    assert certificate.issuer
    main = page_of(reader, certificate)
    for words in ("Asha Mistry", "Signs, version 3", "1.5", "This certificate is valid", certificate.issuer):
        assert words in main
    assert "Certificate of" in main_of(reader.get(MINE))
    reader.post(at("issue", record.public_id))
    assert Certificate.objects.count() == 1
    assert "cannot be taken back" in main_of(reader.post(at("take_back", record.public_id), follow=True))

    file = reader.get(at("certificate_file", certificate.uuid))
    assert "no-store" in file["Cache-Control"]
    pdf = PdfReader(io.BytesIO(file.content))
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert pdf.root_object["/Lang"] == "en-GB"
    assert len(pdf.pages) == 1
    text = re.sub(r"\s+", "", pdf.pages[0].extract_text())
    for words in ("AshaMistry", "Signs", "version3", "1.5hours", f"/certificates/{certificate.uuid}/"):
        assert words in text
    assert b"QR code that leads" in file.content or "QR code that leads" in _alternatives(pdf)

    client.cookies.clear()
    answer = client.get(at("certificate", certificate.uuid))
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.text
    main = main_of(answer)
    assert "Asha Mistry" in main
    for words in (READER, "Ravensmoor", "Download", "my/"):
        assert words not in main


def _alternatives(pdf) -> str:
    """Return what stands in the tags in place of the pictures."""
    seen, found = set(), []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if id(node) in seen:
            return
        seen.add(id(node))
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.root_object["/StructTreeRoot"])
    return " ".join(found)


def test_a_guessed_address_is_not_there(client):
    read_and_issued()
    for word in (uuid.uuid4(), uuid.UUID(int=0)):
        for name in ("certificate", "certificate_file"):
            assert client.get(at(name, word)).status_code in {302, 404}
        assert client.get(at("certificate", word)).status_code == 404
    assert client.get("/certificates/1/").status_code == 404


@pytest.mark.parametrize("email", [None, LEAD, ELSEWHERE, WITHOUT_SCHOOL])
def test_nobody_else_has_the_file_or_changes_anything(signed_in, client, email):
    certificate = read_and_issued()
    other = signed_in(email) if email else client
    record = certificate.record
    assert other.get(at("certificate_file", certificate.uuid)).status_code == (404 if email else 302)
    for address in (
        at("correct", certificate.uuid),
        at("issue", record.public_id),
        at("take_back", record.public_id),
    ):
        assert other.post(address).status_code == (404 if email else 302)
    assert (Certificate.objects.count(), LearningRecord.objects.count()) == (1, 1)
    assert "Download" not in page_of(other, certificate)


def test_a_name_is_put_right_by_another_copy(signed_in):
    old = read_and_issued()
    client = signed_in(READER)
    assert "Issue it again" not in page_of(client, old)
    client.post(at("correct", old.uuid))
    assert Certificate.objects.count() == 1
    get_user_model().objects.filter(email=READER).update(name="Asha Rao")
    assert "Your account names you Asha Rao" in page_of(client, old)
    client.post(at("correct", old.uuid))
    new = Certificate.objects.get(name="Asha Rao")
    assert (new.supersedes, new.title, new.expires, new.version) == (old, old.title, old.expires, old.version)
    main = page_of(client, old)
    assert "Replaced" in main
    assert "Asha Mistry" not in main
    assert "Asha Rao" not in main
    assert "This certificate is valid" in page_of(client, new)
    assert "does not stand any more" in main_of(client.post(at("correct", old.uuid), follow=True))
    assert client.get(at("certificate_file", old.uuid)).status_code == 404
    assert Certificate.objects.count() == 2


def test_a_revoked_one_says_so_and_its_person_reads_why(signed_in, client):
    certificate = read_and_issued()
    assert certificates.revoke(certificate, "The quiz was passed by a colleague.")
    assert not certificates.revoke(certificate, "Another reason.")
    with pytest.raises(ValueError, match="reason"):
        certificates.revoke(certificate, "  ")
    main = page_of(client, certificate)
    assert "Revoked: this certificate does not count" in main
    assert "by a colleague" not in main
    reader = signed_in(READER)
    assert "passed by a colleague" in page_of(reader, certificate)
    assert "passed by a colleague" in main_of(reader.get(MINE))
    assert reader.get(at("certificate_file", certificate.uuid)).status_code == 404
    with pytest.raises(NoCertificateError):
        certificates.issue(certificate.record, ModulePage.objects.get(pk=certificate.record.number))
    with pytest.raises(NoCertificateError):
        certificates.supersede(certificate, "Another")


def test_it_is_never_edited(demo):
    certificate = read_and_issued()
    certificate.name = "Another"
    for change in (
        certificate.save,
        certificate.delete,
        Certificate.objects.all().delete,
        lambda: Certificate.objects.update(name="Another"),
    ):
        with pytest.raises(AppendOnlyError):
            change()


def test_it_runs_out_a_year_after_29_february(client, on_day):
    on_day(2028, 2, 29)
    certificate = read_and_issued()
    assert certificate.expires == datetime.date(2029, 2, 28)
    on_day(2029, 2, 28, 23, 30)
    assert "This certificate is valid" in page_of(client, certificate)
    on_day(2029, 3, 1, 0, 30)
    assert "Run out" in page_of(client, certificate)


def test_asking_late_makes_it_valid_no_longer(on_day, demo):
    on_day(2027, 1, 10)
    page = add_module(valid_months=12)
    record = learning.note(person(READER), page, "1")
    on_day(2027, 11, 10)
    assert certificates.issue(record, page).expires == datetime.date(2028, 1, 10)
    on_day(2027, 1, 11)
    late = learning.note(person(READER), page, "1")
    on_day(2028, 1, 12)
    with pytest.raises(NoCertificateError):
        certificates.issue(late, page)


def test_a_quiz_that_was_not_passed_gives_none(signed_in):
    """Nor does a result that was anonymous, nor one of somebody else; a pass does."""
    client, reader = signed_in(READER), person(READER)
    quiz = add_quiz([single("one")], purpose="assessment", pass_mark=80)
    page = add_module(quiz=quiz)
    say(client, page)
    record, version = LearningRecord.objects.get(), quiz.newest_version
    right = {"one": ["one-1"]}
    add_attempt(version, {}, person=reader)
    add_attempt(version, right, person=person(LEAD))
    QuizAttempt.objects.filter(pk=add_attempt(version, right, person=reader).pk).update(started=None)
    assert certificates.has_passed(reader, page) is False
    assert "There is no certificate" in main_of(client.post(at("issue", record.public_id), follow=True))
    assert not Certificate.objects.exists()
    add_attempt(version, right, person=reader)
    assert certificates.has_passed(reader, page) is True
    assert client.post(at("issue", record.public_id), follow=True).status_code == 200
    assert Certificate.objects.get().issued == timezone.localdate()


@pytest.mark.parametrize(
    "settings", [{"purpose": "self-assessment"}, {"purpose": "assessment", "pass_mark": 80, "live": False}]
)
def test_a_quiz_that_nobody_can_pass_is_not_asked_for(demo, settings):
    live = settings.pop("live", True)
    quiz = add_quiz([single()], **settings)
    if not live:
        quiz.unpublish()
    assert certificates.has_passed(person(READER), add_module(quiz=quiz)) is None


def test_a_record_that_was_taken_back_gives_none(demo):
    page = add_module()
    record = learning.note(person(READER), page, "1")
    learning.take_back(record)
    with pytest.raises(NoCertificateError):
        certificates.issue(record, page)


def test_a_sheet_gives_none(signed_in):
    from tests.factories.training import add_sheet

    client = signed_in(READER)
    say(client, add_sheet(), "")
    record = LearningRecord.objects.get()
    assert "Issue a certificate" not in main_of(client.get(MINE))
    assert "There is no certificate" in main_of(client.post(at("issue", record.public_id), follow=True))


def test_it_is_in_no_sitemap(client):
    certificate = read_and_issued()
    assert str(certificate.uuid) not in client.get(reverse("sitemap")).text
