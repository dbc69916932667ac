"""A sheet that a school made its own, and a link by which a partner reads it."""

import json

import pytest
from django.core import mail
from django.core.cache import cache

from tests.factories.training import add_sheet
from tests.training.conftest import READER, person
from tests.training.sheets import every_stored_block
from training.models import ResourceSheetPage
from training.records import partners
from training.records.models import OwnSheet
from training.records.own_sheets import adapt


@pytest.fixture(autouse=True)
def _counted_from_nothing():
    cache.clear()


@pytest.fixture
def own(db) -> OwnSheet:
    """A sheet of every block that the reader's school made its own."""
    page = add_sheet(body=json.dumps(every_stored_block()), title="Our plan", code="R9")
    return adapt(person(READER), ResourceSheetPage.objects.get(pk=page.pk))


@pytest.fixture
def token(own) -> str:
    """The secret of a link to it."""
    return partners.open_link(own, person(READER), "school nursing team", 14)[1]


@pytest.fixture
def mails(monkeypatch) -> list:
    """The messages that were sent, as if each note were saved for good at once."""
    monkeypatch.setattr(partners.transaction, "on_commit", lambda tell: tell())
    return mail.outbox
