"""Files that others wrote, with what Moodle makes of each. They stand beside the project, not in it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from training.quizzes.formats import gift
from training.quizzes.formats.reading import read

BESIDE = [folder / "shared" / "data" / "gift" for folder in Path(__file__).resolve().parents]
FOLDER = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[4])
TYPES = {
    "TF": "true-false",
    "Short": "short-answer",
    "Numerical": "numerical",
    "Matching": "match",
    "Essay": "essay",
    "Description": "description",
    "Category": "category",
}
# tsugi and mtommasi bring no expectation of their own: counted by hand, by Moodle's rules.
COUNTS = {
    "mtommasi/categories.gift": {"essay": 2, "short-answer": 3, "category": 1, "description": 1},
    "mtommasi/inline.gift": {"choice-single": 2, "essay": 1, "short-answer": 1},
    "mtommasi/markdow.gift": {"essay": 3},
    "mtommasi/match.gift": {"match": 1},
    "mtommasi/moodleFormat.gift": {"essay": 5},
    "mtommasi/multiple.gift": {"choice-multiple": 1},
    "mtommasi/numerical.gift": {"numerical": 4},
    "mtommasi/short.gift": {"short-answer": 4},
    "mtommasi/single.gift": {"choice-single": 3, "short-answer": 1},
    "mtommasi/specials.gift": {"short-answer": 3},
    "mtommasi/trueFalse.gift": {"true-false": 3},
    "tsugi/example_matching.gift": {"match": 2},
    "tsugi/example_multiple_choice.gift": {"choice-single": 5},
    "tsugi/example_numerical.gift": {"numerical": 5},
    "tsugi/example_true_false.gift": {"true-false": 4},
}
# Where the parser that a file was written for disagrees with Moodle, Moodle's rules hold:
#   tsugi, chatgpt-torture Q07   the first } ends the answers, even within {% ... %}; tsugi takes the last
#   tsugi, chatgpt-torture Q09   several = beside ~ stay a choice of one; tsugi makes a choice of several
#   tsugi, chatgpt-torture Q20   as Q09, and “=~” makes an empty option
#   tsugi, multiple choice Q3    “=#ff0000” is an empty option with feedback; tsugi takes it for text
#   tsugi, true/false Q3         {T#x} is said to a wrong answer; tsugi says it to a right one
#   tsugi, Mini-Django-Essay     a blank line within a question ends it: two become a text and an essay each
#   fuhrmanator, symbolsAll      : and = may stand in a text without a backslash; the parser refuses them
#   fuhrmanator, matching        a pair's left side is empty for a distractor; the parser has no word for it


def files(folder: str) -> list[str]:
    return sorted(
        str(path.relative_to(FOLDER))
        for path in (FOLDER / folder).glob("*")
        if path.suffix in (".gift", ".txt")
    )


def of(name: str):
    return read(Path(name).name, (FOLDER / name).read_bytes())


pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the GIFT files of others (../shared/data/gift) are not on this machine"
)


@pytest.mark.parametrize("name", files("fuhrmanator"))
def test_types_and_names_are_those_expected(name):
    expected = json.loads((FOLDER / name).with_suffix(".json").read_text("utf-8"))
    questions = of(name).questions
    assert [question.kind for question in questions] == [_type(each) for each in expected]
    for question, each in zip(questions, expected, strict=True):
        if each.get("title"):
            assert question.name == each["title"]
        assert question.id == (each.get("id") or "")
        assert question.tags == tuple(each.get("tags") or ())


def _type(expected: dict) -> str:
    if expected["type"] != "MC":
        return TYPES[expected["type"]]
    single = any(choice["isCorrect"] for choice in expected["choices"])
    return "choice-single" if single else "choice-multiple"


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_counts_are_those_of_moodle(name):
    assert of(name).counts == COUNTS[name]


def test_every_bank_of_questions_is_read_whole():
    counts = Counter()
    for name in files("tsugi"):
        named = f"\n{(FOLDER / name).read_text('utf-8')}".count("\n::")
        report = of(name)
        questions = [question for question in report.questions if question.kind != "category"]
        assert len(questions) == named + 2 * name.endswith("Mini-Django-Essay.txt"), name
        counts.update(report.counts)
    assert sum(counts.values()) > 270


def test_where_parsers_disagree_moodle_is_right():
    torture = {question.name[:6]: question for question in of("tsugi/chatgpt-torture.txt").questions}
    assert torture["TT_Q07"].kind == "short-answer"
    assert torture["TT_Q09"].kind == "choice-single"
    assert torture["TT_Q20"].kind == "choice-single"
    colours = of("tsugi/example_multiple_choice.gift").questions[2]
    assert (colours.options[0].text.raw, colours.options[0].feedback.raw) == ("", "ff0000")
    sky = of("tsugi/example_true_false.gift").questions[2]
    assert sky.feedback_false.raw.startswith("Correct!")
    assert not sky.feedback_true


@pytest.mark.parametrize("name", [*files("fuhrmanator"), *files("mtommasi"), *files("tsugi")])
def test_writing_loses_nothing(name):
    questions = of(name).questions
    written = gift.write(questions)
    assert gift.read(written.text).questions == questions
    assert written.left_out == ()
