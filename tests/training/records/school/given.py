"""What people of a school are given and did, and what stands on the pages about it."""

import csv
import datetime
import io
import re

from django.urls import reverse
from openpyxl import load_workbook

from portal.accounts.models import Membership
from portal.exported_text import DEMONSTRATION
from tests.factories.training import add_module
from tests.training.records.pages import at
from training.models import ModulePage
from training.records import assigning, plans
from training.records.models import (
    Assignment,
    How,
    LearningRecord,
    Outcome,
    Sort,
)
from training.records.plans import Content, Entry

DAY = datetime.date
IN_TWO_DAYS = DAY(2026, 11, 30)
MATRIX = reverse("records:school_training")
SECRET = "Nobody-may-find-this-again"
QUIZ = Entry(Sort.QUIZ, "Signs quiz", number=990_001)
TASK = Entry(Sort.TASK, "Ring the front door once", key="ring")
SESSION = Entry(Sort.SESSION, "Staff briefing", key="briefing")


def plan_of(school, name, groups, **fields):
    return plans.add(Content(name, groups=tuple(groups), **fields), school=school)


def module() -> ModulePage:
    return ModulePage.objects.filter(slug="signs").first() or add_module(
        title="Signs", slug="signs", version=3, minutes=90, valid_months=12
    )


def give(plan, *people, school, due_on=IN_TWO_DAYS):
    assigning.assign(plan, people, school=school, by=None, due_on=due_on)
    return list(Assignment.objects.filter(plan=plan, person__in=people, ended=None))


def did(who, entry, day, outcome=Outcome.DONE, how=How.DECLARED, **fields) -> LearningRecord:
    return LearningRecord.objects.create(
        person=who,
        sort=entry.sort,
        number=entry.number,
        key=entry.key,
        title=entry.title,
        done_on=day,
        outcome=outcome,
        how=how,
        **{"school_id": who.school_id, **fields},
    )


def signs() -> Entry:
    return Entry(Sort.PAGE, "Signs", number=module().pk)


def all_of_it(who, day, **fields):
    did(who, signs(), day, how=How.READ, version="3", **fields)
    did(who, QUIZ, day, Outcome.PASSED, How.PASSED, **fields)
    did(who, TASK, day, **fields)


def names(main) -> list[str]:
    return re.findall(r'<th scope="row"><a[^>]*>(.*?)</a>', main)


def record_at(who, school, left=False) -> str:
    row = Membership.objects.filter(person=who, school=school).order_by("pk").last()
    return at("school_record", row.public_id)


def lines_of(client, sort, query="") -> list[list[str]]:
    """Return the lines of a file, without that of a demonstration."""
    answer = client.get(f"{at('school_training_file', sort)}?{query}")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    if sort == "csv":
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    else:
        page = load_workbook(io.BytesIO(answer.content)).active
        assert {one.data_type for row in page for one in row if one.value is not None} == {"s"}
        lines = [["" if value is None else value for value in row] for row in page.values]
    assert lines[0][0] == DEMONSTRATION
    return lines[1:]
