"""Services and helplines: one file each."""

import datetime
import re

from django.utils import timezone

from directory import edition
from directory.models import Assurance, Organization, Schedule, Service, ServiceTag
from directory.schedules import overlaps
from home.importers.reading import Item
from home.importers.writing import Load, Special, own_fields
from portal.accounts.roles import DIRECTORY_EDITOR
from portal.content.models import Tag

FILES = ["services/*.yaml", "helplines/*.yaml"]
# Where the file says it in other words than the model.
WORDS = {
    "organization": "organisation",
    "availability_note": "note",
    "unavailable_until": "unavailable_until_days",
    "out_of_hours_service": "out_of_hours",
    "level_from": "levels",
    "level_to": "levels",
}
ROWS = {
    "phones": "phones",
    "contacts": "contacts",
    "routes": "routes",
    "also_known_as": "alternate_names",
    "escalation": "escalation_steps",
    "visibility_notes": "notes",
}
LEVELS = re.compile(r"([1-4])(?:-([1-4]))?")

# Else every entry of a fresh demonstration would be news to each of its schools.
STOOD_FOR = datetime.timedelta(days=60)


def load_services(load: Load) -> None:
    """Load every service: first a row for each, for they name one another, then what they hold."""
    items = [item for pattern in FILES for item in load.keyed(pattern)]
    entries = load.begin(Service, _only_once(load, items))
    for service, item, before in entries:
        service.organization = _organisation(load, item)
        if before is None and not load.mistakes:
            service.name = item["name"].text[:150]
            service.save()
        load.remember(service, service.slug, item["id"].text)
    for service, item, _ in entries:
        _fill(load, service, item)
    checks: dict[int, list[Assurance]] = {}
    for check in Assurance.objects.filter(service__in=[service for service, _, before in entries if before]):
        checks.setdefault(check.service_id, []).append(check)
    for service, item, before in entries:
        if not load.mistakes:
            load.publish(service, before)
            _replace_checks(load, service, item, checks.get(service.pk, []))
    if not load.mistakes:
        new = [service.pk for service, _, before in entries if before is None]
        Service.objects.filter(pk__in=new).update(last_published_at=timezone.now() - STOOD_FOR)
        imported = [service.pk for service, _, _ in entries]
        Service.objects.filter(pk__in=imported).update(imported_at=timezone.now())
        edition.bump()  # the rows above were written past the signals


def _only_once(load: Load, items: list[Item]) -> list[Item]:
    """Return `items`, after noting each slug or id that two files use."""
    for key in ("slug", "id"):
        seen: dict[str, Item] = {}
        for item in items:
            word = item[key].text.casefold()
            if word and word in seen:
                load.mistakes.add(item[key], f"“{word}” stands in {seen[word].file} already")
            seen.setdefault(word, item)
    return list({item["slug"].text: item for item in items}.values())


def _organisation(load: Load, item: Item) -> Organization | None:
    if not item["organisation"].text:
        load.mistakes.add(item["organisation"], "a service belongs to an organisation: name one")
        return None
    return load.find(Organization, item["organisation"])


def _fill(load: Load, service: Service, item: Item) -> None:
    """Fill and check one service with all its rows."""
    special = _special(load)
    for field in WORDS:
        if field != "organization":
            setattr(service, field, own_fields(Service)[field].get_default())
    for relation in [*ROWS.values(), "schedules", "tagged_items"]:
        setattr(service, relation, [])
    if load.fill(service, item, special):
        load.govern(service, item, DIRECTORY_EDITOR)
        load.check(service, item, WORDS)
        if not item["areas"].rows:
            load.mistakes.add(item["areas"], "name at least one area")
    if "checked" in item:
        _check_of(load, service, item["checked"])


