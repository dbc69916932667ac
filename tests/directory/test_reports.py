"""What readers report: kept once, limited, told to the maintainer, acted on, forgotten."""

import datetime
import time
from collections import Counter

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import ModelLogEntry

from directory import privacy
from directory.models import Report, Service, WorkingCall
from directory.report_forms import SALT
from portal.accounts.privacy import expire
from portal.limits import allow

pytestmark = pytest.mark.django_db
DOOR = "/directory/services/thornmere-front-door/"
PATH = DOOR + "report/"
WORKED = DOOR + "it-worked/"


@pytest.fixture
def send(client, demo):
    """Send a report; what is not given is as a person would have it."""

    def send_(age=30, address="192.0.2.1", path=PATH, **fields):
        data = {"topic": "number", "text": "", "opened": signing.dumps(time.time() - age, salt=SALT)}
        return client.post(path, data | fields, REMOTE_ADDR=address)

    return send_


def door() -> Service:
    return Service.objects.get(slug="thornmere-front-door")


def test_the_service_page_offers_both_and_sets_no_cookie(client, demo):
    response = client.get(DOOR)
    assert f'href="{PATH}"' in response.text
    assert f'href="{WORKED}"' in response.text
    assert not response.cookies


def test_the_form_warns_and_is_not_stored(client, demo):
    response = client.get(PATH)
    assert "Do not write about a child, or name anyone" in response.text
    assert "no-store" in response["Cache-Control"]


def test_a_report_is_kept_and_the_reader_thanked(client, send):
    response = send(text="It is 01632 960209 now")
    assert response.status_code == 302
    report = Report.objects.get()
    assert (report.service, report.topic, report.text) == (door(), "number", "It is 01632 960209 now")
    page = client.get(response["Location"]).text
    assert "two working days" in page
    assert "tel:+441632960101" in page
    assert "call 999" in page


def test_a_form_needs_the_token(demo):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(PATH, {"topic": "number"}).status_code == 403
    assert strict.post(WORKED).status_code == 403


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"topic": ""}, "Choose what has changed"),
        ({"topic": "nonsense"}, "not one of the available choices"),
        ({"text": "x" * 1001}, "Use at most 1,000 characters"),
        ({"text": "a\x00b"}, "Null characters"),
        ({"age": 0.5}, "That was very quick"),
        ({"age": 13 * 3600}, "open for too long"),
        ({"opened": "forged"}, "open for too long"),
        ({"opened": ""}, "open for too long"),
        ({"opened": signing.dumps("soon", salt=SALT)}, "open for too long"),
        ({"opened": signing.dumps(None, salt=SALT)}, "open for too long"),
    ],
)
def test_a_mistake_is_said_and_no_word_lost(send, fields, said):
    response = send(**({"text": "The words I wrote"} | fields))
    assert response.status_code == 200
    assert said in response.text
    if "text" not in fields:
        assert "The words I wrote" in response.text
    assert not Report.objects.exists()


def test_a_page_open_too_long_gets_a_new_stamp(send):
    from directory.report_forms import ReportForm

    form = ReportForm({"topic": "number", "opened": "forged"})
    assert not form.is_valid()
    assert time.time() - signing.loads(form["opened"].value(), salt=SALT) < 5


def test_a_machine_is_thanked_and_forgotten(send):
    assert send(website="https://spam.example").status_code == 302
    assert not Report.objects.exists()


def test_the_same_words_in_a_day_are_one_report(send):
    send(text="Same")
    send(text="Same ")
    assert Report.objects.count() == 1
    Report.objects.update(created_at=timezone.now() - datetime.timedelta(days=2))
    send(text="Same")
    assert Report.objects.count() == 2


def test_too_many_from_one_address_are_refused_others_not(send):
    answers = [send(text=f"Report {number}").status_code for number in range(12)]
    assert answers == [302] * 5 + [429] * 7
    assert Report.objects.count() == 5
    later = send(text="One more")
    assert "Wait ten minutes" in later.text
    assert "mailto:" in later.text
    assert send(text="From elsewhere", address="192.0.2.2").status_code == 302


def test_five_thousand_in_a_minute_from_one_address(send):
    """A hundred are sent, the rest ask for a place as they would: five are taken, and others still get in."""
    answers = Counter(send(text=f"Report {number}").status_code for number in range(100))
    assert answers == {302: 5, 429: 95}
    assert not any(allow("report", "192.0.2.1", 5, 600) for _ in range(4900))
    assert Report.objects.count() == 5
    assert send(text="From elsewhere", address="192.0.2.2").status_code == 302


def test_too_many_from_everywhere_are_refused(send):
    Report.objects.bulk_create(Report(service=door(), topic="other") for _ in range(60))
    assert send(text="One more").status_code == 429
    Report.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=2))
    assert send(text="One more").status_code == 302


