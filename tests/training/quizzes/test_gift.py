"""GIFT by Moodle's rules: what each form means, what is said of mistakes, and that writing loses nothing."""

from decimal import Decimal

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.quizzes.formats import gift
from training.quizzes.formats import question as q
from training.quizzes.formats.html import TAGS
from training.quizzes.formats.reading import read as read_file

MOODLE = q.Format.MOODLE
D = Decimal


def one(text: str) -> q.Question:
    """Return the only question of `text`."""
    (question,) = gift.read(text).questions
    return question


def said(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in gift.read(text).problems]


def text(raw: str, written=MOODLE) -> q.Text:
    return q.Text(raw, written)


def options(question) -> list[tuple[str, D, str]]:
    held = question.options if isinstance(question, q.Choice) else question.answers
    return [(option.text.raw, option.fraction, option.feedback.raw) for option in held]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("Only words.", "description"),
        ("Say more. {}", "essay"),
        ("Say more. {####Well said}", "essay"),
        ("How many? {#3}", "numerical"),
        ("Which? {=a ~b}", "choice-single"),
        ("Which? {~%50%a ~%50%b ~c}", "choice-multiple"),
        ("Which? {~%100%a ~%-50%b}", "choice-multiple"),
        ("Which? {~%100%a =b}", "choice-single"),
        (r"Which? {~\=a ~b}", "choice-multiple"),
        ("Pair. {=a->b =c->d}", "match"),
        ("Pair? {a->b}", "short-answer"),
        ("Which? {~a->b =c->d}", "choice-single"),
        ("True? {T}", "true-false"),
        ("True? {FALSE#no#yes}", "true-false"),
        ("True? {true}", "short-answer"),
        ("True? {=TRUE}", "short-answer"),
        ("Word? {yes}", "short-answer"),
        ("$CATEGORY: $course$/Early help", "category"),
    ],
)
def test_the_type_is_told_by_the_answers(typed, kind):
    assert one(typed).kind == kind


def test_names_formats_and_gaps():
    question = one("::Early help:: [html]<b>Early help</b> is {=free ~dear} for families.")
    assert question.name == "Early help"
    assert question.stem == text("<b>Early help</b> is _____ for families.", q.Format.HTML)
    assert question.options[0].text == text("free", q.Format.HTML), "answers take the format of the text"
    assert one("Whom to ring? {=the team}").stem.raw == "Whom to ring?", "no gap at the end"
    assert one(r"::A\:B\::: Word.").name == "A:B:"
    assert one("[strange]Word.").stem.raw == "[strange]Word."
    assert one(r"\[html]Word.").stem == text(r"\[html]Word."), "a bracket cannot be escaped"
    assert one("Ring " + "the team " * 20 + "{}").name.endswith("...")


def test_escapes():
    question = one(r"Six signs\: \{ \} \= \~ \# and \\ and\na line, \q. {=a\=b ~c\~d}")
    assert question.stem.raw == "Six signs: { } = ~ # and \\ and\na line, \\q."
    assert [option.text.raw for option in question.options] == ["a=b", "c~d"]
    assert one(r"A \\= B {}").stem.raw == "A \\= B", "two backslashes are one, and escape nothing"


def test_shares_and_feedback():
    question = one("Which? {\n~%33.33333%a#good\n~%-100%b #[plain]bad\n~c\n~%.5%d\n####All in all}")
    assert options(question) == [
        ("a", D("0.3333333"), "good"),
        ("b", D(-1), "bad"),
        ("c", D(0), ""),
        ("%.5%d", D(0), ""),
    ]
    assert question.options[1].feedback.format == q.Format.PLAIN
    assert question.general_feedback.raw == "All in all"


def test_true_false_says_the_wrong_one_first():
    right = one("True? {T#not so#indeed}")
    assert (right.right, right.feedback_true.raw, right.feedback_false.raw) == (True, "indeed", "not so")
    wrong = one("True? {F#not so#indeed}")
    assert (wrong.right, wrong.feedback_true.raw, wrong.feedback_false.raw) == (False, "not so", "indeed")
    assert one("True? {T#not so}").feedback_false.raw == "not so"


