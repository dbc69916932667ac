"""What a lead never sees of anybody, and who sees nothing at all."""

import io
from uuid import uuid4

import pytest
from pypdf import PdfReader

from portal.accounts import memberships, roles
from portal.accounts.models import Membership
from tests.factories.accounts import UserFactory
from tests.pages import main_of
from tests.training.conftest import TRAINER
from tests.training.records.pages import at
from tests.training.records.school.given import (
    DAY,
    MATRIX,
    QUIZ,
    SECRET,
    SESSION,
    TASK,
    did,
    give,
    plan_of,
    record_at,
    signs,
)
from training.records import assigning
from training.records.models import (
    CpdEntry,
    How,
    Outcome,
    Sort,
    SupervisionEntry,
)
from training.records.plans import Entry, Group
from training.records.school_record import record_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]


class TestWhatIsNeverShown:
    """Scores, words of theirs, what was done outside the plans of the school."""

    @pytest.fixture
    def everything(self, lead, rita, school, plan, elsewhere):
        """Give the reader a life of their own."""
        give(plan, rita, school=school)
        own = plan_of(None, f"Own {SECRET}", [Group("Own", (Entry(Sort.TASK, f"T {SECRET}", key="own"),))])
        assigning.choose(own, rita)
        did(rita, Entry(Sort.TASK, f"T {SECRET}", key="own"), DAY(2026, 11, 2))
        record = did(rita, TASK, DAY(2026, 11, 3), note=SECRET, hours="7.25")
        CpdEntry.objects.create(person=rita, record=record, done_on=DAY(2026, 11, 3), reflection=SECRET)
        CpdEntry.objects.create(person=rita, done_on=DAY(2026, 11, 3), title=SECRET)
        SupervisionEntry.objects.create(
            person=rita, held_on=DAY(2026, 11, 28), with_role=SECRET, agreed=SECRET
        )
        memberships.join(rita, elsewhere.school, by=elsewhere)
        theirs = plan_of(elsewhere.school, f"Hill {SECRET}", [Group("Hill", (SESSION,))])
        give(theirs, rita, school=elsewhere.school)
        did(rita, QUIZ, DAY(2026, 11, 5), Outcome.NOT_YET, How.TAKEN, school_id=elsewhere.school_id)
        did(rita, signs(), DAY(2026, 11, 6), how=How.READ, version="3", school_id=elsewhere.school_id)

    def test_on_every_page_and_in_every_file(self, signed_in, lead, rita, school, plan, everything):
        client = signed_in(lead.email)
        row = Membership.objects.get(person=rita, school=school)
        for address in (
            MATRIX,
            f"{MATRIX}?plan={plan.public_id}",
            record_at(rita, school),
            at("school_training_file", "csv"),
        ):
            answer = client.get(address).content.decode()
            assert rita.name in answer
            for words in (SECRET, "7.25", "not yet passed", "Hill", "Staff briefing", rita.email):
                assert words not in answer, (address, words)
        file = client.get(at("school_record_file", row.public_id)).content
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)
        assert SECRET[:10] not in text and "7.25" not in text

    def test_what_was_done_elsewhere_counts_with_its_day(self, lead, rita, school, everything):
        record = record_of(Membership.objects.get(person=rita, school=school), DAY(2026, 11, 28))
        (plan,) = record.plans
        lines = {line.title: line for line in plan.cycles[0].groups[0].lines}
        assert lines["Signs"].status == "Done 6 Nov 2026, version 3"
        assert lines["Signs"].how == ""
        assert lines["Signs quiz"].status == "Not done yet"
        assert lines["Ring the front door once"].how == "said so themselves"


class TestWhoGetsIn:
    def test_nothing_of_school_a_for_the_lead_of_school_b(
        self, signed_in, lead, rita, school, plan, elsewhere
    ):
        give(plan, rita, school=school)
        gone = UserFactory(role=roles.READER, school=school, name="Gina Gone")
        memberships.leave(memberships.current(person=gone).get(), by=lead)
        client = signed_in(elsewhere.email)
        for row in Membership.objects.filter(school=school):
            for name in ("school_record", "school_record_file"):
                assert client.get(at(name, row.public_id)).status_code == 404
        for address in (MATRIX, at("school_training_file", "csv"), at("school_training_file", "xlsx")):
            assert client.get(f"{address}?plan={plan.public_id}").status_code == 404
            answer = client.get(address)
            assert answer.status_code == 200
            assert rita.name not in answer.content.decode(errors="replace")
        assert "Induction" not in main_of(client.get(MATRIX))
        for name in ("school_record", "school_record_file"):
            assert client.get(at(name, uuid4())).status_code == 404
            assert client.get(at(name, plan.public_id)).status_code == 404

    def test_readers_trainers_and_strangers_are_refused(self, signed_in, client, rita, school, plan):
        row = Membership.objects.get(person=rita)
        addresses = [
            MATRIX,
            at("school_training_file", "csv"),
            at("school_record", row.public_id),
            at("school_record_file", row.public_id),
        ]
        for address in addresses:
            client.cookies.clear()
            assert "/accounts/login/" in client.get(address)["Location"]
            for email in (rita.email, TRAINER):
                assert signed_in(email).get(address).status_code == 403

    def test_a_lead_who_acts_for_another_school_sees_that_one(
        self, signed_in, lead, rita, school, plan, elsewhere
    ):
        memberships.act_for(lead, memberships.join(lead, elsewhere.school))
        assert signed_in(lead.email).get(record_at(rita, school)).status_code == 403

    def test_only_reading(self, signed_in, lead, rita, school):
        client = signed_in(lead.email)
        for address in (MATRIX, record_at(rita, school), at("school_training_file", "csv")):
            assert client.post(address).status_code == 405

    def test_no_cache_keeps_it(self, signed_in, lead, rita, school):
        client = signed_in(lead.email)
        for address in (MATRIX, record_at(rita, school)):
            assert "no-store" in client.get(address)["Cache-Control"]
