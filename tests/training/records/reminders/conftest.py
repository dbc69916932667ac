"""A school on 1 September 2026, a mail server, and locks in a folder of the test."""

import pytest

from tests.factories.accounts import SchoolFactory
from tests.training.records.reminders.post_server import PostServer


@pytest.fixture(autouse=True)
def _locks(settings, tmp_path):
    """Keep the locks in a folder of the test."""
    settings.VAR_DIR = tmp_path


@pytest.fixture
def school(without_plans, on_day):
    """A school on 1 September 2026, without a lead."""
    on_day(2026, 9, 1)
    return SchoolFactory()


@pytest.fixture
def post(settings):
    """A mail server to which the portal writes."""
    with PostServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_TIMEOUT = False, "", 10
        yield server
