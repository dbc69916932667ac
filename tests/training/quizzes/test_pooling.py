"""Which versions speak of the same thing, and how many people figures need before they are shown."""

from hypothesis import given
from hypothesis import strategies as st

from training.quizzes.statistics.few import FEWEST, enough, safe_parts
from training.quizzes.statistics.pooling import Asked, Made, item_pools, made_of, quiz_pool


def version(number, items, unchanged=False, draws=frozenset()):
    """Return a version whose items have these hashes, each out of one mark."""
    asked = {item: Asked(digest, "1") for item, digest in items.items()}
    return Made(number=number, items=asked, draws=draws, meaning_unchanged=unchanged)


def test_a_question_that_asks_the_same_goes_on():
    versions = [version(1, {"a": "A", "b": "B"}), version(2, {"a": "A", "b": "B2"})]
    assert item_pools(versions) == {"a": {1, 2}, "b": {2}}
    assert quiz_pool(versions) == {2}


def test_a_meaning_that_the_editor_says_is_unchanged_goes_on():
    versions = [version(1, {"a": "A"}), version(2, {"a": "A2"}, unchanged=True), version(3, {"a": "A2"})]
    assert item_pools(versions) == {"a": {1, 2, 3}}
    assert quiz_pool(versions) == {1, 2, 3}


def test_the_tick_speaks_of_the_version_before_alone():
    versions = [version(1, {"a": "A"}), version(2, {"a": "A2"}), version(3, {"a": "A3"}, unchanged=True)]
    assert item_pools(versions) == {"a": {2, 3}}


def test_a_question_that_is_as_it_was_again_takes_up_its_old_figures():
    versions = [version(1, {"a": "A"}), version(2, {"a": "A2"}), version(3, {"a": "A"})]
    assert item_pools(versions) == {"a": {1, 3}}
    ticked = [*versions[:2], version(3, {"a": "A"}, unchanged=True)]
    assert item_pools(ticked) == {"a": {1, 2, 3}}


def test_a_question_that_was_taken_out_and_came_back():
    gone = version(2, {"b": "B"})
    assert item_pools([version(1, {"a": "A"}), gone, version(3, {"a": "A"})]) == {"a": {1, 3}}
    changed = version(3, {"a": "A2"}, unchanged=True)  # beside version 2, which did not have it
    assert item_pools([version(1, {"a": "A"}), gone, changed]) == {"a": {3}}


def test_marks_out_of_another_maximum_are_another_scale():
    now = Made(number=2, items={"a": Asked("A", "2")}, meaning_unchanged=True)
    assert item_pools([version(1, {"a": "A"}), now]) == {"a": {2}}


def test_the_quiz_as_a_whole_starts_anew_with_a_question_more_or_less():
    both, one = {"a": "A", "b": "B"}, {"a": "A"}
    assert quiz_pool([version(1, both), version(2, one), version(3, both)]) == {1, 3}
    draw_one, draw_two = (frozenset({("pool", n, frozenset(both))}) for n in (1, 2))
    assert quiz_pool([version(1, both, draws=draw_one), version(2, both, draws=draw_two)]) == {2}


def test_no_version_no_figures():
    assert item_pools([]) == {}
    assert quiz_pool([]) == frozenset()


def test_what_a_version_holds():
    item = {"id": "a", "type": "true-false", "hash": "A", "max_mark": "1"}
    drawn = {"id": "b", "type": "choice", "hash": "B", "max_mark": "2"}
    pool = {"id": "p", "type": "pool", "draw": 1, "items": [drawn]}
    made = made_of(4, {"items": [item, pool]}, meaning_unchanged=True)
    assert made.items == {"a": Asked("A", "1"), "b": Asked("B", "2")}
    assert made.draws == {("p", 1, frozenset({"b"}))}
    assert (made.number, made.meaning_unchanged) == (4, True)


HISTORIES = st.lists(
    st.tuples(st.dictionaries(st.sampled_from("ab"), st.sampled_from("XYZ")), st.booleans()), min_size=1
)


@given(HISTORIES)
def test_the_last_version_counts_for_itself_and_a_tick_only_adds(history):
    versions = [version(number, *one) for number, one in enumerate(history)]
    pools = item_pools(versions)
    assert pools.keys() == versions[-1].items.keys()
    assert all(versions[-1].number in numbers for numbers in pools.values())
    without = item_pools([version(number, items) for number, (items, _) in enumerate(history)])
    assert all(without[item] <= numbers for item, numbers in pools.items())
    assert all(quiz_pool(versions) <= numbers for numbers in pools.values())


def test_four_are_too_few():
    assert not enough(4)
    assert enough(5)


def test_a_part_is_not_shown_where_the_whole_would_tell_the_rest():
    assert safe_parts({1: 7, 2: 9}) == {1, 2}
    assert safe_parts({1: 7, 2: 4}) == set()  # 11 - 7 are four
    assert safe_parts({1: 7, 2: 9, 3: 2}) == {2}  # with 7 the two others are nine
    assert safe_parts({1: 7, 2: 3, 3: 2}) == {1}  # five are left
    assert safe_parts({1: 12}) == {1}
    assert safe_parts({1: 12, 2: 0}) == {1}


@given(st.dictionaries(st.integers(), st.integers(0, 12), max_size=6))
def test_nobody_stands_alone_in_what_is_left(people):
    shown = safe_parts(people)
    left = sum(people.values()) - sum(people[part] for part in shown)
    assert not shown or left == 0 or left >= FEWEST
    assert all(people[part] >= FEWEST for part in shown)
