"""The list of a lead: every status in words, filters, pages of it, and few queries."""

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts import roles
from tests.factories.accounts import UserFactory
from tests.factories.training import add_module
from tests.pages import cells_of, main_of
from tests.training.records.pages import at
from tests.training.records.school.given import (
    DAY,
    MATRIX,
    QUIZ,
    SESSION,
    TASK,
    all_of_it,
    did,
    give,
    lines_of,
    names,
    plan_of,
    record_at,
    signs,
)
from training.models import ModulePage
from training.records import assigning, certificates, plans
from training.records.models import (
    Assignment,
    How,
    Outcome,
    Sort,
)
from training.records.plans import Content, Entry, Group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]


class TestCells:
    """A cell for each plan."""

    def cell(self, signed_in, lead, rita):
        return cells_of(main_of(signed_in(lead.email).get(MATRIX)), rita.name)[1]

    def test_open_with_a_day(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        did(rita, TASK, DAY(2026, 11, 20))
        assert self.cell(signed_in, lead, rita) == "1 of 3, due 30 Nov 2026"

    def test_open_without_a_day(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school, due_on=None)
        assert self.cell(signed_in, lead, rita) == "0 of 3, no day set"

    def test_overdue_from_the_day_after(self, signed_in, lead, rita, school, plan):
        (one,) = give(plan, rita, school=school, due_on=DAY(2026, 11, 28))
        assert self.cell(signed_in, lead, rita) == "0 of 3, due 28 Nov 2026"
        Assignment.objects.filter(pk=one.pk).update(due_on=DAY(2026, 11, 27))
        assert self.cell(signed_in, lead, rita) == "Overdue since 27 Nov 2026, 0 of 3"

    def test_done_on_the_day_of_the_last(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school, due_on=DAY(2026, 11, 1))
        all_of_it(rita, DAY(2026, 10, 3))
        assert self.cell(signed_in, lead, rita) == "Done 3 Oct 2026"

    def test_not_given(self, signed_in, lead, rita, school, plan):
        give(plan, lead, school=school)
        assert self.cell(signed_in, lead, rita) == "Not given"

    def test_taken_away(self, signed_in, lead, rita, school, plan):
        assigning.end(give(plan, rita, school=school)[0])
        assert self.cell(signed_in, lead, rita) == "Taken away 28 Nov 2026"
        all_of_it(rita, DAY(2026, 11, 29))  # nobody's business any more
        assert self.cell(signed_in, lead, rita) == "Taken away 28 Nov 2026"

    def test_taken_away_after_a_refresher_given_anew_and_taken_away(
        self, signed_in, client, lead, rita, school, plan, on_day
    ):
        given = give(plan, rita, school=school)
        assigning.renew(given, begins=DAY(2026, 11, 28), due_on=DAY(2026, 12, 30))
        assigning.end(Assignment.objects.get(person=rita, cycle=2))
        on_day(2027, 2, 1)
        assigning.end(give(plan, rita, school=school)[0])
        client.cookies.clear()  # that session is over
        assert self.cell(signed_in, lead, rita) == "Taken away 1 Feb 2027"

    def test_done_and_taken_away_stays_done(self, signed_in, lead, rita, school, plan):
        all_of_it(rita, DAY(2026, 11, 2))
        assigning.end(give(plan, rita, school=school)[0])
        assert self.cell(signed_in, lead, rita) == "Done 2 Nov 2026"

    def test_done_and_to_be_read_again_is_to_do(self, signed_in, lead, rita, school, plan):
        (one,) = give(plan, rita, school=school)
        all_of_it(rita, DAY(2026, 11, 2))
        ModulePage.objects.filter(slug="signs").update(read_again_from=4)
        assert self.cell(signed_in, lead, rita) == "Done 2 Nov 2026; 1 to read again"
        client = signed_in(lead.email)
        for query in ("", f"plan={plan.public_id}&"):
            assert names(main_of(client.get(f"{MATRIX}?{query}status=open"))) == [rita.name]
        assert names(main_of(client.get(f"{MATRIX}?status=done"))) == []
        page = main_of(client.get(record_at(rita, school)))
        assert "Done 2 Nov 2026; 1 to read again" in page
        assigning.end(one)
        assert self.cell(signed_in, lead, rita) == "Done 2 Nov 2026"

    def test_a_refresher(self, signed_in, client, lead, rita, school, plan, on_day):
        all_of_it(rita, DAY(2026, 10, 3))
        assigning.renew(give(plan, rita, school=school), begins=DAY(2027, 9, 1), due_on=DAY(2027, 9, 30))
        on_day(2027, 9, 10)
        did(rita, TASK, DAY(2027, 9, 5))
        once = "done in cycle 1 on 3 Oct 2026"
        assert self.cell(signed_in, lead, rita) == f"D{once[1:]}; again due 30 Sep 2027, 1 of 3"
        on_day(2027, 10, 1)
        client.cookies.clear()  # that session is over
        assert self.cell(signed_in, lead, rita) == f"Overdue since 30 Sep 2027, 1 of 3; {once}"
        all_of_it(rita, DAY(2027, 10, 1))
        assert self.cell(signed_in, lead, rita) == "Done 1 Oct 2027 in cycle 2"

    def test_what_is_done_on_the_day_of_renewal_completes_no_earlier_cycle(
        self, signed_in, lead, rita, school, plan
    ):
        given = give(plan, rita, school=school)
        plan.name = "Induction anew"
        plan.save()
        assigning.renew(given, begins=DAY(2026, 11, 28), due_on=DAY(2026, 12, 30))
        all_of_it(rita, DAY(2026, 11, 28))
        assert self.cell(signed_in, lead, rita) == "Done 28 Nov 2026 in cycle 2"
        page = main_of(signed_in(lead.email).get(record_at(rita, school)))
        assert "Cycle 1: 0 of 3 when it was given anew on 28 Nov 2026" in page

    def test_nor_where_the_next_list_is_longer(self, signed_in, lead, rita, school):
        short = plan_of(school, "Yearly", [Group("G", (TASK,))])
        given = give(short, rita, school=school)
        plans.change(short, Content("Yearly", groups=(Group("G", (TASK, SESSION)),)), short.version)
        assigning.renew(given, begins=DAY(2026, 11, 28), due_on=DAY(2026, 12, 30))
        did(rita, TASK, DAY(2026, 11, 28))
        assert self.cell(signed_in, lead, rita) == "1 of 2, due 30 Dec 2026"

    def test_a_plan_that_was_deleted_keeps_its_name(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        plan.delete()
        main = main_of(signed_in(lead.email).get(MATRIX))
        assert cells_of(main, rita.name)[1] == "0 of 3, due 30 Nov 2026"
        assert "?plan=" not in main and "Induction" in main


class TestThingsOfAPlan:
    """A cell for each thing of one plan."""

    def cells(self, signed_in, lead, rita, plan):
        return cells_of(main_of(signed_in(lead.email).get(f"{MATRIX}?plan={plan.public_id}")), rita.name)[1:]

    def test_every_status(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        main = main_of(signed_in(lead.email).get(f"{MATRIX}?plan={plan.public_id}"))
        heads = re.findall(r'<th scope="col">(.*?)</th>', main)
        assert heads == ["Name", "Job title", "Signs", "Signs quiz", "Ring the front door once"]
        assert self.cells(signed_in, lead, rita, plan) == ["Not done yet"] * 3
        did(rita, signs(), DAY(2026, 11, 3), version="3")
        did(rita, QUIZ, DAY(2026, 11, 4), Outcome.NOT_YET, How.TAKEN)
        assert self.cells(signed_in, lead, rita, plan) == [
            "Done 3 Nov 2026, version 3",
            "Taken 4 Nov 2026, not yet passed",
            "Not done yet",
        ]
        did(rita, QUIZ, DAY(2026, 11, 5), Outcome.PASSED, How.PASSED)
        did(rita, TASK, DAY(2026, 11, 6))
        ModulePage.objects.filter(slug="signs").update(read_again_from=4)
        assert self.cells(signed_in, lead, rita, plan) == [
            "Read again: version 4. Done 3 Nov 2026, version 3",
            "Passed 5 Nov 2026",
            "Done 6 Nov 2026",
        ]
        did(rita, signs(), DAY(2026, 11, 20), version="4")
        assert self.cells(signed_in, lead, rita, plan)[0] == "Done 20 Nov 2026, version 4"

    def test_who_was_not_given_it_or_has_an_earlier_list(self, signed_in, lead, rita, school, plan):
        give(plan, lead, school=school)
        assert self.cells(signed_in, lead, rita, plan) == ["Not given"] * 3
        groups = (Group("First week", (QUIZ, SESSION)),)
        plans.change(plan, Content("Induction", groups=groups), plan.version)
        give(plan, rita, school=school)
        main = main_of(signed_in(lead.email).get(f"{MATRIX}?plan={plan.public_id}"))
        heads = re.findall(r'<th scope="col">(.*?)</th>', main)
        assert heads[2:4] == ["Signs quiz", "Staff briefing"]
        assert sorted(heads[4:]) == ["Ring the front door once", "Signs"]
        assert cells_of(main, rita.name)[3:] == ["Not in their list"] * 2
        assert cells_of(main, lead.name)[2] == "Not in their list"

    def test_what_is_late_and_what_is_not_needed(self, signed_in, lead, rita, school):
        some = plan_of(school, "Choose", [Group("One of", (TASK, SESSION), needed=1)])
        give(some, rita, school=school, due_on=DAY(2026, 11, 1))
        assert self.cells(signed_in, lead, rita, some) == ["Not done yet, overdue"] * 2
        did(rita, TASK, DAY(2026, 11, 2))
        assert self.cells(signed_in, lead, rita, some) == [
            "Done 2 Nov 2026",
            "Not needed: 1 of 2 were enough",
        ]

    def test_taken_away(self, signed_in, lead, rita, school, plan):
        assigning.end(give(plan, rita, school=school)[0])
        assert self.cells(signed_in, lead, rita, plan) == ["Taken away 28 Nov 2026"] * 3

    def test_completed_and_taken_away_it_stays_as_it_was_that_day(self, signed_in, lead, rita, school):
        groups = [Group("All", (signs(),)), Group("One of", (TASK, SESSION), needed=1)]
        some = plan_of(school, "Some", groups)
        did(rita, signs(), DAY(2026, 11, 2), version="3")
        did(rita, TASK, DAY(2026, 11, 3))
        assigning.end(give(some, rita, school=school)[0])
        expected = ["Done 2 Nov 2026", "Done 3 Nov 2026", "Not needed: 1 of 2 were enough"]
        assert self.cells(signed_in, lead, rita, some) == expected
        did(rita, signs(), DAY(2026, 11, 29), version="4")  # nobody's business any more
        did(rita, SESSION, DAY(2026, 11, 29))
        ModulePage.objects.filter(slug="signs").update(read_again_from=9)
        assert self.cells(signed_in, lead, rita, some) == expected
        assert cells_of(main_of(signed_in(lead.email).get(MATRIX)), rita.name)[1] == "Done 3 Nov 2026"


class TestFilters:
    def test_by_job_and_by_status(self, signed_in, lead, rita, school, plan):
        other = UserFactory(role=roles.READER, school=school, name="Omar Open", job_title="Mentor")
        give(plan, rita, lead, school=school, due_on=DAY(2026, 11, 1))
        give(plan, other, school=school)
        all_of_it(lead, DAY(2026, 10, 3))
        client = signed_in(lead.email)
        for query, who in {
            "": ["Lena Lead", "Omar Open", "Rita Reader"],
            "job=Mentor": ["Omar Open", "Rita Reader"],
            "status=overdue": ["Rita Reader"],
            "status=open": ["Omar Open"],
            "status=done": ["Lena Lead"],
            "status=done&job=Mentor": [],
            "status=nonsense": ["Lena Lead", "Omar Open", "Rita Reader"],
            f"plan={plan.public_id}&status=overdue": ["Rita Reader"],
            "job=Nobody+is+that": [],
        }.items():
            main = main_of(client.get(f"{MATRIX}?{query}"))
            assert names(main) == who, query
            rows = lines_of(client, "csv", query)
            assert [row[0] for row in rows[1:]] == who, query

    def test_no_name_is_in_an_address(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        main = main_of(signed_in(lead.email).get(f"{MATRIX}?status=open&job=Mentor"))
        for address in re.findall(r'(?:href|action)="([^"]*)"', main):
            assert "Rita" not in address and "rita" not in address
        assert '<input name="q"' not in main

    def test_fifty_on_a_page(self, signed_in, lead, school, plan):
        some = [
            UserFactory(role=roles.READER, school=school, name=f"P{number:02}", job_title="Tutor")
            for number in range(51)
        ]
        give(plan, *some, school=school)
        client = signed_in(lead.email)
        main = main_of(client.get(f"{MATRIX}?job=Tutor&status=open"))
        assert len(names(main)) == 50
        assert "job=Tutor&amp;status=open&amp;page=2" in main
        assert names(main_of(client.get(f"{MATRIX}?job=Tutor&status=open&page=2"))) == ["P50"]
        assert len(names(main_of(client.get(MATRIX)))) == 50
        assert len(lines_of(client, "csv")) == 53

    @pytest.mark.parametrize("said", ["\x00", "%", "'", "x" * 5000, "\ud800"])
    def test_whatever_an_address_says(self, signed_in, lead, rita, school, plan, said):
        give(plan, rita, school=school)
        client = signed_in(lead.email)
        for name in ("job", "status", "page", "plan"):
            query = urlencode({name: said}, errors="replace")
            assert client.get(f"{MATRIX}?{query}").status_code in (200, 400, 404)
            assert client.get(f"{at('school_training_file', 'csv')}?{query}").status_code < 500

    @pytest.mark.parametrize("said", ["x", "00000000-0000-0000-0000-000000000000", "'", "1"])
    def test_what_is_no_plan_is_not_found(self, signed_in, lead, said):
        assert signed_in(lead.email).get(MATRIX, {"plan": said}).status_code == 404

    def test_without_plans(self, signed_in, lead):
        main = main_of(signed_in(lead.email).get(MATRIX))
        assert "Nobody was given a plan yet" in main
        assert "Lena Lead" in main


class TestQuestions:
    def asked(self, client, address) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    def test_as_many_for_fifty_as_for_two(self, signed_in, lead, rita, school, plan):
        give(plan, rita, lead, school=school)
        did(rita, TASK, DAY(2026, 11, 3))
        client = signed_in(lead.email)
        addresses = [
            MATRIX,
            f"{MATRIX}?status=open",
            f"{MATRIX}?plan={plan.public_id}",
            at("school_training_file", "csv"),
        ]
        two = [self.asked(client, address) for address in addresses]
        more = [UserFactory(role=roles.READER, school=school, job_title=f"J{n}") for n in range(47)]
        others = [plan_of(school, f"Plan {n}", [Group("G", (TASK, SESSION))]) for n in range(8)]
        for one in (plan, *others):
            give(one, *more, school=school)
        for who in more:
            did(who, TASK, DAY(2026, 11, 3))
        assert [self.asked(client, address) for address in addresses] == two
        assert max(two) <= 22

    def test_of_one_record_too(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        all_of_it(rita, DAY(2026, 11, 3))
        client = signed_in(lead.email)
        before = self.asked(client, record_at(rita, school))
        for number in range(20):
            page = add_module(title=f"Module {number}")
            entry = Entry(Sort.PAGE, page.title, number=page.pk)
            give(plan_of(school, f"Plan {number}", [Group("G", (entry,))]), rita, school=school)
            certificates.issue(did(rita, entry, DAY(2026, 11, 4), how=How.READ, version="1"), page)
        # The certificates are asked for where there are any.
        assert self.asked(client, record_at(rita, school)) <= before + 1
