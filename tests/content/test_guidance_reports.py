"""The admin's lists of what rests on guidance: counts, owners, links, a file, and few queries."""

import csv
import io

import pytest
from django.urls import reverse

from directory.models import LeadRule

pytestmark = pytest.mark.django_db
EDITOR = "marguerite.osei@ambleford.example.org"
PAST = "/admin/reports/past-guidance/"


def cite(thing, *records):
    """Let `thing` rest on `records`."""
    thing.cites = list(records)
    thing.save()
    return thing


def rows(answer) -> list[list[str]]:
    """Return the rows of a CSV answer below its head."""
    assert answer["Content-Type"].startswith("text/csv")
    read = list(csv.reader(io.StringIO(answer.text)))
    return read[next(number for number, row in enumerate(read) if row[0] == "Title") + 1 :]


def test_counts_owners_and_links(signed_in, record, service, plain_page):
    one = record("Test rule")
    cite(service("Test service"), one)
    draft = cite(service("Test draft", live=False), one)
    page = cite(plain_page("two"), one)
    text = " ".join(signed_in(EDITOR).get(reverse("content_impact", args=[one.pk])).text.split())
    assert "<strong>3</strong> in all: service 2, plain page 1." in text
    assert "Owners: Test editor 3." in text
    assert reverse("wagtailsnippets_directory_service:edit", args=[draft.pk]) in text
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in text
    assert "Test draft</a> (draft)" in text


def test_nothing_rests_on_it(signed_in, record):
    text = signed_in(EDITOR).get(reverse("content_impact", args=[record("Alone").pk])).text
    assert "Nothing rests on this record." in text


def test_unknown_record_is_404(signed_in):
    assert signed_in(EDITOR).get(reverse("content_impact", args=[10**9])).status_code == 404


def test_the_file_holds_no_formula(signed_in, record, service):
    one = record("=1+1")
    cite(service("Test service"), one)
    made = service("=cmd", live=False)
    made.slug = "cmd"
    cite(made, one)
    found = rows(signed_in(EDITOR).get(reverse("content_impact", args=[one.pk]), {"download": "1"}))
    assert [row[0] for row in found] == ["'=cmd", "Test service"]
    assert found[0][2:4] == ["Test editor", "no"]
    assert found[0][5] == "'=1+1"
    assert found[1][6].startswith("http://testserver/directory/services/")


def test_the_report_holds_what_rests_on_the_past_only(signed_in, record, service):
    holds, over, gone = record("Holds"), record("Over", status="superseded"), record("Gone", live=False)
    cite(service("On what holds"), holds)
    cite(service("On both"), holds, over)
    cite(service("On a draft"), gone)
    found = {row[0]: row for row in rows(signed_in(EDITOR).get(PAST, {"download": "1"}))}
    assert "On both" in found and "On what holds" not in found and "On a draft" not in found
    assert found["On both"][5] == "Over"
    assert "On both" in signed_in(EDITOR).get(PAST, {"p": "99"}).text


def test_it_stands_in_the_menu_and_beside_each_record(signed_in, record):
    one = record("Test rule")
    client = signed_in(EDITOR)
    assert PAST in client.get("/admin/").text
    listing = client.get(reverse("wagtailsnippets_content_guidancerecord:list"), {"q": "Test rule"}).text
    assert reverse("content_impact", args=[one.pk]) in listing


@pytest.mark.parametrize("many", [2, 50])
def test_queries_do_not_grow(signed_in, record, service, plain_page, many, django_assert_max_num_queries):
    one = record("Test rule", status="withdrawn")
    for number in range(many):
        cite(service(f"Service {number}"), one)
        cite(plain_page(f"page-{number}"), one)
        cite(LeadRule.objects.create(slug=f"rule-{number}", matter="-", decides="home", rule="-"), one)
    client = signed_in(EDITOR)
    address = reverse("content_impact", args=[one.pk])
    client.get(address)
    with django_assert_max_num_queries(32):
        client.get(address)
    with django_assert_max_num_queries(22):
        client.get(address, {"download": "1"})
