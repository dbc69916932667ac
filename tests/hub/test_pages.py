"""The hub's page types: where they may stand, that editors can make them, what readers and paper show."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from directory.models import Service
from home.models import HomePage, PlainPage
from hub import checks
from hub.blocks import BodyBlock
from hub.models import (
    ArticlePage,
    Author,
    BarrierPage,
    BulletinPage,
    CaseStudyPage,
    GovernancePage,
    HubHomePage,
    HubPage,
    HubSectionPage,
    KeyLearning,
    MeetingPage,
    PolicyPage,
    PracticePage,
    QuestionPage,
    TopicPage,
)
from hub.tree import add_hub
from portal.accounts.models import User
from portal.content.blocks import TableBlock
from portal.content.models import GuidanceRecord, HelpWith
from tests.factories.hub import KINDS, add_page, shelf_for

pytestmark = pytest.mark.django_db

EDITOR = "marguerite.osei@ambleford.example.org"
TRAINER = "tom.aldous@ambleford.example.org"
ALWAYS_OPEN = [TopicPage, BarrierPage, QuestionPage, GovernancePage]


@pytest.fixture
def editor(signed_in):
    """The client of a portal editor."""
    return signed_in(EDITOR)


@pytest.fixture
def superseded(demo):
    new = GuidanceRecord.objects.create(
        title="New rule", slug="new-rule", issuer="-", kind="statute", summary="-"
    )
    return GuidanceRecord.objects.create(
        title="Old rule",
        slug="old-rule",
        issuer="-",
        kind="statute",
        summary="-",
        status="superseded",
        replaced_by=new,
    )


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


def main_of(answer) -> str:
    """Return what stands between header and footer, without markup that hides from readers."""
    assert answer.status_code == 200
    return answer.text.split("<main", 1)[1].split("</main>")[0]


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


# What readers see


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_with_next_to_nothing_on_it(client, demo, kind):
    page = add_page(kind, title="Bare")
    text = main_of(client.get(page.url))
    assert "Bare" in text and "None" not in re.sub(r"<[^>]*>", "", text)
    for heading in re.findall(r"<h2[^>]*>([^<]*)</h2>\s*(?:<ul[^>]*>|<ol[^>]*>|<dl[^>]*>)\s*</", text):
        pytest.fail(f"{heading} stands above nothing")
    for never in ("to read", "Who wrote this", "In short</h2>", "What it rests on", "Read next"):
        assert never not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_that_rests_on_an_old_rule_says_so(client, superseded, kind):
    page = add_page(kind, "Text.", cites=[superseded])
    text = main_of(client.get(page.url))
    assert "The guidance this rests on has changed" in text
    assert "/guidance/old-rule/" in text and "/guidance/new-rule/" in text
    assert not re.search(r'app-no-print[^>]*>[^<]*<p class="app-banner__title', text)
    GuidanceRecord.objects.filter(pk=superseded.pk).update(status="current", replaced_by=None)
    assert "The guidance this rests on has changed" not in main_of(client.get(page.url))


@pytest.mark.parametrize("kind", KINDS)
def test_paper_says_where_it_comes_from(client, demo, kind):
    page = add_page(kind, "Text.")
    text = client.get(page.url).text
    assert re.search(rf'app-print-only">[^<]*{page.url} Printed \d', text)


@pytest.mark.parametrize("kind", KINDS)
def test_two_and_ten_of_everything_cost_the_same_queries(client, demo, kind):
    """Wagtail needs some eight to find a page and its privacy; cards of services seven, however many."""
    page = kind.objects.listed().order_by("-pk").first()
    services, records = Service.objects.listed()[:10], GuidanceRecord.objects.filter(live=True)[:10]
    others = HubPage.objects.listed().exclude(pk=page.pk)[:10]

    def queries(many: int) -> int:
        cards = [("service", {"service": service, "area": None}) for service in services[:many]]
        sheets = [("resource", {"title": "A sheet", "page": other}) for other in others[:many]]
        page.body = [("paragraph", RichText("<p>Text.</p>")), *cards, *sheets]
        page.cites.set(records[:many])
        page.related_rows = [page.related_rows.model(page=other) for other in others[:many]]
        page.save()
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url).status_code == 200
        return len(captured)

    assert queries(2) == queries(10) <= 25
    with_next_to_nothing = add_page(kind, "Text.").url
    client.get(with_next_to_nothing)
    with CaptureQueriesContext(connection) as captured:
        client.get(with_next_to_nothing)
    assert len(captured) <= 15


def test_a_page_that_is_itself_past_says_so(client, demo):
    page = add_page(PolicyPage, "Text.", status="withdrawn")
    assert "Withdrawn: do not rely on this" in main_of(client.get(page.url))


def test_a_policy_past_its_review_says_whom_to_ask(client, demo):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    page = add_page(PolicyPage, next_review=yesterday)
    assert "Review overdue" in main_of(client.get(page.url))
    assert "Review overdue" not in main_of(client.get(add_page(PolicyPage).url))


def test_an_author_is_shown_once_and_everywhere_the_same(client, demo):
    author = Author.objects.create(slug="a", name="Nia Writer", role="Head", about="She writes.")
    for kind in (ArticlePage, CaseStudyPage):
        page = add_page(kind, "Text.", author=author)
        assert main_of(client.get(page.url)).count("Nia Writer") == 1
    Author.objects.filter(pk=author.pk).update(name="Nia Wright")
    assert "Nia Wright" in main_of(client.get(page.url))


def test_related_pages_are_shown_on_both(client, demo):
    one, other = add_page(title="One side"), add_page(TopicPage, title="Other side")
    one.related_rows = [one.related_rows.model(page=other)]
    one.save()
    assert "Other side" in main_of(client.get(one.url)).split("Read next")[1]
    assert "One side" in main_of(client.get(other.url)).split("Read next")[1]


def test_reading_time_is_at_least_a_minute(demo):
    assert add_page(text="Short.").minutes == 1
    assert add_page(text="word " * 1000).minutes == 5


# The text


def test_what_the_text_cites_is_what_the_page_rests_on(editor, client, superseded):
    cited = ("citation", {"record": superseded.pk, "note": "Paragraph 4"})
    create(editor, ArticlePage, body=streamfield([cited]))
    page = ArticlePage.objects.get(slug="made-by-an-editor")
    assert [record.slug for record in page.cites.all()] == ["old-rule"]
    text = main_of(client.get(page.url))
    assert "Paragraph 4" in text and "The guidance this rests on has changed" in text


def test_a_key_learning_is_the_same_text_wherever_it_stands(client, demo):
    learning = KeyLearning.objects.create(
        slug="l", title="Ring first", text="Before nine.", maintainer_id=add_page().maintainer_id
    )
    article = add_page(body=[("learning", {"learning": learning})])
    item = ("item", {"heading": "-", "text": RichText(""), "page": None, "learning": learning})
    bulletin = add_page(BulletinPage, items=[item])
    for text in ("Before nine.", "Before ten."):
        KeyLearning.objects.filter(pk=learning.pk).update(text=text)
        assert text in main_of(client.get(article.url)) and text in main_of(client.get(bulletin.url))
    KeyLearning.objects.filter(pk=learning.pk).update(live=False)
    assert "Ring first" not in main_of(client.get(article.url)) + main_of(client.get(bulletin.url))


TABLE = {
    "columns": [{"type": "text", "heading": "Day"}, {"type": "text", "heading": "Calls"}],
    "rows": [{"values": ["Monday", "3"]}],
    "caption": "Calls in a week",
}


def test_a_table_tells_a_screen_reader_where_one_is(client, demo):
    text = main_of(client.get(add_page(body=[("table", TableBlock().to_python(TABLE))]).url))
    assert re.search(r"<caption[^>]*>Calls in a week</caption>", text)
    assert re.findall(r'<th[^>]*scope="col">([^<]*)</th>', text) == ["Day", "Calls"]
    assert re.findall(r'<th[^>]*scope="row">([^<]*)</th>', text) == ["Monday"]
    assert 'role="region"' in text and 'tabindex="0"' in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"caption": ""}, "Give the table a caption"),
        ({"caption": "  "}, "Give the table a caption"),
        (
            {"columns": [{"type": "text", "heading": "Day"}, {"type": "text", "heading": ""}]},
            "Give every column",
        ),
    ],
)
def test_a_table_without_caption_or_heads_is_refused(change, message):
    block = TableBlock()
    block.clean(block.to_python(TABLE))
    with pytest.raises(ValidationError, match=message):
        block.clean(block.to_python({**TABLE, **change}))


@pytest.mark.parametrize("name", BodyBlock().child_blocks)
def test_a_block_shows_itself_in_the_editor(editor, name):
    block = ArticlePage._meta.get_field("body").stream_block.child_blocks[name]
    if not block.is_previewable:
        assert name in {"learning", "service", "citation", "table", "video"}  # they need a thing to show
        return
    answer = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    assert len(re.sub(r"<[^>]*>", "", main_of(answer)).strip()) > 5


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


def test_a_text_may_go_without_definitions(client, demo):
    page = add_page(ArticlePage)
    page.body = [("undefined", RichText("<p>The LADO rang.</p>"))]
    page.save_revision(clean=False).publish()
    assert 'href="/glossary/' not in main_of(client.get(page.url))
    page.body = [("paragraph", RichText("<p>The LADO rang.</p>"))]
    page.save_revision(clean=False).publish()
    assert 'href="/glossary/lado/"' in main_of(client.get(page.url))
