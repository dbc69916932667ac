"""The record of one person, on the screen and on paper."""

import io
import re

import pytest
from pypdf import PdfReader

from portal.accounts import memberships
from portal.accounts.models import Membership
from tests.pages import main_of
from tests.training.records.pages import at
from tests.training.records.school.given import (
    DAY,
    MATRIX,
    QUIZ,
    SECRET,
    TASK,
    all_of_it,
    did,
    give,
    lines_of,
    module,
    names,
    record_at,
    signs,
)
from training.records import assigning, certificates
from training.records.models import (
    How,
    Outcome,
    SupervisionEntry,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]


class TestOneRecord:
    def test_what_it_says(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        record = did(rita, signs(), DAY(2026, 11, 3), how=How.READ, version="3")
        certificates.issue(record, module())
        did(rita, QUIZ, DAY(2026, 11, 4), Outcome.NOT_YET, How.TAKEN)
        for day in (DAY(2026, 11, 28), DAY(2025, 11, 1)):
            SupervisionEntry.objects.create(person=rita, held_on=day, with_role=SECRET, agreed=SECRET)
        main = main_of(signed_in(lead.email).get(record_at(rita, school)))
        for words in (
            "Rita Reader",
            "Mentor",
            "Meadow School",
            "28 November 2026",
            "1 of 3, due 30 Nov 2026",
            "Done 3 Nov 2026, version 3",
            "Read and understood",
            "Certificate of 28 Nov 2026, until 3 Nov 2027",
            "Taken 4 Nov 2026, not yet passed",
            "Not done yet",
            "Signature",
        ):
            assert words in main, words
        assert "1 November 2025" not in main  # before they came
        assert SECRET not in main

    def test_a_certificate_that_ran_out_or_stands_no_more(self, signed_in, lead, rita, school, plan, on_day):
        give(plan, rita, school=school)
        record = did(rita, signs(), DAY(2026, 11, 3), how=How.READ, version="3")
        certificate = certificates.issue(record, module())
        on_day(2027, 11, 4)
        client = signed_in(lead.email)
        assert "ran out on 3 Nov 2027" in main_of(client.get(record_at(rita, school)))
        certificates.revoke(certificate, SECRET)
        main = main_of(client.get(record_at(rita, school)))
        assert "Certificate of" not in main and SECRET not in main

    def test_the_cycles(self, signed_in, lead, rita, school, plan, on_day):
        all_of_it(rita, DAY(2026, 10, 3))
        assigning.renew(give(plan, rita, school=school), begins=DAY(2027, 9, 1), due_on=DAY(2027, 9, 30))
        on_day(2027, 9, 10)
        did(rita, TASK, DAY(2027, 9, 5))
        main = main_of(signed_in(lead.email).get(record_at(rita, school)))
        assert "Cycle 1: Done 3 Oct 2026" in main
        assert "Cycle 2: 1 of 3, due 30 Sep 2027" in main
        assert "Done 5 Sep 2027" in main
        assert main.count("Passed 3 Oct 2026") == 1

    def test_what_was_taken_away_was_not_renewed_where_what_was_given_anew_was(
        self, signed_in, lead, rita, school, plan, on_day
    ):
        assigning.end(give(plan, rita, school=school)[0])
        all_of_it(rita, DAY(2026, 11, 28))
        on_day(2026, 12, 1)
        assigning.renew(give(plan, rita, school=school), begins=DAY(2027, 9, 1), due_on=DAY(2027, 9, 30))
        on_day(2027, 9, 10)
        main = main_of(signed_in(lead.email).get(record_at(rita, school)))
        assert re.findall(r"Cycle \d: [^<]*", main) == [
            "Cycle 2: 0 of 3, due 30 Sep 2027",
            "Cycle 1: Done 28 Nov 2026",
            "Cycle 1: Done 28 Nov 2026",  # on its last day, which is part of it
        ]

    def test_after_they_left_nothing_new(self, signed_in, lead, rita, school, plan, on_day):
        give(plan, rita, school=school)
        did(rita, TASK, DAY(2026, 11, 20))
        memberships.leave(memberships.current(person=rita).get(), by=lead)
        on_day(2027, 1, 5)
        did(rita, QUIZ, DAY(2026, 12, 20), Outcome.PASSED, How.PASSED)
        SupervisionEntry.objects.create(person=rita, held_on=DAY(2026, 12, 21), with_role="line manager")
        client = signed_in(lead.email)
        main = main_of(client.get(record_at(rita, school)))
        assert "left 28 November 2026" in main
        assert "1 of 3, due 30 Nov 2026" in main  # as it was on that day
        assert "Passed" not in main and "December" not in main
        assert rita.name not in names(main_of(client.get(MATRIX)))
        assert [line[0] for line in lines_of(client, "csv")[1:]] == ["Lena Lead"]

    def test_on_paper(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        all_of_it(rita, DAY(2026, 11, 3))
        row = Membership.objects.get(person=rita)
        answer = signed_in(lead.email).get(at("school_record_file", row.public_id))
        assert "no-store" in answer["Cache-Control"]
        assert "Rita" not in answer["Content-Disposition"]
        pdf = PdfReader(io.BytesIO(answer.content))
        assert pdf.root_object["/MarkInfo"]["/Marked"]
        text = re.sub(r"\s+", "", "".join(page.extract_text() for page in pdf.pages))
        for words in ("RitaReader", "MeadowSchool", "Done3Nov2026,version3", "Signature", "Fictional"):
            assert words in text, words

    def test_no_pdf_just_now(self, signed_in, lead, rita, school, monkeypatch):
        monkeypatch.setattr("training.making.may_make", lambda request: False)
        row = Membership.objects.get(person=rita)
        answer = signed_in(lead.email).get(at("school_record_file", row.public_id))
        assert "No file can be made" in main_of(answer, 503)
