"""Term dates from a spreadsheet: all of them or none, and each problem with its line."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from directory.terms import running_out
from portal.content.models import Area, AreaTerm
from tests.factories.directory import AreaFactory

pytestmark = pytest.mark.django_db
GOOD = """\
area,name,starts,ends
testland,Autumn 1,2030-09-02,2030-10-25
testland,Autumn 2,2030-11-04,2030-12-20
"""


@pytest.fixture
def area(db):
    return AreaFactory(slug="testland", name="Testland")


def run(tmp_path, capsys, content, *options):
    file = tmp_path / "terms.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    call_command("import_terms", str(file), *options)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        GOOD.encode("utf-8-sig"),
        GOOD.replace(",", ";").replace("\n", "\r\n"),
        GOOD.replace("2030-09-02", "02/09/2030"),
        GOOD.replace("Autumn 1", "Autumn – 1").encode("cp1252"),
    ],
)
def test_a_file_is_imported_once(area, tmp_path, capsys, content):
    assert "2 new, 0 changed" in run(tmp_path, capsys, content)
    before = list(AreaTerm.objects.values())
    assert area.terms.get(starts=dt.date(2030, 9, 2)).name in {"Autumn 1", "Autumn – 1"}
    assert "0 new, 0 changed" in run(tmp_path, capsys, content)
    assert list(AreaTerm.objects.values()) == before


def test_a_correction_changes_the_term(area, tmp_path, capsys):
    run(tmp_path, capsys, GOOD)
    assert "0 new, 1 changed" in run(tmp_path, capsys, GOOD.replace("2030-09-02", "2030-09-03"))
    assert area.terms.count() == 2


def test_the_admin_edits_what_was_imported(area, tmp_path, capsys):
    area.save_revision(clean=False).publish()
    run(tmp_path, capsys, GOOD)
    area = Area.objects.get(pk=area.pk)
    assert area.get_latest_revision_as_object().terms.count() == 2
    assert area.live and not area.has_unpublished_changes


def test_a_draft_is_not_lost(area, tmp_path, capsys):
    area.name = "Draftland"
    area.save_revision(clean=False)
    with pytest.raises(CommandError, match="has a draft"):
        run(tmp_path, capsys, GOOD)
    assert not AreaTerm.objects.filter(area=area).exists()


def test_dry_run_changes_nothing(area, tmp_path, capsys):
    assert "Would be imported: 2 new" in run(tmp_path, capsys, GOOD, "--dry-run")
    assert not area.terms.exists()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("atlantis,Autumn,2031-09-02,2031-10-25", "Line 4: no authority"),
        ("testland,Autumn,2031-09-02", "Line 4: ends is empty"),
        ("testland,Autumn,2031-13-02,2031-10-25", "Line 4: “2031-13-02” is not a date"),
        ("testland,Autumn,2031-10-25,2031-09-02", "Line 4: the last day is before the first"),
        ("testland,Spring,2030-12-20,2031-02-02", "Line 4: these days overlap with those of line 3"),
        (f"testland,{'x' * 61},2031-09-02,2031-10-25", "Line 4: the name is longer"),
    ],
)
def test_one_problem_stops_everything(area, tmp_path, capsys, line, message):
    with pytest.raises(CommandError, match="Nothing was imported") as error:
        run(tmp_path, capsys, GOOD + line)
    assert message in str(error.value)
    assert not area.terms.exists()


def test_days_that_stand_already_do_not_overlap(area, tmp_path, capsys):
    AreaTerm.objects.create(area=area, name="Other", starts=dt.date(2030, 8, 30), ends=dt.date(2030, 9, 10))
    with pytest.raises(CommandError, match="overlaps"):
        run(tmp_path, capsys, GOOD)
    assert area.terms.count() == 1


@pytest.mark.parametrize("content", [b"", b"\0\0", b"nothing", b"area,name,starts,ends\n", b"\xff\xfe\x00"])
def test_what_is_no_such_file_is_told(area, tmp_path, capsys, content):
    with pytest.raises(CommandError, match="Nothing was imported"):
        run(tmp_path, capsys, content)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_terms", str(tmp_path / "none.csv"))


@pytest.mark.parametrize(("left", "runs_out"), [(59, True), (60, False), (-5, True)])
def test_running_out(db, left, runs_out):
    today = dt.date(2030, 1, 10)
    last = today + dt.timedelta(days=left)
    area = AreaFactory(terms=[(dt.date(2029, 9, 1), dt.date(2029, 10, 1)), (dt.date(2029, 11, 1), last)])
    none = AreaFactory()
    found = {each: each.last_term_day for each in running_out(today)}
    assert (area in found) is runs_out
    assert found[none] is None
    assert Area.objects.get(slug="england") not in found
