"""The training plans of the demonstration: given once, changed with the file; what people did stays."""

import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from home.importers.everything import real_content
from home.importers.plans import load_plans
from home.importers.writing import Load
from portal.accounts.models import User
from portal.accounts.roles import TRAINER
from training.models import ActivityPage, ModulePage, ResourceSheetPage
from training.quizzes.models import QuizPage
from training.records import assigning, learning
from training.records.models import Assignment, LearningRecord, Plan
from training.records.standing import progress_by_assignment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

ASHA = "asha.mistry@ravensmoor.example.org"
DEMO = settings.BASE_DIR / "demo"


def run(folder: Path = DEMO) -> list[str]:
    """Load the plans alone, beside the pages that are there; return what is wrong with the file."""
    load = Load(folder, timezone.localdate(), lambda line: None)
    for model in (ModulePage, ActivityPage, ResourceSheetPage, QuizPage):
        for page in model.objects.all():
            load.remember(page, page.slug, getattr(page, "code", ""))
    for user in User.objects.all():
        load.remember(user, user.email)
    load.keepers[TRAINER] = User.objects.get(email="tom.aldous@ambleford.example.org")
    load_plans(load)
    return load.mistakes.lines


def test_the_demonstration_has_two_plans_and_one_of_them_is_given():
    first, yearly = Plan.objects.filter(school=None)
    assert (first.name, first.is_induction) == ("Your first 30 days", True)
    assert (yearly.name, yearly.is_induction) == ("Safeguarding: each year", False)
    mine = Assignment.objects.get(person__email=ASHA)
    assert (mine.plan, mine.school.slug, mine.given_by.email) == (
        first,
        "ravensmoor-high",
        "declan.roe@ravensmoor.example.org",
    )
    assert mine.due_on == mine.given_on + datetime.timedelta(days=21)
    progress = progress_by_assignment([mine])[mine.pk]
    assert (progress.done, progress.parts[4].needed, len(progress.parts[4].steps)) == (0, 2, 4)
    assert progress.next.item.title == "Starting in a pastoral role"
    modules = list(ModulePage.objects.order_by("code").values_list("pk", flat=True))
    assert [step.item.number for step in progress.steps if step.item.number in modules] == modules
    assert sum(step.item.sort == "quiz" for step in progress.steps) == 8


def test_a_second_run_changes_nothing_and_gives_nothing_again():
    asha = User.objects.get(email=ASHA)
    learning.note(asha, ModulePage.objects.get(code="M1"), "1")
    before = list(Plan.objects.values()), list(Assignment.objects.values()), LearningRecord.objects.count()
    assert run() == []
    assert before == (list(Plan.objects.values()), list(Assignment.objects.values()), 1)
    assigning.end(Assignment.objects.get(person=asha))
    run()
    assert not Assignment.objects.current().filter(person=asha).exists()


def test_a_changed_file_changes_the_plan_and_nobodys_list(tmp_path):
    text = (DEMO / "plans.yaml").read_text()
    (tmp_path / "plans.yaml").write_text(text.replace("find-five-partners", "find-six-partners"))
    mine = Assignment.objects.get(person__email=ASHA)
    assert run(tmp_path) == []
    plan = Plan.objects.get(pk=mine.plan_id)
    assert plan.version == 2
    assert plan.groups.first().items.filter(key="find-six-partners").exists()
    assert mine.items.filter(key="find-five-partners").exists()
    assert Plan.objects.filter(school=None).count() == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- page: F12", "- page: F99", "line 13: [1].groups[1].items[2].page: there is no page “F99”"),
        ("needed: 2", "needed: 5", "ask for at least one, and for no more than there are"),
        ("minutes: 15", "minutes: lots", "“lots” is not a whole number"),
        ("task: find-the-adviser", "task:", "this has a key and a title"),
        ("to: asha.mistry", "to: nobody", "there is no user “nobody@"),
        ("to: asha.mistry@ravensmoor.example.org", "to: tom.aldous@ambleford.example.org", "of a school"),
        ("task: find-the-adviser", "task: find the adviser", "items[3].task: a key is of letters without"),
        ("task: find-five-partners", "task: find-the-adviser", "already"),
        ("session: supervision-begins", "session: find-the-adviser", "“find-the-adviser” stands in line 15"),
        ("- page: who-does-what\n", "- page: starting-in-a-pastoral-role\n", "stands in line 12 already"),
        ("task: find-the-adviser", f"task: {'k' * 101}", "items[3].task: Ensure this value has at most 100"),
        ('"Prevent awareness"', f'"{"t" * 301}"', "items[2].title: Ensure this value has at most 300"),
        ('note: "An hour', f'note: "{"n" * 300}', "items[1].note: Ensure this value has at most 300"),
        ('"With other people"', f'"{"p" * 121}"', "groups[6].title: Ensure this value has at most 120"),
        ('"With other people"', '""', "groups[6].title: This field cannot be blank"),
        ('name: "Your first', f'name: "{"n" * 120}', "[1].name: Ensure this value has at most 120"),
        ("for_whom: all", "whom: all", "“whom” is not known here"),
    ],
)
def test_mistakes_are_named_and_nothing_is_written(tmp_path, old, new, said):
    text = (DEMO / "plans.yaml").read_text()
    assert old in text
    (tmp_path / "plans.yaml").write_text(text.replace(old, new))
    before = list(Plan.objects.values())
    assert said in "\n".join(run(tmp_path))
    assert list(Plan.objects.values()) == before


def test_a_plan_that_is_in_no_file_is_real_content():
    load = Load(DEMO, timezone.localdate(), lambda line: None)
    assert not [one for one in real_content(load) if "plan" in one]
    Plan.objects.create(name="Ours alone")
    assert "plan “Ours alone”" in real_content(load)
