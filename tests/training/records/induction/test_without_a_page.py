"""What has no page and is pressed on the list: tasks, sessions, training elsewhere."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.pages import main_of
from tests.test_uploads import PDF
from tests.training.conftest import READER
from tests.training.records.induction.given import (
    MINE,
    OUTSIDE,
    SESSION,
    TASK,
    TODAY,
    do,
    give,
    plan_item,
    plan_of,
)
from tests.training.records.pages import at, files
from training.records import learning
from training.records.models import CpdEntry, How, LearningRecord
from training.records.models.learning import Sort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans", "evidence_in_march")]


def test_a_task_is_pressed_once_and_can_be_taken_back(signed_in):
    client, plan = signed_in(READER), plan_of(TASK, SESSION)
    mine = give(plan)
    main = main_of(client.get(MINE))
    assert "Say what each is for." in main
    assert "Noted." in main_of(do(client, mine, "five"))
    assert "noted already" in main_of(do(client, mine, "five"))
    record = LearningRecord.objects.get()
    assert (record.sort, record.key, record.how) == (Sort.TASK, "five", How.DECLARED)
    assert (record.done_on, record.hours, record.school) == (
        TODAY,
        learning.hours_of(plan_item()),
        mine.school,
    )
    assert main_of(client.get(at("induction_item", mine.public_id, "five"), follow=True))
    client.post(at("take_back", record.public_id))
    assert "0 of 2 done" in main_of(client.get(MINE))


def test_the_directory_is_beside_a_task_that_is_about_it_alone(signed_in):
    client, link = signed_in(READER), f'href="{reverse("directory:home")}"'
    give(plan_of(TASK, name="Without"))
    assert link not in main_of(client.get(MINE))
    by_title = replace(TASK, title="Find it in the Directory", key="title")
    by_note = replace(TASK, note="Look it up in the directory.", key="note")
    give(plan_of(TASK, by_title, by_note, name="With"))
    assert main_of(client.get(MINE)).count(link) == 2


def test_a_session_has_its_day(signed_in):
    client, mine = signed_in(READER), give(plan_of(SESSION))
    form = at("induction_item", mine.public_id, "first")
    assert form in main_of(client.get(MINE))
    assert 'value="2027-03-10"' in main_of(client.get(form))
    assert "still to come" in main_of(do(client, mine, "first", done_on="2027-03-11"), 400)
    assert "is required" in main_of(do(client, mine, "first", done_on=""), 400)
    assert "Noted." in main_of(do(client, mine, "first", done_on="2027-03-01"))
    record = LearningRecord.objects.get()
    assert (record.sort, record.how, str(record.done_on)) == (Sort.SESSION, How.DECLARED, "2027-03-01")
    assert record.hours == 1
    assert "on 1 March 2027: 1 of 1 done" in main_of(client.get(MINE))


def test_training_elsewhere_is_kept_with_its_evidence(signed_in, tmp_path):
    client, mine = signed_in(READER), give(plan_of(OUTSIDE))
    fields = {"done_on": "2027-03-01", "title": "Prevent online", "provider": "The trust", "hours": "1.5"}
    main = main_of(do(client, mine, "prevent", **{**fields, "hours": "lots"}), 400)
    assert "There is a problem" in main
    assert not LearningRecord.objects.exists()
    file = SimpleUploadedFile("p.pdf", PDF)
    assert "Noted." in main_of(do(client, mine, "prevent", **fields, file=file, reflection="I ask now."))
    record, entry = LearningRecord.objects.get(), CpdEntry.objects.get()
    assert (record.sort, record.how, record.key) == (Sort.EXTERNAL, How.EXTERNAL, "prevent")
    assert (record.title, record.note, float(record.hours)) == ("Prevent awareness", "Prevent online", 1.5)
    assert (entry.record, entry.provider, entry.evidence_name) == (record, "The trust", "p.pdf")
    assert len(files(tmp_path)) == 1
    log = main_of(client.get(at("my_cpd")))
    assert "School year 2026-27: 1.5 hours" in log  # counted once
    assert "I ask now." in log
    assert "1 of 1 done" in main_of(client.get(MINE))
    client.post(at("take_back", record.public_id))  # a slip, on the same day
    assert "0 of 1 done" in main_of(client.get(MINE))
    assert CpdEntry.objects.get().evidence_name == "p.pdf"


def test_a_full_log_takes_no_training_elsewhere(signed_in, monkeypatch):
    monkeypatch.setattr("training.records.cpd.MOST_OF_A_PERSON", 0)
    client, mine = signed_in(READER), give(plan_of(OUTSIDE))
    assert "Your log holds" in main_of(do(client, mine, "prevent", done_on="2027-03-01"))
    assert not LearningRecord.objects.exists()
