"""Properties of chains of editions: no circle is let in, no edition is lost, whatever replaces whatever."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.content import register
from portal.content.models import GuidanceRecord

pytestmark = pytest.mark.django_db
MOST = 8
# Each example starts from an empty register, so that the transaction may be shared.
RULES = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def forests(draw):
    """Return, for each of some records, the number of the one that replaces it, or None: never a circle."""
    size = draw(st.integers(1, MOST))
    return [draw(st.none() | st.integers(0, number - 1)) if number else None for number in range(size)]


# Any record may point at any other: circles too.
tangles = st.lists(st.none() | st.integers(0, MOST - 1), min_size=1, max_size=MOST)


def build(targets):
    """Write records that replace each other as `targets` says, past the checks."""
    GuidanceRecord.objects.update(replaced_by=None)
    GuidanceRecord.objects.all().delete()
    made = GuidanceRecord.objects.bulk_create(
        GuidanceRecord(
            title=f"Record {number}", slug=f"record-{number}", issuer="-", kind="statute", summary="-"
        )
        for number in range(len(targets))
    )
    for record, target in zip(made, targets, strict=True):
        if target is not None and target < len(made):
            record.replaced_by = made[target]
    GuidanceRecord.objects.bulk_update(made, ["replaced_by"])
    return list(GuidanceRecord.objects.order_by("pk"))


@RULES
@given(targets=forests())
def test_each_line_is_one_text_after_another_newest_first(db, targets):
    records = build(targets)
    for record in records:
        lines = register.lines(record)
        for line in lines:
            assert line[0] == record.latest()
            assert [each.replaced_by for each in line] == [None, *line[:-1]]
            assert record in line
        related = {each for each in records if record in each.later_editions()}
        assert {each for line in lines for each in line} == related | {record, *record.later_editions()}
        assert len({line[-1] for line in lines}) == len(lines)


@RULES
@given(targets=tangles)
def test_a_circle_that_stands_already_ends_every_walk(db, targets):
    for record in build(targets):
        later = record.later_editions()
        assert len(later) == len(set(later)) <= MOST
        for line in register.lines(record):
            assert record in line
            assert len(line) == len(set(line))


@RULES
@given(targets=forests(), data=st.data())
def test_every_circle_is_refused_and_nothing_else(db, targets, data):
    records = build(targets)
    record = data.draw(st.sampled_from(records))
    other = data.draw(st.sampled_from(records))
    closes = record == other or record in other.later_editions()
    record.replaced_by, record.status = other, "superseded"
    if not closes:
        record.clean()
        return
    with pytest.raises(ValidationError) as refusal:
        record.clean()
    assert "replaced_by" in refusal.value.message_dict
