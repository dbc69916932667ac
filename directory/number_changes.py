"""The rule that two people stand behind a new number of a core service.

A wrong digit on a front door costs an hour that a child may not have. So a published core entry
changes its numbers only when somebody other than the person who typed them agrees.
"""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from directory.enums import Criticality, PhonePurpose
from directory.models import NumberChange, Service

EDITED_SINCE = "The entry was edited since. Open it and publish it from there."


class RefusedError(Exception):
    """Says, in words for the editor, why a change of number was not decided."""


def in_words(service: Service) -> str:
    """Return every number of `service`: "01632 960101 (main number), 01632 960102 (crisis line)"."""
    return ", ".join(sorted(_in_words(phone) for phone in service.phones.all())) or "no number"


def needs_second_person(live: Service, draft: Service, user) -> bool:
    """Return whether publishing `draft` over `live` waits for somebody other than `user`.

    It does where the published entry is a core one and its numbers differ, unless somebody else has
    asked for just these numbers, or the portal has no second person who may publish.
    """
    if not live.live or live.criticality != Criticality.CORE or in_words(live) == in_words(draft):
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
        "before": in_words(live)[:500],
        "after": in_words(draft)[:500],
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
    if in_words(change.revision.as_object())[:500] != change.after:
        raise RefusedError(EDITED_SINCE)
    _decide(change, user, agreed=True)
    change.revision.publish(user=user)


@transaction.atomic
def decline(change: NumberChange, user) -> None:
    """Leave the published numbers as they are; the draft stays for its editor to mend."""
    _decide(change, user, agreed=False)


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
    if live.live_revision:
        newer = newer.filter(created_at__gt=live.live_revision.created_at)
    return any(in_words(revision.as_object()) == in_words(draft) for revision in newer)


def _decide(change: NumberChange, user, *, agreed: bool) -> None:
    """Raises RefusedError where somebody has decided already: two clicks at once make one decision."""
    decision = {"decided_at": timezone.now(), "decided_by": user, "agreed": agreed}
    if not NumberChange.objects.filter(pk=change.pk, decided_at=None).update(**decision):
        raise RefusedError("Somebody has decided this already.")
    word = "agreed" if agreed else "declined"
    log(change.service, f"directory.number_change_{word}", user=user, data={"said": change.after})


def _waiting(service: Service) -> NumberChange | None:
    return NumberChange.objects.filter(service=service, decided_at=None).first()


def _in_words(phone) -> str:
    extension = f" ext. {phone.extension}" if phone.extension else ""
    return f"{phone.display}{extension} ({PhonePurpose(phone.purpose).label.lower()})"
