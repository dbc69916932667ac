"""The portal's own training plans, and who was given one. What people did is theirs and is never touched."""

import datetime

from django.core.validators import slug_re

from home.importers.blocks import id_of
from home.importers.questions import whole
from home.importers.reading import Item
from home.importers.writing import Load
from portal.accounts.models import User
from portal.accounts.roles import TRAINER
from training.records import assigning, plans
from training.records.models import Assignment, Plan, PlanGroup, PlanItem
from training.records.models.learning import Sort
from training.records.plans import Content, Entry, Group

FILE = "plans.yaml"
WORDS = ["slug", "name", "about", "for_whom", "induction", "groups", "given"]
OTHERS = {"task": Sort.TASK, "session": Sort.SESSION, "elsewhere": Sort.EXTERNAL}


def plan_ids(load: Load) -> list[str]:
    """Return the public ids of the plans that the file holds."""
    return [_id(item) for item in load.entries(FILE)]


def load_plans(load: Load) -> None:
    """Load plans.yaml. Who has a plan keeps the list that they were given."""
    for item in load.keyed(FILE):
        for word in item.words:
            if word not in WORDS:
                load.mistakes.add(item[word], f"“{word}” is not known here")
        content = _content(load, item)
        given = [_given(load, row) for row in item["given"].rows]
        if not load.mistakes:
            plan = _write(load, item, content)
            for to, by, days in given:
                _give(plan, to, by, load.today + days)


def _id(item: Item) -> str:
    return id_of(f"plan/{item['slug'].text}")


def _content(load: Load, item: Item) -> Content:
    seen: dict[str | int, Item] = {}
    groups = tuple(_group(load, row, seen) for row in item["groups"].rows)
    if not groups or not item["name"].text:
        load.mistakes.add(item, "a plan has a name, and groups with items")
    words = {name: item[name].text for name in ("name", "about", "for_whom")}
    load.check(Plan(**words), item, {}, unique=False)
    return Content(**words, is_induction="induction" in item and load.flag(item["induction"]), groups=groups)


def _group(load: Load, row: Item, seen: dict[str | int, Item]) -> Group:
    load.check(PlanGroup(title=row["title"].text, order=0), row, {}, unique=False)
    entries = tuple(entry for one in row["items"].rows if (entry := _entry(load, one, seen)))
    needed = whole(row["needed"], load.mistakes) if "needed" in row else None
    if needed is not None and not 0 < needed <= len(row["items"].rows):
        load.mistakes.add(row["needed"], "ask for at least one, and for no more than there are")
    return Group(row["title"].text, entries, needed)


def _entry(load: Load, row: Item, seen: dict[str | int, Item]) -> Entry | None:
    """Return one thing of a plan, held to the rules of the table; each stands in a plan once.

    In: what stands in the plan already, by key or number; this is added to it.
    """
    word = next((word for word in OTHERS if word in row), "page")
    entry = _page(load, row) if word == "page" else _other(load, row, word)
    if entry is None:
        return None
    load.check(PlanItem(**vars(entry), order=0), row, {"key": word}, unique=False)
    what = entry.key or entry.number
    if what in seen:
        load.mistakes.add(row[word], f"“{row[word].text}” stands in line {seen[what].line} already")
    if what:
        seen[what] = row[word]
    return entry


def _other(load: Load, row: Item, word: str) -> Entry:
    """Return what is no page, and has a key and a title of its own. The key stands in addresses."""
    key, title = row[word].text, row["title"].text
    if not key or not title:
        load.mistakes.add(row, "this has a key and a title")
    elif not slug_re.fullmatch(key):
        load.mistakes.add(row[word], "a key is of letters without accents, numbers, hyphens and underscores")
    return Entry(OTHERS[word], title, key=key, note=row["note"].text, minutes=_minutes(load, row))


def _minutes(load: Load, row: Item) -> int:
    return whole(row["minutes"], load.mistakes) if "minutes" in row else 0


def _page(load: Load, row: Item) -> Entry | None:
    """Return a page by its slug or code, or None, noting it where there is none."""
    note = row["note"].text
    names = [load.known.get(model, {}).get(row["page"].text.casefold()) for model in plans.PAGES]
    page = next((page for page in names if page), None)
    if page is None or page.pk is None:
        load.mistakes.add(row["page"], f"there is no page “{row['page'].text}” of the training")
        return None
    found = plans.entry_of(page)
    minutes = _minutes(load, row) or found.minutes
    return Entry(found.sort, found.title, found.number, note=note, minutes=minutes)


def _write(load: Load, item: Item, content: Content) -> Plan:
    """Return the plan, made or changed where the file says something else than there is."""
    plan = Plan.objects.filter(public_id=_id(item)).first()
    label = str(Plan._meta.verbose_name_plural)
    load.total[label] += 1
    if plan is None:
        load.changed[label] += 1
        plan = plans.add(content, maker=load.keepers.get(TRAINER))
        Plan.objects.filter(pk=plan.pk).update(public_id=_id(item))
    elif plans.content_of(plan) != content:
        load.changed[label] += 1
        plans.change(plan, content, plan.version)
    return plan


def _given(load: Load, row: Item) -> tuple[User, User, datetime.timedelta]:
    to, by = load.find(User, row["to"]), load.find(User, row["by"])
    if to and to.school_id is None:
        load.mistakes.add(row["to"], "a plan is given to somebody of a school")
    return to, by, load.days(row["due_in_days"])


def _give(plan: Plan, to: User, by: User, due_on: datetime.date) -> None:
    """Give the plan once: whoever had it, and be it that it was ended, does not get it again."""
    if not Assignment.objects.filter(plan=plan, person=to, school=to.school).exists():
        assigning.assign(plan, [to], school=to.school, by=by, due_on=due_on)
