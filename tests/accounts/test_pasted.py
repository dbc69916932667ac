"""A pasted list of people: every line is read or gets a reason, and nothing raises."""

import pytest
from hypothesis import given, strategies

from portal.accounts.pasted import LONGEST_LINE, lines_of, read_line


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ada@school.example", ("", "ada@school.example", "")),
        ("  ADA@School.example ;", ("", "ada@school.example", "")),
        ("Ada Lowe <ada@school.example>", ("Ada Lowe", "ada@school.example", "")),
        (
            '"Lowe, Ada" <ada@school.example>, Pastoral lead',
            ("Lowe, Ada", "ada@school.example", "Pastoral lead"),
        ),
        ("<ada@school.example>", ("", "ada@school.example", "")),
        ("Ada Lowe, ada@school.example, Pastoral lead", ("Ada Lowe", "ada@school.example", "Pastoral lead")),
        ('"Lowe, Ada",ada@school.example,Head', ("Lowe, Ada", "ada@school.example", "Head")),
        ("Lowe, Ada, ada@school.example", ("Lowe Ada", "ada@school.example", "")),
        (
            "Ada Lowe\tada@school.example\tHead, part time",
            ("Ada Lowe", "ada@school.example", "Head, part time"),
        ),
        ("Ada;ada@school.example;Head", ("Ada", "ada@school.example", "Head")),
        ("Zoë O’Shea <zoe@school.example>", ("Zoë O’Shea", "zoe@school.example", "")),
        ("Ada\x00\u202e, ada@school.example", ("Ada", "ada@school.example", "")),
        ('5" Ada, ada@school.example', ('5" Ada', "ada@school.example", "")),
    ],
)
def test_what_a_line_says(text, read):
    line = read_line(1, text)
    assert (line.name, line.email, line.job_title) == read
    assert not line.problem


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ada Lowe", "no e-mail address"),
        ("name, e-mail, job title", "no e-mail address"),
        ("ada@school", "not an e-mail address"),
        ("ada@@school.example", "not an e-mail address"),
        ("Ada <ada at school.example>", "not an e-mail address"),
        ("Ada <>", "not an e-mail address"),
        ("ada@school.example bo@school.example", "not an e-mail address"),
        ("ada@school.example, bo@school.example", "Two addresses"),
        ("A <ada@school.example>, B <bo@school.example>", "Two addresses"),
        ("x" * (LONGEST_LINE + 1), "too long"),
        ("N" * 151 + ", ada@school.example", "150 letters"),
        ("a" * 64 + "@" + "b" * 63 + "." + "c" * 63 + "." + "d" * 63 + ".example", "too long"),
        (",,,", "no e-mail address"),
    ],
)
def test_what_is_wrong_with_a_line(text, word):
    assert word in read_line(1, text).problem


@given(strategies.text(max_size=700))
def test_any_text_is_read_or_gets_a_reason(text):
    lines = lines_of(text)
    for line in lines:
        assert bool(line.problem) != bool(line.email and not line.problem)
        if not line.problem:
            assert "@" in line.email and line.email == line.email.strip().lower()
            assert "\n" not in line.name + line.email + line.job_title
    assert [line.number for line in lines] == sorted({line.number for line in lines})


NAMES = strategies.text(strategies.sampled_from("abcdefgh ÄöŁ’-"), max_size=30).map(
    lambda name: " ".join(name.split())
)
WORDS = strategies.text(strategies.sampled_from("abcdefghij0123456789"), min_size=1, max_size=20)


@given(
    NAMES,
    WORDS,
    NAMES,
    strategies.sampled_from(["comma", "tab", "semicolon", "brackets"]),
    strategies.integers(0, 3),
)
def test_there_and_back(name, word, job, form, empty):
    address = f"{word}@school.example"
    line = {
        "comma": f"{name}, {address}, {job}",
        "tab": f"{name}\t{address}\t{job}",
        "semicolon": f"{name};{address};{job}",
        "brackets": f"{name} <{address}>, {job}",
    }[form]
    (read,) = lines_of("\n" * empty + line + "\r\n\r\n")
    assert (read.name, read.email, read.job_title, read.number) == (name, address, job, empty + 1)
