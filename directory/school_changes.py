"""What the partnership changed in the entries of services since a moment, in one line each."""

import datetime
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from wagtail.models import ModelLogEntry, Revision

from directory import phones
from directory.enums import Availability
from directory.models import Service
from directory.querysets import GONE
from portal.content.enums import Visibility


@dataclass(frozen=True)
class Change:
    """One entry that changed, and how, in words."""

    service: Service
    words: str


def changes_since(services: list[Service], moment: datetime.datetime | None) -> list[Change]:
    """Return what changed in `services` after `moment`, in their order; nothing where it is None.

    What was published then comes from Wagtail's log; where the log does not reach back that far
    the line says only that the entry was edited. Only public numbers are compared. Ask for the
    services with `ServiceQuerySet.for_list`: three queries, however many there are.
    """
    if moment is None:
        return []
    edited = [one for one in services if one.last_published_at and one.last_published_at > moment]
    before = _published_before(edited, moment)
    lines = [(one, _edit_in_words(one, before.get(str(one.pk)), moment)) for one in edited]
    return [Change(service, words) for service, words in lines if words]


def _published_before(services: list[Service], moment) -> dict[str, dict]:
    """Return, by primary key as text, what was published of each service at `moment`."""
    if not services:
        return {}
    newest = (
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Service),
            object_id__in=[str(service.pk) for service in services],
            action="wagtail.publish",
            timestamp__lte=moment,
        )
        .order_by()
        .values("object_id")
        .annotate(newest=Max("revision_id"))
        .values_list("newest", flat=True)
    )
    return dict(Revision.objects.filter(pk__in=list(newest)).values_list("object_id", "content"))


def _edit_in_words(service: Service, before: dict | None, moment) -> str:
    if before is None:
        is_new = service.first_published_at and service.first_published_at > moment
        return "New in the directory." if is_new else f"Its entry was edited. {_state(service)}".strip()
    parts = []
    if before.get("availability") != service.availability:
        parts.append(_state(service) or "It is open to referrals again.")
    numbers = _numbers_now(service)
    if _numbers_then(before) != numbers:
        listed = ", ".join(phones.display(number) for number in numbers)
        parts.append(f"Its number has changed: now {listed}." if listed else "It has no number now.")
    if before.get("name") != service.name:
        parts.append(f"It was called {before.get('name')}.")
    return " ".join(parts) or "Its entry was edited."


def _state(service: Service) -> str:
    if service.availability in GONE:
        return "It has closed."
    return "It is unavailable for now." if service.availability == Availability.TEMPORARILY_CLOSED else ""


def _numbers_now(service: Service) -> list[str]:
    return [phone.number for phone in service.phones.all() if phone.visibility == Visibility.PUBLIC]


def _numbers_then(before: dict) -> list[str]:
    rows = before.get("phones", [])
    return [row["number"] for row in rows if row.get("visibility") == Visibility.PUBLIC]
