"""The files of quizzes: what they become, twice the same; and what is said of bad ones."""

import io

import pytest
from django.core.management import CommandError, call_command

from home.importers.everything import real_content
from home.importers.writing import Load
from tests.home.small_files import HUB_FILES, change, load, mistakes, write
from training.models import ModulePage
from training.quizzes.models import BankItem, QuizPage, QuizVersion

OWNER = "owner: editor@newford.example.org"
GIFT = """\
// Questions of Newford.

$CATEGORY: Newford

// [id:z-1]
::Ring::[markdown]When do you *ring*?
{
    ~Tomorrow
        #Too late.
    =Today
        #Yes.
    ####Nobody waits.
}

// [id:z-2]
::Sessions::[markdown]How many sessions?
{#
    =10:0#Yes.
    ~#It is ten.
    ####Ten it is.
}
"""
SETTINGS = f"""\
title: Newford quiz
slug: newford-quiz
standfirst: Two minutes.
purpose: assessment
pass_mark: 80
introduction: Take your *time*.
overall_feedback:
  - from: 50
    text: Well done.
  - {{from: 0, text: Read on.}}
topics: [attendance]
tags: [newford-tag]
{OWNER}
cites: [newford-new]
questions:
  z-2:
    read: [newford-topic]
    cites: [newford-new]
    review_on: 2027-02-01
  z-1:
    read: [z01]
    cites: [newford-new]
    bank: attendance
  z-3:
    name: In order
    stem: Put these in order.
    steps: [Talk, Write]
"""
CHECK = f"""\
title: Newford check
slug: newford-check
standfirst: Rated.
{OWNER}
questions:
  c-1:
    name: Known
    stem: We know **them**.
    bands:
      - {{up_to: 3, text: Look., read: [z01, newford-topic]}}
      - {{up_to: 5, text: Good.}}
    low: never
  c-2:
    name: Who
    stem: Who hears what?
    columns: [The lead, The office]
    rows:
      - {{text: The story, right: [The lead], feedback: One person.}}
"""
MODULE = f"""\
---
title: Newford module
slug: newford-module
standfirst: Forty minutes.
quiz: newford-quiz
{OWNER}
---
## Levels

Text.
"""
FILES = {
    **HUB_FILES,
    "quizzes/newford-quiz.gift": GIFT,
    "quizzes/newford-quiz.yaml": SETTINGS,
    "quizzes/newford-check.gift": "// Nothing here.\n\n$CATEGORY: Newford\n",
    "quizzes/newford-check.yaml": CHECK,
    "training/modules/newford-module.md": MODULE,
}


@pytest.fixture
def folder(tmp_path):
    """A small folder of files with two quizzes and a module."""
    return write(tmp_path / "demo", FILES)


@pytest.mark.django_db
def test_a_quiz_arrives_with_its_version_its_links_and_its_module(folder):
    load(folder)
    quiz = QuizPage.objects.get(slug="newford-quiz")
    assert quiz.live and quiz.url == "/training/quizzes/newford-quiz/"
    assert ModulePage.objects.get(slug="newford-module").quiz == quiz
    assert [record.slug for record in quiz.cites.all()] == ["newford-new"]
    version = QuizVersion.objects.get(quiz=quiz)
    number, choice, order = version.content["items"]
    assert version.content["overall_feedback"][0]["from"] == 50
    assert number["answers"][0]["value"] == "10" and number["review_on"] == "2027-02-01"
    assert [link["url"] for link in number["read"]] == ["/hub/topics/newford-topic/"]
    assert [link["sort"] for link in choice["read"]] == ["service"]
    assert [option["fraction"] for option in choice["options"]] == ["0", "1"]
    assert "<i>ring</i>" in choice["stem"] and "Nobody waits." in choice["general_feedback"]
    assert [step["text"] for step in order["steps"]] == ["Talk", "Write"]


@pytest.mark.django_db
def test_a_rating_opens_what_helps_and_a_grid_knows_its_right_cells(folder):
    load(folder)
    rating, grid = QuizVersion.objects.get(quiz__slug="newford-check").content["items"]
    assert (rating["low"], rating["high"]) == ("never", "fully")
    assert [link["sort"] for link in rating["bands"][0]["read"]] == ["service", "page"]
    assert grid["rows"][0]["right"] == [grid["columns"][0]["id"]]


