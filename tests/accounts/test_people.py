"""The people of a school: seen and kept by its own lead, invited by lists, told nothing of other schools."""

import difflib
import re
import smtplib

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts import invitations, memberships, roles
from portal.accounts.memberships import current
from portal.accounts.models import Invitation, User
from tests.factories.accounts import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
PEOPLE, INVITE = "/school/people/", "/school/people/invite/"


@pytest.fixture
def school():
    return SchoolFactory(name="Meadow School")


@pytest.fixture
def as_lead(school, password_step):
    """Return (client, lead) of the school."""
    lead = UserFactory(role=roles.SCHOOL_LEAD, school=school, name="Lena Lead", job_title="Head")
    client, _ = password_step(lead.email)
    return client, lead


@pytest.fixture
def lead_elsewhere(password_step):
    lead = UserFactory(role=roles.SCHOOL_LEAD, school=SchoolFactory(name="Hill Infants"))
    return password_step(lead.email)[0]


def member(school, **fields):
    user = UserFactory(role=roles.READER, school=school, **fields)
    return user, current(person=user).get()


def confirm(client, text):
    return client.post(INVITE, {"people": text, "confirm": "yes"})


class TestTheList:
    def test_it_shows_the_schools_own_people_and_nobody_else(self, as_lead, school):
        client, _ = as_lead
        member(school, name="Rita Reader", job_title="Mentor", email="rita@secret.example")
        member(SchoolFactory(), name="Olga Other")
        _, gone = member(school, name="Gina Gone")
        memberships.leave(gone)
        page = client.get(PEOPLE).text
        assert all(words in page for words in ("Lena Lead", "Rita Reader", "Mentor", "School lead"))
        assert "Olga Other" not in page and "rita@secret.example" not in page
        assert page.index("Left</h2>") < page.index("Gina Gone")

    def test_readers_and_others_stay_out(self, school, password_step):
        user, _ = member(school)
        client, _ = password_step(user.email)
        assert client.get(PEOPLE).status_code == 403
        assert Client().get(PEOPLE).status_code == 302

    def test_somebody_who_acts_for_another_school_is_no_lead(self, as_lead):
        client, lead = as_lead
        other = memberships.join(lead, SchoolFactory())
        client.post(reverse("accounts:act_for", args=[other.public_id]))
        assert client.get(PEOPLE).status_code == 403

    def test_it_costs_the_same_for_fifty(self, as_lead, school):
        client, _ = as_lead

        def queries():
            with CaptureQueriesContext(connection) as captured:
                assert client.get(PEOPLE).status_code == 200
            return len(captured)

        def more(count):
            for _ in range(count):
                member(school)
                memberships.leave(member(school)[1])
            addresses = "\n".join(f"new{n}-{count}@school.example" for n in range(count))
            confirm(client, addresses)

        more(2)
        queries()
        few = queries()
        more(48)
        assert queries() == few


