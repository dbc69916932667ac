"""What people did: said once, taken back on the day, never changed; a later version is told."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.training import add_activity, add_module, add_sheet
from tests.pages import main_of
from tests.training.conftest import READER, person
from tests.training.records.pages import MINE, at, say
from training.models import ModulePage
from training.records import learning
from training.records.dates import first_day_of, months_after, school_year_in_words, school_year_of
from training.records.models import AppendOnlyError, How, LearningRecord, Outcome

pytestmark = pytest.mark.django_db


def test_a_module_is_read_once_a_day_and_taken_back(signed_in):
    client, page = signed_in(READER), add_module(title="Signs", minutes=90, version=3)
    assert "I have read and understood version 3" in main_of(client.get(page.url))
    told = main_of(say(client, page, "3"))
    assert "Noted in my learning" in told
    assert "You read version 3 of this" in told
    say(client, page, "3")
    record = LearningRecord.objects.get()
    assert (record.version, record.how, record.outcome, record.hours) == ("3", How.READ, Outcome.DONE, 1.5)
    assert record.school == person(READER).school
    assert "read and understood, version 3, 1.5 hours" in main_of(client.get(MINE))
    assert "Taken back" in main_of(client.post(at("take_back", record.public_id), follow=True))
    assert LearningRecord.objects.count() == 2  # nothing was changed or deleted
    record.refresh_from_db()
    assert record.outcome == Outcome.DONE
    assert "Signs" not in main_of(client.get(MINE))
    assert client.post(at("take_back", record.public_id)).status_code == 404
    assert client.post(at("take_back", record.correction.public_id)).status_code == 404
    say(client, page, "3")
    assert learning.of(person(READER)).standing().count() == 1


def test_an_activity_and_a_sheet_are_declared(signed_in):
    client, activity, sheet = signed_in(READER), add_activity(minutes=20), add_sheet()
    for page in (activity, sheet):
        assert "I did this" in main_of(client.get(page.url))
        assert "Noted" in main_of(say(client, page, ""))
    assert [str(one.hours) for one in LearningRecord.objects.order_by("pk")] == ["0.33", "0.00"]
    assert {one.how for one in LearningRecord.objects.all()} == {How.DECLARED}


def test_signed_out_and_other_pages_have_no_button(client, signed_in):
    page = add_module()
    assert "My learning" not in main_of(client.get(page.url))
    assert "/accounts/login/" in client.post(at("did", page.pk), {"version": "1"})["Location"]
    client = signed_in(READER)
    assert "I did this" not in main_of(client.get(page.get_parent().url))
    assert client.get(at("did", page.pk)).status_code == 405


@pytest.mark.parametrize("version", ["", "2", "0", "-1", "٣", "x" * 5000, "1\x00"])
def test_another_version_is_not_noted(signed_in, version):
    page = add_module()
    assert "changed while you read it" in main_of(say(signed_in(READER), page, version))
    assert not LearningRecord.objects.exists()


def test_what_one_may_not_read_cannot_be_done(signed_in):
    client = signed_in(READER)
    for page in (add_module(live=False), add_module(access="dsl"), add_module().get_parent()):
        assert client.post(at("did", page.pk), {"version": "1"}).status_code == 404
    closed = main_of(client.get(add_module(access="dsl").url))
    assert "I have read" not in closed
    assert client.post(at("did", 987654321)).status_code == 404
    assert client.post("/my/learning/did/99999999999999999999/").status_code == 404


def test_a_later_version_is_told(signed_in):
    client, page = signed_in(READER), add_module(version=3)
    say(client, page, "3")
    ModulePage.objects.filter(pk=page.pk).update(
        version=4, changed_on=timezone.localdate(), change_note="The front door has a new number."
    )
    main = main_of(client.get(MINE))
    assert "You read version 3; version 4 changed this:</strong> The front door has a new number." in main
    main = main_of(client.get(page.url))
    assert "This is version 4: The front door" in main
    assert "I have read and understood version 4" in main
    say(client, page, "4")
    assert learning.of(person(READER)).standing().count() == 2


def test_a_page_that_goes_leaves_the_record(signed_in):
    client, page = signed_in(READER), add_module(title="Gone soon")
    say(client, page)
    page.delete()
    main = main_of(client.get(MINE))
    assert "Gone soon" in main
    assert "The page is not here any more" in main


def test_records_are_never_changed_or_deleted(demo):
    record = learning.note(person(READER), add_module(), "1")
    record.title = "Another"
    for change in (
        record.save,
        record.delete,
        LearningRecord.objects.all().delete,
        lambda: LearningRecord.objects.update(title="Another"),
        lambda: LearningRecord.objects.bulk_update([record], ["title"]),
        lambda: LearningRecord.objects.filter(pk=record.pk).update(outcome=Outcome.PASSED),
    ):
        with pytest.raises(AppendOnlyError), transaction.atomic():
            change()
    assert LearningRecord.objects.get().title != "Another"


def test_a_person_who_is_deleted_takes_the_records_along(demo):
    """The database's own way goes on working: nothing of a deleted account is left."""
    somebody = get_user_model().objects.create_user("leaver@ravensmoor.example.org", name="A Leaver")
    record = learning.note(somebody, add_module(), "1")
    learning.take_back(record)
    somebody.delete()
    assert not LearningRecord.objects.exists()


def test_it_can_be_taken_back_until_midnight_where_the_clock_changes(signed_in, on_day):
    """On 29 March 2026 the clock goes forward: the day is London's, not that of UTC."""
    on_day(2026, 3, 29, 0, 30)
    somebody, page = person(READER), add_module()
    record = learning.note(somebody, page, "1")
    assert record.done_on == datetime.date(2026, 3, 29)
    on_day(2026, 3, 29, 22, 59)
    assert learning.may_be_taken_back(record)
    on_day(2026, 3, 29, 23, 0)  # midnight in London
    assert not learning.may_be_taken_back(record)
    assert not learning.take_back(record)
    assert learning.note(somebody, page, "1").done_on == datetime.date(2026, 3, 30)


@pytest.mark.parametrize("count", [2, 50])
def test_the_list_asks_as_often_for_fifty_as_for_two(signed_in, django_assert_num_queries, count):
    client, somebody = signed_in(READER), person(READER)
    for number in range(count):
        learning.note(somebody, add_module(title=f"Module {number}"), "1")
    client.get(MINE)
    with django_assert_num_queries(QUERIES):
        main = main_of(client.get(MINE))
    assert main.count("version 1, ") == count


QUERIES = 8


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2028, 2, 29), 48, (2032, 2, 29)),
        ((2027, 8, 31), 6, (2028, 2, 29)),
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2026, 12, 31), 2, (2027, 2, 28)),
        ((2028, 2, 29), -84, (2021, 2, 28)),
    ],
)
def test_months_later(day, months, then):
    assert months_after(datetime.date(*day), months) == datetime.date(*then)


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)), st.integers(-200, 200))
def test_months_later_is_the_same_day_or_the_last_one(day, months):
    then = months_after(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == day.day or (then.day < day.day and (then + datetime.timedelta(days=1)).day == 1)


def test_a_school_year_begins_in_september():
    assert school_year_of(datetime.date(2027, 8, 31)) == 2026
    assert school_year_of(first_day_of(2026)) == 2026
    assert first_day_of(2026) == datetime.date(2026, 9, 1)
    assert school_year_in_words(2026) == "2026-27"
    assert school_year_in_words(2099) == "2099-00"
