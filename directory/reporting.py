"""What becomes of a reader's report: kept once, told to the maintainer, written into the history."""

import datetime
import logging
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from directory.models import Report, Service, WorkingCall
from portal.content.models import PortalSettings

logger = logging.getLogger(__name__)
MOST_IN_A_MINUTE = 60  # of the whole portal


def is_flooded() -> bool:
    """Return whether the whole portal took as many reports in the last minute as it ever should."""
    minute_ago = timezone.now() - datetime.timedelta(minutes=1)
    return Report.objects.filter(created_at__gte=minute_ago).count() >= MOST_IN_A_MINUTE


@transaction.atomic
def take(service: Service, topic: str, text: str) -> Report:
    """Keep a report and tell the maintainer once it is saved. The same words twice in a day are one."""
    day_ago = timezone.now() - datetime.timedelta(days=1)
    same = Report.objects.open().filter(service=service, topic=topic, text=text, created_at__gte=day_ago)
    if report := same.first():
        return report
    report = Report.objects.create(service=service, topic=topic, text=text)
    log(service, "directory.report", data={"said": report.get_topic_display()})
    transaction.on_commit(partial(tell_maintainer, report))
    return report


def tell_maintainer(report: Report) -> None:
    """Write to whoever keeps the entry; what the reader wrote stays out of it. Never raises."""
    try:
        keeper = report.service.maintainer
        contact = PortalSettings.objects.values_list("contact_email", flat=True).first()
        address = keeper.email if keeper and keeper.is_active else contact
        if not address:
            return
        queue = reverse("wagtailsnippets_directory_report:edit", args=[report.pk])
        text = render_to_string(
            "directory/email/report.txt",
            {"report": report, "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + queue},
        )
        send_mail(f"A reader reported a change: {report.service.name}", text, None, [address])
    except Exception:
        logger.exception("report_not_mailed")


def count_working_call(service: Service) -> None:
    """Add one to the calls that worked today."""
    today = WorkingCall.objects.filter(service=service, day=timezone.localdate())
    if today.update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            WorkingCall.objects.create(service=service)
    except IntegrityError:  # somebody else was first, a moment ago
        today.update(count=F("count") + 1)


def old_texts(before) -> QuerySet[Report]:
    """Return the reports with words of a reader that were acted on before `before`."""
    return Report.objects.filter(acted_at__lt=before).exclude(text="")