class TestOnePerson:
    def test_each_identifier_of_another_school_is_not_there(self, lead_elsewhere, as_lead, school):
        _, membership = member(school)
        client, _ = as_lead
        confirm(client, "new@school.example")
        invitation = Invitation.objects.get(email="new@school.example")
        for name in ("person", "leave", "back"):
            path = reverse(f"people:{name}", args=[membership.public_id])
            assert lead_elsewhere.post(path, {"lead": "yes"}).status_code == 404
            assert lead_elsewhere.get(path).status_code in (404, 405)
        for name in ("again", "withdraw"):
            assert lead_elsewhere.post(reverse(f"people:{name}", args=[invitation.pk])).status_code == 404
        membership.refresh_from_db()
        assert (membership.lead, membership.left) == (False, None)
        assert Invitation.objects.filter(pk=invitation.pk).exists()

    def test_make_a_lead_and_staff_again(self, as_lead, school):
        client, _ = as_lead
        user, membership = member(school)
        path = reverse("people:person", args=[membership.public_id])
        client.post(path, {"lead": "yes"})
        assert memberships.is_lead(User.objects.get(pk=user.pk))
        client.post(path, {"lead": "no"})
        assert not memberships.is_lead(User.objects.get(pk=user.pk))

    def test_the_only_lead_cannot_go(self, as_lead):
        client, lead = as_lead
        membership = current(person=lead).get()
        for name in ("person", "leave"):
            path = reverse(f"people:{name}", args=[membership.public_id])
            assert "would have no lead" in client.post(path, {"lead": "no"}, follow=True).text
        assert current(person=lead, lead=True).exists()

    def test_leaving_closes_the_schools_pages_and_not_the_account(self, as_lead, school, password_step):
        client, _ = as_lead
        user, membership = member(school)
        theirs, _ = password_step(user.email)
        assert theirs.get("/directory/my-school/").status_code == 200
        client.post(reverse("people:leave", args=[membership.public_id]))
        assert theirs.get("/directory/my-school/").status_code == 403
        assert theirs.get("/accounts/").status_code == 200

    def test_taking_back_tells_the_person(
        self, as_lead, school, mailoutbox, django_capture_on_commit_callbacks
    ):
        client, _ = as_lead
        user, membership = member(school)
        memberships.leave(membership)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("people:back", args=[membership.public_id]))
        assert current(person=user, school=school).exists()
        assert mailoutbox[-1].to == [user.email]
        assert "leave the school" in mailoutbox[-1].body

    def test_a_lead_who_leaves_goes_to_their_account(self, as_lead, school):
        client, lead = as_lead
        UserFactory(role=roles.SCHOOL_LEAD, school=school)
        answer = client.post(reverse("people:leave", args=[current(person=lead).get().public_id]))
        assert answer.url == reverse("accounts:profile")
        assert client.get(PEOPLE).status_code == 403


