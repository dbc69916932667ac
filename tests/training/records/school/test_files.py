"""The list as a file: the page again, and no formula."""

import csv
import io
import re
from types import SimpleNamespace

import pytest
from hypothesis import given as given_by
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.pages import cells_of, main_of
from tests.training.records.pages import at
from tests.training.records.school.given import DAY, MATRIX, did, give, lines_of, names, signs
from training.records import school_files
from training.records.matrix import Cell, State
from training.records.school_training import Column, Row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]


class TestFiles:
    @pytest.mark.parametrize("by_plan", [False, True])
    @pytest.mark.parametrize("sort", ["csv", "xlsx"])
    def test_it_is_the_page(self, signed_in, lead, rita, school, plan, sort, by_plan):
        give(plan, rita, school=school, due_on=DAY(2026, 11, 1))
        did(rita, signs(), DAY(2026, 11, 3), version="3")
        client = signed_in(lead.email)
        query = f"plan={plan.public_id}" if by_plan else ""
        main = main_of(client.get(f"{MATRIX}?{query}"))
        heads = [re.sub("<.*?>", "", one) for one in re.findall(r'<th scope="col">(.*?)</th>', main)]
        lines = lines_of(client, sort, query)
        assert lines[0] == heads
        assert [line[0] for line in lines[1:]] == names(main)
        for line in lines[1:]:
            assert line[1:] == cells_of(main, line[0])

    def test_outside_a_demonstration_the_heads_come_first(self, signed_in, lead, settings):
        settings.DEMO = False
        answer = signed_in(lead.email).get(at("school_training_file", "csv"))
        assert answer.content.decode("utf-8-sig").startswith("Name,Job title")

    def test_other_files_there_are_none(self, signed_in, lead):
        for sort in ("pdf", "json", "x"):
            assert signed_in(lead.email).get(at("school_training_file", sort)).status_code == 404

    def test_too_many_are_asked_for(self, signed_in, lead, monkeypatch):
        monkeypatch.setattr("training.making.may_make", lambda request: False)
        answer = signed_in(lead.email).get(at("school_training_file", "csv"))
        assert "No file can be made" in main_of(answer, 429)
        assert answer["Retry-After"]


RISKY = st.sampled_from(["", "=", "@", "+", "-", "\t", "\n", "\r", "=cmd|' /C calc'!A0", "＝", "＠"])
TYPED = st.builds(str.__add__, RISKY, st.text(max_size=40))


@hypothesis_settings(deadline=None, max_examples=200)
@given_by(TYPED, TYPED, TYPED)
def test_no_cell_of_a_file_is_a_formula(name, job, title):
    membership = SimpleNamespace(person=name, job_title=job)
    matrix = SimpleNamespace(columns=[Column(1, title)])
    rows = [Row(membership, [Cell(State.OPEN, title)])]
    made = school_files.as_csv(matrix, rows, demo=True).decode("utf-8-sig")
    for line in csv.reader(io.StringIO(made, newline="")):
        assert not any(cell.startswith(("=", "@", "\t", "\r", "\n")) for cell in line)
        assert not any(re.match(r"[+-](?![\d ]*(\.\d+)?$)", cell) for cell in line)
    workbook = load_workbook(io.BytesIO(school_files.as_xlsx(matrix, rows, demo=True)))
    assert all(one.data_type in ("s", "n") for row in workbook.active for one in row)
