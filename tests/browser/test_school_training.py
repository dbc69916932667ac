"""A lead looks through the training of the school, narrows it, opens one record and prints it; their
colleague sees who looked."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts.models import School
from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard, shows
from tests.browser.test_pages import sound
from tests.factories.accounts import UserFactory
from training.models import ModulePage
from training.records import assigning, learning, plans
from training.records.models import SupervisionEntry
from training.records.plans import Content, Entry, Group, entry_of

LEAD = "declan.roe@ravensmoor.example.org"
READER = "asha.mistry@ravensmoor.example.org"


@pytest.fixture
def made(on_the_site):
    """Give a school of the demo three people and two plans: `made("375-js")`."""

    def make(word):
        with on_the_site():
            make_training(word, School.objects.get(slug="ravensmoor-high"))

    return make


def make_training(word: str, school: School) -> None:
    """Make Ann, Bo and Cy and two plans: the first is overdue for Ann, the second is Bo's and Cy's."""
    today = timezone.localdate()
    people = [
        UserFactory(
            role="Reader",
            school=school,
            name=f"{name} {word}",
            email=f"{name}-of-{word}@school.example",
            job_title=f"Tutor {word}",
        )
        for name in ("Ann", "Bo", "Cy")
    ]
    modules = list(ModulePage.objects.order_by("pk")[:3])
    tasks = tuple(Entry("task", f"Ring the front door once, number {n}", key=f"{word}-{n}") for n in (0, 1))
    parts = (Group("First week", tuple(map(entry_of, modules))), Group("First term", tasks))
    first = plans.add(Content(f"Induction {word}", groups=parts), school=school)
    other = plans.add(Content(f"Yearly {word}", groups=(Group("Each year", tasks[:1]),)), school=school)
    twenty_days = datetime.timedelta(days=20)
    assigning.assign(first, people[:1], school=school, by=None, due_on=today - twenty_days)
    assigning.assign(first, people[1:2], school=school, by=None, due_on=today + twenty_days)
    assigning.assign(other, people[1:], school=school, by=None)
    learning.note(people[0], modules[0], str(modules[0].version))
    learning.note_task(people[1], other.groups.get().items.get(), today)
    SupervisionEntry.objects.create(person=people[0], held_on=today, with_role="line manager")


@WIDTHS
@SCRIPTS
def test_a_lead_looks_through_the_training(open_page, sign_in, axe, made, width, js):
    word = f"training-{width}-{'js' if js else 'plain'}"  # other tests have an Ann too, on the same site
    made(word)
    page = open_page("/livez", width, js)
    sign_in(page, LEAD)
    page.complaints.clear()

    def look(heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        if js:
            sound(page, axe)
        else:
            assert page.complaints == []

    open_page("/school/training/", page=page)
    look("Training of Ravensmoor High")
    keyboard = Keyboard(page)
    page.get_by_label("Job title").select_option(label=f"Tutor {word}")
    keyboard.follow("button", "Show")
    look("Training of Ravensmoor High")
    shows(page, "3 people", "Overdue since", "Not given")
    expect(page.locator("main")).not_to_contain_text("Asha Mistry")
    page.get_by_label("Status").select_option(label="Overdue")
    keyboard.follow("button", "Show")
    shows(page, "1 person", f"Ann {word}")
    expect(page.locator("main")).not_to_contain_text(f"Bo {word}")
    page.get_by_label("Status").select_option(label="Any")
    page.get_by_label("Plan", exact=True).select_option(label=f"Induction {word}")
    keyboard.follow("button", "Show")
    look(f"Induction {word}")
    shows(page, "Not done yet, overdue", "Done ", "Not given")
    region = page.get_by_role("region", name="People by the things of this plan")
    region.focus()
    assert region.evaluate("element => element === document.activeElement")
    with page.expect_download() as file:
        page.get_by_role("link", name="All of it for Excel").click()
    assert file.value.suggested_filename == "training.xlsx"
    prints(page, "Printed")
    keyboard.follow("link", f"Ann {word}")
    look(f"Ann {word}")
    shows(page, "Ravensmoor High", "Overdue since", "Read and understood", "Supervision")
    with page.expect_download() as file:
        page.get_by_role("link", name="Download it as PDF").click()
    assert file.value.suggested_filename == "training-record.pdf"
    prints(page, "Signature")


def prints(page, words: str) -> None:
    """Look at the page as paper: nothing to click, `words` that only paper has, within the width of A4."""
    size = page.viewport_size
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    for hidden in ("main form", ".app-no-print", "main .govuk-button", "nav[aria-label=Main]"):
        for each in page.locator(hidden).all():
            assert not each.is_visible(), hidden
    expect(page.locator(".app-print-only", has_text=words).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 3
    page.emulate_media(media="screen")
    page.set_viewport_size(size)


@WIDTHS
def test_their_colleague_sees_who_looked(open_page, sign_in, axe, width):
    page = open_page("/livez", width)
    sign_in(page, LEAD)
    open_page("/school/training/", page=page)
    other = open_page("/livez", width)
    sign_in(other, READER)
    other.complaints.clear()
    open_page("/my/learning/who-looked/", page=other)
    shows(other, "Declan Roe", "A list of the school’s training with you in it")
    sound(other, axe)
