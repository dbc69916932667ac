"""Pages that readers propose: drafts on a shelf, which an editor finishes and publishes."""

from django.utils.html import linebreaks
from django.utils.text import slugify
from wagtail.rich_text import RichText

from hub.models import HubPage, HubSectionPage


def add_draft(shelf: HubSectionPage, page: HubPage, title: str, user=None) -> HubPage:
    """Add `page` to `shelf` as a draft with an address of its own; the shelf's owner answers for it."""
    page.title = title
    base = slugify(title)[:60].strip("-") or shelf.holds
    page.slug = free_slug(shelf, base)
    page.live = False
    page.owner = user
    page.maintainer = shelf.maintainer
    shelf.add_child(instance=page)
    page.save_revision(user=user, clean=False)
    return page


def free_slug(shelf: HubSectionPage, base: str) -> str:
    """Return `base`, with a number where a page of the shelf has it already."""
    taken = set(shelf.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def prose(text: str) -> str:
    """Return typed text as the HTML of an editor. What looks like markup stays text."""
    return linebreaks(text.strip(), autoescape=True).replace("\n", "")


def paragraph(html: str) -> list[tuple[str, RichText]]:
    """Return `html` as the one block of a page's text."""
    return [("paragraph", RichText(html))]
