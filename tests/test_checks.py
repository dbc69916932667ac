"""The house rules are held by system checks, and each check finds what it is for."""

import pytest
from wagtail.models import get_page_models

from portal import checks
from portal.accounts.models import User


class Bare:
    """Stands in for a page type of ours that says nothing about itself."""

    __module__ = "home.models"


class Stated:
    """Stands in for a page type of ours that says all it must."""

    __module__ = "home.models"
    parent_page_types = []
    subpage_types = []
    page_description = "For the test."


def test_a_page_type_says_where_it_stands():
    found = checks.page_type_errors([Bare])
    assert [error.id for error in found] == ["portal.E001", "portal.E002", "portal.E003"]
    assert "Bare does not state parent_page_types" in found[0].msg


def test_a_page_type_that_says_so_passes():
    assert checks.page_type_errors([Stated]) == []


def test_a_published_type_is_governed():
    assert [error.id for error in checks.published_type_errors([Bare])] == ["portal.E004"]


def test_all_of_ours_pass():
    assert checks.check_page_types(None) == []
    assert checks.check_published_types(None) == []
    assert any(checks.is_ours(model) for model in get_page_models())


@pytest.mark.django_db
class TestDemoAccounts:
    def make(self):
        User.objects.create_user("someone@example.org", name="Someone", is_demo=True)

    def test_refused_where_the_site_is_no_demonstration(self, settings):
        self.make()
        settings.DEMO = False
        assert [error.id for error in checks.check_demo_accounts(None)] == ["portal.E005"]

    def test_allowed_on_a_demonstration(self, settings):
        self.make()
        settings.DEMO = True
        assert checks.check_demo_accounts(None) == []

    def test_nothing_to_refuse(self, settings):
        User.objects.update(is_demo=False)
        settings.DEMO = False
        assert checks.check_demo_accounts(None) == []
