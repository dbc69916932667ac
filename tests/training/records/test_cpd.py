"""The log of one’s own development: whole, private, and taken along."""

import csv
import datetime
import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader
from wagtail.models import ReferenceIndex

from portal.accounts import privacy
from tests.factories.training import add_module
from tests.pages import main_of
from tests.test_uploads import BAD, PDF, office
from tests.training.conftest import ELSEWHERE, LEAD, READER, WITHOUT_SCHOOL, person
from tests.training.records.certified import read_and_issued
from tests.training.records.diary import ENTRY, SECRET, TIME
from tests.training.records.pages import at, files
from training.records import cpd, learning, privacy_of_people, supervision
from training.records.models import Certificate, CpdEntry, LearningRecord, SupervisionEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evidence_in_march")]


def add(client, name="a.pdf", content=PDF, **fields):
    file = {"file": SimpleUploadedFile(name, content)} if name else {}
    return client.post(at("add_cpd"), {**ENTRY, **fields, **file}, follow=True)


def test_an_entry_is_written_changed_and_deleted(signed_in, tmp_path, django_capture_on_commit_callbacks):
    client = signed_in(READER)
    main_of(client.get(at("add_cpd")))
    main = main_of(add(client, "Course <b>.pdf"))
    for words in ("School year 2026-27: 2.5 hours", "A course", "The trust", SECRET, "Course &lt;b&gt;.pdf"):
        assert words in main
    entry = CpdEntry.objects.get()
    answer = client.get(at("evidence", entry.public_id))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert "private" in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"]
    change = at("edit_cpd", entry.public_id)
    assert SECRET in main_of(client.get(change))
    with django_capture_on_commit_callbacks(execute=True):
        new = SimpleUploadedFile("b.docx", office())
        assert (
            "A course at last"
            in client.post(change, {**ENTRY, "title": "A course at last", "file": new}, follow=True).text
        )
    assert len(files(tmp_path)) == 1  # the earlier file is gone
    with django_capture_on_commit_callbacks(execute=True):
        client.post(change, {**ENTRY, "drop_file": "on"})
    assert files(tmp_path) == []
    assert client.get(at("evidence", entry.public_id)).status_code == 404
    add(client)
    last = CpdEntry.objects.exclude(evidence="").get()
    assert "Its file goes too" in main_of(client.get(at("delete_cpd", last.public_id)))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("delete_cpd", last.public_id))
    assert files(tmp_path) == []
    assert CpdEntry.objects.count() == 1


