"""Signing in as a person would, with or without a second factor."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from portal.accounts import roles
from tests.factories.accounts import PASSWORD, UserFactory


@pytest.fixture(autouse=True)
def roles_exist(db):
    """The six roles, as after any migration."""
    roles.sync_roles()


def code_for(secret: str) -> str:
    """Return the code that an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def enrol():
    """Give a person an authenticator app; returns its secret."""

    def give(user) -> str:
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        return secret

    return give


@pytest.fixture
def password_step():
    """Post the sign-in form."""

    def post(email, password=PASSWORD, client=None, address="192.0.2.1", **query):
        client = client or Client(REMOTE_ADDR=address)
        response = client.post(
            reverse("account_login", query=query or None), {"login": email, "password": password}
        )
        return client, response

    return post


@pytest.fixture
def signed_in(password_step, enrol):
    """Return (client, user) for someone in `role`, signed in with both steps."""

    def sign_in(role="Administrator", **fields):
        user = UserFactory(role=role, **fields)
        secret = enrol(user)
        client, response = password_step(user.email)
        assert response.url.startswith(reverse("mfa_authenticate"))
        response = client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
        assert response.status_code == 302, response.content.decode()[:2000]
        return client, user

    return sign_in
