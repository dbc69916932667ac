"""The induction, as a newcomer goes through it: by keyboard, without JavaScript, without an account."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts import memberships
from portal.accounts.models import School, User
from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard, shows
from tests.browser.test_pages import sound
from tests.factories.quizzes import add_quiz, single
from training.records import assigning, plans
from training.records.models import Plan, RecordView
from training.records.models.learning import Sort
from training.records.plans import Content, Entry, Group, entry_of

MODULE, SHEET = "Starting in a pastoral role", "Thirty-day induction checklist"
# Runs share one site, and what is done stays done: each newcomer is somebody else.
NEWCOMERS = [f"new.{width}.{state}" for width in (375, 1280) for state in ("js", "no-js", "states", "ticks")]


@pytest.fixture(scope="module")
def newcomers(on_the_site):
    """People of Ravensmoor High who have the induction, and a short plan with a quiz of one question."""
    with on_the_site():
        school = School.objects.get(slug="ravensmoor-high")
        short = add_short_plan(school)
        for name in NEWCOMERS:
            add_newcomer(name, school, short)


def add_short_plan(school: School) -> Plan:
    """Add a plan with a quiz; for its second part, one thing is gone and the other can be done."""
    question = {"slug": "whom-first", "title": "Whom to ring first", "purpose": "assessment", "pass_mark": 80}
    quiz = add_quiz([single()], **question)
    gone = Entry(Sort.PAGE, "A page that is gone", number=987654, minutes=10)
    task = Entry(Sort.TASK, "Look around", key="look-around")
    groups = (Group("Check yourself", (entry_of(quiz),)), Group("Or so", (gone, task), 1))
    return plans.add(Content("A short check", about="One quiz.", groups=groups), school=school)


def add_newcomer(name: str, school: School, short: Plan) -> None:
    """Add somebody whose record the lead has looked at; who is to tick things has no plan yet."""
    lead = User.objects.get(email="declan.roe@ravensmoor.example.org")
    who = User.objects.create_user(f"{name}@ravensmoor.example.org", name="Nia Newcomer")
    memberships.join(who, school, job_title="Pastoral assistant")
    today = timezone.localdate()
    if not name.endswith("ticks"):
        for plan, days in ((Plan.objects.get(name="Your first 30 days"), 21), (short, 30)):
            due_on = today + datetime.timedelta(days=days)
            assigning.assign(plan, [who], school=school, by=lead, due_on=due_on)
    RecordView.objects.create(person=who, viewer=lead, what="record", on=today)


@pytest.fixture
def enter(sign_in, newcomers):
    """Sign `page` in as a newcomer."""

    def enter_(page, name):
        sign_in(page, f"{name}@ravensmoor.example.org")

    return enter_


@WIDTHS
@SCRIPTS
def test_t14_and_t15_the_induction_begins_and_progress_is_kept(open_page, enter, width, js):
    """From the home page to the first module in two actions; on return one sees what is done and next."""
    page = open_page("/livez", width, js)
    enter(page, f"new.{width}.{'js' if js else 'no-js'}")
    open_page("/", page=page)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Your first 30 days")
    keyboard.follow("link", f"Next: {MODULE}")
    expect(page.get_by_role("heading", level=1)).to_have_text(MODULE)
    expect(page.get_by_role("heading", name="Your role and its limits")).to_be_visible()
    assert keyboard.actions <= 3
    keyboard.follow("button", re.compile("I have read and understood version"))
    shows(page, "Noted in my learning")
    open_page("/", page=page)
    expect(page.locator("main")).to_contain_text(re.compile(r"Your first 30 days: 1 of \d+ done\."))
    keyboard.follow("link", "Your first 30 days")
    expect(page.get_by_role("link", name=f"Next: {SHEET}")).to_be_visible()
    keyboard.follow("button", re.compile("^I did this ?: Find it in the directory: five partners"))
    shows(page, "Noted.", "2 of ")
    keyboard.follow("link", "Next: Whom to ring first")
    page.get_by_role("link", name=re.compile("Start|Begin|Take")).first.click()
    page.get_by_label("Ring today", exact=True).first.check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your result")
    open_page("/my/induction/", page=page)
    short = page.locator(".plan-mine").filter(has_text="A short check")
    expect(short).to_contain_text("1 of 2 done")
    expect(short).to_contain_text("Passed")
    keyboard.follow("button", re.compile("^I did this ?: Look around"))
    expect(short).to_contain_text("Completed")


@WIDTHS
@SCRIPTS
def test_a_session_and_training_elsewhere_are_said(open_page, enter, width, js):
    page = open_page("/livez", width, js)
    enter(page, f"new.{width}.{'js' if js else 'no-js'}")
    open_page("/my/induction/", page=page)
    keyboard = Keyboard(page)
    keyboard.follow("link", re.compile("^I was there ?: Your first supervision"))
    keyboard.follow("button", "I was there")
    shows(page, "Noted.")
    keyboard.follow("link", re.compile("^Say where and when you did this ?: Prevent awareness"))
    page.get_by_label("Hours").fill("1.5")
    page.get_by_label("Who gave it").fill("The trust")
    page.get_by_label("Evidence").set_input_files(
        {"name": "prevent.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    keyboard.follow("button", "I did this")
    shows(page, "Noted.")
    open_page("/my/cpd/", page=page)
    shows(page, "Evidence: prevent.pdf", "Automatic: trained elsewhere")


@WIDTHS
def test_every_state_is_sound(open_page, enter, axe, width):
    """Plans that are open, chosen, ended or looked at; forms with mistakes; who looked."""
    page = open_page("/livez", width)
    enter(page, f"new.{width}.states")
    page.complaints.clear()
    open_page("/my/induction/", page=page)
    shows(page, "This page cannot be opened", "Any 1 of these 2", "in 21 days")
    sound(page, axe)
    sound(open_page("/", page=page), axe)
    sound(open_page("/my/learning/who-looked/", page=page), axe)
    open_page("/my/induction/", page=page)
    page.get_by_role("link", name="Safeguarding: each year").click()
    sound(page, axe)
    page.get_by_role("button", name="Start this plan").click()
    shows(page, "You have this plan now", "You chose it")
    sound(page, axe)
    page.get_by_role("button", name=re.compile("^End this plan")).click()
    shows(page, "Earlier plans")
    sound(page, axe)
    page.get_by_role("link", name=re.compile("^I was there")).click()
    sound(page, axe)
    page.get_by_label("Day of the session").fill("2099-01-01")
    page.get_by_role("button", name="I was there").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.complaints[:] = [line for line in page.complaints if "400" not in line]
    sound(page, axe)
    open_page("/my/induction/", page=page)
    page.get_by_role("link", name=re.compile("^Say where and when")).click()
    sound(page, axe)
    page.get_by_role("button", name="I did this").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.complaints[:] = [line for line in page.complaints if "400" not in line]
    sound(page, axe)


@WIDTHS
def test_without_an_account_ticks_stay_in_the_browser_until_they_are_taken(open_page, enter, axe, width):
    page = open_page("/my/induction/", width)
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method != "GET" else None)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your first 30 days")
    shows(page, "Sign in to keep what you did", "You ticked 0 of ")
    expect(page.get_by_role("checkbox", name=re.compile("Starting out: your role"))).to_have_count(
        0
    )  # a quiz
    sound(page, axe)
    for name in (MODULE, "five partners"):
        box = page.get_by_role("checkbox", name=re.compile(name))
        box.focus()
        page.keyboard.press("Space")
    shows(page, "You ticked 2 of ")
    sound(page, axe)
    page.reload()
    expect(page.get_by_role("checkbox", name=re.compile(MODULE))).to_be_checked()
    shows(page, "You ticked 2 of ")
    page.get_by_role("button", name="Clear what is kept here").click()
    shows(page, "You ticked 0 of ")
    assert page.evaluate("localStorage.length") == 0
    for name in (MODULE, SHEET, "five partners"):
        page.get_by_role("checkbox", name=re.compile(name)).check()
    assert page.context.cookies() == []
    enter(page, f"new.{width}.ticks")
    open_page("/my/induction/", page=page)
    panel = page.get_by_role("region", name="Ticked in this browser before you signed in")
    for title in (MODULE, SHEET, "Find it in the directory: five partners"):
        expect(panel.get_by_label(title)).to_be_checked()
    sound(page, axe)
    assert sent == []  # nothing before the click
    panel.get_by_label(SHEET).uncheck()
    Keyboard(page).follow("button", "Take into my account")
    shows(page, "2 things taken into your account.")
    expect(panel).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name=re.compile("^Start ?: Your first 30 days")).click()
    shows(page, "2 of ", f"Next: {SHEET}")


@WIDTHS
def test_a_tick_that_the_plan_has_no_more_can_be_cleared(open_page, axe, width):
    page = open_page("/my/induction/", width)
    page.evaluate(
        """() => {
          const ticks = { "task:no-more": "Taken out", "page:1:0": "An earlier version" };
          localStorage.setItem("training-plan", JSON.stringify({ at: Date.now(), ticks }));
        }"""
    )
    page.reload()
    shows(page, "You ticked 0 of ", "with 2 more of other plans or of how this one was")
    page.get_by_role("checkbox", name=re.compile(MODULE)).check()
    shows(page, "You ticked 1 of ", "with 2 more")
    sound(page, axe)
    page.get_by_role("button", name="Clear what is kept here").click()
    expect(page.get_by_role("button", name="Clear what is kept here")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


@WIDTHS
def test_what_a_browser_kept_can_be_forgotten(open_page, enter, width):
    page = open_page("/my/induction/", width)
    page.get_by_role("checkbox", name=re.compile(MODULE)).check()
    page.evaluate(
        """() => {
          const kept = JSON.parse(localStorage.getItem("training-plan"));
          kept.at -= 91 * 24 * 60 * 60 * 1000;
          localStorage.setItem("training-plan", JSON.stringify(kept));
        }"""
    )
    page.reload()
    expect(page.get_by_role("checkbox", name=re.compile(MODULE))).not_to_be_checked()  # three months are over
    page.get_by_role("checkbox", name=re.compile(MODULE)).check()
    enter(page, f"new.{width}.states")
    open_page("/my/induction/", page=page)
    page.get_by_role("button", name="Forget what this browser kept").click()
    expect(page.get_by_role("heading", name=re.compile("^Ticked in this browser"))).to_be_hidden()
    page.reload()
    expect(page.get_by_role("heading", name=re.compile("^Ticked in this browser"))).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


@WIDTHS
def test_without_scripts_the_plan_is_a_plain_list(open_page, width):
    page = open_page("/my/induction/", width, js=False)
    shows(page, MODULE, SHEET, "Any 2 of these 4", "Sign in to keep what you did")
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(page.locator("main button:visible")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name=MODULE)).to_be_visible()
