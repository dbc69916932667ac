"""Moodle XML: every type, what is not kept is named, attacks are refused, and writing loses nothing."""

import base64
from decimal import Decimal
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.quizzes.formats import moodle_xml
from training.quizzes.formats import question as q
from training.quizzes.formats.reading import read as read_file
from training.quizzes.formats.words import WHITE, lines_end_plainly, only_text

D = Decimal
PICTURE = base64.b64encode(b"GIF89a").decode()


def file_of(*questions: str) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>"


def question_of(kind: str, inside: str = "") -> str:
    return (
        f'<question type="{kind}"><name><text>Name</text></name>'
        f'<questiontext format="html"><text><![CDATA[<p>Text</p>]]></text></questiontext>{inside}</question>'
    )


def one(kind: str, inside: str = "") -> q.Question:
    (question,) = moodle_xml.read(file_of(question_of(kind, inside))).questions
    return question


def answer(text: str, fraction: str, more: str = "") -> str:
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}</answer>'


def feedback(text: str) -> str:
    return f'<feedback format="html"><text>{text}</text></feedback>'


def test_what_all_questions_have():
    question = one(
        "essay",
        '<generalfeedback format="plain_text"><text>Why</text></generalfeedback>'
        "<defaultgrade>2.5</defaultgrade><idnumber>q-1</idnumber>"
        "<tags><tag><text>early help</text></tag></tags>"
        '<responsefieldlines>5</responsefieldlines><graderinfo format="html"><text>So</text></graderinfo>',
    )
    assert question == q.Essay(
        "Name",
        q.Text("<p>Text</p>", q.Format.HTML),
        general_feedback=q.Text("Why", q.Format.PLAIN),
        mark=D("2.5"),
        id="q-1",
        tags=("early help",),
        lines=5,
        model_answer=q.Text("So", q.Format.HTML),
    )
    assert question.line == 3


def test_choices():
    inside = "<single>{}</single><shuffleanswers>true</shuffleanswers>" + answer("a", "100", feedback("good"))
    single = one("multichoice", inside.format("true") + answer("b", "-33.33333"))
    assert (single.kind, single.shuffle) == ("choice-single", True)
    assert [(o.text.raw, o.fraction, o.feedback.raw) for o in single.options] == [
        ("a", D(1), "good"),
        ("b", D("-0.3333333"), ""),
    ]
    assert one("multichoice", inside.format("false")).kind == "choice-multiple"


def test_the_other_types():
    right = one("truefalse", answer("true", "0", feedback("no")) + answer("false", "100", feedback("yes")))
    assert (right.right, right.feedback_true.raw, right.feedback_false.raw) == (False, "no", "yes")
    short = one("shortanswer", "<usecase>1</usecase>" + answer("DSL", "100"))
    assert (short.case_sensitive, short.answers[0].text.raw) == (True, "DSL")
    number = one(
        "numerical",
        answer("10", "100", "<tolerance>2</tolerance>")
        + answer("*", "0", feedback("no"))
        + "<units><unit><multiplier>1</multiplier><unit_name>days</unit_name></unit></units>",
    )
    assert [(each.value, each.tolerance) for each in number.answers] == [(D(10), D(2)), (None, D(0))]
    assert number.unit == "days"
    pairs = one(
        "matching",
        "".join(
            f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
            for left, right in (("a", "1"), ("b", "2"), ("", "3"))
        ),
    )
    assert [(pair.left.raw, pair.right) for pair in pairs.pairs] == [("a", "1"), ("b", "2"), ("", "3")]
    steps = one("ordering", answer("first", "1") + answer("second", "2"))
    assert [step.raw for step in steps.steps] == ["first", "second"]
    assert one("description").kind == "description"
    category = '<question type="category"><category><text>$course$/top/Help</text></category></question>'
    assert moodle_xml.read(file_of(category)).questions == (q.Category("$course$/top/Help"),)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (question_of("cloze"), "“Name” is of the type “cloze”"),
        (question_of("calculated"), "calculated"),
        (question_of("ddwtos"), "not supported"),
        ("<other/>", "<other> is no question"),
        (question_of("essay", "<hint><text>h</text></hint>"), "Hints"),
        (question_of("essay", "<defaultgrade>much</defaultgrade>"), "“much” is no mark"),
        (
            question_of("multichoice", "<correctfeedback><text>Yes</text></correctfeedback>"),
            "left out. Feedback stays",
        ),
        (question_of("numerical", answer("three", "100")), "“three” is no number"),
        (question_of("truefalse", answer("Vrai", "100") + answer("Faux", "0")), "“Vrai”"),
        (question_of("multichoice", answer("a", "lots") + answer("b", "100")), "“lots”"),
        (
            question_of("description", '<generalfeedback><file name="a" encoding="x"/></generalfeedback>'),
            "base64",
        ),
        (
            question_of(
                "description", '<generalfeedback><file name="a" encoding="base64">!</file></generalfeedback>'
            ),
            "damaged",
        ),
    ],
)
def test_what_is_not_kept_is_named_with_its_line(question, words):
    report = moodle_xml.read(file_of(question_of("essay"), question))
    assert any(problem.line == 4 and words in problem.message for problem in report.problems), report.problems
    assert report.questions[0].kind == "essay"


