"""The admin's screens of the directory: open for editors, refused for everyone else."""

import datetime
import html
import io
import json
import re

import openpyxl
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from directory.forms import SLUG_TAKEN
from directory.models import Assurance, Service
from directory.viewsets.checks import add_check_url
from tests.directory.test_schedules import number, posted, row
from tests.factories.accounts import UserFactory
from tests.factories.directory import (
    AssuranceFactory,
    KeyContactFactory,
    LeadRuleFactory,
    OrganizationFactory,
    ProtocolFactory,
    SchoolLinkFactory,
    ServiceFactory,
    hours,
)

FACTORIES = {
    "service": ServiceFactory,
    "organization": OrganizationFactory,
    "leadrule": LeadRuleFactory,
    "protocol": ProtocolFactory,
    "assurance": AssuranceFactory,
    "schoollink": SchoolLinkFactory,
    "keycontact": KeyContactFactory,
}
OF_NONE = ["list", "add"]
OF_ONE = ["edit", "history", "delete", "inspect"]
EDITORS = ["Directory editor", "Portal editor", "Administrator"]
OTHERS = ["Reader", "School lead", "Trainer"]


@pytest.fixture
def as_role(signed_in):
    """Sign in as somebody of a role, with both steps."""

    def sign_in(role):
        user = UserFactory(role=role, job_title="Directory editor")
        TOTP.activate(user, generate_totp_secret())
        return signed_in(user.email)

    return sign_in


def address(model, view, *args):
    return reverse(f"wagtailsnippets_directory_{model}:{view}", args=args)


def addresses(model):
    thing = FACTORIES[model]()
    return [
        *(address(model, view) for view in OF_NONE),
        *(address(model, view, thing.pk) for view in OF_ONE),
        address(model, "list") + "?q=%22",
        address(model, "list") + "?q=x'%25_",
    ]


@pytest.mark.parametrize("role", EDITORS)
@pytest.mark.parametrize("model", FACTORIES)
def test_screens_open_for_editors(as_role, model, role):
    client = as_role(role)
    answers = {url: client.get(url).status_code for url in addresses(model)}
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("model", FACTORIES)
def test_screens_are_refused_to_others(as_role, model, role):
    client = as_role(role)
    for url in addresses(model):
        answer = client.get(url)
        refused = answer.status_code in {403, 404} or (
            answer.status_code == 302 and "/snippets/" not in answer["Location"]
        )
        assert refused, (url, answer.status_code)


def test_screens_need_a_sign_in(client, db):
    for model in FACTORIES:
        assert client.get(address(model, "list")).status_code == 302


def test_list_says_when_a_service_was_checked(as_role):
    check = AssuranceFactory()
    ServiceFactory(name="Zebra help")
    page = as_role("Directory editor").get(address("service", "list") + f"?q={check.service.name}")
    assert f"{check.assured_at:%-d %B %Y} (checked)" in page.content.decode()
    assert "Zebra help" not in page.content.decode()
    assert add_check_url(check.service) in page.content.decode()


def test_list_is_filtered(as_role):
    shown = ServiceFactory(name="Shown", kind="lado")
    ServiceFactory(name="Hidden away")
    query = f"?kind=lado&areas={shown.areas.first().pk}&organization={shown.organization_id}"
    page = as_role("Directory editor").get(address("service", "list") + query).content.decode()
    assert "Shown" in page
    assert "Hidden away" not in page


