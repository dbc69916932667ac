"""What the tests of records start from: a clock that can be set, and a folder for evidence."""

import datetime

import pytest

from training.records.models import CpdEntry


@pytest.fixture
def on_day(time_machine):
    """Set the clock: `on_day(2028, 2, 29)`, at noon unless an hour is given."""

    def set_clock(year, month, day, hour=12, minute=0):
        moment = datetime.datetime(year, month, day, hour, minute, tzinfo=datetime.UTC)
        time_machine.move_to(moment, tick=False)

    return set_clock


@pytest.fixture
def evidence_in_march(settings, tmp_path, on_day):
    """Keep files in a folder of the test, and live on 10 March 2027."""
    on_day(2027, 3, 10)
    storages = {**settings.STORAGES}
    storages["private"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = storages
    field = CpdEntry._meta.get_field("evidence")
    was, field.storage = field.storage, field.storage.__class__(tmp_path)
    yield
    field.storage = was