def test_numbers():
    question = one("Days? {#=10:2#near =%50%1..5 =0 =1e2:.5 ~#no}")
    assert [(a.value, a.tolerance, a.fraction, a.feedback.raw) for a in question.answers] == [
        (D(10), D(2), D(1), "near"),
        (D(3), D(2), D("0.5"), ""),
        (D(0), D(0), D(1), ""),
        (D(100), D("0.5"), D(1), ""),
        (None, D(0), D(0), "no"),
    ]


def test_pairs_and_distractors():
    question = one("[html]Pair. {=[plain]a -> b =c->d->e = -> f}")
    assert question.pairs == (
        q.Pair(text("a", q.Format.PLAIN), "b"),
        q.Pair(text("c", q.Format.HTML), "d->e"),
        q.Pair(q.Text(), "f"),
    )


def test_ids_and_tags_stand_in_comments():
    question = one("// [tag:  early help] See [id: q-1 ] [tag:a\\]b] [tag:x\n//y]\nTrue? {T}\n// [tag:late]")
    assert question.id == "q-1"
    assert question.tags == ("early help", "a]b", "late")
    assert question.line == 3


def test_lines_are_those_of_the_file_however_they_end():
    for end in ("\n", "\r\n", "\r"):
        report = gift.read(
            end.join(["", "// words", "True? {T}", " \t", "", "Which? {", "=a", "~%x%b", "~c}"])
        )
        assert [question.line for question in report.questions] == [3, 6]
        assert [problem.line for problem in report.problems] == [8]


@pytest.mark.parametrize(
    ("typed", "line", "words"),
    [
        ("True? {T}\n\nWhich? {=a\n~b", 3, "} is missing"),
        ("Which? =a}", 1, "{ is missing"),
        ("Which} {a", 1, "before"),
        ("Which? {~a ~b}", 1, "No option is right"),
        ("Which? {~%50%a ~%20%b}", 1, "add up to 70%"),
        ("Which? {=a ~a}", 1, "stands here 2 times"),
        ("Which? {~a}", 1, "two options"),
        ("Which? {a ~b =c}", 1, "no ~ or = before it"),
        ("Which? {=a ~}", 1, "empty"),
        ("Which? {=<form> ~b}", 1, "can be seen"),
        ("Word? {=%50%a}", 1, "50%"),
        ("Word? {=%500%a}", 1, "500%"),
        ("Days? {#\n=three}", 2, "no number"),
        ("Days? {#3,5}", 1, "with a point"),
        ("Days? {#3 ~4#no}", 1, "“4” is not read"),
        ("Days? {#}", 1, "no number as an answer"),
        ("Pair. {=a->b}", 1, "two pairs"),
        ("Pair. {=a->b\n=c}", 2, "no ->"),
        ("Pair. {=a->b#ok =c->d}", 1, "no feedback"),
        ("Order. {>3 ALL\na\nb\nc}", 1, "ordering"),
        ("$CATEGORY: a\nTrue? {T}", 2, "blank line"),
        ("// [id:1]\n\nTrue? {T}", 1, "belongs to no question"),
        ("a {=b} c {=d}", 1, "Braces"),
        ("See <img src=x>. {T}", 1, "<img>"),
        ("See <script>x</script>. {T}", 1, "what stands in it"),
        ("A\x00B {T}", 1, "not text"),
    ],
)
def test_a_problem_has_its_line_and_words_to_understand(typed, line, words):
    assert any(where == line and words in message for where, message in said(typed)), said(typed)


def test_every_question_that_was_parsed_is_listed_also_one_with_a_problem():
    report = gift.read("Which? {~a ~b}\n\nDays? {#x}\n\nPair. {=a->b}\n\nBroken {")
    assert report.as_json()["questions"] == [
        {"type": "choice-multiple", "name": "Which?", "line": 1},
        {"type": "numerical", "name": "Days?", "line": 3},
        {"type": "match", "name": "Pair.", "line": 5},
    ]
    assert report.counts == {"choice-multiple": 1, "numerical": 1, "match": 1}
    assert not report.refused


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a" * 3 * 1024 * 1024, "larger than 2 MB"),
        (b"a" * 10 * 1024 * 1024, "larger than 5 MB"),
        (b"PK\x03\x04" + b"x" * 50, "zip"),
        (b"%PDF-1.7", "PDF"),
        (b"a\x00b", "no text file"),
        ("True? {T}".encode("utf-16"), "no text file"),
        ("One.\n\nCaf\xe9? {T}".encode("cp1252"), "not UTF-8: line 3"),
        (b" \n ", "empty"),
    ],
)
def test_what_is_no_such_file_is_refused(content, words):
    report = read_file("quiz.gift", content)
    assert report.refused
    assert words in report.problems[0].message