def file_of(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{text}.pdf", text.encode())


@pytest.mark.parametrize("of_a_record", [True, False])
@pytest.mark.parametrize(("then", "left"), [(None, "b"), ("c", "c"), ("drop", None), ("delete", None)])
def test_two_windows_lose_no_file_and_leave_none_behind(
    tmp_path, django_capture_on_commit_callbacks, of_a_record, then, left
):
    """Both looked before either saved."""
    somebody = person(READER)
    record = learning.note(somebody, add_module(title="Signs"), "1")
    if of_a_record:
        first, second = cpd.about(record), cpd.about(record)
    else:
        own = CpdEntry.objects.create(person=somebody, done_on=timezone.localdate(), title="A course")
        first, second = (CpdEntry.objects.get(pk=own.pk) for _ in range(2))
    with django_capture_on_commit_callbacks(execute=True):
        cpd.keep(first, file_of("b"))
    if then == "delete":
        second = CpdEntry.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            cpd.delete(CpdEntry.objects.all())
    second.reflection = "Later words"
    with django_capture_on_commit_callbacks(execute=True):
        cpd.keep(second, file_of("c") if then == "c" else None, then == "drop")
    entry = CpdEntry.objects.get()
    assert entry.reflection == "Later words"
    assert [file.read_bytes().decode() for file in files(tmp_path)] == ([left] if left else [])
    assert entry.evidence_name == (f"{left}.pdf" if left else "")
    assert bool(entry.evidence) == bool(left)
    if then != "delete":
        assert entry.public_id == first.public_id


def test_the_address_of_a_file_tells_nothing_and_no_server_gives_it_away(signed_in, settings, client):
    add(signed_in(READER), "asha.pdf")
    entry = CpdEntry.objects.get()
    assert re.fullmatch(r"evidence/[0-9a-f]{32}", entry.evidence.name)
    assert not str(entry.evidence.path).startswith(str(settings.MEDIA_ROOT))
    for address in (f"/media/{entry.evidence.name}", f"/documents/{entry.evidence.name}"):
        assert client.get(address, follow=True).status_code == 404


@pytest.mark.parametrize(("name", "content", "code"), BAD, ids=[f"{one[0]}-{one[2]}" for one in BAD])
def test_other_files_are_refused(signed_in, tmp_path, name, content, code):
    answer = add(signed_in(READER), name, content)
    assert answer.status_code == 400
    assert "There is a problem" in answer.text
    assert not CpdEntry.objects.exists()
    assert files(tmp_path) == []


BAD_FIELDS = [
    {"done_on": "2027-03-11"},  # tomorrow
    {"done_on": "1969-12-31"},
    {"done_on": "29/2/2027"},
    {"done_on": "0000-00-00"},
    {"title": ""},
    {"title": "\u202e\x07"},
    {"title": "x" * 301},
    {"hours": "-1"},
    {"hours": "NaN"},
    {"hours": "Infinity"},
    {"hours": "1e9"},
    {"hours": "501"},
    {"hours": "two"},
    {"reflection": "x" * 5001},
]


@pytest.mark.parametrize("fields", BAD_FIELDS, ids=str)
def test_bad_input_gets_an_answer_and_keeps_what_was_typed(signed_in, fields):
    answer = add(signed_in(READER), "", **fields)
    assert answer.status_code == 400
    assert "There is a problem" in answer.text
    assert not CpdEntry.objects.exists()
    if "reflection" not in fields:
        assert SECRET in answer.text


def test_nobody_becomes_somebody_else_by_what_they_post(signed_in):
    other = person(LEAD)
    add(signed_in(READER), "", person=other.pk, record=1, evidence="../../etc/passwd", evidence_name="x")
    entry = CpdEntry.objects.get()
    assert entry.person == person(READER)
    assert entry.evidence.name == ""


def test_what_is_recorded_is_in_the_log_by_itself(signed_in):
    client, somebody = signed_in(READER), person(READER)
    record = learning.note(somebody, add_module(title="Signs", minutes=90), "1")
    add(client, "")
    main = main_of(client.get(at("my_cpd")))
    assert "School year 2026-27: 4 hours" in main
    assert "Signs (version 1)" in main
    assert "Automatic: read and understood" in main
    reflect = at("reflect", record.public_id)
    assert "Hours" not in main_of(client.get(reflect))
    client.post(reflect, {"reflection": "I ring first."})
    client.post(reflect, {"reflection": "I ring first, always.", "title": "Forged", "hours": "99"})
    entry = CpdEntry.objects.get(record=record)
    assert (entry.title, entry.hours, entry.reflection) == ("Signs", 1.5, "I ring first, always.")
    assert "School year 2026-27: 4 hours" in main_of(client.get(at("my_cpd")))
    client.post(at("take_back", record.public_id))
    main = main_of(client.get(at("my_cpd")))
    assert "School year 2026-27: 2.5 hours" in main
    assert "I ring first, always." in main  # nothing that was written is lost
    assert client.get(reflect).status_code == 404


def test_hours_are_counted_by_school_year(signed_in):
    client = signed_in(READER)
    for day, hours in (("2026-08-31", "1"), ("31/8/2026", "0.25"), ("2026-09-01", "2"), ("29/2/2024", "4")):
        add(client, "", done_on=day, hours=hours)
    main = main_of(client.get(at("my_cpd")))
    for words in ("2026-27: 2 hours", "2025-26: 1.25 hours", "2023-24: 4 hours"):
        assert words in main
    assert "29 February 2024" in main_of(client.get(f"{at('my_cpd')}?year=2023"))
    for odd in ("x", "-1", "9" * 50, "２０２３"):
        assert "School year 2026-27" in main_of(client.get(at("my_cpd"), {"year": odd}))


def test_the_log_as_csv_holds_all_and_no_formula(signed_in):
    client = signed_in(READER)
    for number, risky in enumerate(("=1+1", "@SUM(A1)", "+cmd|'/c calc'!A0", "-2+3", "\t=1", "＝1")):
        add(client, "", title=f"{risky}{number}", provider=risky, reflection=risky)
    answer = client.get(at("cpd_file", "csv"))
    assert "no-store" in answer["Cache-Control"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2 + 6  # the line of the demonstration, the heads
    for row in rows[2:]:
        for value in row:
            assert not value.startswith(("=", "@", "+", "\t", "＝")), row
            assert not re.match(r"-\D|-\d+\+", value), row
    assert client.get(at("cpd_file", "exe")).status_code == 404


def test_the_log_as_pdf_is_tagged(signed_in):
    client = signed_in(READER)
    add(client, "", title="Löss & <script>alert(1)</script>")
    pdf = PdfReader(io.BytesIO(client.get(at("cpd_file", "pdf")).content))
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in pdf.pages))
    for words in ("AshaMistry", "Löss&<script>", "Schoolyear2026-27:2.5hours", SECRET):
        assert re.sub(r"\s+", "", words) in text


