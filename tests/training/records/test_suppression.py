"""Which figures are shown: whatever the numbers are, none below five can be worked out of them."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from training.records.figures.suppression import at_least, figure, of_all_years

LARGE, SMALL = 40, 4  # members of a school


def shown(years, ever, members=LARGE):
    """Return all that is shown of a cell: each year, and all together."""
    each = tuple(figure(people, members) for people in years)
    return each, of_all_years(ever, members, each)


def is_possible(years, ever) -> bool:
    """Return whether so many people in each year can be so many people in all: some may be in several."""
    return max(years) <= ever <= sum(years)


def test_one_to_four_are_fewer_than_five_and_the_rest_are_in_fives():
    assert [figure(people, LARGE) for people in range(12)] == [0, *[None] * 4, *[5] * 5, 10, 10]


def test_nobody_is_told_only_of_five_members_or_more():
    assert [figure(0, members) for members in (0, 1, 4, 5)] == [None, None, None, 0]


def test_a_sum_is_that_of_what_is_shown():
    assert at_least([5, None, 0, 20]) == 25
    assert at_least([None]) == at_least([]) == 0


def worlds(length: int, most: int):
    for years in itertools.product(range(most + 1), repeat=length):
        for ever in range(max(years), sum(years) + 1):
            yield years, ever


def hidden_values(length: int, most: int, members: int):
    """Return, for all that can be shown, which numbers can stand behind each cell that is not shown."""
    found: dict = {}
    for years, ever in worlds(length, most):
        picture = shown(years, ever, members)
        values = found.setdefault(picture, [set() for _ in range(length + 1)])
        for place, people in enumerate((*years, ever)):
            values[place].add(people)
    return found


def assert_nothing_is_given_away(length: int, most: int, members: int) -> None:
    for (each, ever), values in hidden_values(length, most, members).items():
        for place, one in enumerate((*each, ever)):
            if one is None:
                assert len(values[place]) > 1, (each, ever, place)


def test_no_hidden_figure_can_be_worked_out_of_the_years_and_all_together():
    """Every case there is, up to three years; and five years, which can add up to a whole number of fives."""
    for members in (LARGE, SMALL):
        assert_nothing_is_given_away(1, 14, members)
        assert_nothing_is_given_away(2, 14, members)
        assert_nothing_is_given_away(3, 9, members)
        assert_nothing_is_given_away(5, 4, members)


def test_five_years_of_four_people_do_not_give_themselves_away():
    assert shown([4] * 5, 20) == ((None,) * 5, 15)
    assert shown([4] * 5, 19) == ((None,) * 5, 15)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=6), st.data())
def test_there_is_always_another_world_that_shows_the_same(years, data):
    """For any numbers and each that is hidden: other numbers show the very same, and differ in that one."""
    ever = data.draw(st.integers(max(years), sum(years)))
    picture = shown(years, ever)
    for place, people in enumerate(years):
        if 1 <= people <= 4:
            assert any(
                other[place] != people and is_possible(other, whole) and shown(other, whole) == picture
                for other, whole in near(years, ever)
            ), (years, ever)


def near(years, ever):
    """Yield numbers a little beside these."""
    for steps in itertools.product((0, -1, 1), repeat=len(years)):
        other = [max(people + step, 0) for people, step in zip(years, steps, strict=True)]
        for whole in range(max(ever - 6, 0), ever + 7):
            yield other, whole