def test_list_takes_the_same_number_of_queries(as_role, django_assert_max_num_queries):
    client = as_role("Directory editor")
    for _ in range(12):
        AssuranceFactory()
    client.get(address("service", "list"))
    with django_assert_max_num_queries(45):
        client.get(address("service", "list"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_list_is_exported(as_role, form):
    service = ServiceFactory(name="=cmd()")
    answer = as_role("Directory editor").get(address("service", "list") + f"?export={form}")
    content = b"".join(answer.streaming_content)
    if form == "csv":
        lines = content.decode().splitlines()
        assert lines[1].startswith("Name,Organisation")
        assert any(line.startswith("'=cmd()") for line in lines), "not a formula"
        assert any(service.organization.name in line and "01632 960101" in line for line in lines)
    else:
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
        assert rows[1][0] == "Name"
        assert service.organization.name in {each[1] for each in rows}


def test_service_is_added_and_previewed(as_role):
    client = as_role("Directory editor")
    data = posted([number()], [row("09:00", "17:00")]) | {"action-publish": "on"}
    answer = client.post(address("service", "add"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    service = Service.objects.get(slug="help-at-last")
    assert service.live
    assert Revision.objects.for_instance(service).exists()
    taken = client.post(address("service", "add"), data)
    assert SLUG_TAKEN in html.unescape(taken.content.decode())
    preview = address("service", "preview_on_edit", service.pk)
    answer = client.post(preview, posted([number()], organization=service.organization_id, name="Renamed"))
    assert json.loads(answer.content)["is_valid"]
    page = client.get(preview)
    assert page.status_code == 200
    assert "Renamed" in page.content.decode()


def test_copy_has_rows_of_its_own(as_role):
    client = as_role("Directory editor")
    original = ServiceFactory(schedules=[hours("09:00", "17:00")])
    page = client.get(address("service", "copy", original.pk)).content.decode()
    assert original.name in page
    ids = re.findall(r'name="(?:phones|schedules)-0-id"[^>]*?(value="\d+")?[ />]', page)
    assert ids
    assert not any(ids)
    data = posted([number() | {"id": ""}], [row("09:00", "17:00") | {"id": ""}], slug="the-copy")
    data |= {"phones-INITIAL_FORMS": 1, "schedules-INITIAL_FORMS": 1}
    assert client.post(address("service", "add"), data).status_code == 302
    copied = Service.objects.get(slug="the-copy").get_latest_revision_as_object()
    assert copied.phones.get().number == "+441632960101"
    assert original.phones.count() == original.schedules.count() == 1
    assert copied.public_id != original.public_id


def test_new_service_is_previewed(as_role):
    client = as_role("Directory editor")
    preview = address("service", "preview_on_add")
    assert json.loads(client.post(preview, posted()).content)["is_valid"]
    assert client.get(preview).status_code == 200


def test_publishing_without_a_number_is_refused_in_words(as_role):
    client = as_role("Directory editor")
    page = client.post(address("service", "add"), posted() | {"action-publish": "on"})
    assert "needs a main number" in page.content.decode()
    assert client.post(address("service", "add"), posted()).status_code == 302
    assert not Service.objects.get(slug="help-at-last").live


def test_check_is_written_down_for_the_service_of_the_address(as_role):
    service = ServiceFactory()
    client = as_role("Directory editor")
    page = client.get(add_check_url(service))
    assert service.name in page.content.decode()
    data = {
        "service": service.pk,
        "assured_at": "2026-01-05",
        "method": "phone",
        "assurer_role": "Directory editor",
        "fields": ["phone"],
        "note": "",
    }
    assert client.post(add_check_url(service), data).status_code == 302
    check = Assurance.objects.get(service=service)
    assert check.assurer.job_title == "Directory editor"
    assert client.get(address("assurance", "add") + "?service=%22").status_code == 200


def test_chooser_stands_a_lone_quotation_mark(as_role):
    client = as_role("Directory editor")
    ServiceFactory()
    for view in ("choose", "choose_results"):
        url = reverse(f"wagtailsnippetchoosers_directory_service:{view}")
        assert client.get(url + "?q=%22").status_code == 200


def test_the_editor_shows_three_dates_that_nobody_types(as_role):
    service = ServiceFactory()
    client = as_role("Directory editor")
    page = client.get(address("service", "edit", service.pk)).text
    dates = page.split("Last checked")[1].split("readers see the date of the check only")[0]
    assert dates.count("Never") == 3
    check = AssuranceFactory(service=service)
    moment = timezone.now() - datetime.timedelta(days=40)
    Service.objects.filter(pk=service.pk).update(edited_at=moment, imported_at=moment)
    page = client.get(address("service", "edit", service.pk)).text
    dates = page.split("Last checked")[1].split("readers see the date of the check only")[0]
    assert f"{check.assured_at:%-d %B %Y}" in dates
    assert dates.count(f"{timezone.localtime(moment):%-d %B %Y}") == 2
    assert add_check_url(service) in dates
    assert "Last checked" not in client.get(address("service", "add")).text


def test_a_link_of_a_school_keeps_its_note_to_itself(as_role):
    link = SchoolLinkFactory(note="Ring before nine")
    client = as_role("Directory editor")
    pages = [address("schoollink", view, link.pk) for view in OF_ONE] + [address("schoollink", "list")]
    for page in pages:
        assert "Ring before nine" not in client.get(page).text
    data = {
        "school": link.school_id,
        "service": link.service_id,
        "link_person": "Asha Mistry",
        "confirmed_on": "2026-11-02",
        "note": "Forged",
    }
    assert client.post(address("schoollink", "edit", link.pk), data).status_code == 302
    link.refresh_from_db()
    assert (link.used_now, link.note, str(link.confirmed_on)) == (False, "Ring before nine", "2026-11-02")
    assert client.post(address("schoollink", "edit", link.pk), data | {"used_now": "on"}).status_code == 302
    link.refresh_from_db()
    assert link.used_now
