"""A lead asks something of the staff again and again: by keyboard, without JavaScript; each page is sound."""

import re

import pytest
from playwright.sync_api import expect

from portal.accounts.models import User
from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard, shows
from tests.browser.test_pages import sound
from training.records import plans
from training.records.models import Sort

LEAD = "declan.roe@ravensmoor.example.org"


@pytest.fixture(scope="module")
def plan(on_the_site):
    """A plan of the lead's school for each run, with a name of its own."""
    names = {}
    with on_the_site():
        school = User.objects.get(email=LEAD).school
        entries = (plans.Entry(Sort.TASK, "Read our policy", key="policy"),)
        for width in (375, 1280):
            for js in (True, False):
                names[width, js] = f"{'Fire' if js else 'Water'} safety {width}"
                content = plans.Content(names[width, js], groups=(plans.Group("All", entries),))
                plans.add(content, school=school)
    return names


@WIDTHS
@SCRIPTS
def test_a_requirement_is_added_changed_and_deleted(open_page, sign_in, axe, plan, width, js):
    page = open_page("/livez", width, js)
    sign_in(page, LEAD)
    page.complaints.clear()
    name = plan[width, js]

    def look(heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        if js:
            sound(page, axe)

    open_page("/school/training/rules/", page=page)
    look("What we ask of our staff")
    keyboard = Keyboard(page)
    keyboard.follow("link", "Add a requirement")
    look("Add a requirement")
    keyboard.follow("button", "Save")
    shows(page, "There is a problem", "Choose a training plan", "Choose how often")
    page.complaints.clear()  # of the 400 that says so
    look("Add a requirement")
    page.get_by_label("Training plan").select_option(label=name)
    keyboard.focus("radio", "Each school year, by a day")
    page.keyboard.press("Space")
    page.get_by_label("If each school year: the day").fill("31")
    page.get_by_label("If each school year: the month").select_option(label="October")
    keyboard.follow("button", "Save")
    shows(page, "Saved.", name, "Everybody, each school year by 31 October.")
    look("What we ask of our staff")
    keyboard.follow("link", re.compile(f"^Change the requirement: {name}"))
    look("Change this requirement")
    page.get_by_role("radio", name="Every so many months").check()
    page.get_by_label("If every so many months: how many").fill("24")
    keyboard.follow("button", "Save")
    shows(page, "Everybody, every 24 months.")
    keyboard.follow("link", re.compile(f"^Delete the requirement: {name}"))
    look("Delete this requirement?")
    keyboard.follow("button", "Delete it")
    shows(page, "Deleted. Who has the plan keeps it.")
    expect(page.locator("main")).not_to_contain_text(name)
