"""Questions that readers ask: a draft on the shelf of questions, without a trace of who asked."""

import datetime
import logging
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from hub.models import HubSectionPage, Kind, QuestionPage
from hub.proposed import add_draft
from portal.content.models import Audience, PortalSettings

logger = logging.getLogger(__name__)
MOST_AN_HOUR = 60  # of the whole portal
SOMEBODY_ELSE = "Somebody else"


def shelf() -> HubSectionPage | None:
    """Return the published shelf of questions, or None."""
    return HubSectionPage.objects.live().filter(holds=Kind.QUESTION).select_related("maintainer").first()


def roles() -> list[tuple[str, str]]:
    """Return what an asker may call themselves: a list, as a free line would invite names."""
    names = [*Audience.objects.values_list("name", flat=True), SOMEBODY_ELSE]
    return [("", "Choose one"), *((name, name) for name in names)]


def is_flooded() -> bool:
    """Return whether the whole portal took as many questions in the last hour as it ever should."""
    return waiting().filter(latest_revision_created_at__gte=_ago(hours=1)).count() >= MOST_AN_HOUR


def waiting():
    """Return the questions that nobody has answered, the oldest first."""
    return QuestionPage.objects.filter(live=False, first_published_at=None).order_by("pk")


@transaction.atomic
def take(on: HubSectionPage, title: str, question: str, asked_by: str) -> QuestionPage:
    """Keep a question as a draft and tell the owner of the shelf. The same words twice in a day are one."""
    same = waiting().filter(title=title, question=question, latest_revision_created_at__gte=_ago(days=1))
    if page := same.first():
        return page
    standfirst = (
        f"A question from a colleague: {asked_by.lower()}." if asked_by else "A colleague asked this."
    )
    page = QuestionPage(question=question, asked_by=asked_by, standfirst=standfirst[:250])
    add_draft(on, page, title)
    transaction.on_commit(partial(_tell, page, on.maintainer))
    return page


def _tell(page: QuestionPage, keeper) -> None:
    """Write to whoever keeps the shelf, without the question. Never raises."""
    try:
        contact = PortalSettings.objects.values_list("contact_email", flat=True).first()
        address = keeper.email if keeper and keeper.is_active else contact
        if not address:
            return
        link = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("wagtailadmin_pages:edit", args=[page.pk])
        send_mail(
            "A reader asked a question", f"It waits for an answer as a draft:\n\n{link}\n", None, [address]
        )
    except Exception:
        logger.exception("question_not_mailed")


def _ago(**span) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**span)