def test_no_address_is_kept_in_clear(send, monkeypatch):
    keys = []
    real = cache.add
    monkeypatch.setattr(cache, "add", lambda key, *rest: keys.append(key) or real(key, *rest))
    send()
    assert keys
    assert not any("192.0.2.1" in key for key in keys)


def test_without_a_cache_readers_still_report(send, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError("no cache")

    monkeypatch.setattr(cache, "add", broken)
    assert send().status_code == 302
    assert Report.objects.count() == 1


def test_a_limit_gives_each_place_once():
    assert [allow("x", "a", 2, 60) for _ in range(3)] == [True, True, False]
    assert allow("y", "a", 2, 60)


@pytest.mark.parametrize("path", [PATH, WORKED])
def test_an_unpublished_service_has_no_form(client, send, path):
    Service.objects.filter(slug="thornmere-front-door").update(live=False)
    assert client.get(path).status_code == 404
    assert send(path=path).status_code == 404


def test_the_maintainer_hears_of_it_without_the_words(send, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(text="Ask for Jane Doe")
    (message,) = mail.outbox
    assert message.to == [door().maintainer.email]
    assert "The number is wrong" in message.body
    assert f"/admin/snippets/directory/report/edit/{Report.objects.get().pk}/" in message.body
    assert "Jane" not in message.body + message.subject


def test_mail_that_fails_loses_nothing(send, monkeypatch, django_capture_on_commit_callbacks):
    def broken(*args, **kwargs):
        raise OSError("no mail")

    monkeypatch.setattr("directory.reporting.send_mail", broken)
    with django_capture_on_commit_callbacks(execute=True):
        assert send().status_code == 302
    assert Report.objects.count() == 1


def test_calls_that_worked_are_counted_by_day(client, demo):
    assert client.get(WORKED).status_code == 200
    assert not WorkingCall.objects.exists()
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        response = client.post(WORKED, REMOTE_ADDR=address)
        assert response.status_code == 302
    assert "Thank you" in client.get(response["Location"]).text
    call = WorkingCall.objects.get()
    assert (call.service, call.day, call.count) == (door(), timezone.localdate(), 2)


def test_two_first_calls_at_the_same_moment_are_both_counted(demo, monkeypatch):
    from directory.reporting import count_working_call

    real, calls = QuerySet.update, []

    def update(queryset, **fields):
        calls.append(fields)
        return real(queryset, **fields) if len(calls) > 1 else 0  # as if the row were not there yet

    WorkingCall.objects.create(service=door())
    monkeypatch.setattr(QuerySet, "update", update)
    count_working_call(door())
    assert WorkingCall.objects.get().count == 2


EDITOR = "directory.editor@ambleford.example.org"
QUEUE = "/admin/snippets/directory/report/"


def make(text, days=0, **fields) -> Report:
    created = timezone.now() - datetime.timedelta(days=days)
    return Report.objects.create(service=door(), topic="hours", text=text, created_at=created, **fields)


def test_the_queue_has_the_oldest_open_one_first(signed_in, demo):
    make("Fresh", 1), make("Old", 9), make("Done", 20, state="acted")
    page = signed_in(EDITOR).get(QUEUE).text
    assert page.index("Old") < page.index("Fresh") < page.index("Done")
    assert "Add" not in page.split("<h1")[1].split("</header>")[0]


def test_acting_on_a_report_is_stamped_and_stands_in_the_history(signed_in, demo):
    report = make("Closed at four")
    client = signed_in(EDITOR)
    data = {"state": "acted", "outcome": "Rang: hours put right", "topic": "closed", "text": "forged"}
    assert client.post(f"{QUEUE}edit/{report.pk}/", data).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.acted_by.email, report.text) == ("acted", EDITOR, "Closed at four")
    assert report.topic == "hours"
    assert timezone.now() - report.acted_at < datetime.timedelta(minutes=1)
    history = client.get(f"/admin/snippets/directory/service/history/{report.service.pk}/").text
    assert "Rang: hours put right" in history


def test_a_report_stands_in_the_history_without_its_words(send):
    send(text="Secret words")
    (entry,) = ModelLogEntry.objects.filter(action="directory.report")
    assert entry.object_id == str(door().pk)
    assert "Secret" not in str(entry.data)
    assert "The number is wrong" in entry.message


def test_old_words_are_blanked_and_the_report_stays(demo):
    now = timezone.now()
    old = make("Old words", state="acted", acted_at=now - datetime.timedelta(days=400))
    new = make("New words", state="acted", acted_at=now - datetime.timedelta(days=10))
    still_open = make("Open words", days=400)
    assert sum(expire(privacy, now - datetime.timedelta(days=183)).values()) == 1
    texts = [Report.objects.get(pk=one.pk).text for one in (old, new, still_open)]
    assert texts == ["", "New words", "Open words"]
