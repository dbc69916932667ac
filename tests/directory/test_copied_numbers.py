"""The report of numbers typed into pages finds them however they are written, and only those."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.rich_text import RichText

from directory.copied_numbers import copied_numbers, numbers_in
from directory.models import Service
from home.models import HomePage, PlainPage
from hub.models import ArticlePage
from portal.accounts.models import User
from tests.factories.directory import PhoneFactory, ServiceFactory


@pytest.fixture
def typed(demo):
    """Publish a page with this text: `typed("<p>Ring us</p>", slug="one")`."""

    def make(html, slug="typed", **fields):
        page = PlainPage(
            title="Typed",
            slug=slug,
            summary=fields.pop("summary", "-"),
            body=[("paragraph", RichText(html))],
            maintainer=User.objects.first(),
        )
        return HomePage.objects.get().add_child(instance=page)

    return make


def found(page):
    return [
        (copy.number, [s.name for s in copy.services]) for copy in copied_numbers() if copy.page.pk == page.pk
    ]


@pytest.mark.parametrize(
    "text",
    [
        "01632 960901",
        "01632960901",
        "(01632) 960 901",
        "+44 1632 960901",
        "01632&nbsp;960901",
        "01632-960-901",
    ],
)
def test_a_copied_number_is_found_however_it_is_written(typed, text):
    PhoneFactory(service=ServiceFactory(name="Whose", main_number=None), number="+441632960901")
    page = typed(f"<p>Ring <b>{text}</b>, or 01632 960999.</p>")
    assert found(page) == [("01632 960901", ["Whose"])]


def test_the_summary_is_read_and_two_services_may_share_a_number(typed):
    for name in ("One", "Two"):
        PhoneFactory(service=ServiceFactory(name=name, main_number=None), number="+441632960902")
    assert found(typed("<p>-</p>", summary="Ring 01632 960902")) == [("01632 960902", ["One", "Two"])]


def test_a_card_and_a_short_code_are_no_copies(typed):
    service = ServiceFactory(main_number=None)
    PhoneFactory(service=service, number="101")
    page = typed("<p>Ring 101 or 999</p>")
    page.body.append(("service", {"service": service, "area": None}))
    page.save()
    assert found(page) == []


def test_a_withdrawn_service_has_no_number_to_copy(typed):
    service = ServiceFactory(main_number=None)
    PhoneFactory(service=service, number="+441632960903")
    page = typed("<p>01632 960903</p>")
    assert found(page)
    Service.objects.filter(pk=service.pk).update(live=False)
    assert found(page) == []


def test_a_number_in_an_article_is_found(demo):
    """Its text stands in the table of all pages of the hub."""
    page = ArticlePage.objects.first()
    page.body = [("paragraph", RichText("<p>Ring 01632 960101.</p>"))]
    page.save_revision(clean=False).publish()
    assert page.pk in {copied.page.pk for copied in copied_numbers()}


def test_many_pages_ask_as_few_questions_as_two(typed):
    counts = []
    for slugs in (["a", "b"], [f"page-{n}" for n in range(20)]):
        for slug in slugs:
            typed("<p>01632 960101</p>", slug=slug)
        with CaptureQueriesContext(connection) as queries:
            copied_numbers()
        counts.append(len(queries))
    # One query for each kind of page and a few more. Revisions would be one query for all kinds, but a page
    # that code saved has none, or an old one. Only editors open this report.
    kinds = Page.objects.live().values("content_type").distinct().count()
    assert counts[0] == counts[1] <= kinds + 4


def test_editors_read_the_report_and_find_it_in_the_menu(signed_in, typed):
    page = typed("<p>01632 960101</p>")
    client = signed_in("directory.editor@ambleford.example.org")
    report = client.get(reverse("directory_copied_numbers"))
    assert f"/admin/pages/{page.pk}/edit/" in report.text
    assert "Ambleford Front Door" in report.text
    assert reverse("directory_copied_numbers") in client.get("/admin/").text


@given(st.text())
@hypothesis_settings(max_examples=500, deadline=None)
def test_any_text_can_be_read(text):
    assert all(number.startswith("+") for number in numbers_in(text))
