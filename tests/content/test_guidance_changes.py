"""A record that changes status: the log, the reviews, the letters, the page and the feed of what changed."""

import datetime
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from portal.accounts.models import User
from portal.content import telling
from portal.content.models import GuidanceChange, GuidanceRecord

pytestmark = pytest.mark.django_db
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
FAR = datetime.date(2999, 1, 1)


@pytest.fixture
def quiet(db):
    """A register whose history is empty."""
    GuidanceChange.objects.all().delete()


@pytest.fixture
def kept_by(editor):
    """Make somebody who keeps things: `kept_by("ann")`."""
    return lambda name: User.objects.create_user(f"{name}@test.example.org", name=name.title())


def supersede(record, by=None, note=""):
    """Publish `record` as superseded, as the admin does: a revision, then published."""
    record.status, record.replaced_by, record.change_note = "superseded", by, note
    record.save_revision().publish()
    record.refresh_from_db()
    return record


class TestLog:
    def test_a_new_record_is_one_entry(self, quiet, record):
        one = record("New")
        change = GuidanceChange.objects.get()
        assert (change.record, change.old_status, change.new_status) == (one, "", "current")
        assert change.what == "New in the register: current."
        assert not change.changes_status

    def test_status_and_successor_are_one_entry_in_words(self, quiet, record):
        older, newer = record("Older"), record("Newer")
        supersede(older, by=newer, note="It joins two offers.")
        change = older.changes.first()
        assert change.what == "Status: superseded; before: current. Replaced by Newer."
        assert change.note == "It joins two offers."
        assert older.changes.count() == 2

    def test_a_successor_that_is_a_draft_is_not_named(self, quiet, record):
        older, draft = record("Older"), record("Not for anybody yet")
        draft.unpublish()
        supersede(older, by=draft)
        change = older.changes.first()
        assert change.what == "Status: superseded; before: current. Replaced by an edition to come."

    def test_the_window_is_substance(self, quiet, record):
        one = record("One")
        one.in_force_from = datetime.date(2026, 9, 1)
        one.save()
        assert one.changes.first().what == "In force from 1 September 2026."
        one.in_force_from = None
        one.save()
        assert one.changes.first().what == "In force from: day taken out."

    @pytest.mark.parametrize("field", ["title", "summary", "issuer", "version", "editor_note", "source"])
    def test_other_words_are_no_change(self, quiet, record, field):
        one = record("One")
        setattr(one, field, "Other words")
        one.save_revision().publish()
        assert one.changes.count() == 1

    def test_a_draft_is_no_change_until_it_is_published(self, quiet, record):
        one = record("One")
        one.status = "withdrawn"
        draft = one.save_revision()
        assert one.changes.count() == 1
        draft.publish()
        assert one.changes.first().new_status == "withdrawn"

    def test_hidden_and_shown_again_with_another_status_is_a_change_of_status(self, quiet, record):
        one = record("One")
        one.save_revision().publish()
        one.refresh_from_db()
        one.unpublish()
        one.status = "withdrawn"
        one.save_revision().publish()
        assert one.changes.first().changes_status

    def test_a_note_is_told_once(self, quiet, record):
        one = supersede(record("One"), note="Why")
        one.status = "withdrawn"
        one.save()
        assert [change.note for change in one.changes.all()] == ["", "Why", ""]

    def test_publishing_in_the_admin_names_who(self, signed_in, record):
        one = record("One")
        one.save_revision().publish()
        client = signed_in("marguerite.osei@ambleford.example.org")
        address = reverse("wagtailsnippets_content_guidancerecord:edit", args=[one.pk])
        answer = client.post(address, form_of(one, status="withdrawn"))
        assert answer.status_code == 302, answer.context["form"].errors
        change = one.changes.first()
        assert change.new_status == "withdrawn"
        assert change.by.email == "marguerite.osei@ambleford.example.org"