def test_a_byte_order_mark_is_no_part_of_the_first_question():
    assert read_file("quiz.txt", b"\xef\xbb\xbfTrue? {T}").questions[0].stem.raw == "True?"


def test_moodle_s_own_format_makes_paragraphs_and_keeps_lines():
    assert text("One\ntwo\n\n<b>three</b>").html == "<p>One<br>two</p><p><b>three</b></p>"
    assert text("<ul>\n<li>a</li>\n</ul>").html.replace(" ", "") == "<ul><li>a</li></ul>"
    assert text("a < b\n& c", q.Format.PLAIN).html == "<p>a &lt; b<br>&amp; c</p>"
    assert text("**a** <i onclick=x>b</i>", q.Format.MARKDOWN).html == "<p><b>a</b> <i>b</i></p>"
    assert text("<h2>A</h2><strong>b</strong><a href='javascript:x'>c</a>", q.Format.HTML).html == (
        "<p><b>A</b></p><b>b</b><a>c</a>"
    )


def test_what_gift_cannot_say_is_named_and_nothing_is_written_wrong():
    questions = [
        q.Ordering("Order", text("Order."), steps=(text("a"), text("b"))),
        q.ShortAnswer(
            "Arrow", text("Arrow?"), answers=(q.Option(text("a->b"), D(1)), q.Option(text("c"), D(1)))
        ),
        q.Match("Pairs", text("Pair."), pairs=(q.Pair(text("a->b"), "c"), q.Pair(text("d"), "e"))),
        q.Choice("Half", text("Which?"), options=(q.Option(text("a"), D("0.5")), q.Option(text("b")))),
        q.Numerical("Days", text("Days?"), answers=(q.NumericalAnswer(D(3)),), unit="days", mark=D(2)),
        q.Essay("Say", text("Say."), model_answer=text("So.")),
    ]
    written = gift.write(questions)
    assert [question.name for question in gift.read(written.text).questions] == ["Half", "Days", "Say"]
    for name in ("Order", "Arrow", "Pairs", "Half", "Days", "Say"):
        assert any(name in line for line in written.left_out), name


SIGNS = st.sampled_from(
    [
        "{",
        "}",
        "=",
        "~",
        "#",
        "####",
        "->",
        "%50%",
        "%",
        ":",
        "::",
        "\\",
        "\n",
        "\n\n",
        "//",
        "T",
        "TRUE",
        "FALSE",
    ]
    + [
        "[html]",
        "[plain]",
        "[markdown]",
        "[",
        "]",
        "$CATEGORY:",
        "[id:x]",
        "[tag:y]",
        "..",
        "1",
        "2.5",
        "*",
        " ",
    ]
    + [
        "<p>",
        "<b",
        ">",
        "</i>",
        "&lt;",
        "<a href='x'>",
        "<!--",
        "javascript:",
        "\\n",
        "é",
        "\ufdd0",
        "\x00",
        ">3",
    ]
)
FILES = st.lists(SIGNS | st.text(max_size=5), max_size=40).map("".join)


@given(FILES)
def test_no_file_breaks_it_and_writing_loses_nothing(typed):
    report = gift.read(typed)
    written = gift.write(report.questions)
    assert gift.read(written.text).questions == report.questions
    for question in report.questions:
        assert question.name or question.kind == "category"
        assert 0 < question.line <= typed.count("\n") + typed.count("\r") + 1


@given(FILES | st.text(), st.sampled_from(q.Format))
def test_no_html_passes_that_nh3_would_drop(typed, written):
    html = text(typed, written).html
    assert nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, link_rel=None) == html
    assert 'href="javascript:' not in html.lower()


@given(st.binary(max_size=200), st.sampled_from(["a.gift", "a.xml", "a"]))
def test_no_bytes_break_the_reading(content, name):
    report = read_file(name, content)
    assert report.as_json()["questions"] or report.problems or content.strip()
