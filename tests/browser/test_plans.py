"""Training plans as a lead uses them: by keyboard, without JavaScript; every page and state is sound."""

import re

import pytest
from playwright.sync_api import expect

from portal.accounts.models import User
from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard, shows
from tests.browser.test_pages import sound
from tests.factories.accounts import UserFactory
from tests.factories.training import add_module
from training.records import plans
from training.records.models.learning import Sort
from training.records.plan_pages import MOST_FOUND
from training.records.plans import Content, Entry, Group

LEAD = "declan.roe@ravensmoor.example.org"
TRAINER = "tom.aldous@ambleford.example.org"
ALL = "/school/training/plans/"


@pytest.fixture(scope="module")
def template(on_the_site):
    """A plan of the portal, and two colleagues for each run: runs share one site. Give its name."""
    with on_the_site():
        school = User.objects.get(email=LEAD).school
        for run in ("375-True", "375-False", "1280-True", "1280-False", "375-states", "1280-states"):
            UserFactory(name=f"Ada Lowe {run}", school=school, job_title=f"Tutor {run}")
            UserFactory(name=f"Bo Hart {run}", school=school, job_title=f"Tutor {run}")
        session = Entry(Sort.SESSION, "Meet the safeguarding lead", key="meet-the-lead", minutes=90)
        task = Entry(Sort.TASK, "Find your front door", key="front-door", note="Write its number down.")
        module = plans.entry_of(add_module(title="Seeing the signs", minutes=40))
        groups = (Group("Read", (module,)), Group("Do in your first week", (task, session), 1))
        about = "What everybody who begins at a school should know in the first week."
        plans.add(Content("Your first week here", about, "all new staff", True, groups))
    return "Your first week here"


@pytest.fixture
def open_as(open_page, sign_in, template):
    """Open an address as somebody."""

    def open_(email, path, width, js=True):
        page = open_page("/livez", width, js)
        sign_in(page, email)
        page.complaints.clear()
        return open_page(path, page=page)

    return open_


def named(does, what="") -> re.Pattern:
    """Return the name of a button that says, unseen, what it is about."""
    return re.compile(f"^{re.escape(does)}.*{re.escape(what)}")


def fill(page, label, text):
    """Type over what stands in a field."""
    page.get_by_label(label, exact=True).last.fill(text)