@pytest.mark.django_db
def test_a_second_load_changes_nothing_and_an_edit_makes_a_version(folder):
    def told():
        return (
            dict(QuizPage.objects.values_list("slug", "latest_revision_id")),
            dict(QuizVersion.objects.values_list("content_hash", "pk")),
            dict(BankItem.objects.values_list("uuid", "latest_revision_id")),
        )

    load(folder)
    before = told()
    load(folder)
    assert told() == before
    change(folder, "quizzes/newford-quiz.gift", "#Too late.", "#Far too late.")  # of the bank
    load(folder)
    first, second = QuizVersion.objects.filter(quiz__slug="newford-quiz").order_by("number")
    assert "Far too late." not in str(first.content)
    assert "Far too late." in str(second.content)
    assert first.content["items"][1]["hash"] == second.content["items"][1]["hash"]


@pytest.mark.django_db
def test_a_question_of_somebody_is_real_content(folder):
    load(folder)
    known = Load(folder, None, print)
    assert not [found for found in real_content(known) if "Ring" in found]
    BankItem.objects.create(title="My own question")
    assert [found for found in real_content(known) if "My own question" in found]


YAML, QUESTIONS, RATED = (
    "quizzes/newford-quiz.yaml",
    "quizzes/newford-quiz.gift",
    "quizzes/newford-check.yaml",
)
BAD = [
    (
        YAML,
        "  z-2:\n",
        "  z-9:\n",
        "newford-quiz.yaml, line 17: questions.z-9: there is no question “z-9” in",
    ),
    (YAML, "  z-2:\n", "  z-9:\n", "“z-2” is not named among the questions"),
    (
        YAML,
        "[newford-topic]",
        "[newfort-topic]",
        "line 17: questions.z-2.read[1]: there is no page and no service",
    ),
    (YAML, "read: [z01]", "read: z01", "line 21: questions.z-1.read: write a list here"),
    (
        YAML,
        "cites: [newford-new]\n    bank",
        "cites: [nothing]\n    bank",
        "there is no guidance record “nothing”",
    ),
    (YAML, "2027-02-01", "soon", "line 19: questions.z-2.review_on: “soon” is not a day"),
    (YAML, "bank: attendance", "bank: weather", "line 23: questions.z-1.bank: there is no topic “weather”"),
    (YAML, "bank: attendance", "bnk: attendance", "line 23: questions.z-1.bnk: “bnk” is not known here."),
    (YAML, "from: 50", "from: half", "line 8: overall_feedback[1].from: “half” is not a whole number"),
    (YAML, "pass_mark: 80\n", "", "An assessment needs a pass mark."),
    (YAML, "[Talk, Write]", "[Talk, Talk]", "questions.z-3: Two steps are the same"),
    (QUESTIONS, "    =Today", "    ~Today", "newford-quiz.gift, line 6"),
    (QUESTIONS, "// [id:z-1]\n", "", "give the question an id"),
    (QUESTIONS, "[id:z-2]", "[id:z-1]", "the id “z-1” stands in line"),
    (RATED, "up_to: 3", "up_to: many", "“many” is not a whole number"),
    (RATED, "right: [The lead]", "right: [The cook]", "questions.c-2: Row 1 names “The cook”"),
    ("training/modules/newford-module.md", "quiz: newford-quiz", "quiz: z9", "there is no quiz “z9”"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("file", "old", "new", "message"), BAD)
def test_a_bad_quiz_is_named_with_its_line(folder, file, old, new, message):
    change(folder, file, old, new)
    assert message in mistakes(folder)


def test_the_questions_can_be_checked_without_a_database(folder):
    said = io.StringIO()
    call_command("check_quizzes", folder=folder, stdout=said)
    assert "2 quizzes with 5 questions" in said.getvalue()
    change(folder, QUESTIONS, "=Today", "~Today")
    with pytest.raises(CommandError, match=r"newford-quiz\.gift, line"):
        call_command("check_quizzes", folder=folder)
    (folder / QUESTIONS).unlink()
    with pytest.raises(CommandError, match="the file cannot be read"):
        call_command("check_quizzes", folder=folder)
