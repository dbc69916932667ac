"""What is due in the admin: the order of work, one click for a check, and the same queries for any number."""

import datetime
import time

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory import due
from directory.enums import AssuranceMethod, AssuredField, Criticality
from directory.models import Assurance, Report, Service

EDITOR = "directory.editor@ambleford.example.org"
ALL_TICKED = {"checked": AssuredField.values, "method": AssuranceMethod.PHONE}


@pytest.fixture
def editor(demo, signed_in):
    return signed_in(EDITOR)


def checked(service, days_ago):
    """Make the newest check of `service` so many days old."""
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    service.assurances.all().delete()
    return Assurance.objects.create(
        service=service, assured_at=day, assurer_role="a test", method="phone", fields=["phone"]
    )


def check_address(service):
    return reverse("directory_due:check", args=[service.pk])


def test_core_entries_come_first_then_what_waited_longest(demo):
    core, older, newer, fine = Service.objects.listed().order_by("pk")[:4]
    Service.objects.exclude(pk__in=[core.pk, older.pk, newer.pk, fine.pk]).update(live=False)
    Service.objects.filter(pk=core.pk).update(criticality=Criticality.CORE)
    Service.objects.filter(pk__in=[older.pk, newer.pk, fine.pk]).update(criticality=Criticality.STANDARD)
    for service, days in [(core, 31), (older, 400), (newer, 181), (fine, 1)]:
        checked(service, days)
    assert [entry.pk for entry in due.entries()] == [core.pk, older.pk, newer.pk]
    Report.objects.create(service=fine, topic="hours")
    assert due.entries()[-1].pk == fine.pk
    assert due.counts(due.entries()) == {
        "due": 0, "overdue": 3, "never": 0, "reported": 1, "guidance": 0,
    }  # fmt: skip


def test_guidance_that_changed_is_due_until_somebody_checked_after_it(demo):
    service = Service.objects.listed().filter(criticality=Criticality.STANDARD).first()
    today = timezone.localdate()
    checked(service, 3)
    Service.bring_review_forward([service.pk], today)
    service.refresh_from_db()
    assert (service.must_read_guidance, service.next_review) == (True, today)
    assert service.pk in {entry.pk for entry in due.entries() if entry.guidance}
    checked(service, 0)
    assert service.pk not in {entry.pk for entry in due.entries()}


def test_who_checked_on_the_day_of_the_change_is_asked_again_on_the_next_one(demo, time_machine):
    service = Service.objects.listed().filter(criticality=Criticality.STANDARD).first()
    today = timezone.localdate()
    checked(service, 0)
    Service.bring_review_forward([service.pk], today)
    assert service.pk not in {entry.pk for entry in due.entries()}
    time_machine.move_to(timezone.now() + datetime.timedelta(days=1))
    assert service.pk in {entry.pk for entry in due.entries() if entry.guidance}
    checked(service, 0)
    assert service.pk not in {entry.pk for entry in due.entries()}


def test_one_click_writes_the_check_and_leads_to_the_next_line(editor):
    first, second = [
        line["service"] for line in editor.get(reverse("directory_due:index")).context["lines"][:2]
    ]
    answer = editor.post(check_address(first), {**ALL_TICKED, "following": second.pk, "back": "core=1"})
    assert answer.url == f"{reverse('directory_due:index')}?core=1#service-{second.pk}"
    check = Assurance.objects.filter(service=first).first()
    assert check.assured_at == timezone.localdate()
    assert check.fields == AssuredField.values
    assert check.assurer.email == EDITOR
    page = editor.get(reverse("directory_due:index"))
    assert first.pk not in [line["service"].pk for line in page.context["lines"]]
    assert f"{first.name}: checked today" in page.text
    assert reverse("directory_due:undo", args=[check.pk]) in page.text


class TestUndo:
    def click(self, client):
        """Check the first line; return the check and the address that takes it back."""
        first = client.get(reverse("directory_due:index")).context["lines"][0]["service"]
        client.post(check_address(first), ALL_TICKED)
        check = Assurance.objects.filter(service=first).first()
        return check, reverse("directory_due:undo", args=[check.pk])

    def test_one_click_takes_just_that_check_back(self, editor):
        before = set(Assurance.objects.values_list("pk", flat=True))
        kept, _ = self.click(editor)
        check, undo = self.click(editor)
        answer = editor.post(undo, {"back": "core=1"})
        assert answer.url == reverse("directory_due:index") + "?core=1"
        assert set(Assurance.objects.values_list("pk", flat=True)) == before | {kept.pk}
        page = editor.get(reverse("directory_due:index"))
        assert "Taken back" in page.text
        assert check.service_id in [line["service"].pk for line in page.context["lines"]]
        assert undo not in page.text

    def test_looking_at_the_address_takes_nothing_back(self, editor):
        check, undo = self.click(editor)
        assert editor.get(undo).status_code == 405
        assert Assurance.objects.filter(pk=check.pk).exists()

    def test_after_a_quarter_of_an_hour_it_is_too_late(self, editor, monkeypatch):
        check, undo = self.click(editor)
        later = time.time() + 15 * 60 + 1
        monkeypatch.setattr("directory.viewsets.undo.time.time", lambda: later)
        assert undo not in editor.get(reverse("directory_due:index")).text
        editor.post(undo)
        assert Assurance.objects.filter(pk=check.pk).exists()
        assert "too late to undo" in editor.get(reverse("directory_due:index")).text

    def test_nobody_takes_back_the_check_of_another(self, editor, signed_in):
        check, undo = self.click(editor)
        session = editor.session
        other = signed_in("marguerite.osei@ambleford.example.org")
        other.post(undo)
        assert Assurance.objects.filter(pk=check.pk).exists()
        forged = other.session  # even with the other's list in one's own session
        forged["directory_checks_just_written"] = session["directory_checks_just_written"]
        forged.save()
        other.post(undo)
        assert Assurance.objects.filter(pk=check.pk).exists()

    def test_a_second_click_is_no_new_check_to_take_back(self, editor):
        check, undo = self.click(editor)
        editor.post(check_address(check.service), ALL_TICKED)
        assert editor.get(reverse("directory_due:index")).text.count(undo) == 1