def test_an_empty_log_can_be_taken_along(signed_in):
    client = signed_in(WITHOUT_SCHOOL)
    assert "Nothing yet" in main_of(client.get(at("my_cpd")))
    assert client.get(at("cpd_file", "csv")).status_code == 200
    assert client.get(at("cpd_file", "pdf")).content.startswith(b"%PDF")
    assert "Nothing falls due" in main_of(client.get(at("due"), follow=True))


def test_all_of_it_works_without_a_school(signed_in):
    client = signed_in(WITHOUT_SCHOOL)
    assert "A course" in main_of(add(client))
    assert "line manager" in main_of(client.post(at("add_supervision"), TIME, follow=True))
    assert learning.note(person(WITHOUT_SCHOOL), add_module(), "1").school is None


def test_what_falls_due_is_a_calendar_that_says_little(signed_in):
    client = signed_in(READER)
    certificate = read_and_issued()
    client.post(at("add_supervision"), TIME)
    client.post(at("add_supervision"), {**TIME, "held_on": "2027-01-01", "next_on": "2027-02-01"})  # is over
    calendar = Calendar.from_ical(client.get(at("due")).content)
    told = [(str(event["summary"]), event.decoded("dtstart")) for event in calendar.walk("VEVENT")]
    assert told == [
        ("Supervision", datetime.date(2027, 4, 10)),
        (f"Certificate runs out: {certificate.title}", datetime.date(2028, 3, 10)),
    ]
    again = Calendar.from_ical(client.get(at("due")).content)
    assert [event["uid"] for event in calendar.walk("VEVENT")] == [
        event["uid"] for event in again.walk("VEVENT")
    ]
    assert SECRET not in client.get(at("due")).text
    assert "line manager" not in client.get(at("due")).text


def mine_of(somebody) -> list[str]:
    """Return every address of what the reader keeps."""
    entry = CpdEntry.objects.get(person=somebody, record=None)
    time, record = (model.objects.get(person=somebody) for model in (SupervisionEntry, LearningRecord))
    return [
        *(at(name, entry.public_id) for name in ("edit_cpd", "delete_cpd", "evidence")),
        *(at(name, time.public_id) for name in ("edit_supervision", "delete_supervision")),
        *(at(name, record.public_id) for name in ("reflect", "take_back", "issue")),
    ]


@pytest.mark.parametrize("email", [None, LEAD, ELSEWHERE, WITHOUT_SCHOOL])
def test_nobody_else_reaches_anything(signed_in, client, email):
    """A colleague, the lead, another school, the administrator, somebody signed out."""
    own = signed_in(READER)
    add(own)
    own.post(at("add_supervision"), TIME)
    record = learning.note(person(READER), add_module(), "1")
    addresses = mine_of(person(READER))
    own.cookies.clear()
    other = signed_in(email) if email else client
    for address in addresses:
        for answer in (other.get(address), other.post(address, {**ENTRY, **TIME})):
            assert answer.status_code in ({404, 405} if email else {302, 405}), address
            assert "/accounts/login/" in answer.get("Location", "/accounts/login/")
    if email:
        for name in ("my_cpd", "my_learning", "my_supervision"):
            assert SECRET not in other.get(at(name)).text
        assert SECRET not in other.get(at("cpd_file", "csv")).content.decode()
        assert "Nothing falls due" in other.get(at("due"), follow=True).text
    assert (CpdEntry.objects.count(), SupervisionEntry.objects.count()) == (1, 1)
    assert learning.of(person(READER)).standing().get() == record


