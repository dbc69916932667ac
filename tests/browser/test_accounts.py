"""The pages of accounts that other browser tests do not open: nothing breaks WCAG, at two widths."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from portal.accounts.models import Invitation
from tests.accounts.conftest import code_for
from tests.factories.accounts import PASSWORD, UserFactory

WIDTHS = pytest.mark.parametrize("width", [375, 1280])
WRONG = "not the password"


def sound(page, axe):
    """Assert that axe finds nothing and that the page does not scroll sideways."""
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.fixture(scope="module")
def administrator(on_the_site):
    """An Administrator who has an app: (address, password, secret, another's number, invitation)."""
    secret = generate_totp_secret()
    with on_the_site():
        one, other = UserFactory(role="Administrator"), UserFactory()
        TOTP.activate(one, secret)
        guest = {"email": "guest@school.example", "name": "Guest", "role": Group.objects.first()}
        _, token = Invitation.objects.invite(**guest)
    return one.email, PASSWORD, secret, other.public_id, token


@WIDTHS
@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/invitation/nonsense/"])
def test_without_an_invitation(open_page, axe, path, width):
    sound(open_page(path, width), axe)


@WIDTHS
def test_locked_out(open_page, axe, width):
    page = open_page("/accounts/login/", width)
    for _ in range(6):
        if page.locator("[name=password]").count() == 0:
            break
        page.locator("[name=login]").fill(f"nobody{width}@school.example")
        page.locator("[name=password]").fill(WRONG)
        page.locator("[name=password]").press("Enter")
        page.wait_for_load_state()
    expect(page.get_by_role("heading", name="Wait before you try again")).to_be_visible()
    sound(page, axe)


def test_own_pages_after_both_steps(open_page, axe, administrator):
    email, password, secret, other, _ = administrator
    page = open_page("/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/accounts/2fa/authenticate/**")
    page.locator("[name=code]").fill(code_for(secret))
    page.locator("[name=code]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)
    for path in ["/accounts/", "/accounts/your-data/", f"/accounts/reset-second-factor/{other}/"]:
        for width in [375, 1280]:
            page.set_viewport_size({"width": width, "height": 800})
            open_page(path, page=page)
            assert page.url.endswith(path)
            sound(page, axe)


@WIDTHS
def test_the_form_of_an_invitation_and_its_errors(open_page, axe, administrator, width):
    page = open_page(f"/accounts/invitation/{administrator[4]}/", width)
    assert page.url.endswith("/accounts/signup/")
    sound(page, axe)
    page.locator("[name=password1]").fill("short")
    page.locator("[name=password2]").fill("different")
    page.locator("[name=password2]").press("Enter")
    page.get_by_role("heading", name="There is a problem").wait_for()
    sound(page, axe)
