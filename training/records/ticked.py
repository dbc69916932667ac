"""What somebody ticked in their browser before they had an account, taken into it when they press the button.

A browser may send anything. Only what stands in a plan of the portal is taken, and never a quiz: that one
has to be passed here.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils import timezone

from training.records import learning, plans
from training.records.learning import OtherVersionError
from training.records.models import PlanItem
from training.records.models.learning import Sort


@dataclass
class Taken:
    """What came of it, in titles."""

    noted: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)  # the module has another version by now


def take(person, ticks: Collection[str]) -> Taken:
    """Note what `ticks` name (see my_plans.Line.tick) as done today; what was noted before stays as it is."""
    items = PlanItem.objects.filter(group__plan__in=plans.templates(), sort__in=(Sort.PAGE, Sort.TASK))
    known = {(item.sort, str(item.number or item.key)): item for item in items}
    records = learning.of(person).standing().filter(sort__in=(Sort.PAGE, Sort.TASK))
    there = set(records.values_list("number", "key", "version"))
    taken = Taken()
    for tick in list(dict.fromkeys(ticks))[: plans.MOST_ITEMS]:
        sort, _, rest = tick.partition(":")
        what, _, version = rest.partition(":") if sort == Sort.PAGE else (rest, "", "")
        item = known.get((sort, what))
        if item and (item.number, item.key, version) not in there:
            _take(person, item, version, taken)
    return taken


def _take(person, item: PlanItem, version: str, taken: Taken) -> None:
    if item.sort == Sort.TASK:
        learning.note_task(person, item, timezone.localdate(), hours=learning.hours_of(item))
        taken.noted.append(item.title)
        return
    page = learning.page_for(person, item.number) if item.number else None
    if page is None:
        return
    try:
        learning.note(person, page, version)
    except OtherVersionError:
        taken.changed.append(page.title)
    else:
        taken.noted.append(page.title)
