"""A trainer publishes what they wrote in the training, and nothing of anybody else's."""

import time

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from hub.models import Kind
from hub.tree import shelf_of
from tests.hub.conftest import EDITOR
from tests.training.conftest import READER, TRAINER, person
from tests.training.test_previews import body_of
from training.enums import Holds
from training.forms import NEEDED
from training.models import (
    ActivityPage,
    ModulePage,
    ResourceSheetPage,
    ToolkitPage,
    ToolkitSectionPage,
    TrainingHomePage,
    TrainingShelfPage,
)

pytestmark = pytest.mark.django_db
OTHER = EDITOR
SHEET = ("training", "resourcesheetpage")
BODY = body_of(("lines", {"label": "Who rings", "help": "", "lines": "2"}))


def shelf(holds=Holds.SHEET) -> TrainingShelfPage:
    return TrainingShelfPage.objects.get(holds=holds)


@pytest.fixture
def write(training, signed_in):
    """Post the form of a new sheet as somebody: `write(TRAINER, "publish", next_review="")`."""

    def write_(email, action="publish", **fields):
        client = signed_in(email)
        address = reverse("wagtailadmin_pages:add", args=[*SHEET, shelf().pk])
        data = querydict_from_html(client.get(address).text, form_id="page-edit-form")
        data.update({"title": "Ringing home before nine", "slug": "ringing-home", "standfirst": "Two calls."})
        data.update(BODY)
        data.update(fields)
        return client.post(address, {**data.dict(), **({f"action-{action}": "1"} if action else {})})

    return write_


def test_a_new_sheet_is_public_and_found_at_once(write, client, django_capture_on_commit_callbacks):
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        assert write(TRAINER).status_code == 302
    page = ResourceSheetPage.objects.get(slug="ringing-home")
    assert page.live and page.owner == page.maintainer == person(TRAINER)
    assert page.next_review and page.source and page.status == "current"
    client.cookies.clear()
    assert "Who rings" in client.get(page.url).text
    assert f'href="{page.url}' in client.get("/search/", {"q": "ringing home before nine"}).text
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("name", NEEDED)
def test_nothing_goes_live_without_owner_source_status_and_review(write, name):
    answer = write(TRAINER, **{name: ""})
    assert answer.status_code == 200
    assert NEEDED[name] in answer.text
    assert not ResourceSheetPage.objects.filter(slug="ringing-home").exists()


@pytest.mark.parametrize("name", NEEDED)
def test_what_is_live_stays_as_it_is_while_something_is_missing(write, signed_in, name):
    write(TRAINER)
    page = ResourceSheetPage.objects.get(slug="ringing-home")
    client, address = signed_in(TRAINER), reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = querydict_from_html(client.get(address).text, form_id="page-edit-form")
    data.update({**BODY, name: "", "standfirst": "Three calls.", "action-publish": "1"})
    assert NEEDED[name] in client.post(address, data).text
    assert ResourceSheetPage.objects.get(pk=page.pk).standfirst == "Two calls."


def test_an_address_is_in_plain_letters(write):
    answer = write(TRAINER, slug="für-eltern")
    assert answer.status_code == 200 and "Use the letters a to z" in answer.text
    assert not ResourceSheetPage.objects.filter(title__startswith="Ringing home").exists()


def test_a_draft_of_a_trainer_is_seen_by_nobody(write, client):
    write(TRAINER, action="")
    page = ResourceSheetPage.objects.get(slug="ringing-home")
    assert not page.live
    client.cookies.clear()
    assert client.get(page.get_url()).status_code == 404


def test_a_trainer_goes_on_with_what_is_live_and_takes_it_down(write, signed_in):
    write(TRAINER)
    page = ResourceSheetPage.objects.get(slug="ringing-home")
    may = page.permissions_for_user(person(TRAINER))
    assert may.can_edit() and may.can_publish() and may.can_unpublish()
    client = signed_in(TRAINER)
    assert client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk])).status_code == 302
    page.refresh_from_db()
    assert not page.live


