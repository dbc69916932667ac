"""The demo loader is all or nothing: every mistake is named with its file and line."""

import json

import pytest
from django.core.management import CommandError
from hypothesis import HealthCheck, example, given, settings, strategies

from home.importers.reading import Mistakes, parse
from tests.home.small_files import EDITOR, FILES, SERVICE, change, change_service, load, mistakes, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A small folder of files."""
    return write(tmp_path / "demo", FILES)


BAD = [
    ("01632 960801", "abc", "line 12: phones[1].number: “abc” is not one telephone number"),
    ("01632 960801", "01632 960801 or 802", "line 12: phones[1].number: “01632 960801 or 802” is not one"),
    ("01632 960801", "[1, 2]", "line 12: phones[1].number: write one value here"),
    ("01632 960801", "''", "line 12: phones[1].number: "),
    (
        "organisation: newford-council",
        "organisation: newfrod-council",
        "line 4: organisation: there is no organisation",
    ),
    ("organisation: newford-council\n", "", "a service belongs to an organisation"),
    ("kind: front_door", "kind: back_door", "line 5: kind: “back_door” is not one of: front_door"),
    ("help_with: [attendance]", "help_with: [atendance]", "Did you mean “attendance”?"),
    ("areas: [newford]", "areas: []", "line 7: areas: name at least one area"),
    ("areas: [newford]", "areas: newford", "line 7: areas: write a list here"),
    ("levels: 3-4", "levels: 4-3", "line 15: levels: The highest level is below the lowest."),
    ("levels: 3-4", "levels: 9", "line 15: levels: “9” is not a level"),
    ("summary:", "sumary:", "line 8: sumary: “sumary” is not known here. Did you mean “summary”?"),
    ("summary: Advice and referrals.", "summary: ''", "line 8: summary: This field cannot be blank."),
    (
        "- days: [wed]\n    opens: 17:30",
        "- days: [mon]\n    opens: 17:00",
        "these hours overlap with those of line 18",
    ),
    ("days: [mon, tue]", "days: [mon, someday]", "line 18: hours[1].days[2]: “someday” is not one of"),
    ("opens: 8:30", "opens: 25:30", "line 19: hours[1].opens: "),
    ("    closes: 17:30\n", "", "hours[1]: closes: Give both times"),
    ("days_ago: 4", "days_ago: -4", "line 24: checked.days_ago: “-4” is not a number of days"),
    ("method: phone", "method: pigeon", "line 24: checked.method: “pigeon” is not one of: phone"),
    ("former: true", "former: perhaps", "line 10: also_known_as[1].former: write true or false"),
    ("id: Z01", "id: &a Z01\nsource: *a", "write the value out"),
    ("id: Z01", "id: Z01\nid: Z02", "line 2: id: this is given twice"),
    ("id: Z01", "id: [", "the file cannot be read: "),
    ("id: Z01", 'id: "\\0"', "line 1: id: this holds a character that is not text"),
    ("slug: newford-front-door", "slug: no slug!", "line 3: slug: "),
    ("slug: newford-front-door", "", "line 1: slug is missing"),
    (SERVICE, "- just words", "line 1: [1]: an entry is a list of"),
    (SERVICE, "", "line 1: the file is empty"),
]


@pytest.mark.parametrize(("old", "new", "message"), BAD, ids=[new[:30] or "nothing" for _, new, _ in BAD])
def test_a_bad_service_is_named_with_its_line(folder, old, new, message):
    change_service(folder, old, new)
    said = mistakes(folder)
    assert "demo/services/z01-front-door.yaml, line " in said
    assert message in said


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "areas.yaml",
            "ends: 2026-10-23",
            "ends: 2026-08-01",
            "areas.yaml, line 6: [1].terms[1].ends: The last",
        ),
        ("areas.yaml", "ends: 2026-10-23", "ends: soon", "areas.yaml, line 6: [1].terms[1].ends: "),
        (
            "people.yaml",
            "role: Directory editor",
            "role: King",
            "people.yaml, line 5: [1].role: “King” is not",
        ),
        ("people.yaml", EDITOR, "nobody", "people.yaml, line 1: [1].email: "),
        (
            "schools.yaml",
            "area: newford",
            "area: ''",
            "schools.yaml, line 3: [1].area: a school lies in an area",
        ),
        (
            "schools.yaml",
            "service: z01",
            "service: z99",
            "schools.yaml, line 5: [1].links[1].service: there is no",
        ),
        (
            "guidance.yaml",
            "superseded",
            "current",
            "guidance.yaml, line 5: [1].status: A record that has been",
        ),
        (
            "guidance.yaml",
            "newford-new\n  owner",
            "newford-old\n  owner",
            "guidance.yaml, line 7: [1].replaced_by",
        ),
        ("pages/about-newford.md", "summary: A page.\n", "", "about-newford.md, line 2: summary: "),
        ("pages/about-newford.md", "---\n", "", "about-newford.md, line 1: the file begins with its details"),
        (
            "organisations.yaml",
            "kind: council",
            "kind: club",
            "organisations.yaml, line 3: [1].kind: “club” is not",
        ),
    ],
)
def test_every_kind_of_file_names_its_line(folder, file, old, new, message):
    change(folder, file, old, new)
    assert message in mistakes(folder)


def test_a_file_that_is_not_text_is_refused(folder):
    (folder / "services" / "z02.yaml").write_bytes(b"\xff\xfe\x00\x01")
    assert "demo/services/z02.yaml, line 1: the file cannot be read: it is not UTF-8 text" in mistakes(folder)


def test_two_files_may_not_hold_the_same_service(folder):
    (folder / "helplines").mkdir()
    (folder / "helplines" / "z01.yaml").write_text(SERVICE)
    said = mistakes(folder)
    assert "demo/helplines/z01.yaml, line 3: slug: “newford-front-door” stands in demo/services/" in said


def test_mistakes_are_collected_and_shown_up_to_fifty(folder):
    numbers = "".join(f"  - number: wrong{number}\n" for number in range(60))
    change_service(folder, "phones:\n", f"phones:\n{numbers}")
    said = mistakes(folder)
    assert said.count("is not one telephone number") == 50
    assert "... and 10 more." in said


SCALARS = strategies.one_of(
    strategies.text(),
    strategies.integers().map(str),
    strategies.floats().map(str),
    strategies.booleans().map(str),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SCALARS)
@example("\x00")
@example("\ud800")
@example("[" * 500)
@example("&a [*a]")
@example("9" * 5000)
@example("[" * 100_000)
def test_no_scalar_in_a_number_breaks_the_loader(folder, value):
    for written in (value, json.dumps(value)):
        text = SERVICE.replace("01632 960801", written.replace("\n", " "))
        (folder / "services/z01-front-door.yaml").write_text(text, encoding="utf-8", errors="surrogatepass")
        try:
            load(folder, dry_run=True)
        except CommandError as error:
            assert "demo/services/z01-front-door.yaml, line " in str(error)


@given(strategies.text(alphabet="abc:-[]{}&*!|>'\"\n #,?%@`", max_size=200))
def test_no_text_breaks_the_reader(text):
    found = Mistakes()
    assert parse(text, "demo/x.yaml", found) is not None or found.lines
