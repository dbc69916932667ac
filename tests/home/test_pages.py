"""The page types: where they may stand, that editors can make them, that readers can read them."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.footer_pages import SLUGS, STARTING_PAGES, add_footer_pages, read
from home.models import AccessibilityStatementPage, HomePage, PlainPage
from home.prose import to_rich_text
from hub.models import HubHomePage
from portal.accounts.models import User
from tests.sessions import signed_in_session

TEXT = [("paragraph", RichText("<p>Long</p>"))]
STATEMENT = {
    "scope": "<p>-</p>",
    "non_accessible": "<p>-</p>",
    "alternatives": "<p>-</p>",
    "contact": "<p>-</p>",
    "enforcement": "<p>-</p>",
    "preparation": "<p>-</p>",
    "prepared_on": datetime.date(2026, 1, 2),
}


class TestPageTypes(WagtailPageTestCase):
    def setUp(self):
        self.home = HomePage.objects.get()
        AccessibilityStatementPage.objects.all().delete()
        self.home.refresh_from_db()
        self.editor = User.objects.create_superuser("super@test.example.org", "x", name="Editor")
        HomePage.objects.update(maintainer=self.editor)
        self.home = HomePage.objects.get()

    def login(self, *args, **kwargs):
        """Sign in with both steps, as all do who enter the admin; Wagtail's assertions sign in too."""
        Authenticator.objects.get_or_create(user=self.editor, type="totp", defaults={"data": {}})
        self.client.force_login = self.client.logout = lambda *args, **kwargs: None
        session = self.client.session
        session.update(signed_in_session(self.editor))
        session.save()

    def add(self, page):
        page.maintainer = self.editor
        return self.home.add_child(instance=page)

    def test_where_they_may_stand(self):
        self.assertAllowedSubpageTypes(HomePage, {PlainPage, AccessibilityStatementPage, HubHomePage})
        self.assertAllowedParentPageTypes(PlainPage, {HomePage})
        self.assertAllowedParentPageTypes(AccessibilityStatementPage, {HomePage})
        self.assertAllowedParentPageTypes(HomePage, {Page})
        self.assertCanNotCreateAt(PlainPage, PlainPage)
        self.assertCanCreateAt(HomePage, PlainPage)

    def test_there_is_one_home_page_and_one_statement(self):
        self.assertFalse(HomePage.can_create_at(Page.objects.get(depth=1)))
        self.assertTrue(AccessibilityStatementPage.can_create_at(self.home))
        self.add(AccessibilityStatementPage(title="A", slug="test-a", **STATEMENT))
        self.assertFalse(AccessibilityStatementPage.can_create_at(self.home))

    def test_home_page(self):
        self.login()
        self.assertPageIsRoutable(self.home)
        self.assertPageIsRenderable(self.home)
        data = self.home_page_data()
        self.assertPageIsEditable(self.home, user=self.editor, post_data=data)
        self.assertPageIsPreviewable(self.home, user=self.editor, post_data=data)

    def home_page_data(self):
        way = {"text": "Look it up", "page": "", "address": "/glossary/"}
        reader = {"reader": "New here", "ways": streamfield([("item", way)])}
        data = self.plain_page_data("home")
        return data | nested_form_data(
            {
                "headline": "Who can help",
                "standfirst": "-",
                "ways_in": streamfield([("reader", reader)]),
            }
        )

    def test_plain_page(self):
        self.login()
        page = self.add(PlainPage(title="Test page", slug="test-plain", summary="In short", body=TEXT))
        self.assertPageIsRoutable(page)
        self.assertPageIsRenderable(page)
        data = self.plain_page_data("test-plain")
        self.assertPageIsEditable(page, user=self.editor, post_data=data)
        self.assertPageIsPreviewable(page, user=self.editor, post_data=data)

    def test_statement(self):
        self.login()
        page = self.add(AccessibilityStatementPage(title="Statement", slug="test-statement", **STATEMENT))
        self.assertPageIsRoutable(page)
        self.assertPageIsRenderable(page)
        self.assertPageIsEditable(page, user=self.editor)
        self.assertPageIsPreviewable(page, user=self.editor)

    def test_an_editor_can_make_a_plain_page(self):
        self.login()
        self.assertCanCreate(self.home, PlainPage, self.plain_page_data("made"))

    def plain_page_data(self, slug):
        today = timezone.localdate()
        return nested_form_data(
            {
                "title": "Made",
                "slug": slug,
                "summary": "-",
                "body": streamfield([("paragraph", rich_text("<p>-</p>"))]),
                "maintainer": self.editor.pk,
                "status": "current",
                "source": "local practice",
                "cites": [],
                "last_reviewed": today,
                "next_review": today,
            }
        )


