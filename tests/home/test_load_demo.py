"""The demo loader: what good files become, twice the same, and what stands already."""

import datetime
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given, strategies
from wagtail.models import ReferenceIndex, Revision, Site

from directory.models import Assurance, Service
from home.importers.pages import to_html
from home.models import PlainPage
from portal.accounts.models import School, User
from portal.content.models import Area, GuidanceRecord
from portal.management.commands import prepare_site
from tests.home.small_files import (
    EDITOR,
    FILES,
    change_service,
    counts,
    load,
    mistakes,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A small folder of files."""
    return write(tmp_path / "demo", FILES)


def test_everything_in_a_small_folder_arrives(folder):
    load(folder)
    service = Service.objects.get(slug="newford-front-door")
    assert service.live
    assert service.live_revision_id == service.latest_revision_id is not None
    assert [phone.number for phone in service.phones.all()] == ["+441632960801", "101"]
    assert [name.former for name in service.alternate_names.all()] == [True]
    assert (service.level_from, service.level_to) == (3, 4)
    assert service.routes.get().things_to_have_ready == ["The name", "The address"]
    assert service.freshness.age_days == 4
    assert service.maintainer.email == EDITOR
    assert [link.service for link in School.objects.get(slug="newford-primary").links.all()] == [service]
    old = GuidanceRecord.objects.get(slug="newford-old")
    assert old.latest().slug == "newford-new"
    assert ReferenceIndex.get_references_to(old.replaced_by).exists()
    assert Area.objects.get(slug="newford").terms.count() == 1


def test_a_person_can_sign_in_with_both_steps(folder):
    load(folder)
    user = User.objects.get(email=EDITOR)
    assert user.is_demo
    assert user.check_password("Ambleford-demo-2026")
    assert user.role_names == ["Directory editor"]
    assert user.school.slug == "newford-primary"
    assert EmailAddress.objects.get(user=user).verified
    assert decrypt(Authenticator.objects.get(user=user).data["secret"]) == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_markdown_becomes_plain_rich_text(folder):
    load(folder)
    (text,) = PlainPage.objects.get(slug="about-newford").body
    body = text.value.source
    assert body.startswith("<h2>Who we are</h2><p><b>Newford</b> has ")
    assert '<a href="https://newford.example.org/">a site</a> on two lines.' in body
    assert "<ul><li>one</li><li>two</li></ul>" in body
    assert "<script" not in body


@given(strategies.text())
def test_no_markdown_brings_a_script(text):
    html = to_html(text + "\n<script>x</script> [a](javascript:alert(1)) <img src=x onerror=y>")
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_a_second_run_changes_nothing(folder):
    load(folder)
    before, keys = counts(), list(Service.objects.get(slug="newford-front-door").phones.values_list("pk"))
    load(folder)
    assert counts() == before
    assert list(Service.objects.get(slug="newford-front-door").phones.values_list("pk")) == keys


def test_what_changed_in_the_files_is_published_anew(folder):
    load(folder)
    before = Revision.objects.count()
    change_service(folder, "Advice and referrals.", "Advice only.")
    change_service(folder, "levels: 3-4\n", "")
    load(folder)
    service = Service.objects.get(slug="newford-front-door")
    assert (service.summary, service.level_from) == ("Advice only.", None)
    assert Revision.objects.count() == before + 1
    assert service.phones.count() == 2


def test_dates_count_from_the_day_of_the_load(folder, time_machine):
    load(folder)
    time_machine.move_to(timezone.now() + datetime.timedelta(days=9))
    load(folder)
    assert Service.objects.get(slug="newford-front-door").freshness.age_days == 4
    assert Assurance.objects.filter(service__slug="newford-front-door").count() == 1


def test_a_dry_run_writes_nothing(folder, capsys):
    before = counts()
    call_command("load_demo", folder=folder, force=True, dry_run=True)
    assert counts() == before
    said = capsys.readouterr().out
    assert "1 services, 1 new or changed" in said
    assert "Would be loaded" in said


# What stands already


def test_it_refuses_where_real_content_stands(folder):
    User.objects.create_user("head@real.example.org", name="A Head")
    before = counts()
    with pytest.raises(CommandError, match=r"Real content stands here: .*Nothing was loaded"):
        call_command("load_demo", folder=folder, verbosity=0)
    assert counts() == before


def test_the_account_of_a_real_person_stays_as_it_is(folder):
    user = User.objects.create_user(EDITOR, "a-password-of-my-own", name="Real")
    assert "people.yaml, line 1: [1].email: “editor@newford.example.org” is the account" in mistakes(folder)
    user.refresh_from_db()
    assert (user.name, user.check_password("a-password-of-my-own")) == ("Real", True)


def test_it_refuses_where_the_site_is_no_demonstration(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demonstration"):
        load()


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        load(tmp_path / "nowhere")


def test_a_prepared_demonstration_takes_newer_files_in_spite_of_what_visitors_made(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    load()
    User.objects.create_user("visitor@real.example.org", name="A visitor")
    prepare_site.Command(stdout=StringIO()).load_demo()
    assert prepare_site.stamp_file().is_file()
    assert Service.objects.filter(slug="ambleford-front-door").exists()


@pytest.mark.parametrize(
    ("base", "root"),
    [
        ("http://localhost:8123", "http://localhost:8123"),
        ("https://portal.example", "https://portal.example"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_full_addresses_of_pages_are_those_of_the_setting(settings, base, root):
    settings.WAGTAILADMIN_BASE_URL = base
    prepare_site.give_address()
    assert Site.objects.get(is_default_site=True).root_url == root
