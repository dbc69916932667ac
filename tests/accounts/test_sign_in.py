"""Signing in: lockout, second factor, the demonstration's accounts, and where one is sent."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from tests.accounts.conftest import code_for
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SCHOOL = "192.0.2.7"
HOME = "198.51.100.9"


def is_signed_in(client) -> bool:
    """Whether the client's session belongs to someone."""
    return "_auth_user_id" in client.session


def test_six_wrong_passwords_lock_that_person_at_that_address_only(password_step):
    user, colleague = UserFactory(), UserFactory()
    for _ in range(6):
        client, response = password_step(user.email, "wrong", address=SCHOOL)
    assert response.status_code == 429
    assert "Wait before you try again" in response.content.decode()

    client, response = password_step(user.email, address=SCHOOL)
    assert response.status_code == 429
    assert not is_signed_in(client)

    client, response = password_step(colleague.email, address=SCHOOL)
    assert is_signed_in(client)

    client, response = password_step(user.email, address=HOME)
    assert is_signed_in(client)


def test_capitals_do_not_get_round_the_lockout(password_step):
    user = UserFactory(email="cara@school.example")
    for name in ["cara", "CARA", "Cara", "cARA", "caRa", "carA"]:
        password_step(f"{name}@school.example", "wrong", address=SCHOOL)
    _, response = password_step(user.email, address=SCHOOL)
    assert response.status_code == 429


def test_an_unknown_address_is_answered_like_a_known_one(password_step):
    UserFactory(email="known@school.example")

    def wording(email):
        _, response = password_step(email, "wrong")
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
        return response.status_code, text.replace(email, "")

    assert wording("known@school.example") == wording("unknown@school.example")


def test_a_code_works_once(password_step, enrol):
    user = UserFactory()
    code = code_for(enrol(user))
    first, _ = password_step(user.email)
    first.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(first)
    second, _ = password_step(user.email)
    response = second.post(reverse("mfa_authenticate"), {"code": code})
    assert response.status_code == 200
    assert not is_signed_in(second)


def test_guessing_codes_is_limited(password_step, enrol):
    user = UserFactory()
    secret = enrol(user)
    client, _ = password_step(user.email)
    for _ in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert not is_signed_in(client)


def test_a_password_alone_does_not_sign_in_someone_with_a_second_factor(password_step, enrol):
    user = UserFactory()
    enrol(user)
    client, response = password_step(user.email)
    assert response.url.startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(client)


@pytest.mark.parametrize(("demo", "comes_in"), [(True, True), (False, False)])
def test_accounts_of_the_demonstration_are_refused_elsewhere(settings, password_step, demo, comes_in):
    settings.DEMO = demo
    user = UserFactory(is_demo=True)
    client, response = password_step(user.email)
    assert is_signed_in(client) is comes_in
    if not comes_in:
        page = client.get(response.url)
        assert "only for the demonstration" in page.content.decode()


def test_someone_who_has_left_cannot_sign_in(password_step):
    user = UserFactory(is_active=False)
    client, _ = password_step(user.email)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("wish", "lands"),
    [
        ("/accounts/", "/accounts/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("http://localhost/accounts/", "/"),  # an allowed host, but not this one
        ("javascript:alert(1)", "/"),
    ],
)
def test_nobody_is_sent_to_another_site(password_step, wish, lands):
    user = UserFactory()
    _, response = password_step(user.email, next=wish)
    assert response.url == lands


def test_nobody_signs_up_uninvited():
    client = Client()
    page = client.get(reverse("account_signup"))
    assert "Accounts are by invitation" in page.content.decode()
    client.post(
        reverse("account_signup"),
        {"name": "X", "email": "x@school.example", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not User.objects.filter(email="x@school.example").exists()


@pytest.mark.parametrize("name", ["accounts:profile", "accounts:your_data"])
def test_own_pages_need_a_sign_in(name):
    response = Client().get(reverse(name))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