@pytest.mark.parametrize("field", ["non_accessible", "alternatives"])
def test_statement_names_what_fails_and_what_to_use_instead(db, field):
    page = AccessibilityStatementPage(title="A", slug="a", compliance="partially", **{**STATEMENT, field: ""})
    with pytest.raises(ValidationError) as refusal:
        page.clean()
    assert set(refusal.value.message_dict) == {field}


def test_statement_of_full_compliance_needs_neither(db):
    empty = {**STATEMENT, "non_accessible": "", "alternatives": ""}
    AccessibilityStatementPage(title="A", slug="a", compliance="fully", **empty).clean()


def test_statement_is_not_tested_in_the_future(db):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError) as refusal:
        AccessibilityStatementPage(title="A", slug="a", tested_on=tomorrow, **STATEMENT).clean()
    assert set(refusal.value.message_dict) == {"tested_on"}


class TestFooterPages:
    words = {"name": "Test portal", "publisher": "Test Council", "email": "ask@test.example.org"}

    def test_all_four_answer(self, client, empty_portal, editor):
        added = add_footer_pages(HomePage.objects.get(), editor, words=self.words)
        assert [page.slug for page in added] == list(SLUGS)
        for slug in SLUGS:
            response = client.get(f"/{slug}/")
            assert response.status_code == 200, slug
            assert "{" not in response.text.split("<main", 1)[1].split("</main>")[0]
        assert "mailto:ask@test.example.org" in client.get("/contact/").text
        assert "Test Council" in client.get("/privacy/").text

    def test_what_is_there_is_left_alone(self, empty_portal, editor):
        add_footer_pages(HomePage.objects.get(), editor, words=self.words)
        PlainPage.objects.filter(slug="privacy").update(title="Ours")
        assert add_footer_pages(HomePage.objects.get(), editor, words=self.words) == []
        assert PlainPage.objects.get(slug="privacy").title == "Ours"

    def test_statement_has_what_the_regulation_asks_for(self, client, empty_portal, editor):
        add_footer_pages(HomePage.objects.get(), editor, words=self.words)
        text = client.get("/accessibility/").text
        for heading in (
            "Compliance status",
            "Content that is not accessible",
            "What to use instead",
            "Feedback and contact information",
            "Enforcement procedure",
            "Preparation of this statement",
        ):
            assert heading in text

    @pytest.mark.parametrize("slug", SLUGS)
    def test_starting_texts_can_be_read(self, slug):
        facts, body = read(STARTING_PAGES / f"{slug}.md", {})
        assert facts["title"]
        assert facts["summary"]
        assert body.strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One\ntwo", "<p>One two</p>"),
        ("## Head\n\nText", "<h2>Head</h2><p>Text</p>"),
        ("- a\n- **b**", "<ul><li>a</li><li><b>b</b></li></ul>"),
        ("[here](https://a.example.org/)", '<p><a href="https://a.example.org/">here</a></p>'),
        ("a@b.example.org", '<p><a href="mailto:a@b.example.org">a@b.example.org</a></p>'),
        ("<script>", "<p>&lt;script&gt;</p>"),
    ],
)
def test_prose(text, html):
    assert to_rich_text(text) == html
