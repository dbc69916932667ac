"""Pages of the hub for tests, each on the shelf of its kind."""

import datetime
import itertools

from wagtail.rich_text import RichText

from hub.models import (
    ArticlePage,
    BarrierPage,
    BulletinPage,
    CaseStudyPage,
    GovernancePage,
    HubPage,
    HubSectionPage,
    MeetingPage,
    PolicyPage,
    PracticePage,
    QuestionPage,
    TopicPage,
)
from portal.accounts.models import User
from portal.content.models import HelpWith

KINDS: list[type[HubPage]] = [
    ArticlePage,
    BarrierPage,
    BulletinPage,
    CaseStudyPage,
    GovernancePage,
    MeetingPage,
    PolicyPage,
    PracticePage,
    QuestionPage,
    TopicPage,
]
_numbers = itertools.count(1)


def shelf_for(kind: type[HubPage]) -> HubSectionPage:
    """Return the shelf that holds pages of `kind`."""
    return HubSectionPage.objects.get(holds=kind._meta.model_name.removesuffix("page"))


def required(kind: type[HubPage]) -> dict:
    """Return the fields that a page of `kind` cannot do without, beside the shared ones."""
    number = next(_numbers)
    if kind is BarrierPage:
        return {"need": HelpWith.objects.create(name=f"A need {number}", slug=f"a-need-{number}")}
    return {
        BulletinPage: {"issue": 9000 + number},
        CaseStudyPage: {"context": "Why it was begun.", "outcome": "What came of it."},
        MeetingPage: {"met_on": datetime.date(2026, 3, 4)},
        PolicyPage: {"document_owner": "The board", "version": "2"},
    }.get(kind, {})


def add_page(kind: type[HubPage] = ArticlePage, text: str = "", **fields):
    """Add a published page of `kind` to its shelf: `add_page(TopicPage, "What to do.", title="Bullying")`.

    `topics`, `audiences`, `cites` and `tags` are set as they would be by an editor.
    """
    number = next(_numbers)
    several = {name: fields.pop(name) for name in ("topics", "audiences", "cites", "tags") if name in fields}
    given = {
        "title": f"A page {number}",
        "slug": f"a-page-{number}",
        "standfirst": "In short.",
        "maintainer": User.objects.filter(is_demo=True).first(),
        "body": [("paragraph", RichText(f"<p>{text}</p>"))] if text else [],
        **required(kind),
        **fields,
    }
    page = kind(**given)
    shelf_for(kind).add_child(instance=page)
    for name, values in several.items():
        if name == "tags":
            page.tags.add(*values)
        else:
            getattr(page, name).set(values)
    page.save()
    if page.live:
        page.save_revision(clean=False).publish()
        page.refresh_from_db()
    return page