def form_of(record, **words):
    """Return what the admin's form of `record` sends when it is published."""
    names = ["title", "slug", "kind", "issuer", "version", "jurisdiction", "summary", "source", "status"]
    rows = {
        f"comparison-{word}": number
        for word, number in {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0}.items()
    }
    return {
        **{name: getattr(record, name) for name in names},
        "last_reviewed": "2026-01-02",
        "next_review": "2999-01-02",
        "maintainer": User.objects.first().pk,
        "action-publish": "1",
        **rows,
        **words,
    }


class TestReviews:
    def test_they_come_forward_to_today_and_never_go_back(self, record, plain_page):
        one, today = record("One"), timezone.localdate()
        later = plain_page("later", next_review=FAR)
        overdue = plain_page("overdue", next_review=today - datetime.timedelta(days=9))
        never = plain_page("never")
        other = plain_page("other", next_review=FAR)
        for page in (later, overdue, never):
            page.cites = [one]
            page.save()
        type(never).objects.filter(pk=never.pk).update(next_review=None)
        supersede(one)
        for page in (later, overdue, never, other):
            page.refresh_from_db()
        assert [later.next_review, never.next_review] == [today, today]
        assert overdue.next_review == today - datetime.timedelta(days=9)
        assert other.next_review == FAR

    def test_publishing_an_older_draft_does_not_push_the_review_back(self, record, plain_page):
        one, page = record("One"), plain_page("drafted", next_review=FAR)
        page.cites = [one]
        page.save_revision().publish()
        page.title = "A draft"
        draft = page.save_revision()
        supersede(one)
        Revision.objects.get(pk=draft.pk).publish()
        page.refresh_from_db()
        assert page.title == "A draft"
        assert page.next_review == timezone.localdate()

    def test_a_successor_alone_moves_nothing(self, record, plain_page):
        one = record("One", status="superseded")
        page = plain_page("later", next_review=FAR, status="current")
        page.cites = [one]
        page.save()
        one.replaced_by = record("Two")
        one.save()
        page.refresh_from_db()
        assert page.next_review == FAR

    def test_all_or_nothing(self, quiet, record, plain_page, monkeypatch):
        one, page = record("One"), plain_page("later", next_review=FAR)
        page.cites = [one]
        page.save()

        def fails(*_):
            raise RuntimeError

        monkeypatch.setattr("portal.content.changes.bring_reviews_forward", fails)
        one.status = "withdrawn"
        with pytest.raises(RuntimeError):
            one.save()
        one.refresh_from_db()
        assert one.status == "current"
        assert one.changes.count() == 1


class TestLetters:
    @pytest.fixture(autouse=True)
    def after_commit(self, django_capture_on_commit_callbacks):
        self.committed = django_capture_on_commit_callbacks

    def test_one_letter_for_each_owner_with_their_items(self, record, plain_page, service, kept_by):
        one, ann = record("Test rule"), kept_by("ann")
        mine = [service("Test service"), plain_page("two"), plain_page("three")]
        for thing in mine:
            thing.cites = [one]
            thing.save()
        page = mine[2]
        page.maintainer = ann
        page.save()
        with self.committed(execute=True):
            supersede(one, note="Why it changed.")
            assert mail.outbox == []
        letters = {letter.to[0]: letter for letter in mail.outbox}
        assert sorted(letters) == ["ann@test.example.org", "editor@test.example.org"]
        text = letters["editor@test.example.org"].body
        assert "Test service" in text and "two" in text and "three" not in text
        assert "Status: superseded; before: current." in text and "Why it changed." in text
        assert reverse("content_impact", args=[one.pk]) in text
        assert "three" in letters["ann@test.example.org"].body
        assert not letters["ann@test.example.org"].alternatives

    def test_never_twice_for_one_change(self, record, plain_page):
        one, page = record("One"), plain_page()
        page.cites = [one]
        page.save()
        with self.committed(execute=True):
            supersede(one)
        telling.tell_owners(one.changes.first().pk)
        with self.committed(execute=True):
            one.save()
            one.save_revision().publish()
        assert len(mail.outbox) == 1

    def test_what_nobody_keeps_is_told_to_whoever_keeps_the_record(self, record, plain_page, kept_by):
        gone = kept_by("gone")
        gone.is_active = False
        gone.save()
        one = record("One", maintainer=kept_by("keeper"))
        page = plain_page()
        page.maintainer, page.cites = gone, [one]
        page.save()
        with self.committed(execute=True):
            supersede(one)
        assert [letter.to for letter in mail.outbox] == [["keeper@test.example.org"]]

    def test_no_letter_where_nothing_rests_on_it(self, record):
        with self.committed(execute=True):
            supersede(record("One"))
        assert mail.outbox == []

    def test_one_letter_that_fails_keeps_none_of_the_others(self, record, plain_page, kept_by, monkeypatch):
        one, sent = record("One"), []
        for name in ("ann", "ben"):
            page = plain_page(name)
            page.maintainer, page.cites = kept_by(name), [one]
            page.save()

        def post(subject, text, sender, to):
            if to == ["ann@test.example.org"]:
                raise OSError("the mail server is away")
            sent.append(to)

        monkeypatch.setattr(telling, "send_mail", post)
        with self.committed(execute=True):
            supersede(one)
        assert sent == [["ben@test.example.org"]]
        one.refresh_from_db()
        assert one.status == "superseded"