KINDS = [ToolkitPage, ToolkitSectionPage, ActivityPage, ModulePage, ResourceSheetPage]


@pytest.mark.parametrize("kind", KINDS)
def test_what_somebody_else_made_is_not_touched(demo, signed_in, kind):
    page = kind.objects.live().first()
    kind.objects.filter(pk=page.pk).update(owner=person(OTHER))
    page = Page.objects.get(pk=page.pk)
    for may in (
        page.permissions_for_user(person(TRAINER)),
        page.specific.permissions_for_user(person(TRAINER)),
    ):
        assert not (may.can_edit() or may.can_publish() or may.can_unpublish() or may.can_delete())
        assert not (may.can_move() or may.can_copy() or may.can_reorder_children())
    client = signed_in(TRAINER)
    for name in ("edit", "unpublish", "delete", "copy", "history", "view_draft", "move", "preview_on_edit"):
        answer = client.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert answer.status_code in (302, 403, 405), name
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    client.post(f"{bulk}?id={page.pk}", {"include_descendants": "on"})
    page.refresh_from_db()
    assert page.live and page.specific.title == page.title


@pytest.mark.parametrize("kind", KINDS)
def test_an_own_page_of_each_kind_is_published(demo, kind):
    page = kind.objects.live().first()
    kind.objects.filter(pk=page.pk).update(owner=person(TRAINER))
    assert Page.objects.get(pk=page.pk).permissions_for_user(person(TRAINER)).can_publish()


def test_a_trainer_publishes_nowhere_else(training):
    trainer = person(TRAINER)
    for holds in Holds:
        may = shelf(holds).permissions_for_user(trainer)
        assert may.can_publish_subpage() and not (may.can_edit() or may.can_publish() or may.can_unpublish())
        assert not may.can_reorder_children()
    for page in (TrainingHomePage.objects.get(), shelf_of(Kind.ARTICLE), training.get_parent()):
        may = page.specific.permissions_for_user(trainer)
        assert not (may.can_publish_subpage() or may.can_publish() or may.can_unpublish())


def test_without_the_role_an_own_page_is_a_draft(write):
    write(TRAINER)
    page, reader = ResourceSheetPage.objects.get(slug="ringing-home"), person(READER)
    page.owner = reader
    may = page.permissions_for_user(reader)
    assert not (
        may.can_publish() or may.can_unpublish() or shelf().permissions_for_user(reader).can_publish_subpage()
    )


def test_whoever_left_publishes_nothing(write):
    write(TRAINER)
    page, trainer = ResourceSheetPage.objects.get(slug="ringing-home"), person(TRAINER)
    trainer.is_active = False
    may = page.permissions_for_user(trainer)
    assert not (may.can_publish() or may.can_unpublish())


def test_a_locked_page_is_not_taken_down(write):
    write(TRAINER)
    page = ResourceSheetPage.objects.get(slug="ringing-home")
    page.locked, page.locked_by = True, person(OTHER)
    page.save()
    assert not page.permissions_for_user(person(TRAINER)).can_unpublish()


def test_the_menu_leads_trainers_and_editors_to_a_new_sheet(training, signed_in):
    address = reverse("training_new_sheet")
    for email in (TRAINER, EDITOR):
        client = signed_in(email)
        assert address in client.get(reverse("wagtailadmin_home")).text
        answer = client.get(address)
        assert answer.headers["Location"] == reverse("wagtailadmin_pages:add", args=[*SHEET, shelf().pk])
    client = signed_in("directory.editor@ambleford.example.org")
    assert address not in client.get(reverse("wagtailadmin_home")).text
    assert client.get(address).status_code in (302, 403)
    assert not client.get(address).headers.get("Location", "").startswith("/admin/pages/add/")


def test_where_there_is_no_shelf_yet_it_is_said(training, signed_in):
    for page in TrainingHomePage.objects.all():
        page.delete()
    answer = signed_in(TRAINER).get(reverse("training_new_sheet"), follow=True)
    assert answer.status_code == 200 and "no shelf for sheets yet" in answer.text
