"""The rules of progress, without a database: what counts, how much is needed, what is next."""

import datetime
from dataclasses import dataclass

import pytest

from training.records.models import Outcome, Sort
from training.records.progress import Fact, Progress, Status, progress_of

MON, TUE, WED = (datetime.date(2026, 11, day) for day in (2, 3, 4))


@dataclass
class Item:
    """An item as the rules see it."""

    number: int | None
    group_order: int = 0
    order: int = 0
    needed: int | None = None
    sort: str = Sort.PAGE
    key: str = ""
    minutes: int = 10
    group: str = "First week"

    @property
    def title(self) -> str:
        return f"Item {self.number}"


def did(number, day=MON, outcome=Outcome.DONE, version="", sort=Sort.PAGE) -> Fact:
    return Fact(sort, number, "", version, day, outcome)


def some(needed, *numbers) -> list[Item]:
    return [Item(number, needed=needed, order=place) for place, number in enumerate(numbers)]


def test_nothing_is_complete_that_asks_for_nothing():
    empty = progress_of([], [did(1)])
    assert (empty.is_complete, empty.completed_on, empty.next, empty.needed) == (False, None, None, 0)


def test_all_of_a_group():
    half = progress_of(some(None, 1, 2), [did(1, TUE)])
    assert (half.done, half.needed, half.is_complete, half.completed_on) == (1, 2, False, None)
    assert half.next is not None
    assert (half.next.item.number, half.minutes_left) == (2, 10)
    whole = progress_of(some(None, 1, 2), [did(1, TUE), did(2, MON)])
    assert (whole.is_complete, whole.completed_on, whole.next) == (True, TUE, None)


def test_some_of_a_group_count_up_to_what_is_needed():
    items = some(2, 1, 2, 3)
    assert progress_of(items, [did(3, WED)]).minutes_left == 10
    whole = progress_of(items, [did(1, MON), did(2, TUE), did(3, WED)])
    assert (whole.done, whole.needed, whole.completed_on) == (2, 2, TUE)
    assert progress_of(some(9, 1, 2), [did(1), did(2)]).is_complete  # it cannot ask for more than it holds


def test_what_one_may_choose_from_is_reckoned_with_its_shortest():
    items = some(1, 1, 2)
    items[0].minutes, items[1].minutes = 50, 5
    assert progress_of(items, []).minutes_left == 5


@pytest.mark.parametrize(
    ("outcomes", "status", "day"),
    [
        ([], Status.OPEN, None),
        ([(Outcome.NOT_YET, MON)], Status.NOT_YET, None),
        ([(Outcome.NOT_YET, MON), (Outcome.PASSED, TUE)], Status.PASSED, TUE),
        ([(Outcome.PASSED, MON), (Outcome.NOT_YET, TUE)], Status.PASSED, MON),  # what was passed stays so
        ([(Outcome.DONE, TUE), (Outcome.DONE, MON)], Status.DONE, MON),
    ],
)
def test_to_complete_and_to_pass_are_two_facts(outcomes, status, day):
    facts = [did(1, on, outcome, sort=Sort.QUIZ) for outcome, on in outcomes]
    (step,) = progress_of([Item(1, sort=Sort.QUIZ)], facts).steps
    assert (step.status, step.done_on, step.is_done) == (status, day, day is not None)


def test_a_refresher_counts_from_its_day_and_that_day_too():
    facts = [did(1, MON), did(2, TUE)]
    again = progress_of(some(None, 1, 2), facts, counts_from=TUE)
    assert [step.is_done for step in again.steps] == [False, True]


def test_a_marked_change_is_asked_for_and_takes_nothing_away():
    def read(*versions) -> Progress:
        return progress_of([Item(1)], [did(1, version=one) for one in versions], read_again_from={1: 3})

    earlier = read("2")
    assert (earlier.is_complete, earlier.steps[0].read_again) == (True, True)
    assert earlier.next is earlier.steps[0]
    assert not read("2", "3").steps[0].read_again
    assert not read("10").steps[0].read_again  # ten is more than three
    assert not read("").steps[0].read_again  # no version, nothing to compare


def test_a_record_of_another_sort_with_the_same_number_counts_not():
    assert not progress_of([Item(1)], [did(1, sort=Sort.QUIZ)]).is_complete