@pytest.mark.parametrize("count", [2, 50])
def test_the_lists_ask_as_often_for_fifty_as_for_two(signed_in, django_assert_num_queries, count):
    client, somebody = signed_in(READER), person(READER)
    for number in range(count):
        record = learning.note(somebody, add_module(title=f"Module {number}"), "1")
        CpdEntry.objects.create(person=somebody, record=record, done_on=record.done_on, reflection="Yes")
        CpdEntry.objects.create(person=somebody, done_on=record.done_on, title=f"Course {number}", hours=1)
        SupervisionEntry.objects.create(person=somebody, held_on=record.done_on, with_role=f"Role {number}")
    for name, queries in (("my_cpd", 12), ("my_supervision", 5)):
        client.get(at(name))
        with django_assert_num_queries(queries):
            main = main_of(client.get(at(name)))
        assert main.count("<h3" if name == "my_cpd" else "<h2") == (2 * count if name == "my_cpd" else count)


def test_a_log_has_an_end(signed_in, monkeypatch):
    client = signed_in(READER)
    monkeypatch.setattr(cpd, "MOST_FILES", 1)
    add(client)
    assert add(client).status_code == 400
    monkeypatch.setattr(cpd, "MOST_OF_A_PERSON", 1)
    assert "holds 1000 entries" in main_of(add(client, ""))
    monkeypatch.setattr(supervision, "MOST_OF_A_PERSON", 0)
    assert "Delete old ones" in main_of(client.post(at("add_supervision"), TIME, follow=True))


def held(somebody) -> list[int]:
    models = (CpdEntry, SupervisionEntry, LearningRecord, Certificate)
    return [model.objects.filter(person=somebody).count() for model in models]


def test_it_is_declared_exported_and_erased(signed_in, tmp_path, django_capture_on_commit_callbacks):
    client = signed_in(READER)
    add(client)
    client.post(at("add_supervision"), TIME)
    read_and_issued()
    described = {one.model for one in privacy.everything_held()}
    assert {f"records.{name}" for name in ("CpdEntry", "SupervisionEntry", "Certificate")} <= described
    told = json.dumps(privacy.export_everything(person(READER)))
    for words in (SECRET, "line manager", "a.pdf", "Signs", str(Certificate.objects.get().uuid)):
        assert words in told
    assert SECRET not in json.dumps(privacy.export_everything(person(LEAD)))
    before = held(person(LEAD))
    assert held(person(READER)) == [1, 1, 1, 1]
    address = at("certificate", Certificate.objects.get().uuid)
    somebody = person(READER)
    with django_capture_on_commit_callbacks(execute=True):
        privacy.erase_everything(somebody)
    assert held(somebody) == [0, 0, 0, 0]
    assert files(tmp_path) == []
    assert held(person(LEAD)) == before
    assert client.get(address).status_code == 404


def test_it_ends_by_itself(signed_in, on_day, tmp_path, django_capture_on_commit_callbacks):
    on_day(2028, 2, 29)
    client, somebody = signed_in(READER), person(READER)
    add(client, done_on="2028-02-29")
    client.post(at("add_supervision"), {**TIME, "held_on": "2028-02-29", "next_on": ""})
    read_and_issued()  # runs out on 28 February 2029
    on_day(2031, 2, 28)
    call_command("expire_records", verbosity=0)
    assert held(somebody) == [1, 1, 1, 1]
    on_day(2031, 3, 1)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("expire_records", verbosity=0)
    assert held(somebody) == [1, 0, 1, 1]
    on_day(2035, 3, 1)
    planned = {what: rows.count() for what, rows in privacy_of_people.over(timezone.localdate()).items()}
    assert planned == {"certificates": 0, "CPD entries": 1, "supervision": 0, "learning records": 1}
    with django_capture_on_commit_callbacks(execute=True):
        call_command("expire_records", verbosity=0)
    assert held(somebody) == [0, 0, 0, 1]
    assert files(tmp_path) == []
    on_day(2036, 3, 1)
    call_command("expire_records", verbosity=0)
    assert held(somebody) == [0, 0, 0, 0]


def test_the_admin_knows_nothing_of_it(signed_in):
    add(signed_in(READER))
    for model in (CpdEntry, SupervisionEntry, LearningRecord, Certificate):
        assert not ReferenceIndex.model_is_indexable(model)
