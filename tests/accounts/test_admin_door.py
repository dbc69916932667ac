"""The way into the admin asks for a second factor, whoever it is, and there is one way only."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from portal.accounts import roles, second_factor
from tests.accounts.conftest import code_for
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

ADMIN = "/admin/"


def test_a_stranger_is_sent_to_sign_in():
    response = Client().get(ADMIN)
    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next=/admin/"


def test_someone_with_no_work_there_is_refused(password_step):
    client, _ = password_step(UserFactory(role=roles.READER).email)
    assert client.get(ADMIN).status_code == 403


@pytest.mark.parametrize("role", roles.ADMIN_ROLES)
def test_without_a_second_factor_one_is_sent_to_set_it_up(password_step, role):
    client, _ = password_step(UserFactory(role=role).email)
    response = client.get(ADMIN)
    assert response.status_code == 302
    assert response.url == reverse("mfa_activate_totp")


def test_a_superuser_is_no_exception(password_step):
    client, _ = password_step(UserFactory(is_superuser=True).email)
    assert client.get(ADMIN).url == reverse("mfa_activate_totp")


@pytest.mark.parametrize("role", roles.ADMIN_ROLES)
def test_with_both_steps_the_admin_opens(signed_in, role):
    client, _ = signed_in(role)
    assert client.get(ADMIN).status_code == 200


def test_a_session_from_before_the_second_factor_does_not_open_it(password_step, enrol):
    user = UserFactory(role=roles.ADMINISTRATOR)
    client, _ = password_step(user.email)
    secret = enrol(user)
    response = client.get(ADMIN)
    assert response.url == f"{reverse('account_login')}?next=/admin/"
    assert "_auth_user_id" not in client.session
    password_step(user.email, client=client, next=ADMIN)
    response = client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert response.url == ADMIN
    assert client.get(ADMIN).status_code == 200


def test_setting_up_the_first_second_factor_opens_it(password_step, monkeypatch):
    # A test's own transaction never commits, so what waits for the commit is run in its place.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda run, **_: run())
    user = UserFactory(role=roles.ADMINISTRATOR)
    client, _ = password_step(user.email)
    set_up = reverse("mfa_activate_totp")
    response = client.get(set_up)
    client.post(response.url, {"password": PASSWORD})
    client.get(set_up)
    response = client.post(set_up, {"code": code_for(client.session["mfa.totp.secret"])})
    assert response.status_code == 302
    assert client.get(ADMIN).status_code == 200


def test_a_further_second_factor_does_not_open_it(password_step, enrol, rf):
    user = UserFactory(role=roles.ADMINISTRATOR)
    client, _ = password_step(user.email)
    enrol(user)
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    request = rf.get("/")
    request.user, request.session = user, client.session
    second_factor.first_one_counts(request=request, user=user, authenticator=key)
    assert not second_factor.session_used_it(request)


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_reset/"])
def test_wagtail_has_no_sign_in_of_its_own(path):
    user = UserFactory(role=roles.ADMINISTRATOR)
    client = Client()
    response = client.get(path)
    assert response.status_code in {301, 302}
    assert response.url.startswith("/accounts/")
    response = client.post(path, {"username": user.email, "password": PASSWORD})
    assert response.status_code in {301, 302, 405}
    assert "_auth_user_id" not in client.session


def test_an_administrator_sees_people_and_others_do_not(signed_in):
    someone = UserFactory()
    administrator, _ = signed_in(roles.ADMINISTRATOR)
    listing = reverse("wagtailusers_users:index")
    edit = reverse("wagtailusers_users:edit", args=[someone.pk])
    assert someone.email in administrator.get(listing).content.decode()
    assert administrator.get(edit).status_code == 200
    for role in [roles.TRAINER, roles.DIRECTORY_EDITOR, roles.PORTAL_EDITOR]:
        client, _ = signed_in(role)
        for path in [listing, edit, reverse("wagtailusers_users:add")]:
            assert client.get(path).status_code == 302, (role, path)


def test_an_administrator_changes_a_person(signed_in):
    someone = UserFactory(email="old@school.example")
    client, _ = signed_in(roles.ADMINISTRATOR)
    reader = roles.Group.objects.get(name=roles.READER)
    response = client.post(
        reverse("wagtailusers_users:edit", args=[someone.pk]),
        {
            "email": "New@school.example",
            "name": "New Name",
            "job_title": "",
            "school": "",
            "is_active": "on",
            "groups": [reader.pk],
            "is_superuser": "on",
            "password1": "something else 99",
            "password2": "something else 99",
        },
    )
    assert response.status_code == 302
    someone.refresh_from_db()
    assert (someone.email, someone.name, someone.role_names) == (
        "new@school.example",
        "New Name",
        [roles.READER],
    )
    assert not someone.is_superuser
    assert someone.check_password(PASSWORD)
    assert not someone.emailaddress_set.filter(email="old@school.example").exists()


def test_an_administrator_does_not_touch_a_superuser(signed_in):
    root = UserFactory(is_superuser=True)
    client, _ = signed_in(roles.ADMINISTRATOR)
    edit = reverse("wagtailusers_users:edit", args=[root.pk])
    assert client.post(edit, {"email": "mine@school.example"}).status_code in {302, 403}
    root.refresh_from_db()
    assert root.email != "mine@school.example"


def test_the_list_of_people_sorts_and_searches(signed_in):
    UserFactory(name="Zoe Unusual")
    client, _ = signed_in(roles.ADMINISTRATOR)
    listing = reverse("wagtailusers_users:index")
    for query in ["ordering=name", "ordering=-name", "ordering=email", "ordering=-last_login", "q=unusual"]:
        response = client.get(f"{listing}?{query}")
        assert "Zoe Unusual" in response.content.decode(), query


def test_schools_are_for_administrators(signed_in):
    path = reverse("wagtailsnippets_accounts_school:list")
    client, _ = signed_in(roles.ADMINISTRATOR)
    assert client.get(path).status_code == 200
    assert client.get(reverse("wagtailsnippets_accounts_school:add")).status_code == 200
    client, _ = signed_in(roles.PORTAL_EDITOR)
    assert client.get(path).status_code == 302


class TestReset:
    """Taking away a lost second factor."""

    @staticmethod
    def path(user):
        return reverse("accounts:reset_second_factor", args=[user.public_id])

    def test_an_administrator_resets_it(
        self, signed_in, mailoutbox, caplog, django_capture_on_commit_callbacks
    ):
        theirs, person = signed_in(roles.TRAINER)
        client, administrator = signed_in(roles.ADMINISTRATOR)
        listing = client.get(reverse("wagtailusers_users:index")).content.decode()
        assert self.path(person) in listing
        assert person.name in client.get(self.path(person)).content.decode()
        assert person.authenticator_set.exists()
        mailoutbox.clear()
        with caplog.at_level("INFO", "portal.accounts"), django_capture_on_commit_callbacks(execute=True):
            assert client.post(self.path(person)).status_code == 302
        assert not person.authenticator_set.exists()
        record = next(one for one in caplog.records if one.message == "second_factor_reset")
        assert (record.by, record.about) == (str(administrator.public_id), str(person.public_id))
        assert [mail.to for mail in mailoutbox] == [[person.email]]
        assert administrator.name in mailoutbox[0].body
        assert theirs.get(reverse("accounts:profile")).status_code == 302  # signed out there
        history = client.get(reverse("wagtailusers_users:history", args=[person.pk])).content.decode()
        assert "The second factor was taken away" in history

    @pytest.mark.parametrize("role", [one for one in roles.ROLES if one != roles.ADMINISTRATOR])
    def test_others_may_not(self, signed_in, role):
        _, person = signed_in(roles.TRAINER)
        client, _ = signed_in(role)
        assert client.get(self.path(person)).status_code == 403
        assert client.post(self.path(person)).status_code == 403
        assert person.authenticator_set.exists()

    def test_an_administrator_needs_their_own_first(self, password_step, signed_in):
        _, person = signed_in(roles.TRAINER)
        client, _ = password_step(UserFactory(role=roles.ADMINISTRATOR).email)
        assert client.post(self.path(person)).url == reverse("mfa_activate_totp")
        assert person.authenticator_set.exists()

    def test_not_ones_own_nor_a_superusers(self, signed_in, enrol):
        client, administrator = signed_in(roles.ADMINISTRATOR)
        root = UserFactory(is_superuser=True)
        enrol(root)
        for user in [administrator, root]:
            assert client.post(self.path(user)).status_code == 403
            assert user.authenticator_set.exists()