def test_forty_lines_stay_under_a_hundred_kilobytes(editor):
    for service in Service.objects.listed():
        checked(service, 1000)
    page = editor.get(reverse("directory_due:index"))
    assert len(page.context["lines"]) == 40
    assert len(page.content) <= 100_000


def test_forty_entries_are_fresh_after_forty_clicks(editor):
    for service in Service.objects.listed():
        checked(service, 1000)
    costs = []
    for _ in range(40):
        lines = editor.get(reverse("directory_due:index")).context["lines"]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            editor.post(check_address(lines[0]["service"]), ALL_TICKED)
        costs.append(len(queries))
    assert Assurance.objects.filter(assured_at=timezone.localdate()).count() == 40
    assert max(costs) - min(costs) <= 1  # the first may read what the rest hold already


@pytest.mark.parametrize(
    "answers", [{}, {"checked": ["rumour"], "method": "phone"}, {"checked": ["phone"], "method": "x"}]
)
def test_a_form_that_is_not_ours_writes_nothing(editor, answers):
    service = Service.objects.listed().first()
    before = Assurance.objects.count()
    assert editor.post(check_address(service), answers).status_code == 302
    assert Assurance.objects.count() == before
    assert "nothing was written down" in editor.get(reverse("directory_due:index")).text


@pytest.mark.parametrize(
    "query", ["?state=nonsense&area=nowhere&page=99", "?state=overdue&mine=1&core=1&area=ambleford"]
)
def test_any_address_is_answered(editor, query):
    assert editor.get(reverse("directory_due:index") + query).status_code == 200


def test_filters_narrow_the_list(editor):
    def names(query):
        page = editor.get(reverse("directory_due:index") + query)
        return {line["service"].pk for line in page.context["lines"]}

    for service in Service.objects.listed():
        checked(service, 1000)
    core = set(Service.objects.listed().filter(criticality=Criticality.CORE).values_list("pk", flat=True))
    assert names("?core=1") == core
    assert names("?state=never") == set()
    owner = Service.objects.listed().exclude(maintainer__email=EDITOR).first()
    assert owner is None or owner.pk not in names("?mine=1")


def test_the_next_page_keeps_the_filters(editor):
    for service in Service.objects.listed():
        checked(service, 1000)
    first = editor.get(reverse("directory_due:index") + "?state=overdue")
    onward = BeautifulSoup(first.text, "html.parser").select_one("nav.pagination .next a")["href"]
    second = editor.get(reverse("directory_due:index") + onward)
    assert second.context["state"] == "overdue"
    assert second.context["page_obj"].number == 2


def test_the_same_queries_for_two_entries_and_for_forty(editor):
    editor.get(reverse("directory_due:index"))
    services = list(Service.objects.listed())
    costs = []
    for late in (2, 50):
        for at, service in enumerate(services):
            checked(service, 1000 if at < late else 0)
        with CaptureQueriesContext(connection) as queries:
            page = editor.get(reverse("directory_due:index"))
        assert len(page.context["lines"]) == min(late, 40)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_whoever_may_not_check_is_refused(demo, signed_in):
    trainer = signed_in("tom.aldous@ambleford.example.org")
    before = Assurance.objects.count()
    assert trainer.post(check_address(Service.objects.listed().first()), ALL_TICKED).status_code in {302, 403}
    assert Assurance.objects.count() == before


def test_first_page_of_the_admin_says_what_is_due(editor, signed_in):
    Report.objects.create(service=Service.objects.listed().first(), topic="hours")
    page = editor.get(reverse("wagtailadmin_home")).text
    assert "1 reported by readers" in page
    assert f"{reverse('directory_due:index')}?state=reported" in page
    trainer = signed_in("tom.aldous@ambleford.example.org")
    assert "reported by readers" not in trainer.get(reverse("wagtailadmin_home")).text
