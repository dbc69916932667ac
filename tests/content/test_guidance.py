"""The guidance register: its pages, its chains, its banner, and what rests on a record."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse

from directory.models import LeadRule
from portal.content import impact, register
from portal.content.models import GuidanceRecord


def cite(thing, record):
    """Let `thing` rest on `record`."""
    thing.cites = [record]
    thing.save()
    return thing


class TestChain:
    def test_newest_edition_first(self, record):
        newest = record("2026")
        middle = record("2025", replaced_by=newest, status="superseded")
        oldest = record("2024", replaced_by=middle, status="superseded")
        assert oldest.later_editions() == [middle, newest]
        assert oldest.latest() == newest
        for one in (oldest, middle, newest):
            assert register.lines(one) == [[newest, middle, oldest]]

    def test_circle_is_refused(self, record):
        one = record("One", status="superseded")
        two = record("Two", status="superseded", replaced_by=one)
        one.replaced_by = two
        with pytest.raises(ValidationError) as refusal:
            one.full_clean()
        assert "circle" in str(refusal.value.message_dict["replaced_by"])

    def test_record_may_not_replace_itself(self, record):
        one = record("One", status="superseded")
        one.replaced_by = one
        with pytest.raises(ValidationError):
            one.full_clean()

    def test_circle_in_the_database_ends(self, record):
        one = record("One", status="superseded")
        two = record("Two", status="superseded", replaced_by=one)
        type(one).objects.filter(pk=one.pk).update(replaced_by=two)
        one.refresh_from_db()
        assert {each.pk for line in register.lines(one) for each in line} == {one.pk, two.pk}

    def test_what_took_the_place_of_two_has_a_line_for_each(self, client, record):
        newest = record("Now", in_force_from=datetime.date(2026, 4, 1))
        before = record("Before", replaced_by=newest, in_force_from=datetime.date(2023, 12, 1))
        record("Long before", replaced_by=before, in_force_from=datetime.date(2018, 7, 1))
        record("Another text", replaced_by=newest, in_force_from=datetime.date(2003, 9, 1))
        record("Draft", replaced_by=newest, live=False)
        names = [[each.title for each in line] for line in register.lines(newest)]
        assert names == [["Now", "Before", "Long before"], ["Now", "Another text"]]
        page = client.get(newest.get_absolute_url()).text
        assert page.count('class="app-rows app-chain"') == 2
        assert "Another text" not in client.get(before.get_absolute_url()).text
        assert "Draft" not in page

    def test_replaced_record_is_past(self, record):
        one = record("One", replaced_by=record("Two"))
        with pytest.raises(ValidationError) as refusal:
            one.full_clean()
        assert "status" in refusal.value.message_dict


class TestPages:
    def test_list_is_grouped(self, client, record):
        record("Test now")
        record("Test soon", status="draft")
        record("Test over", status="withdrawn")
        groups = register.grouped(GuidanceRecord.objects.all())
        titles = {name: {each.title for each in records} for name, records in groups.items()}
        assert "Test now" in titles["current"]
        assert "Test soon" in titles["coming"]
        assert "Test over" in titles["past"]
        text = client.get(reverse("content:guidance_list"), {"q": "test"}).text
        assert text.index("Test now") < text.index("Test soon")

    def test_the_archive_stays_out_of_the_default_list(self, client, record):
        over = record("Test over", status="superseded")
        listing = reverse("content:guidance_list")
        assert "Test over" not in client.get(listing, {"q": "test over"}).text
        assert "Test over" in client.get(listing, {"q": "test over", "status": "past"}).text
        assert "Test over" in client.get(listing, {"status": "superseded", "q": "test"}).text
        assert "Test over" not in client.get(listing, {"status": "withdrawn", "q": "test"}).text
        assert client.get(over.get_absolute_url()).status_code == 200
        assert over.get_absolute_url() in client.get("/sitemap.xml").text

    def test_facets_join(self, client, record):
        record("Test law")
        record("Test advice", kind="non-statutory guidance")
        found = client.get("/guidance/", {"q": "test", "kind": "statute"}).text
        assert "Test law" in found and "Test advice" not in found

    @pytest.mark.parametrize(
        "query",
        ["status=nothing", "kind=%27", "page=x", "page=999", "q=%25_%5C", "status=past&status=x", "q="],
    )
    def test_odd_facets_are_no_error(self, client, demo, query):
        assert client.get(f"/guidance/?{query}").status_code == 200

    def test_what_is_not_a_rule_yet_says_so(self, client, record):
        assert "not a rule yet" in client.get(record("Soon", status="draft").get_absolute_url()).text
        text = client.get(record("Unsure", status="local-check").get_absolute_url()).text
        assert "Check before relying on this" in text

    def test_the_two_clocks_and_the_old_address(self, client, record):
        one = record(
            "Test record",
            change_expected_on=datetime.date(2027, 1, 4),
            local_update="New words for the <b>threshold</b> document",
            archived_url="http://old.example.org/page",
        )
        text = " ".join(client.get(one.get_absolute_url()).text.split())
        assert "4 January 2027" in text
        assert "Local update pending: New words for the &lt;b&gt;" in text
        assert "http://old.example.org/page" in text
        assert 'href="http://old.example.org' not in text

    def test_then_and_now_is_a_table(self, client, demo):
        text = client.get("/guidance/circular-10-99/").text
        table = text[text.index("<table") : text.index("</table>")]
        assert table.count('scope="row"') == 10
        assert table.count('scope="col"') == 4
        assert "/guidance/pupil-registration-regulations-2024/" in table

    def test_record_says_when_it_holds(self, client, record):
        one = record(
            "Test record",
            in_force_from=datetime.date(2025, 9, 1),
            in_force_to=datetime.date(2026, 8, 31),
        )
        text = client.get(one.get_absolute_url()).text
        assert "From 1 September 2025 to 31 August 2026" in " ".join(text.split())

    def test_editor_note_stays_with_editors(self, client, record):
        one = record("Test record", editor_note="only for editors")
        assert "only for editors" not in client.get(one.get_absolute_url()).text

    def test_draft_and_unknown_records_are_404(self, client, record):
        assert client.get(record("Draft", live=False).get_absolute_url()).status_code == 404
        assert client.get("/guidance/no-such-record/").status_code == 404

    def test_record_lists_what_rests_on_it(self, client, record, service, plain_page):
        one = record("Test record")
        cite(service("Test service"), one)
        cite(service("Test draft service", live=False), one)
        cite(plain_page(), one)
        cite(LeadRule.objects.create(slug="test-rule", matter="Test rule", decides="home", rule="-"), one)
        titles = {each.title for each in register.what_rests_on(one)}
        assert titles == {"Test service", "test-page", "Test rule"}
        text = client.get(one.get_absolute_url()).text
        assert "/directory/services/test-service/" in text
        assert "Test draft service" not in text

    def test_editors_see_drafts_too(self, record, service):
        one = record("Test record")
        draft = cite(service("Test draft service", live=False), one)
        assert [each.thing for each in impact.resting_on([one])] == [draft]

    def test_earlier_edition_is_no_dependent(self, record):
        newest = record("2026")
        record("2025", replaced_by=newest, status="superseded")
        assert register.what_rests_on(newest) == []

    @pytest.mark.parametrize("many", [2, 50])
    def test_queries_do_not_grow(self, client, record, service, many, django_assert_max_num_queries):
        one = record("Test record")
        for number in range(many):
            cite(service(f"Service {number}"), one)
            record(f"Record {number}", status="superseded", replaced_by=one)
        client.get(one.get_absolute_url())
        with django_assert_max_num_queries(12):
            client.get(one.get_absolute_url())
        with django_assert_max_num_queries(7):
            client.get(reverse("content:guidance_list"))


class TestBanner:
    def banner(self, thing):
        return render_to_string("components/guidance_banner.html", {"thing": thing})

    def test_current_things_have_none(self, record, service):
        assert self.banner(record("Test record")).strip() == ""
        assert self.banner(cite(service("Test service"), record("Other"))).strip() == ""

    def test_past_record_names_its_successor(self, record):
        latest = record("Newer", in_force_from=datetime.date(2026, 9, 1))
        text = self.banner(record("Older", status="superseded", replaced_by=latest))
        assert latest.get_absolute_url() in text
        assert "1 September 2026" in text

    def test_a_successor_that_readers_may_not_see_is_not_named(self, client, record, plain_page):
        older = record("Older", status="superseded", replaced_by=record("Hidden edition", live=False))
        page = cite(plain_page(), older)
        for address in (older.get_absolute_url(), page.url, "/guidance/?status=past&q=Older"):
            text = client.get(address).text
            assert "Older" in text and "Hidden edition" not in text, address

    def test_withdrawn_record_without_successor(self, record):
        assert "for reference only" in self.banner(record("Older", status="withdrawn"))

    def test_everything_that_rests_on_a_replaced_record_says_so(self, client, record, plain_page):
        older = record("Older")
        page = cite(plain_page(), older)
        assert "has changed" not in client.get(page.url).text
        older.status, older.replaced_by = "superseded", record("Newer")
        older.save()
        text = client.get(page.url).text
        assert "has changed" in text
        assert older.replaced_by.get_absolute_url() in text

    def test_page_of_the_past_says_so(self, client, plain_page):
        page = plain_page(status="historical")
        assert "do not rely on this" in client.get(page.url).text


class TestGovernanceLine:
    def line(self, thing):
        return " ".join(render_to_string("components/governance_line.html", {"thing": thing}).split())

    def test_says_status_source_and_dates(self, record):
        one = record("Test", last_reviewed=datetime.date(2026, 1, 2), next_review=datetime.date(2999, 1, 2))
        text = self.line(one)
        assert "Current" in text
        assert "Source: local practice." in text
        assert "Last reviewed 2 January 2026." in text
        assert "Next review 2 January 2999." in text

    def test_says_overdue_in_words(self, record):
        one = record("Test", next_review=datetime.date(2020, 1, 2))
        assert "Review overdue since 2 January 2020." in self.line(one)
