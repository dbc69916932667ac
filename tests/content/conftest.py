"""What the tests of shared content start from."""

import itertools

import pytest
from wagtail.rich_text import RichText

from directory.models import Organization, Service
from home.models import HomePage, PlainPage
from portal.accounts.models import User
from portal.content.models import GuidanceRecord

TEXT = [("paragraph", RichText("<p>-</p>"))]


@pytest.fixture
def organisation(db):
    """An organisation that provides services."""
    return Organization.objects.create(
        name="Test Trust", slug="test-trust", kind="voluntary", description="-"
    )


@pytest.fixture
def editor(db):
    """Somebody who keeps things right."""
    return User.objects.create_user("editor@test.example.org", name="Test editor")


@pytest.fixture
def service(organisation, editor):
    """Make a service: `service("Name", tags=["one"])`."""

    def make(name, tags=(), **fields):
        made = Service(
            name=name,
            slug=name.lower().replace(" ", "-"),
            organization=organisation,
            maintainer=editor,
            summary="-",
            **fields,
        )
        made.save()
        if tags:
            made.tags.set(tags)
            made.save()
        return made

    return make


@pytest.fixture
def record(editor):
    """Make a record of the register: `record("Title", status="superseded")`."""
    numbers = itertools.count()

    def make(title, **fields):
        slug = f"test-record-{next(numbers)}"
        defaults = {"issuer": "Test", "kind": "statute", "summary": "-", "maintainer": editor}
        return GuidanceRecord.objects.create(title=title, slug=slug, **{**defaults, **fields})

    return make


@pytest.fixture
def plain_page(editor):
    """Publish a page of text below the home page."""

    def make(slug="test-page", **fields):
        page = PlainPage(title=slug, slug=slug, summary="-", body=TEXT, maintainer=editor, **fields)
        return HomePage.objects.get().add_child(instance=page)

    return make