def test_files_within_a_file_come_with_their_text():
    picture = f'<file name="a.gif" path="/" encoding="base64">{PICTURE}</file>'
    question = one(
        "description", f'<generalfeedback format="html"><text>See</text>{picture}</generalfeedback>'
    )
    assert question.general_feedback.files == (q.EmbeddedFile("a.gif", b"GIF89a"),)


LAUGHS = '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><quiz>&b;</quiz>'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (LAUGHS, 1, "not safe"),
        ('<!DOCTYPE q SYSTEM "file:///etc/passwd">\n<quiz/>', 1, "not safe"),
        ('<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', 1, "not safe"),
        ("<quiz>\n<question>\n</quiz>", 3, "not complete XML"),
        ("<quiz>&nbsp;</quiz>", 1, "not complete XML"),
        ("<html/>", 1, "no questions of Moodle"),
        ("<quiz>" + "<a>" * 50, 1, "too many"),
    ],
)
def test_attacks_and_other_xml_are_refused(text, line, words):
    report = read_file("quiz.xml", text.encode())
    assert report.refused
    assert report.questions == ()
    assert (report.problems[0].line, words in report.problems[0].message) == (line, True), report.problems


WORDS = st.text(max_size=12) | st.sampled_from(
    ["]]>", "<p>a</p>", "&amp;", "<script>", "[html]", "->", "\n\n"]
)
RAW = WORDS.map(lambda words: only_text(lines_end_plainly(words))[0].strip(WHITE))
TEXTS = st.builds(q.Text, RAW.filter(bool), st.sampled_from(q.Format)) | st.just(q.Text())
SHARES = st.decimals(-1, 1, places=7)
OPTIONS = st.lists(st.builds(q.Option, TEXTS, SHARES, TEXTS), max_size=4).map(tuple)
ANSWERS = st.lists(
    st.builds(q.Option, RAW.map(lambda raw: q.Text(raw, q.Format.PLAIN)), SHARES, TEXTS), max_size=4
).map(tuple)
NUMBERS = st.decimals(-(10**9), 10**9, places=4)
NUMERICAL = st.lists(
    st.builds(q.NumericalAnswer, st.none(), st.just(D(0)), SHARES, TEXTS)
    | st.builds(q.NumericalAnswer, NUMBERS, NUMBERS, SHARES, TEXTS),
    max_size=4,
).map(tuple)
COMMON = {
    "name": st.just("A name"),
    "stem": TEXTS,
    "id": st.sampled_from(["", "q-1", "a]b"]),
    "tags": st.lists(st.sampled_from(["a", "b c", "]"]), unique=True).map(tuple),
    "general_feedback": TEXTS,
    "mark": st.sampled_from([D(1), D("2.5"), D(0)]),
}
QUESTIONS = st.one_of(
    st.builds(q.Choice, **COMMON, single=st.booleans(), shuffle=st.booleans(), options=OPTIONS),
    st.builds(q.TrueFalse, **COMMON, right=st.booleans(), feedback_true=TEXTS, feedback_false=TEXTS),
    st.builds(q.ShortAnswer, **COMMON, answers=ANSWERS, case_sensitive=st.booleans()),
    st.builds(q.Numerical, **COMMON, answers=NUMERICAL, unit=st.sampled_from(["", "days"])),
    st.builds(
        q.Match, **COMMON, pairs=st.lists(st.builds(q.Pair, TEXTS, RAW)).map(tuple), shuffle=st.booleans()
    ),
    st.builds(q.Ordering, **COMMON, steps=st.lists(TEXTS).map(tuple)),
    st.builds(q.Essay, **COMMON, lines=st.integers(1, 40), model_answer=TEXTS),
    st.builds(q.Description, **COMMON),
    st.builds(q.Category, st.sampled_from(["$course$/top/a", "b \\ c"])),
)


@given(st.lists(QUESTIONS, max_size=4).map(tuple))
def test_writing_loses_nothing(questions):
    assert moodle_xml.read(moodle_xml.write(questions).text).questions == questions


@given(st.text(max_size=60), st.sampled_from(["multichoice", "numerical", "truefalse", "matching", "essay"]))
def test_no_text_breaks_it(words, kind):
    words = escape("".join(c for c in words if c in "\n\t" or " " <= c < "\ud800"))
    inside = f"{words}<defaultgrade>{words}</defaultgrade><single>{words}</single>" + answer(words, "100")
    report = moodle_xml.read(file_of(question_of(kind, inside)))
    assert len(report.questions) == 1
    assert moodle_xml.read(moodle_xml.write(report.questions).text).questions == report.questions
