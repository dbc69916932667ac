"""One record is superseded: every page that cites it says so at once, all are listed, none is out of reach.

It asks `Governed.kinds()` what there is, so that a new kind of content is held to it from its first day.
"""

import csv
import io

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Page

from portal.content import impact, register
from portal.content.citations import citations
from portal.content.models import Governed, GuidanceRecord
from portal.content.readable import address, kind_name, readable

pytestmark = pytest.mark.django_db
EDITOR = "marguerite.osei@ambleford.example.org"
SAID = "The guidance this rests on has changed"
# Shown as a part of other pages; the other kinds without an address are lists behind the pages.
SHOWN_ON = {
    "directory.leadrule": "/directory/who-leads/?home=thornmere&school=ambleford",
    "directory.thresholdlevel": "/directory/thresholds/",
}

# Readers meet a question of the bank in quizzes alone; what editors see: tests/training/quizzes/test_bank.py.
MET_IN_OTHERS = {"quizzes.bankitem"}


def one_of_each() -> list:
    """Return a readable thing of every kind in the demo, and of every type of page below a kind."""
    things = []
    for kind in Governed.kinds():
        if kind is GuidanceRecord:
            continue
        found = list(readable(kind)[:200])
        if kind._meta.label_lower in MET_IN_OTHERS:
            assert not found
            continue
        assert found, f"the demo has no {kind._meta.verbose_name}"
        types = {kind_name(thing): thing for thing in found}
        things += [thing.specific if isinstance(thing, Page) else thing for thing in types.values()]
    return things


@pytest.fixture
def older(record):
    return record("Older rule")


@pytest.fixture
def citing(demo, older):
    """One thing of each kind, resting on `older` and nothing else."""
    things = one_of_each()
    for thing in things:
        thing.cites = [older]
        thing.save()
    return things


@pytest.fixture
def superseded(citing, older, record):
    """The same, once `older` has been superseded."""
    older.status, older.replaced_by = "superseded", record("Newer rule")
    older.save_revision().publish()
    return citing


def test_every_kind_is_there(citing):
    names = {kind_name(thing) for thing in citing}
    assert {"Service", "Plain page", "Article", "Case study", "Barrier card"} <= names, names


def test_every_page_says_so_within_one_request(client, citing, superseded, older):
    for thing in superseded:
        where = address(thing, RequestFactory().get("/")) or SHOWN_ON.get(thing._meta.label_lower)
        if not where:
            continue
        answer = client.get(where)
        assert answer.status_code == 200, where
        assert SAID in answer.text, f"no banner on {where} ({kind_name(thing)})"
        assert older.get_absolute_url() in answer.text
        assert older.replaced_by.get_absolute_url() in answer.text


def test_none_said_so_before(client, citing):
    for thing in citing:
        where = address(thing, RequestFactory().get("/"))
        if where:
            assert SAID not in client.get(where).text, where


def test_the_banner_is_in_print(client, superseded):
    for thing in superseded:
        if where := address(thing, RequestFactory().get("/")):
            text = client.get(where).text
            before = text[: text.index(SAID)]
            assert "app-no-print" not in before[before.rindex("<div") :]
            assert open_elements_of_class(before, "app-no-print") == 0, where


def open_elements_of_class(html: str, name: str) -> int:
    """Return how many elements of the class are still open at the end of `html`."""
    from html.parser import HTMLParser

    class Walk(HTMLParser):
        def __init__(self):
            super().__init__()
            self.stack = []

        def handle_starttag(self, tag, attrs):
            if tag not in {"br", "img", "input", "link", "meta", "hr", "source", "wbr"}:
                self.stack.append((tag, name in (dict(attrs).get("class") or "").split()))

        def handle_endtag(self, tag):
            while self.stack and self.stack.pop()[0] != tag:
                pass

    walk = Walk()
    walk.feed(html)
    return sum(has for _, has in walk.stack)


def test_all_are_listed_with_owners_and_none_is_lost(signed_in, superseded, older):
    found = impact.resting_on([older])
    assert {(type(one.thing), one.thing.pk) for one in found} == {
        (kind_of(thing), thing.pk) for thing in superseded
    }
    client = signed_in(EDITOR)
    text = client.get(reverse("content_impact", args=[older.pk])).text
    for one in found:
        assert one.owner, f"{one.title} has no owner"
        assert str(one.owner) in text
    answer = client.get(reverse("content_past_guidance"), {"download": "1"})
    rows = list(csv.reader(io.StringIO(answer.text)))
    told = {(row[0], row[1], row[2]) for row in rows if len(row) == len(impact.COLUMNS)}
    assert {(one.title.lstrip("'"), one.kind, one.owner_name) for one in found} <= told


def kind_of(thing) -> type:
    """Return the kind that `thing` is counted in."""
    return next(kind for kind in Governed.kinds() if isinstance(thing, kind))


def test_the_list_of_readers_holds_them_too(superseded, older):
    titles = {one.title for one in register.what_rests_on(older)}
    assert titles == {str(thing) for thing in superseded}


def test_feeds_say_so(client, superseded):
    text = client.get("/hub/feed/").text
    assert SAID in text


def test_the_old_record_stays_at_its_address(client, superseded, older):
    answer = client.get(older.get_absolute_url())
    assert answer.status_code == 200
    assert "do not rely on this" in answer.text
    assert older.get_absolute_url() in client.get("/sitemap.xml").text


def test_reviews_are_due(superseded, older):
    for one in impact.resting_on([older]):
        if hasattr(type(one.thing), "bring_review_forward"):
            assert one.next_review <= one.thing.__class__._default_manager.get(pk=one.thing.pk).next_review
            assert not (one.next_review > older.changes.first().happened_at.date()), one.title


def test_a_child_kind_is_counted_once(demo):
    kinds = Governed.kinds()
    assert len(kinds) == len(set(kinds))
    assert not [
        (kind, other) for kind in kinds for other in kinds if kind is not other and issubclass(kind, other)
    ]
    record = GuidanceRecord.objects.get(slug="working-together-2026")
    found = impact.resting_on([record])
    pages = [one.thing.pk for one in found if isinstance(one.thing, Page)]
    assert len(pages) == len(set(pages))


def test_one_query_tells_what_cites_what(demo, django_assert_num_queries):
    pks = list(GuidanceRecord.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        assert citations(pks)
    with django_assert_num_queries(0):
        assert citations([]) == {}
