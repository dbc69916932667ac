"""Numbers typed into a page although the directory holds them: they stay wrong when the number changes."""

from collections import defaultdict
from dataclasses import dataclass

from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from directory import phones
from directory.models import Phone
from portal.content.texts import texts_of

MOST_PAGES = 1000
LONGEST_TEXT = 100_000  # characters of one page


@dataclass(frozen=True)
class CopiedNumber:
    """A number that stands in the text of `page` and belongs to `services`."""

    page: Page
    number: str  # as the UK writes it
    services: list


def copied_numbers() -> list[CopiedNumber]:
    """Return every such number of the first 1,000 live pages, by page; short codes such as 101 are left out.

    The number of queries hangs on the page types and not on the pages.
    """
    known = _numbers_of_services()
    return [
        CopiedNumber(page, phones.display(number), known[number])
        for page in Page.objects.live().order_by("pk")[:MOST_PAGES].specific()
        for number in sorted(numbers_in(text_of(page)) & known.keys())
    ]


def _numbers_of_services() -> dict[str, list]:
    """Return the live services that each number belongs to."""
    known: defaultdict[str, list] = defaultdict(list)
    rows = Phone.objects.filter(service__live=True, number__startswith="+").select_related("service")
    for phone in rows.order_by("service__name"):
        if phone.service not in known[phone.number]:
            known[phone.number].append(phone.service)
    return known


def numbers_in(text: str) -> set[str]:
    """Return the telephone numbers in `text`, in E.164."""
    # Numbers for drama belong to nobody, so a number is judged by its length.
    found = PhoneNumberMatcher(text[:LONGEST_TEXT], "GB", leniency=Leniency.POSSIBLE)
    return {format_number(match.number, PhoneNumberFormat.E164) for match in found}


def text_of(page: Page) -> str:
    """Return what was typed into `page`: its title and the texts of its own type."""
    # A kind of page may have its text in a table that it shares with other kinds.
    own = [field for field in page._meta.fields if field.model is not Page]
    return "\n".join(get_text_for_indexing(text) for text in [page.title, *texts_of(page, own)])