class TestInviting:
    def test_looking_sends_nothing_and_gives_the_text_back(self, as_lead, mailoutbox):
        client, lead = as_lead
        mailoutbox.clear()
        text = f"new@school.example\nnonsense\nNEW@school.example\n{lead.email}\n"
        page = client.post(INVITE, {"people": text}).text
        for words in (
            "Line 2:</strong> There is no e-mail",
            "Line 3:</strong> The same address stands in line 1",
        ):
            assert words in page
        assert "Line 4:</strong> This person belongs to your school already" in page
        assert page.count("nonsense") >= 2 and "Send 1 invitation" in page
        assert not mailoutbox and not Invitation.objects.filter(email="new@school.example").exists()

    def test_confirming_sends_the_good_ones_and_keeps_the_others_on_the_page(
        self, as_lead, school, mailoutbox
    ):
        client, lead = as_lead
        mailoutbox.clear()
        page = confirm(client, "Ada Lowe, ada@school.example, Mentor\nnonsense")
        assert "1 person is invited" in page.text and "nonsense" in page.text
        assert [letter.to for letter in mailoutbox] == [["ada@school.example"]]
        invitation = Invitation.objects.get(email="ada@school.example")
        assert (invitation.school, invitation.role.name, invitation.job_title, invitation.invited_by) == (
            school,
            roles.READER,
            "Mentor",
            lead,
        )
        confirm(client, "Ada Lowe, ada@school.example, Mentor")
        assert len(mailoutbox) == 1

    def test_the_lead_is_told_the_same_for_an_address_with_an_account(self, as_lead, mailoutbox):
        client, _ = as_lead
        UserFactory(email="known@school.example", school=SchoolFactory())
        client.get(PEOPLE)  # shows what was said at sign-in
        pages = []
        for address in ("known@school.example", "nobody@school.example"):
            looked = client.post(INVITE, {"people": address}).text
            mailoutbox.clear()
            sent = client.post(INVITE, {"people": address, "confirm": "yes"}, follow=True).text
            token = re.search(r"/invitation/\S+", mailoutbox[0].body)[0]
            letter = mailoutbox[0].body.replace(token, "")
            pages.append([unlike(text, address) for text in (looked, sent, letter)])
            Invitation.objects.filter(email=address).delete()
        for one, other in zip(*pages, strict=True):
            assert list(difflib.unified_diff(one.splitlines(), other.splitlines(), n=0)) == []

    def test_an_account_elsewhere_joins_by_accepting_only(self, as_lead, school, mailoutbox, password_step):
        client, _ = as_lead
        theirs = SchoolFactory()
        user = UserFactory(email="known@school.example", school=theirs)
        confirm(client, "known@school.example")
        assert not current(person=user, school=school).exists()
        path = re.search(r"https?://[^/]+(/\S+)", mailoutbox[-1].body)[1]
        other, _ = password_step(user.email)
        other.get(path)
        other.post(reverse("accounts:accept_invitation"))
        assert {one.school for one in current(person=user)} == {school, theirs}
        assert User.objects.get(pk=user.pk).school == theirs

    def test_foreign_addresses_where_the_school_has_domains(self, as_lead, school):
        client, _ = as_lead
        school.email_domains = "@meadow.example, meadow.sch.example"
        school.save()
        page = client.post(INVITE, {"people": "a@meadow.example\nb@else.example\nc@MEADOW.sch.example"}).text
        assert "Line 2:</strong> This is not an address of your school" in page
        assert "Send 2 invitations" in page

    @pytest.mark.parametrize("text", ["", " \n \n"])
    def test_nothing_gets_a_message(self, as_lead, text):
        answer = as_lead[0].post(INVITE, {"people": text})
        assert answer.status_code == 400 and "at least one address" in answer.text

    def test_too_many_lines_come_back(self, as_lead):
        text = "\n".join(f"p{n}@school.example" for n in range(501))
        answer = as_lead[0].post(INVITE, {"people": text, "confirm": "yes"})
        assert (
            answer.status_code == 400
            and "at most 500" in answer.text
            and "p500@school.example" in answer.text
        )

    def test_five_hundred_lines_of_every_kind(self, as_lead, school, mailoutbox):
        """A hundred each: good, wrong, doubled, members, without an address; as many queries as for five."""
        client, _ = as_lead

        def kinds(count):
            people = [member(school)[0].email for _ in range(count)]
            good = [f"Good {n}, good{n}-{count}@school.example, Job" for n in range(count)]
            rest = [f"bad{n}@" for n in range(count)], [f"Nobody {n}" for n in range(count)]
            return "\n".join([*good, *good, *people, *rest[0], *rest[1]])

        def looked(text):
            with CaptureQueriesContext(connection) as captured:
                page = client.post(INVITE, {"people": text}).text
            return len(captured), page

        few, many = kinds(1), kinds(100)
        looked(few)
        count, _ = looked(few)
        again, page = looked(many)
        assert again == count
        assert page.count("<strong>Line ") == 400 and "Send 100 invitations" in page
        mailoutbox.clear()
        page = confirm(client, many).text
        assert "100 people are invited" in page
        assert len(mailoutbox) == len({tuple(letter.to) for letter in mailoutbox}) == 100

    def test_what_is_too_much_for_one_request_waits_and_goes_on(
        self, as_lead, school, mailoutbox, monkeypatch
    ):
        client, _ = as_lead
        mailoutbox.clear()
        confirm(client, "\n".join(f"p{n}@school.example" for n in range(250)))
        assert len(mailoutbox) == 100
        assert "150 invitations not sent yet" in client.get(PEOPLE).text
        for _ in range(3):
            client.post(reverse("people:send"))
        assert len({tuple(letter.to) for letter in mailoutbox}) == len(mailoutbox) == 250
        assert "not sent yet" not in client.get(PEOPLE).text

    def test_a_slow_mail_server_does_not_hold_the_request(self, as_lead, mailoutbox, monkeypatch):
        client, _ = as_lead
        monkeypatch.setattr(invitations, "SECONDS_AT_ONCE", -1)
        mailoutbox.clear()
        confirm(client, "a@school.example\nb@school.example")
        assert not mailoutbox and "2 invitations not sent yet" in client.get(PEOPLE).text

    def test_what_the_mail_server_refuses_waits(self, as_lead, mailoutbox, monkeypatch):
        client, _ = as_lead
        mailoutbox.clear()
        real, calls = EmailBackend.send_messages, []

        def third_fails(self, messages):
            calls.append(messages)
            if len(calls) == 3:
                raise smtplib.SMTPServerDisconnected
            return real(self, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", third_fails)
        answer = client.post(
            INVITE,
            {"people": "\n".join(f"p{n}@school.example" for n in range(5)), "confirm": "yes"},
            follow=True,
        )
        assert "does not take them now" in answer.text and "3 invitations not sent yet" in answer.text
        client.post(reverse("people:send"))
        assert sorted(letter.to[0] for letter in mailoutbox) == [f"p{n}@school.example" for n in range(5)]

    @pytest.mark.parametrize(
        "problem",
        [
            smtplib.SMTPRecipientsRefused({"": (550, b"no such box")}),
            smtplib.SMTPDataError(554, b"no"),
            UnicodeError("label too long"),
        ],
        ids=type,
    )
    def test_addresses_that_are_refused_are_told_and_hold_nobody_up(
        self, as_lead, mailoutbox, monkeypatch, problem
    ):
        client, _ = as_lead
        real = EmailBackend.send_messages

        def refuses(self, letters):
            if letters[0].to[0].startswith("bad"):
                raise problem
            return real(self, letters)

        monkeypatch.setattr(EmailBackend, "send_messages", refuses)
        monkeypatch.setattr(invitations, "MOST_AT_ONCE", 3)
        mailoutbox.clear()
        names = [*(f"bad{n}" for n in range(3)), *(f"good{n}" for n in range(3))]
        people = "\n".join(f"{name}@school.example" for name in names)
        page = client.post(INVITE, {"people": people, "confirm": "yes"}, follow=True).text
        assert "The mail server refuses 3 addresses." in page and "sent." not in page
        page = client.post(reverse("people:send"), follow=True).text
        assert "3 invitations sent." in page and "refuses" not in page.partition("Who is waiting")[0]
        assert len(mailoutbox) == 3
        bad = Invitation.objects.get(email="bad0@school.example")
        page = client.post(reverse("people:again", args=[bad.pk]), follow=True).text
        assert "The mail server refuses bad0@school.example." in page

    def test_again_ends_the_old_link_and_not_within_a_minute(self, as_lead, mailoutbox):
        client, _ = as_lead
        confirm(client, "ada@school.example")
        first = re.search(r"https?://[^/]+(/\S+)", mailoutbox[-1].body)[1]
        invitation = Invitation.objects.get(email="ada@school.example")
        path = reverse("people:again", args=[invitation.pk])
        count = len(mailoutbox)
        client.post(path)
        assert len(mailoutbox) == count
        Invitation.objects.update(sent_at=invitation.created.replace(year=2020))
        client.post(path)
        assert len(mailoutbox) == count + 1
        assert Client().get(first).status_code == 410
        client.post(reverse("people:withdraw", args=[invitation.pk]))
        assert not Invitation.objects.filter(pk=invitation.pk).exists()

    def test_too_many_lists_in_an_hour(self, as_lead):
        client, _ = as_lead
        for number in range(20):
            confirm(client, f"p{number}@school.example")
        answer = confirm(client, "last@school.example")
        assert answer.status_code == 429 and "last@school.example" in answer.text


def unlike(text, address) -> str:
    """Return `text` without what differs anyway."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|invitations/\d+/', "", text)
    return text.replace(address, "ADDRESS")


def test_two_leads_with_one_list_send_it_once(as_lead, school, mailoutbox):
    """Both looked before either sent: what is written down meets what the other wrote."""
    from django.contrib.auth.models import Group

    from portal.accounts.pasted import check, lines_of

    _, lead = as_lead
    lines = check(lines_of("a@school.example\nb@school.example"), school)
    mailoutbox.clear()
    for _ in range(2):
        invitations.write_down(lines, school=school, role=Group.objects.get(name=roles.READER), by=lead)
    assert invitations.send_waiting(school) == (2, 0, True)
    assert invitations.send_waiting(school) == (0, 0, True)
    assert len(mailoutbox) == 2
