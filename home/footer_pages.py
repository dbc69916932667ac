"""The four pages that every footer leads to, read from text files and put below the home page."""

import datetime
from pathlib import Path

import yaml
from django.conf import settings
from django.utils import timezone
from wagtail.rich_text import RichText

from home.models import AccessibilityStatementPage, HomePage, PlainPage
from home.prose import to_rich_text
from portal.content.models import GovernedPage

STARTING_PAGES = settings.BASE_DIR / "home" / "starting_pages"
ACCESSIBILITY = "accessibility"
SLUGS = (ACCESSIBILITY, "privacy", "cookies", "contact")


def add_footer_pages(
    home: HomePage, maintainer, folder: Path = STARTING_PAGES, words=None
) -> list[GovernedPage]:
    """Publish below `home` those of the four pages that are missing, and return them.

    `words` replaces what stands in braces in the files: {"publisher": "Ambleford Council"}.
    A page that exists already is left as it is. Raises ValidationError where a file says too little.
    """
    have = set(home.get_children().values_list("slug", flat=True))
    added = []
    for slug in SLUGS:
        if slug not in have:
            page = _page(slug, *read(folder / f"{slug}.md", words or {}))
            page.maintainer = maintainer
            home.add_child(instance=page)
            page.save_revision(user=maintainer).publish()
            added.append(page)
    return added


def read(file: Path, words: dict[str, str]) -> tuple[dict, str]:
    """Return the facts at the top of `file` (YAML between two lines of dashes) and the text below."""
    text = file.read_text(encoding="utf-8")
    for name, word in words.items():
        text = text.replace("{" + name + "}", word)
    _, head, body = text.split("---\n", 2)
    return yaml.safe_load(head), body


def _page(slug: str, facts: dict, body: str) -> GovernedPage:
    """Return an unsaved page, reviewed today."""
    today = timezone.localdate()
    common = {
        "title": facts["title"],
        "slug": slug,
        "source": facts.get("source", "local practice"),
        "search_description": facts["summary"],
        "last_reviewed": today,
        "next_review": today + datetime.timedelta(days=facts.get("review_days", 365)),
    }
    if slug != ACCESSIBILITY:
        text = [("paragraph", RichText(to_rich_text(body)))]
        return PlainPage(**common, summary=facts["summary"], body=text)
    fields = ("non_accessible", "alternatives", "contact", "enforcement", "preparation")
    return AccessibilityStatementPage(
        **common,
        compliance=facts["compliance"],
        scope=to_rich_text(body),
        prepared_on=today,
        **{field: to_rich_text(facts[field]) for field in fields},
    )