def _special(load: Load) -> Special:
    """Return a function for each word of a service that is not simply a field."""

    def rows(relation):
        return lambda service, item: load.rows(service, relation, item)

    def other(field):
        return lambda service, item: setattr(service, field, load.find(Service, item))

    def until(service, item):
        service.unavailable_until = load.today + load.days(item)

    def note(service, item):
        service.availability_note = item.text

    def nothing(service, item):
        """The name by which other files know it, and the organisation, were read before."""

    special: Special = {
        **load.governed(),
        **{word: rows(relation) for word, relation in ROWS.items()},
        "hours": lambda service, item: _set_hours(load, service, item),
        "levels": lambda service, item: _set_levels(load, service, item),
        "tags": lambda service, item: _set_tags(load, service, item),
        "out_of_hours": other("out_of_hours_service"),
        "replaced_by": other("replaced_by"),
        "note": note,
        "unavailable_until_days": until,
        "id": nothing,
        "organisation": nothing,
        "checked": nothing,
    }
    # The model's own words for these are not the file's.
    wrong = {field: _not_here(load, word) for field, word in WORDS.items()}
    return {**wrong, **special}


def _not_here(load: Load, word: str):
    return lambda service, item: load.mistakes.add(item, f"write “{word}” here")


def _set_hours(load: Load, service: Service, item: Item) -> None:
    """Set the hours; refuse rows that say two things of the same moment."""

    def purpose(row, item):
        row.purpose = item.text
        if item.text:
            load.one_of(Schedule._meta.get_field("purpose"), item)

    made = load.rows(service, "schedules", item, {"for": purpose, "purpose": _not_here(load, "for")})
    if load.mistakes:
        return  # times that could not be read would only seem to overlap
    lines = {id(row): row_item for row, row_item in made}
    for first, second in overlaps([row for row, _ in made]):
        load.mistakes.add(
            lines[id(second)], f"these hours overlap with those of line {lines[id(first)].line}"
        )


def _set_levels(load: Load, service: Service, item: Item) -> None:
    """Set the levels of need: any, 3, or 3-4."""
    if item.text == "any":
        service.level_from, service.level_to = 1, 4
    elif match := LEVELS.fullmatch(item.text):
        service.level_from = int(match[1])
        service.level_to = int(match[2] or match[1])
    elif item.text:
        load.mistakes.add(item, f"“{item.text}” is not a level: write any, 3, or 3-4")


def _set_tags(load: Load, service: Service, item: Item) -> None:
    service.tagged_items = [ServiceTag(tag=tag) for tag in load.find_all(Tag, item)]


def _check_of(load: Load, service: Service, item: Item) -> Assurance:
    """Return the newest check of `service`, as the file has it; note what is wrong with it."""
    check = Assurance(service=service)

    def days_ago(check, item):
        check.assured_at = load.days_ago(item)

    def by(check, item):
        check.assurer_role = item.text

    special = {
        "days_ago": days_ago,
        "by": by,
        "assured_at": _not_here(load, "days_ago"),
        "assurer_role": _not_here(load, "by"),
        "service": _not_here(load, "nothing"),
        "assurer": _not_here(load, "by"),
    }
    if not isinstance(item.value, dict):
        load.mistakes.add(item, "write days_ago, by, method and fields below it")
    elif "days_ago" not in item:
        load.mistakes.add(item, "days_ago is missing")
    elif load.fill(check, item, special):
        load.check(check, item, {"assured_at": "days_ago", "assurer_role": "by"}, unique=False)
    return check


def _replace_checks(load: Load, service: Service, item: Item, there: list[Assurance]) -> None:
    """Make the log of checks of `service` hold the one of the file, dated from today."""
    wanted = [_check_of(load, service, item["checked"])] if "checked" in item else []
    if [_told(check) for check in there] != [_told(check) for check in wanted]:
        Assurance.objects.filter(pk__in=[check.pk for check in there]).delete()
        for check in wanted:
            check.save()


def _told(check: Assurance) -> tuple:
    return check.assured_at, check.assurer_role, check.method, check.fields, check.note
