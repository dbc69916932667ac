"""What somebody learned, wrote down, has to do, gave and shared: the records of the training."""

import uuid

from tests.everything.somebody import Somebody
from training.records.models import (
    AssignedItem,
    Assignment,
    Certificate,
    CpdEntry,
    Digest,
    KeptCopy,
    LearningRecord,
    OwnSheet,
    PartnerLink,
    PartnerNote,
    Plan,
    Programme,
    RecordView,
    Reminder,
    Requirement,
    SupervisionEntry,
)


def add_learning(of: Somebody) -> None:
    """Add a record and its certificate."""
    record = LearningRecord.objects.create(
        person=of.person,
        school=of.school,
        number=1,
        title=of.typed("LearningRecord.title"),
        note=of.typed("LearningRecord.note"),
        done_on=of.today,
        how="external",
    )
    Certificate.objects.create(
        person=of.person,
        record=record,
        name=of.person.name,
        title=of.typed("Certificate.title"),
        hours=1,
        issued=of.today,
        issuer="Us",
        revoked_on=of.today,
        why_revoked=of.typed("Certificate.why_revoked"),
    )


def add_logs(of: Somebody) -> None:
    """Add what they wrote down for themselves."""
    CpdEntry.objects.create(
        person=of.person,
        record=LearningRecord.objects.get(person=of.person),
        done_on=of.today,
        title=of.typed("CpdEntry.title"),
        provider=of.typed("CpdEntry.provider"),
        reflection=of.typed("CpdEntry.reflection"),
        evidence_name=of.typed("CpdEntry.evidence_name"),
    )
    SupervisionEntry.objects.create(
        person=of.person,
        held_on=of.today,
        with_role=of.typed("SupervisionEntry.with_role"),
        agreed=of.typed("SupervisionEntry.agreed"),
    )


def add_plans(of: Somebody) -> None:
    """Add a plan that they made, have, and gave; what they require; letters; who looked."""
    plan = Plan.objects.create(name="A plan", school=of.school, maker=of.person)
    rule = Requirement.objects.create(school=of.school, plan=plan, every_months=12, made_by=of.person)
    day = {"name": plan.name, "version": 1, "given_on": of.today, "due_on": of.today}
    mine = Assignment.objects.create(
        **day, person=of.person, school=of.school, plan=plan, given_by=of.person, requirement=rule
    )
    title = of.typed("AssignedItem.title")
    AssignedItem.objects.create(
        assignment=mine, sort="task", key="k", title=title, order=0, group="All", group_order=0
    )
    Assignment.objects.create(**day, person=of.colleague, school=of.school, given_by=of.person)
    Reminder.objects.create(assignment=mine, days=7, due_on=of.today)
    Digest.objects.create(school=of.school, person=of.person, week=of.today)
    for person, viewer in ((of.person, of.colleague), (of.colleague, of.person)):
        RecordView.objects.create(person=person, viewer=viewer, what="record", on=of.today)


def add_sheets(of: Somebody) -> None:
    """Add programmes, a copy, a sheet of the school, and what a partner said that they decided on."""
    Programme.objects.create(
        name=of.typed("Programme.name"), dates=of.typed("Programme.dates"), maker=of.person
    )
    for maker in (of.person, of.colleague):
        Programme.objects.create(
            name="Of the school",
            maker=maker,
            school=of.school,
            shared=True,
            facilitator=of.person.name,
        )
    KeptCopy.objects.create(
        person=of.person,
        title="A sheet",
        note=of.typed("KeptCopy.note"),
        answers={"a": of.typed("KeptCopy.answers")},
        kept_until=of.today,
    )
    own = OwnSheet.objects.create(
        school=of.school, maker=of.person, origin_title="T", origin_body=[], title="Ours", body=[]
    )
    link = PartnerLink.objects.create(
        sheet=own,
        token_hash=uuid.uuid4().hex,
        for_whom="school nursing",
        opened_by=of.person,
        expires=of.now,
    )
    PartnerNote.objects.create(
        link=link, part="All", text="Good.", state="read", decided_by=of.person, decided=of.now
    )
