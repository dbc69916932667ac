"""Making one entry of two that describe the same service.

One is kept, with the better words of both and the rows of both. The other closes, keeps its address
and leads to the kept one, so that no saved link breaks.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from directory import number_changes
from directory.enums import Availability, Criticality
from directory.merge_links import move_links
from directory.models import AlternateName, NumberChange, SchoolLink, Service, WorkingCall
from directory.models.services import MERGED

CHOSEN = (
    "name",
    "summary",
    "organization",
    "kind",
    "description",
    "core_purpose",
    "coverage_note",
    "eligibility_description",
    "level_from",
    "level_to",
    "email",
    "website",
    "referral_url",
    "hours_note",
    "holiday_cover",
    "holiday_note",
    "out_of_hours_service",
    "out_of_hours_note",
    "consent_basis",
    "consent_note",
    "confidentiality",
    "safeguards",
    "independent",
    "traded",
    "maintainer",
    "source",
)
FIELDS = {field.name: field for field in Service._meta.concrete_fields}
JOINED_LINKS = ("areas", "help_with", "protocols", "cites", "tags")
# What makes two rows the same, for each kind of row that is joined.
JOINED_ROWS = {
    "alternate_names": ("name",),
    "phones": ("number", "extension"),
    "contacts": ("title", "name", "email", "phone"),
    "routes": ("name",),
    "escalation_steps": ("role", "contact"),
    "notes": ("text",),
}


class RefusedError(Exception):
    """Says, in words for the editor, why two entries were not merged."""


@dataclass(frozen=True)
class Difference:
    """A field in which two entries differ, with both values in words."""

    field: str
    label: str
    kept: str
    other: str


def differences(kept: Service, other: Service) -> list[Difference]:
    """Return the fields of which an editor keeps one value."""
    return [
        Difference(field, _label(field), _in_words(kept, field), _in_words(other, field))
        for field in CHOSEN
        if _value(kept, field) != _value(other, field)
    ]


def check(kept: Service, other: Service, user) -> None:
    """Raise RefusedError where `user` cannot merge these two."""
    if kept.pk == other.pk:
        raise RefusedError("An entry cannot be merged with itself. Choose another one.")
    if other.criticality == Criticality.CORE and kept.criticality != Criticality.CORE:
        # Else a core entry would get the other's number without a second person.
        raise RefusedError(f"{other.name} is a core entry: keep that one, and merge {kept.name} into it.")
    for service, partner in ((kept, other), (other, kept)):
        if service.is_gone or service.replaced_by_id not in {None, partner.pk}:
            raise RefusedError(
                f"{service.name} has closed or was replaced already: there is nothing to merge."
            )
        if not service.live:
            raise RefusedError(f"{service.name} is not published: publish it first, or delete the draft.")
        if service.has_unpublished_changes:
            raise RefusedError(f"{service.name} has a draft: publish it or discard it first.")
        lock = service.get_lock()
        if lock and lock.for_user(user):
            raise RefusedError(f"{service.name} is locked: ask for it to be unlocked first.")


@transaction.atomic
def merge(kept: Service, other: Service, choices: set[str], user) -> NumberChange | None:
    """Publish one entry in the place of two.

    `choices` names the fields whose value comes from `other`. Returns the question to a second
    person where the kept one is a core entry that gains numbers (`directory.number_changes`), else
    None. Raises RefusedError where the two cannot be merged, or not so.
    """
    rows = {
        row.pk: row
        for row in Service.objects.select_for_update().filter(pk__in=[kept.pk, other.pk]).order_by("pk")
    }
    if not {kept.pk, other.pk} <= rows.keys():
        raise RefusedError("One of the two entries was deleted.")
    kept, other = rows[kept.pk], rows[other.pk]
    check(kept, other, user)
    _move_history(kept, other, user)
    move_links(kept, other)
    live = Service.objects.get(pk=kept.pk)
    _take(kept, other, choices)
    change = _publish(live, kept, user)
    _close(other, kept, user)
    log(kept, "directory.merge", user=user, data={"said": f"{other.name} ({other.slug}) was merged into it"})
    log(other, "directory.merge", user=user, data={"said": f"it was merged into {live.name} ({live.slug})"})
    return change


def _take(kept: Service, other: Service, choices: set[str]) -> None:
    """Give `kept`, in memory, the chosen values of `other` and all its rows and links."""
    names = [kept.name, other.name]
    for field in CHOSEN:
        if field in choices:
            setattr(kept, field, getattr(other, field))
    kept.replaced_by = None
    if kept.out_of_hours_service_id in {kept.pk, other.pk}:
        kept.out_of_hours_service = None
    kept.formats = list(dict.fromkeys([*kept.formats, *other.formats]))
    kept.edited_at = timezone.now()
    for link in JOINED_LINKS:
        getattr(kept, link).add(*getattr(other, link).all())
    partners = Service.objects.filter(worked_with_by__in=[kept.pk, other.pk]).distinct()
    kept.works_with.set(partners.exclude(pk__in=[kept.pk, other.pk]))
    for rows in JOINED_ROWS:
        _join(kept, other, rows)
    if not kept.schedules.all():  # two entries' hours would overlap: the kept one's stand
        for row in other.schedules.all():
            kept.schedules.add(_copy(row))
    _name(kept, names)
    try:
        kept.clean()
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error


def _name(kept: Service, names: list[str]) -> None:
    """Let readers find `kept` by both names: the one that is not its own becomes another name."""
    known = {row.name.casefold() for row in kept.alternate_names.all()} | {kept.name.casefold()}
    for name in dict.fromkeys(names):
        if name.casefold() not in known:
            kept.alternate_names.add(AlternateName(name=name[:100], former=False))


def _join(kept: Service, other: Service, rows: str) -> None:
    """Add the rows of `other` that `kept` has not, behind its own: the first number stays the first."""
    mine = getattr(kept, rows)
    known = {_same(row, rows) for row in mine.all()}
    for row in getattr(other, rows).all():
        if _same(row, rows) not in known:
            known.add(_same(row, rows))
            mine.add(_copy(row))
    for place, row in enumerate(mine.all()):
        row.sort_order = place


def _same(row, rows: str) -> tuple:
    return tuple(getattr(row, field).strip().casefold() for field in JOINED_ROWS[rows])


def _copy(row):
    fields = [
        field for field in row._meta.concrete_fields if field.name not in {"id", "service", "sort_order"}
    ]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields})


def _publish(live: Service, merged: Service, user) -> NumberChange | None:
    """Publish `merged`. New numbers of a core entry stay in a draft that waits for a second person."""
    if not number_changes.needs_second_person(live, merged, user):
        merged.save_revision(user=user, clean=False).publish(user=user)
        return None
    joined = list(merged.phones.all())
    merged.phones = list(live.phones.all())
    merged.save_revision(user=user, clean=False).publish(user=user)
    published = Service.objects.get(pk=live.pk)
    draft = published.get_latest_revision_as_object()
    draft.phones = joined
    return number_changes.ask(published, draft.save_revision(user=user, clean=False), user)


def _close(other: Service, kept: Service, user) -> None:
    other.availability = Availability.DEFUNCT
    other.availability_note = MERGED
    other.unavailable_until = None
    other.replaced_by = Service.objects.get(pk=kept.pk)
    other.works_with.set([])
    other.edited_at = timezone.now()
    other.save_revision(user=user, clean=False).publish(user=user)


def _move_history(kept: Service, other: Service, user) -> None:
    """Let checks, reports, calls, schools' links and decided numbers count for the kept entry."""
    other.assurances.update(service=kept)
    other.reports.update(service=kept)
    for call in other.working_calls.all():
        mine, is_new = WorkingCall.objects.get_or_create(
            service=kept, day=call.day, defaults={"count": call.count}
        )
        if not is_new:
            mine.count += call.count
            mine.save(update_fields=["count"])
    other.working_calls.all().delete()
    linked = SchoolLink.objects.filter(service=kept).values("school")
    other.school_links.exclude(school__in=linked).update(service=kept)
    other.school_links.all().delete()
    closed = {"decided_at": timezone.now(), "decided_by": user, "agreed": False, "note": MERGED}
    other.number_changes.filter(decided_at=None).update(**closed)
    other.number_changes.update(service=kept)


def _value(service: Service, field: str):
    return getattr(service, FIELDS[field].attname)


def _label(field: str) -> str:
    name = str(FIELDS[field].verbose_name)
    return name[:1].upper() + name[1:]


def _in_words(service: Service, field: str) -> str:
    value = getattr(service, field)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    display = getattr(service, f"get_{field}_display", None)
    return str(display() if display else value or "") or "(nothing)"
