"""The hub's page types: where they may stand, that editors can make them, what bad input gets."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from home.models import HomePage, PlainPage
from hub import checks
from hub.blocks import BodyBlock
from hub.models import (
    ArticlePage,
    BarrierPage,
    BulletinPage,
    CaseStudyPage,
    GovernancePage,
    HubHomePage,
    HubPage,
    HubSectionPage,
    MeetingPage,
    PolicyPage,
    PracticePage,
    QuestionPage,
    TopicPage,
)
from hub.tree import add_hub
from portal.accounts.models import User
from portal.content.models import HelpWith
from tests.factories.hub import KINDS, add_page, shelf_for
from tests.hub.conftest import EDITOR, TRAINER, main_of

pytestmark = pytest.mark.django_db


ALWAYS_OPEN = [TopicPage, BarrierPage, QuestionPage, GovernancePage]


@pytest.fixture
def editor(signed_in):
    """The client of a portal editor."""
    return signed_in(EDITOR)


def rows(kind: str, *values) -> dict:
    """Return what the form posts for blocks of one kind."""
    return streamfield([(kind, value) for value in values])


def own_fields(kind) -> dict:
    """Return what the form of `kind` posts beside what all kinds share."""
    sheet = {"title": "A form", "code": "F01", "note": "", "page": "", "document": ""}
    item = {"heading": "One item", "text": rich_text("<p>News.</p>"), "page": "", "learning": ""}
    return {
        ArticlePage: {"summary_points": rows("line", "One point"), "questions": rows("line", "Who rings?")},
        CaseStudyPage: {
            "context": "Why it was begun.",
            "partners": rows("line", "A youth club"),
            "outcome": "What came of it.",
            "quote": "It helped.",
            "quote_from": "A parent",
        },
        PracticePage: {"steps": rows("line", "Ring"), "policies": rows("line", "Our policy")},
        BulletinPage: {"issue": 951, "items": rows("item", item)},
        GovernancePage: {"members": rows("member", {"role": "Chair", "organisation": "The council"})},
        PolicyPage: {"document_owner": "The board", "version": "3"},
        MeetingPage: {
            "met_on": "2026-03-04",
            "recommendations": rows("one", {"text": "Ask.", "answer": "Done.", "status": "accepted"}),
            "actions": rows("action", {"text": "Ring.", "who": "The chair", "due": "2026-04-01", "done": ""}),
        },
        TopicPage: {"do_now": rows("line", "Ring the front door"), "forms": rows("form", sheet)},
        BarrierPage: {"notice": rows("line", "Late"), "try_in_school": rows("line", "Ask why")},
        QuestionPage: {"question": "May we?", "asked_by": "A head"},
    }[kind]


def posted(client, address, kind, **fields):
    """Return what the form at `address` posts once somebody has filled it in."""
    streams = [field.name for field in kind._meta.fields if type(field).__name__ == "StreamField"]
    data = querydict_from_html(client.get(address).text, form_id="page-edit-form")
    given = {
        **{name: streamfield([]) for name in streams},
        "title": "Made by an editor",
        "slug": "made-by-an-editor",
        "standfirst": "In short.",
        "body": streamfield([("paragraph", rich_text("<p>The text.</p>"))]),
        "maintainer": User.objects.get(email=EDITOR).pk,
        **own_fields(kind),
        **fields,
    }
    if kind is BarrierPage:
        given.setdefault("need", HelpWith.objects.get_or_create(name="A new need", slug="a-new-need")[0].pk)
    for name in ("cites", "topics", "audiences"):
        data.setlist(name, [])  # the reader of forms takes the first of a list where none is chosen
    for name, value in nested_form_data(given).items():
        data[name] = value
    return data


def create(client, kind, action="action-publish", **fields):
    """Fill in the form for a new page on the shelf of `kind`; return the answer."""
    names = (kind._meta.app_label, kind._meta.model_name, shelf_for(kind).pk)
    address = reverse("wagtailadmin_pages:add", args=names)
    data = posted(client, address, kind, **fields)
    if action:
        data[action] = "1"
    return client.post(address, data)


# Where they may stand


@pytest.mark.parametrize("kind", KINDS)
def test_each_shelf_holds_only_its_kind(demo, kind):
    shelves = [shelf for shelf in HubSectionPage.objects.all() if kind.can_create_at(shelf)]
    assert shelves == [shelf_for(kind)]
    for parent in (HomePage.objects.get(), HubHomePage.objects.get(), Page.objects.get(depth=1)):
        assert not kind.can_create_at(parent)


def test_the_hub_stands_once_below_the_home_page(demo):
    home, hub = HomePage.objects.get(), HubHomePage.objects.get()
    assert hub.get_parent().specific == home and not HubHomePage.can_create_at(home)
    assert HubSectionPage.can_create_at(hub) and not HubSectionPage.can_create_at(home)
    assert not PlainPage.can_create_at(hub) and not HubPage.is_creatable


def test_adding_the_hub_a_second_time_adds_nothing(demo):
    before = Page.objects.count()
    keeper = User.objects.get(email=EDITOR)
    add_hub(HomePage.objects.get(), keeper)
    assert Page.objects.count() == before
    shelf_for(QuestionPage).delete()
    add_hub(HomePage.objects.get(), keeper)
    assert shelf_for(QuestionPage).live


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_of_another_kind_is_refused_on_a_shelf(editor, kind):
    other = next(each for each in KINDS if each is not kind)
    address = reverse("wagtailadmin_pages:add", args=("hub", kind._meta.model_name, shelf_for(other).pk))
    assert editor.get(address).status_code in {302, 403}
    assert editor.post(address, {"title": "X"}).status_code in {302, 403}


# What editors do


@pytest.mark.parametrize("kind", KINDS)
def test_an_editor_makes_changes_and_publishes_a_page(editor, client, kind):
    assert create(editor, kind).status_code == 302
    page = kind.objects.get(slug="made-by-an-editor")
    assert page.live and page.get_parent() == Page.objects.get(pk=shelf_for(kind).pk)
    text = main_of(client.get(page.url))
    for words in ("Made by an editor", "In short.", "The text."):
        assert words in text
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = posted(
        editor, edit, kind, standfirst="Shorter.", **({"need": page.need_id} if kind is BarrierPage else {})
    )
    assert editor.post(edit, data).status_code == 302
    assert "Shorter." not in main_of(client.get(page.url))
    assert kind.objects.get(pk=page.pk).get_latest_revision_as_object().standfirst == "Shorter."


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_can_be_seen_before_it_is_published(editor, client, kind):
    create(editor, kind, action="")
    page = kind.objects.get(slug="made-by-an-editor")
    assert not page.live
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    fields = {"need": page.need_id} if kind is BarrierPage else {}
    data = posted(
        editor, reverse("wagtailadmin_pages:edit", args=[page.pk]), kind, title="Typed now", **fields
    )
    assert editor.post(preview, data).json() == {"is_valid": True, "is_available": True}
    assert "Typed now" in main_of(editor.get(preview))
    client.cookies.clear()
    assert client.get(f"/hub/{shelf_for(kind).slug}/made-by-an-editor/").status_code == 404


@pytest.mark.parametrize("model", [HubHomePage, HubSectionPage])
def test_the_hub_and_its_shelves_can_be_edited(editor, model):
    page = model.objects.first()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = querydict_from_html(editor.get(edit).text, form_id="page-edit-form")
    data["standfirst"], data["action-publish"] = "Another line.", "1"
    assert editor.post(edit, data).status_code == 302
    assert "Another line." in main_of(editor.get(page.url))


def test_a_trainer_writes_a_draft_and_cannot_publish_it(signed_in):
    client = signed_in(TRAINER)
    assert create(client, ArticlePage).status_code == 302
    assert not ArticlePage.objects.get(slug="made-by-an-editor").live


# What bad input gets


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        (BulletinPage, {"issue": 17}, "Number 17 is taken by"),
        (BulletinPage, {"issue": -1}, "greater than or equal to 0"),
        (CaseStudyPage, {"quote_from": ""}, "Say by role who said it."),
        (CaseStudyPage, {"outcome": ""}, "This field is required."),
        (TopicPage, {"access": "staff"}, "What a worried person needs is open to everyone"),
        (BarrierPage, {"access": "dsl"}, "What a worried person needs is open to everyone"),
        (QuestionPage, {"access": "dsl"}, "What a worried person needs is open to everyone"),
        (GovernancePage, {"access": "staff"}, "What a worried person needs is open to everyone"),
        (ArticlePage, {"changed_on": "2026-05-05"}, "Say in one line what is different."),
        (ArticlePage, {"standfirst": "x" * 251}, "at most 250 characters"),
        (ArticlePage, {"summary_points": rows("line", *"123456")}, "maximum number of items is 5"),
        (ArticlePage, {"access": "friends"}, "Select a valid choice"),
        (MeetingPage, {"met_on": "soon"}, "Enter a valid date"),
        (PolicyPage, {"version": ""}, "This field is required."),
    ],
)
def test_bad_input_gets_a_message_and_publishes_nothing(editor, kind, fields, message):
    answer = create(editor, kind, **fields)
    assert answer.status_code == 200 and message in answer.text
    assert not kind.objects.filter(slug="made-by-an-editor").exists()


def test_a_need_has_one_card(editor):
    taken = BarrierPage.objects.first()
    answer = create(editor, BarrierPage, need=taken.need_id)
    assert answer.status_code == 200 and "is the card for this need." in answer.text


def test_a_page_keeps_its_own_number_and_need(demo):
    for page in (BulletinPage.objects.first(), BarrierPage.objects.first()):
        page.full_clean()


@pytest.mark.parametrize("kind", ALWAYS_OPEN)
def test_the_check_finds_what_keeps_a_worried_person_out(demo, kind):
    assert checks.check_open_pages(None, ["default"]) == []
    page = kind.objects.first()
    HubPage.objects.filter(pk=page.pk).update(access="staff")
    (error,) = checks.check_open_pages(None, ["default"])
    assert error.id == "hub.E001" and page.title in error.msg
    HubPage.objects.filter(pk=page.pk).update(access="public")
    restriction = PageViewRestriction.objects.create(page=shelf_for(kind), restriction_type="login")
    assert len(checks.check_open_pages(None, ["default"])) == kind.objects.count()
    restriction.delete()
    assert checks.check_open_pages(None, []) == []


def test_the_file_of_a_page_for_some_is_not_open_to_all(demo):
    """Whoever knows its address opens a file, unless its collection is private."""
    document = Document.objects.create(title="Plan", file=ContentFile(b"%PDF-1.4", name="plan.pdf"))
    page = add_page(PolicyPage)
    page.document, page.access = document, "dsl"
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert "Everybody can open this file" in str(refused.value)
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    page.clean()


def test_what_the_text_cites_is_what_the_page_rests_on(editor, client, superseded):
    cited = ("citation", {"record": superseded.pk, "note": "Paragraph 4"})
    create(editor, ArticlePage, body=streamfield([cited]))
    page = ArticlePage.objects.get(slug="made-by-an-editor")
    assert [record.slug for record in page.cites.all()] == ["old-rule"]
    text = main_of(client.get(page.url))
    assert "Paragraph 4" in text and "The guidance this rests on has changed" in text


@pytest.mark.parametrize("name", BodyBlock().child_blocks)
def test_a_block_shows_itself_in_the_editor(editor, name):
    block = ArticlePage._meta.get_field("body").stream_block.child_blocks[name]
    if not block.is_previewable:
        assert name in {"learning", "service", "citation", "table", "video"}  # they need a thing to show
        return
    answer = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    assert len(re.sub(r"<[^>]*>", "", main_of(answer)).strip()) > 5
