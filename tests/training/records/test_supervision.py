"""The log of supervision: one’s own; a school sees dates."""

import datetime

import pytest

from tests.pages import main_of
from tests.training.conftest import LEAD, READER, person
from tests.training.records.diary import SECRET, TIME, TODAY
from tests.training.records.pages import at
from training.records import supervision
from training.records.models import SupervisionEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evidence_in_march")]


def test_supervision_is_written_changed_and_deleted(signed_in):
    client = signed_in(READER)
    main = main_of(client.get(at("add_supervision")))
    assert "No case content" in main
    assert "data-no-names" in main
    assert "Your school can see this day, and nothing else of it." in main
    main = main_of(client.post(at("add_supervision"), TIME, follow=True))
    for words in ("10 March 2027", "line manager", SECRET, "10 April 2027"):
        assert words in main
    entry = SupervisionEntry.objects.get()
    client.post(at("edit_supervision", entry.public_id), {**TIME, "with_role": "supervisor"})
    assert "supervisor" in main_of(client.get(at("my_supervision")))
    main_of(client.get(at("delete_supervision", entry.public_id)))
    client.post(at("delete_supervision", entry.public_id))
    assert not SupervisionEntry.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"held_on": "2027-03-11"},
        {"held_on": ""},
        {"with_role": ""},
        {"next_on": TODAY},
        {"next_on": "2031-01-01"},
        {"next_on": "soon"},
        {"agreed": "x" * 5001},
    ],
    ids=str,
)
def test_bad_input_of_supervision(signed_in, fields):
    answer = signed_in(READER).post(at("add_supervision"), {**TIME, **fields})
    assert answer.status_code == 400
    assert "There is a problem" in answer.text
    assert not SupervisionEntry.objects.exists()


def test_a_school_sees_dates_and_nothing_else(signed_in):
    signed_in(READER).post(at("add_supervision"), TIME)
    assert supervision.supervision_dates(person(READER)) == [datetime.date(2027, 3, 10)]
    assert supervision.supervision_dates(person(LEAD)) == []