class TestWhatChanged:
    def test_newest_first_with_notes(self, client, quiet, record):
        older, newer = record("Older"), record("Newer")
        supersede(older, by=newer, note="It joins two offers.")
        text = client.get(reverse("content:guidance_changes")).text
        assert text.index("Status: superseded") < text.index("New in the register")
        assert "It joins two offers." in text

    def test_a_hidden_record_leaves_page_and_feed(self, client, quiet, record):
        one = record("Hidden rule")
        assert "Hidden rule" in client.get(reverse("content:guidance_changes")).text
        GuidanceRecord.objects.filter(pk=one.pk).update(live=False)
        assert "Hidden rule" not in client.get(reverse("content:guidance_changes")).text
        assert "Hidden rule" not in client.get(reverse("content:guidance_changes_feed")).text

    def test_the_feed_is_atom(self, client, quiet, record):
        one = supersede(record("A & B <i>"), note="Why")
        answer = client.get(reverse("content:guidance_changes_feed"))
        assert answer["Content-Type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
        entries = feed.findall("atom:entry", ATOM)
        titles = [entry.find("atom:title", ATOM).text for entry in entries]
        assert titles == ["A & B <i>: Superseded", "A & B <i>: Current"]
        assert "Status: superseded; before: current. Why" in entries[0].find("atom:summary", ATOM).text
        assert entries[0].find("atom:link", ATOM).get("href").endswith(one.get_absolute_url())
        ids = [entry.find("atom:id", ATOM).text for entry in entries]
        assert len(ids) == len(set(ids)) == 2

    @pytest.mark.parametrize("many", [2, 50])
    def test_queries_do_not_grow(self, client, quiet, record, many, django_assert_max_num_queries):
        for number in range(many):
            supersede(record(f"Record {number}"))
        client.get(reverse("content:guidance_changes"))
        with django_assert_max_num_queries(6):
            client.get(reverse("content:guidance_changes"))
        with django_assert_max_num_queries(4):
            client.get(reverse("content:guidance_changes_feed"))

    @pytest.mark.parametrize("page", ["0", "-1", "x", "999", "1%27"])
    def test_an_odd_page_is_no_error(self, client, demo, page):
        assert client.get(f"/guidance/changes/?page={page}").status_code == 200

    def test_the_demo_tells_a_history(self, client, demo):
        text = client.get("/guidance/changes/").text
        assert "Working Together to Safeguard Children 2023" in text
        assert "New in the register: current" not in text
        assert not GuidanceChange.objects.filter(happened_at__gt=timezone.now()).exists()