@WIDTHS
@SCRIPTS
def test_a_lead_gives_a_plan_to_two_people_and_prints_the_record(open_as, template, width, js):
    """Copy it, change it, “Given to 2 people”, one record on paper: all by keyboard."""
    run = f"{width}-{js}"
    page = open_as(LEAD, ALL, width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", template)
    shows(page, "Seeing the signs", "At least 1 of these 2")
    keyboard.follow("button", "Copy for our school")
    shows(page, "This plan is your school’s own now")
    keyboard.follow("link", "Change it")
    fill(page, "Name", f"Our week {run}")
    keyboard.follow("button", "Add a task to part 2")
    expect(page).to_have_url(re.compile("#thing-1-2$"))
    fill(page, "What is to be done", "Read our policy")
    keyboard.follow("button", named("Up", "Meet the safeguarding lead"))
    expect(page).to_have_url(re.compile("#thing-1-0$"))
    keyboard.follow("button", "Add pages to part 1")
    expect(page.locator("[name=add]")).to_have_count(MOST_FOUND)
    page.wait_for_load_state("load")  # then the focus moves to the part that the address names, and stays
    fill(page, "Words of the title", "who does what")
    page.get_by_label("Words of the title").press("Enter")
    expect(page.locator("[name=add]")).not_to_have_count(MOST_FOUND)
    keyboard.focus("checkbox", re.compile("Who does what", re.IGNORECASE))
    page.keyboard.press("Space")
    keyboard.follow("button", "Add what is ticked")
    expect(page.locator("#thing-0-1")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value(f"Our week {run}")
    keyboard.follow("button", "Save the plan")
    shows(page, "Saved.", f"Our week {run}", "Who does what", "Read our policy")
    titles = page.locator("main h3").all_inner_texts()
    assert titles.index("Meet the safeguarding lead") < titles.index("Find your front door")
    keyboard.follow("link", "Give it to people")
    keyboard.focus("combobox", "Job title")
    page.get_by_label("Job title").select_option(f"Tutor {run}")
    keyboard.follow("button", "Show them")
    for name in ("Ada Lowe", "Bo Hart"):
        keyboard.focus("checkbox", re.compile(f"{name} {run}"))
        page.keyboard.press("Space")
    keyboard.follow("button", "Give it to them")
    shows(page, "Given to 2 people.", f"Ada Lowe {run}", f"Bo Hart {run}", "0 of 3 done")
    keyboard.follow("link", "Training plans")
    keyboard.follow("link", "Who has done what")
    keyboard.follow("link", f"Ada Lowe {run}")
    shows(page, "Record of training", f"Our week {run}", "0 of 3", "Not done yet")
    page.emulate_media(media="print")
    expect(page.get_by_text("Signature")).to_be_visible()
    expect(page.get_by_text("Download it as PDF")).to_be_hidden()


@WIDTHS
def test_every_page_and_state_is_sound(open_as, axe, template, width):
    """The list, a plan with people, the form with mistakes and with a colleague's change, the other pages."""
    run = f"{width}-states"
    page = open_as(LEAD, ALL, width)
    home = page.url.removesuffix(ALL)
    sound(page, axe)
    page.get_by_role("link", name=template).last.click()
    sound(page, axe)
    page.get_by_role("button", name="Copy for our school").click()
    mine = page.url.removesuffix("/")
    page.get_by_role("link", name="Change it").click()
    fill(page, "Name", f"Plan {run}")
    page.get_by_role("button", name="Save the plan").click()
    page.goto(f"{mine}/give/")
    sound(page, axe)
    page.get_by_role("button", name="Give it to them").click()
    refused(page, axe)
    page.get_by_label("Job title").select_option(f"Tutor {run}")
    page.get_by_role("button", name="Show them").click()
    page.get_by_role("button", name="Tick all 2 of this list").click()
    page.get_by_label("To be done by").fill("2027-01-08")
    sound(page, axe)
    page.get_by_role("button", name="Give it to them").click()
    shows(page, "Given to 2 people.")
    page.goto(f"{mine}/give/")
    sound(page, axe)
    page.goto(f"{mine}/change/")
    sound(page, axe)
    colleague = page.context.new_page()
    colleague.goto(f"{mine}/change/")
    colleague.get_by_role("button", name="Add training elsewhere to part 2").click()
    fill(colleague, "What is to be done", "Prevent, online")
    colleague.get_by_role("button", name="Save the plan").click()
    shows(colleague, "Saved.")
    colleague.close()
    page.get_by_role("button", name="Add pages to part 1").click()
    sound(page, axe)
    page.get_by_role("button", name="Add nothing more").click()
    page.get_by_role("button", name="Add a session to part 1").click()
    page.get_by_role("button", name="Save the plan").click()
    refused(page, axe)
    page.get_by_label("What is to be done").first.fill("A talk")
    page.get_by_role("button", name="Save the plan").click()
    shows(page, "A colleague saved this plan", "Prevent, online")
    refused(page, axe, problem="")
    page.get_by_role("button", name="Save the plan").click()
    shows(page, "Some people have an earlier list")
    sound(page, axe)
    page.goto(f"{mine}/update/")
    shows(page, "This comes in", "A talk")
    sound(page, axe)
    page.get_by_role("button", name="Bring 2 lists up to date").click()
    page.get_by_role("link", name=named("Say who was there", "A talk")).click()
    sound(page, axe)
    page.get_by_label("Day of the session").fill("2026-01-08")
    page.get_by_label(f"Ada Lowe {run}").check()
    page.get_by_role("button", name="Note it").click()
    shows(page, "Noted: 1 person", "1 of 3 done")
    page.get_by_role("link", name=named("Take away", f"from Bo Hart {run}")).click()
    sound(page, axe)
    page.get_by_role("button", name="Take it away").click()
    page.get_by_role("button", name="Put it away").click()
    shows(page, "This plan is put away")
    sound(page, axe)
    page.goto(f"{home}{ALL}new/")
    sound(page, axe)


@WIDTHS
def test_the_pages_of_a_trainer_are_sound(open_as, axe, width):
    page = open_as(TRAINER, ALL, width)
    sound(page, axe)
    page.get_by_role("link", name="Make a new plan for every school").click()
    sound(page, axe)


def refused(page, axe, problem="There is a problem"):
    """Expect a page that says what is wrong, and is sound for all that."""
    shows(page, problem)
    page.complaints[:] = [line for line in page.complaints if not re.search("400|409", line)]
    sound(page, axe)
