"""The figures of the training and the screen that revokes a certificate, under axe, wide and narrow."""

import datetime
import shutil

import pytest
from django.conf import settings
from django.utils.crypto import get_random_string

from tests.browser import server
from tests.browser.test_admin import ours
from tests.browser.test_quiz_statistics import EDITOR, with_attempts
from tests.sessions import signed_in_session
from tests.snapshot import using

PATHS = [
    "/admin/reports/training/",
    "/admin/reports/training/missed/",
    "/admin/certificates/?number={number}",
]


@pytest.fixture(scope="module")
def portal(site_database, django_db_blocker, tmp_path_factory):
    """The address of a portal with records of many, a certificate’s number, what signs an editor in."""
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    file = tmp_path_factory.mktemp("figures") / "site.sqlite3"
    shutil.copy(site_database, file)
    with django_db_blocker.unblock(), using(str(file)):
        number = fill()
        user = get_user_model().objects.get(email=EDITOR)
        session = SessionStore().encode(signed_in_session(user))

    def sign_in(page, address):
        key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
        server.store_session(file, key, session)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])

    with server.serve(file) as address:
        yield address.replace("localhost", "127.0.0.1"), number, sign_in


def fill():
    """Add modules, schools and records, a quiz that many took; return the number of a certificate."""
    from django.utils import timezone

    from tests.factories.training import add_module
    from tools.many_records import add_people, add_records, add_schools
    from training.records import certificates
    from training.records.models import LearningRecord, Sort

    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    modules = [add_module(title=f"Module {n}", code=f"M{n}") for n in range(1, 5)]
    modules.append(add_module(title="Changed", version=2, next_review=yesterday))
    people = add_people(dict.fromkeys(add_schools(4), 20))
    add_records(people, [(Sort.PAGE.value, module.pk) for module in modules], 200)
    with_attempts(8)
    record = LearningRecord.objects.filter(number=modules[0].pk).first()
    return certificates.issue(record, modules[0]).uuid


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(open_page, axe, portal, path, width):
    address, number, sign_in = portal
    page = open_page("/livez", width)
    sign_in(page, address)
    assert page.goto(address + path.format(number=number)).status == 200
    assert page.locator("h1").count() == 1
    assert ours(axe, page) == []


def test_a_certificate_is_revoked_with_the_keyboard(open_page, portal):
    address, number, sign_in = portal
    page = open_page("/livez")
    sign_in(page, address)
    page.goto(f"{address}/admin/certificates/")
    page.get_by_label("Number or address").fill(f"{address}/certificates/{number}/")
    page.keyboard.press("Enter")
    page.get_by_label("Why it is revoked").fill("It was issued by mistake.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Revoked on").wait_for()
