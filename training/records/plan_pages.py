"""The pages that a plan can ask for: find some to add, and say what has become of those that are in it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from portal.content.enums import Visibility
from training.models import TrainingPage
from training.programme.catalogue import Shelf, catalogue
from training.programme.items import label_of
from training.quizzes.models import QuizPage
from training.records.models import Plan, PlanItem, Sort
from training.records.plans import PAGES

MOST_FOUND = 30
FOR_ALL_STAFF = (Visibility.PUBLIC, Visibility.STAFF)
KINDS = {"module": "Modules", "activity": "Activities", "sheet": "Sheets", "quiz": "Quizzes"}


@dataclass(frozen=True)
class Found:
    """Some pages to choose from."""

    pages: list[TrainingPage]
    count: int  # of all that the words find

    @property
    def more(self) -> int:
        """Return how many are not shown."""
        return max(0, self.count - len(self.pages))


def find(user, words: str, kind: str = "", without: Collection[int] = ()) -> Found:
    """Return the pages that `user` may read with all of `words` in their name, or in that of their shelf.

    In: the `kind`, one of KINDS or empty for all; the numbers of pages to leave out. Nine queries.
    """
    asked = words.casefold().split()
    found = [
        page
        for shelf in _shelves(user)
        for page in shelf.things
        if page.pk not in without
        and (not kind or _kind_of(page) == kind)
        and _has(f"{label_of(page)} {shelf.title}", asked)
    ]
    found.sort(key=lambda page: list(KINDS).index(_kind_of(page)))
    return Found(found[:MOST_FOUND], len(found))


def by_number(user, numbers: Iterable[int]) -> dict[int, TrainingPage]:
    """Return those pages of `numbers` that `user` may read. A query, and one for each kind among them."""
    pages = TrainingPage.objects.readable_by(user).type(*PAGES).filter(pk__in=set(numbers))
    return {page.pk: page for page in pages.specific()}


def taken_only_so_often(plan: Plan) -> list[str]:
    """Return the titles of the quizzes of `plan` that nobody may take as often as they like."""
    numbers = PlanItem.objects.filter(group__plan=plan, sort=Sort.QUIZ).values("number")
    limited = QuizPage.objects.filter(pk__in=numbers, attempts_allowed__isnull=False)
    return list(limited.order_by("title").values_list("title", flat=True))


def is_for_all_staff(page: TrainingPage) -> bool:
    """Return whether everybody who is signed in may read `page`: a plan asks for nothing else."""
    return page.access in FOR_ALL_STAFF


def _shelves(user) -> list[Shelf]:
    quizzes = QuizPage.objects.readable_by(user).defer("items", "overall_feedback").order_by("title")
    return [*catalogue(user), Shelf("Quizzes", list(quizzes))]


def _kind_of(page: TrainingPage) -> str:
    names = {"modulepage": "module", "activitypage": "activity", "quizpage": "quiz"}
    return names.get(page._meta.model_name, "sheet")


def _has(text: str, asked: list[str]) -> bool:
    text = text.casefold()
    return all(word in text for word in asked)
