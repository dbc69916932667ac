"""What is read of a posted form: only what the sheet asks for, and only what can be seen."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.exported_text import TURNS_TEXT
from tests.training.sheets import answers_for, every_block, sheet_of
from training.sheets.filled import cleaned, read, shown
from training.sheets.tree import Cell, Kind

SHEET = every_block()
NAMES = list(SHEET.cells())
LINES = "- lines: {id: a, label: A}\n- lines: {id: b, label: B, lines: 1}\n"


def test_what_was_typed_is_read_and_nothing_else():
    answers = answers_for(SHEET)
    filled = read(SHEET, {**answers, "csrfmiddlewaretoken": "x", "partners_9_does": "tampered", "": "?"})
    assert filled.values == answers
    assert filled.problems == {}


def test_a_choice_that_is_not_offered_is_passed_over():
    assert read(SHEET, {"meeting_how": "By owl", "share_1_1": "6", "meeting_agreed": "on"}).values == {
        "meeting_agreed": "yes"
    }


def test_what_is_too_long_is_a_problem_and_is_kept():
    filled = read(sheet_of(LINES), {"a": "x" * 5000})
    assert filled.values["a"] == "x" * 5000
    assert filled.problems == {"a": "At most 4,000 characters; this has 5,000."}


def test_all_answers_together_have_a_limit():
    rows = "".join(f"- lines: {{id: a{n}, label: A}}\n" for n in range(20))
    filled = read(sheet_of(rows), {f"a{n}": "x" * 3900 for n in range(20)})
    assert list(filled.problems.values()) == [
        "All answers together may have 60,000 characters; these have 78,000."
    ]


def test_controls_and_overrides_go_and_lines_stay():
    assert cleaned("one\r\ntwo\x00\x07 \u202ethree\n\n\n four\ufeff ") == "one\ntwo three\n\n\n four"


@settings(deadline=None)
@given(st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=30)), st.text(max_size=200)))
def test_whatever_is_posted_is_read_without_an_error(posted):
    filled = read(SHEET, posted)
    assert set(filled.values) <= set(NAMES)
    for text in filled.values.values():
        assert text == text.strip()
        assert not set(text) & TURNS_TEXT
        assert not [c for c in text if unicodedata.category(c) in {"Cc", "Cs"} and c != "\n"]
    assert read(SHEET, filled.values) == filled  # read again, nothing changes


def test_a_date_is_shown_in_words_and_any_other_text_as_it_is():
    cell = Cell("a", "A", Kind.DATE)
    assert shown(cell, "2026-03-05") == "5 March 2026"
    assert shown(cell, "next Tuesday") == "next Tuesday"
