"""The rule that two people stand behind a new number of a core service.

A wrong digit on a front door costs an hour that a child may not have. So a core entry changes its
numbers, or stops being a core entry, only when somebody other than the person who typed that agrees.

What counts is the entry as it was last published. To unpublish it first is no way round: it then
keeps the numbers with which it was public, whatever is saved meanwhile.
"""

import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.signals import unpublished

from directory.enums import Criticality, PhonePurpose
from directory.models import NumberChange, Service

LATELY = datetime.timedelta(days=30)
NO_LONGER_CORE = "no longer a core entry: "
EDITED_SINCE = "The entry was edited since. Open it and publish it from there."


class RefusedError(Exception):
    """Says, in words for the editor, why a change of number was not decided."""


def in_words(service: Service) -> str:
    """Return what two people stand behind: "01632 960101 (main number), 01632 960102 (crisis line)".

    Where `service` is not a core entry it says so first.
    """
    numbers = ", ".join(sorted(_in_words(phone) for phone in service.phones.all())) or "no number"
    return numbers if service.criticality == Criticality.CORE else NO_LONGER_CORE + numbers


def watch() -> None:
    """Let an entry that is unpublished remember the numbers with which it was public."""
    unpublished.connect(_remember, sender=Service, dispatch_uid="number_changes.unpublished")


def _remember(instance: Service, **signal) -> None:
    row = Service.objects.get(pk=instance.pk)
    numbers = in_words(row) if row.criticality == Criticality.CORE else ""
    instance.last_core_numbers = numbers
    Service.objects.filter(pk=row.pk).update(last_core_numbers=numbers)


def agreed_numbers(live: Service) -> str:
    """Return the numbers that `live`, the row in the database, has or had in public as a core entry."""
    if not live.live:
        return live.last_core_numbers
    return in_words(live) if live.criticality == Criticality.CORE else ""


def needs_second_person(live: Service, draft: Service, user) -> bool:
    """Return whether publishing `draft` over `live`, the row in the database, waits for another than `user`.

    It does where the entry was a core one when it was last published, and its numbers differ or it
    would no longer be a core one; unless somebody else has asked for just that, or the portal has
    no second person who may publish.
    """
    if agreed_numbers(live) in {"", in_words(draft)}:
        return False
    waiting = _waiting(live)
    if waiting and waiting.asked_by_id not in {None, user.pk} and waiting.after == in_words(draft):
        return False
    return others_who_may_agree(user).exists()


def others_who_may_agree(user):
    """Return the active accounts, without `user`, that may publish services."""
    may = Q(
        groups__permissions__codename="publish_service",
        groups__permissions__content_type__app_label="directory",
    )
    people = get_user_model().objects.filter(may | Q(is_superuser=True), is_active=True)
    return people.exclude(pk=user.pk).distinct()


@transaction.atomic
def ask(live: Service, revision, user) -> NumberChange:
    """Write down that `revision` waits; an older question about the same service is replaced by it."""
    draft = revision.as_object()
    facts = {
        "revision": revision,
        "before": agreed_numbers(live),
        "after": in_words(draft),
        "asked_at": timezone.now(),
        "asked_by": user,
    }
    change, _ = NumberChange.objects.update_or_create(service=live, decided_at=None, defaults=facts)
    log(live, "directory.number_change_asked", user=user, data={"said": f"{change.before} to {change.after}"})
    return change


@transaction.atomic
def agree(change: NumberChange, user) -> None:
    """Publish the revision that waits.

    Raises RefusedError where `user` asked, or the revision is no longer the newest.
    """
    if change.asked_by_id == user.pk:
        raise RefusedError("Somebody other than the person who changed the number must agree.")
    service = change.service
    if change.revision_id is None or change.revision_id != service.latest_revision_id:
        raise RefusedError(EDITED_SINCE)
    # An editor's page saves over its own newest revision, so the same revision may hold another number.
    if in_words(change.revision.as_object()) != change.after:
        raise RefusedError(EDITED_SINCE)
    _decide(change, user, agreed=True)
    change.revision.publish(user=user)


@transaction.atomic
def decline(change: NumberChange, user, note: str = "") -> None:
    """Leave the published numbers as they are; the draft stays for its editor to mend, who reads `note`."""
    _decide(change, user, agreed=False, note=note)


def declined(service: Service, user) -> NumberChange | None:
    """Return the change that `user` asked for and somebody declined, until the draft is edited again."""
    changes = NumberChange.objects.filter(service=service, asked_by=user, agreed=False)
    newest = changes.exclude(decided_by=user).select_related("decided_by", "revision").first()
    if newest is None or newest.revision_id is None or newest.revision_id != service.latest_revision_id:
        return None
    return newest if newest.revision.created_at <= newest.decided_at else None


def declined_lately():
    """Return the changes that somebody declined within 30 days, newest first."""
    since = timezone.now() - LATELY
    changes = NumberChange.objects.filter(agreed=False, decided_at__gte=since).order_by("-decided_at")
    return changes.select_related("service", "asked_by", "decided_by")


def settle(service: Service, user) -> None:
    """Close the question about `service` once its numbers were published by somebody else."""
    waiting = _waiting(service)
    if waiting and waiting.after == in_words(service):
        _decide(waiting, user, agreed=True)


def publish_approved(workflow_state, user=None) -> None:
    """Publish what a workflow approved, or ask a second person.

    Whoever approves is the second person where somebody else typed the number before them.
    """
    thing = workflow_state.content_object
    revision = thing.get_latest_revision()
    if user and isinstance(thing, Service):
        draft = revision.as_object()
        if needs_second_person(thing, draft, user) and not _somebody_else_typed(thing, draft, user):
            ask(thing, revision, user)
            return
    revision.publish(user=user)


def _somebody_else_typed(live: Service, draft: Service, user) -> bool:
    newer = live.revisions.exclude(user=None).exclude(user=user)
    published = live.live_revision.created_at if live.live_revision else live.last_published_at
    if published:
        newer = newer.filter(created_at__gt=published)
    return any(in_words(revision.as_object()) == in_words(draft) for revision in newer)


def _decide(change: NumberChange, user, *, agreed: bool, note: str = "") -> None:
    """Raises RefusedError where somebody has decided already: two clicks at once make one decision."""
    decision = {"decided_at": timezone.now(), "decided_by": user, "agreed": agreed, "note": note}
    if not NumberChange.objects.filter(pk=change.pk, decided_at=None).update(**decision):
        raise RefusedError("Somebody has decided this already.")
    word = "agreed" if agreed else "declined"
    said = f"{change.after}. {note}" if note else change.after
    log(change.service, f"directory.number_change_{word}", user=user, data={"said": said})


def _waiting(service: Service) -> NumberChange | None:
    return NumberChange.objects.filter(service=service, decided_at=None).first()


def _in_words(phone) -> str:
    extension = f" ext. {phone.extension}" if phone.extension else ""
    return f"{phone.display}{extension} ({PhonePurpose(phone.purpose).label.lower()})"
