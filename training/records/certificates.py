"""Certificates: issue, put a name right, revoke. Each is a copy of what was true, and is never edited."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Site

from portal.content.models import PortalSettings
from training.models import ModulePage
from training.quizzes.passing import passed_by
from training.records.dates import months_after
from training.records.models import Certificate, LearningRecord


class NoCertificateError(Exception):
    """There is nothing that a certificate could say: not read, not passed, or over already."""


def has_passed(person, module: ModulePage) -> bool | None:
    """Return whether `person` passed the quiz of `module`; None where it has none that can be passed."""
    return passed_by(person.pk, module.quiz) if module.quiz else None


def issuer() -> str:
    """Return who stands behind the certificates of this portal."""
    settings = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    return settings.publisher or settings.name


def of(person) -> QuerySet[Certificate]:
    """Return the certificates of `person`: nobody else's can be reached from here."""
    return Certificate.objects.filter(person=person.pk).select_related("superseded_by")


@transaction.atomic
def issue(record: LearningRecord, module: ModulePage) -> Certificate:
    """Return the certificate of a module that was read; the one that stands, if there is one.

    It runs out so many months after the reading, whenever it is asked for. Raises NoCertificateError.
    """
    person = get_user_model().objects.select_for_update().get(pk=record.person_id)
    stands = LearningRecord.objects.standing().filter(pk=record.pk, number=module.pk).exists()
    if not stands or has_passed(person, module) is False:
        raise NoCertificateError
    before = of(person).filter(record=record)
    if there := before.filter(superseded_by=None).first():
        if there.revoked_on:
            raise NoCertificateError
        return there
    expires = months_after(record.done_on, module.valid_months) if module.valid_months else None
    today = timezone.localdate()
    if expires and expires < today:
        raise NoCertificateError
    return Certificate.objects.create(
        person=person,
        record=record,
        name=person.get_full_name(),
        title=record.title,
        hours=record.hours,
        version=record.version,
        issued=today,
        expires=expires,
        issuer=issuer(),
    )


@transaction.atomic
def supersede(certificate: Certificate, name: str) -> Certificate:
    """Return a copy of `certificate` with the corrected name, which stands in its place from now on.

    The same one, where the name is right. Raises NoCertificateError for one that has ended.
    """
    get_user_model().objects.select_for_update().get(pk=certificate.person_id)
    there = of(certificate.person).get(pk=certificate.pk)
    if there.revoked_on or there.is_replaced:
        raise NoCertificateError
    if name == there.name:
        return there
    return Certificate.objects.create(
        person=there.person,
        record=there.record,
        name=name,
        title=there.title,
        hours=there.hours,
        version=there.version,
        issued=timezone.localdate(),
        expires=there.expires,
        issuer=there.issuer,
        supersedes=there,
    )


@transaction.atomic
def revoke(certificate: Certificate, why: str) -> bool:
    """Revoke `certificate` for a reason, which its person reads. Returns whether it stood until now.

    Its copies with another name are revoked with it: they say the same of the same person.
    """
    if not why.strip():
        raise ValueError("A certificate is revoked for a reason.")
    get_user_model().objects.select_for_update().filter(pk=certificate.person_id).first()  # see supersede
    stood = Certificate.objects.filter(pk=certificate.pk, revoked_on=None).exists()
    Certificate.objects.filter(pk__in=_copies(certificate)).revoke(timezone.localdate(), why)
    return stood


def _copies(certificate: Certificate) -> set[int]:
    """Return the numbers of `certificate`, of what it replaced and of what replaced it."""
    found, more = set(), {certificate.pk}
    while more:
        found |= more
        beside = Certificate.objects.filter(Q(supersedes__in=more) | Q(superseded_by__in=more))
        more = set(beside.values_list("pk", flat=True)) - found
    return found
