"""An invitation lets one person make one account."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.contrib.auth.models import Group
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import roles
from portal.accounts.invitations import invite
from portal.accounts.models import Invitation, User
from tests.factories.accounts import PASSWORD, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db

ACCOUNT = {"name": "Dana Okafor", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def link(mailoutbox):
    """Send an invitation and return the path of its link."""

    def send(email="Dana@School.example", **fields):
        role = Group.objects.get(name=roles.SCHOOL_LEAD)
        invite(email=email, name="Dana", role=role, **fields)
        return re.search(r"https?://[^/]+(/\S+)", mailoutbox[-1].body)[1]

    return send


def test_there_and_back(link):
    school = SchoolFactory()
    client = Client()
    response = client.get(link(school=school), follow=True)
    assert response.status_code == 200
    assert "dana@school.example" in response.content.decode()
    response = client.post(reverse("account_signup"), {**ACCOUNT, "email": "mallory@evil.example"})
    assert response.status_code == 302
    user = User.objects.get(email="dana@school.example")
    assert (user.name, user.school, user.role_names) == ("Dana Okafor", school, [roles.SCHOOL_LEAD])
    assert user.check_password(PASSWORD)
    assert user.emailaddress_set.get().verified
    assert "_auth_user_id" in client.session
    assert not User.objects.filter(email="mallory@evil.example").exists()


def test_it_works_once(link):
    path = link()
    first, second, late = Client(), Client(), Client()
    first.get(path)
    second.get(path)
    first.post(reverse("account_signup"), ACCOUNT)
    second.post(reverse("account_signup"), {**ACCOUNT, "name": "Second"})
    assert late.get(path).status_code == 410
    assert list(User.objects.filter(email="dana@school.example").values_list("name", flat=True)) == [
        "Dana Okafor"
    ]


def test_it_ends_after_two_weeks(link):
    path = link()
    client = Client()
    client.get(path)
    Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert client.get(path).status_code == 410
    client.post(reverse("account_signup"), ACCOUNT)
    assert not User.objects.filter(email="dana@school.example").exists()


def test_it_lasts_two_weeks(link):
    link()
    days = Invitation.objects.get(email="dana@school.example").expires - timezone.now()
    assert timedelta(days=13, hours=23) < days <= timedelta(days=14)


def test_an_unknown_token_is_refused():
    response = Client().get(reverse("accounts:invitation", args=["nonsense"]))
    assert response.status_code == 410
    assert "no longer works" in response.content.decode()


def test_a_new_invitation_ends_the_old_one(link):
    old, new = link(), link()
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 302


def test_the_token_itself_is_not_kept(link):
    token = link().rstrip("/").rsplit("/", 1)[1]
    assert not Invitation.objects.filter(token_hash=token).exists()


def test_a_weak_password_is_refused(link):
    client = Client()
    client.get(link())
    response = client.post(reverse("account_signup"), {**ACCOUNT, "password1": "short", "password2": "short"})
    assert response.status_code == 200
    assert "12 characters" in response.content.decode()
    assert not User.objects.filter(email="dana@school.example").exists()


def test_someone_signed_in_keeps_their_account(link, password_step):
    user = UserFactory()
    client, _ = password_step(user.email)
    assert client.get(link()).url == reverse("accounts:accept_invitation")
    assert user.email in client.get(reverse("accounts:accept_invitation")).text


class TestThePost:
    """What the mail server does is no business of the database."""

    def test_nothing_is_held_while_it_is_asked(self, link, monkeypatch):
        real, before, depths = EmailBackend.send_messages, len(connection.savepoint_ids), []

        def slow(self, messages):
            depths.append(len(connection.savepoint_ids))
            return real(self, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", slow)
        link()
        assert depths == [before]

    def test_where_it_takes_nothing_there_is_no_invitation(self, link, monkeypatch):
        monkeypatch.setattr(EmailBackend, "send_messages", no_server)
        with pytest.raises(SMTPServerDisconnected):
            link()
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize("school", [SchoolFactory, lambda: None])
    def test_where_it_takes_nothing_the_earlier_one_goes_on(self, link, monkeypatch, school):
        school = school()
        old = link(school=school)
        sent_at = Invitation.objects.get().sent_at
        with monkeypatch.context() as down:
            down.setattr(EmailBackend, "send_messages", no_server)
            with pytest.raises(SMTPServerDisconnected):
                link(school=school)
        assert Invitation.objects.get().sent_at == sent_at
        assert Client().get(old).status_code == 302

    def test_a_newer_one_that_came_meanwhile_stays(self, link, mailoutbox, monkeypatch):
        school = SchoolFactory()
        link(school=school)
        real, newer = EmailBackend.send_messages, []

        def fails_late(self, messages):
            monkeypatch.setattr(EmailBackend, "send_messages", real)
            newer.append(link(school=school))
            raise SMTPServerDisconnected

        monkeypatch.setattr(EmailBackend, "send_messages", fails_late)
        with pytest.raises(SMTPServerDisconnected):
            link(school=school)
        assert Invitation.objects.count() == 1
        assert Client().get(newer[0]).status_code == 302


def no_server(*_):
    raise SMTPServerDisconnected


class TestAdminForm:
    """Inviting from the admin."""

    @staticmethod
    def post(client, email):
        return client.post(
            reverse("wagtailusers_users:add"),
            {"email": email, "name": "Dana", "role": Group.objects.get(name=roles.READER).pk, "school": ""},
        )

    def test_it_sends_the_link(self, signed_in, mailoutbox, settings):
        settings.WAGTAILADMIN_BASE_URL = "https://portal.example"
        client, administrator = signed_in(roles.ADMINISTRATOR)
        page = client.get(reverse("wagtailusers_users:add"))
        assert "Invite a person" in page.content.decode()
        mailoutbox.clear()
        assert self.post(client, "dana@school.example").url == reverse("wagtailusers_users:index")
        assert Invitation.objects.get(email="dana@school.example").invited_by == administrator
        assert "https://portal.example/accounts/invitation/" in mailoutbox[0].body

    def test_not_to_someone_with_an_account(self, signed_in, mailoutbox):
        UserFactory(email="here@school.example")
        client, _ = signed_in(roles.ADMINISTRATOR)
        mailoutbox.clear()
        response = self.post(client, "Here@school.example")
        assert "has an account" in response.content.decode()
        assert not mailoutbox

    @pytest.mark.parametrize(
        ("problem", "said"),
        [
            (SMTPRecipientsRefused({"": (550, b"no such box")}), "The mail server refuses this address."),
            (SMTPServerDisconnected(), "The mail server does not take it now."),
        ],
        ids=["refused", "down"],
    )
    def test_what_was_not_sent_is_said(self, signed_in, monkeypatch, problem, said):
        client, _ = signed_in(roles.ADMINISTRATOR)

        def fails(*_):
            raise problem

        monkeypatch.setattr(EmailBackend, "send_messages", fails)
        page = self.post(client, "dana@school.example").content.decode()
        assert said in page and "Nobody was invited" in page
        assert not Invitation.objects.exists()

    def test_not_by_others(self, signed_in, mailoutbox):
        client, _ = signed_in(roles.PORTAL_EDITOR)
        mailoutbox.clear()
        self.post(client, "dana@school.example")
        assert not mailoutbox
