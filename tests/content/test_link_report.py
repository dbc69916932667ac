"""Links out of the portal: found in every field of what is published, and reported by owner when dead."""

import csv
import io

import pytest
from django.urls import reverse
from wagtail.models import Comment
from wagtail.rich_text import RichText

from portal.content.link_check import check
from portal.content.link_check.collect import links_in, outside_links
from portal.content.link_check.visit import Answer
from portal.content.models import GuidanceRecord

EDITOR = "marguerite.osei@ambleford.example.org"
pytestmark = pytest.mark.django_db


class TestCollect:
    @pytest.mark.parametrize(
        ("text", "links"),
        [
            ("See https://a.example.org/x.", ["https://a.example.org/x"]),
            ('<a href="https://a.example.org/?x=1&amp;y=2">x</a>', ["https://a.example.org/?x=1&y=2"]),
            ("(http://a.example.org/x), http://a.example.org/x#part", ["http://a.example.org/x"]),
            ("HTTPS://A.example.org/", ["HTTPS://A.example.org/"]),
            ("http://[half#part", ["http://[half"]),
            ("mailto:x@example.org ftp://example.org /hub/", []),
            ("http://localhost:8000/own", []),
        ],
    )
    def test_links_in_a_text(self, text, links, settings):
        settings.WAGTAILADMIN_BASE_URL = "http://localhost:8000"
        assert links_in(text) == links

    def test_fields_streams_and_child_rows(self, record, plain_page, service, editor):
        record("Rule", url="https://rule.example.org/", archived_url="http://archive.example.org/")
        plain_page("text", source="https://source.example.org/")
        page = plain_page("stream")
        page.body = [("paragraph", RichText('<p><a href="https://stream.example.org/">x</a></p>'))]
        page.save()
        made = service("Test service")
        made.website = "https://service.example.org/"
        made.save()
        found = outside_links()
        for host in ("rule", "source", "stream", "service"):
            assert f"https://{host}.example.org/" in found
        assert "http://archive.example.org/" not in found
        place = found["https://stream.example.org/"][0]
        assert (place.title, place.kind, place.owner) == ("stream", "Plain page", editor)

    def test_drafts_are_left_alone(self, record):
        record("Draft", url="https://draft.example.org/", live=False)
        assert "https://draft.example.org/" not in outside_links()

    def test_what_editors_say_to_each_other_is_not_published(self, plain_page, editor):
        page = plain_page("text")
        page.wagtail_admin_comments = [
            Comment(user=editor, text="See https://comment.example.org/", contentpath="body")
        ]
        page.save()
        assert Comment.objects.filter(page=page).exists()
        assert "https://comment.example.org/" not in outside_links()

    @pytest.mark.parametrize("many", [2, 50])
    def test_queries_do_not_grow(self, demo, record, plain_page, many, django_assert_max_num_queries):
        for number in range(many):
            record(f"Record {number}", url=f"https://a.example.org/{number}")
            plain_page(f"page-{number}")
        outside_links()
        with django_assert_max_num_queries(100):
            outside_links()


class TestReport:
    REPORT = "/admin/reports/dead-links/"

    def dead(self, url):
        return check.keep(url, Answer(404))

    def test_by_owner_with_where_it_stands(self, signed_in, record):
        one = record("Test rule", url="https://dead.example.org/x")
        record("Good rule", url="https://good.example.org/")
        self.dead("https://dead.example.org/x")
        check.keep("https://good.example.org/", Answer(200))
        text = signed_in(EDITOR).get(self.REPORT).text
        assert "https://dead.example.org/x" in text and "https://good.example.org/" not in text
        assert "Test editor" in text
        assert reverse("wagtailsnippets_content_guidancerecord:edit", args=[one.pk]) in text
        assert 'href="https://dead.example.org/x"' not in text

    def test_the_file_holds_no_formula(self, signed_in, record):
        record("=1+1", url="https://dead.example.org/x")
        self.dead("https://dead.example.org/x")
        answer = signed_in(EDITOR).get(self.REPORT, {"download": "1"})
        row = next(row for row in csv.reader(io.StringIO(answer.text)) if "https://dead.example.org/x" in row)
        assert row[:3] == ["Test editor", "'=1+1", "Guidance record"]
        assert row[4] == "It answers with 404."

    def test_it_says_when_nothing_was_checked(self, signed_in):
        assert "No link has been checked yet" in signed_in(EDITOR).get(self.REPORT).text

    def test_a_dead_link_stops_nobody_from_publishing(self, record):
        one = record("Test rule", url="https://dead.example.org/x")
        self.dead("https://dead.example.org/x")
        one.full_clean()
        one.save_revision().publish()
        assert GuidanceRecord.objects.get(pk=one.pk).live
