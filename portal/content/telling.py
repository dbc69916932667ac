"""Letters to owners when the guidance that their content rests on has changed status."""

import logging
from collections import defaultdict

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from portal.content.impact import Dependent, resting_on
from portal.content.models import GuidanceChange, PortalSettings

logger = logging.getLogger(__name__)


def tell_owners(change_pk: int) -> None:
    """Write one letter to each owner of what rests on the changed record. Never raises, never twice.

    The change is marked first: a letter that is lost is better than one that comes again and again,
    for the list and the banners stand whether it arrives or not.
    """
    try:
        untold = GuidanceChange.objects.filter(pk=change_pk, told_at=None)
        if not untold.update(told_at=timezone.now()):
            return
        change = GuidanceChange.objects.select_related("record__maintainer", "record__replaced_by").get(
            pk=change_pk
        )
        for address, found in _by_address(change).items():
            _write(change, address, found)
    except Exception:
        logger.exception("owners_not_told")


def _by_address(change: GuidanceChange) -> dict[str, list[Dependent]]:
    """Return what each owner keeps; what nobody keeps goes to whoever keeps the record, or the portal."""
    portal = PortalSettings.objects.values_list("contact_email", flat=True).first() or ""
    fallback = _address(change.record.maintainer) or portal
    letters = defaultdict(list)
    for one in resting_on([change.record]):
        letters[_address(one.owner) or fallback].append(one)
    letters.pop("", None)
    return letters


def _address(person) -> str:
    return person.email if person and person.is_active else ""


def _write(change: GuidanceChange, address: str, found: list[Dependent]) -> None:
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    text = render_to_string(
        "content/email/guidance_changed.txt",
        {
            "change": change,
            "found": found,
            "base": base,
            "impact": base + reverse("content_impact", args=[change.record.pk]),
        },
    )
    try:
        send_mail(f"Guidance has changed: {change.record.title}", text, None, [address])
    except Exception:
        logger.exception("owner_not_told")
