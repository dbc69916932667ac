"""What a person learned, as they use it: by keyboard, without JavaScript; every page and state is sound."""

import re

import pytest
from playwright.sync_api import expect

from portal.accounts.models import User
from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard, shows
from tests.browser.test_pages import sound
from tests.factories.quizzes import add_attempt
from training.models import ModulePage

READER = "asha.mistry@ravensmoor.example.org"
# Runs share one site, and a module is read once a day: each has its own.
MODULES = {
    (375, True): "sharing-information",
    (1280, True): "who-does-what",
    (375, False): "attendance-support-first",
    (1280, False): "recording-that-shows-the-child",
}
FOR_THE_STATES = {375: "conferences-challenge-and-escalation", 1280: "working-with-parents-and-carers"}


def named(does: str, what: str) -> re.Pattern:
    """Return the name of a link that says, unseen, what it is about."""
    return re.compile(f"^{does} ?: {re.escape(what)}")


@pytest.fixture(scope="module")
def passed(on_the_site):
    """The reader has passed the quiz of each of these modules: a certificate asks for that."""
    with on_the_site():
        reader = User.objects.get(email=READER)
        for module in ModulePage.objects.filter(slug__in=[*MODULES.values(), *FOR_THE_STATES.values()]):
            add_attempt(module.quiz.newest_version, {}, person=reader, percent=100)


@pytest.fixture
def open_mine(open_page, sign_in):
    """Open an address as the reader."""

    def open_(path, width, js=True):
        page = open_page("/livez", width, js)
        sign_in(page, READER)
        page.complaints.clear()
        return open_page(path, page=page)

    return open_


@WIDTHS
@SCRIPTS
def test_a_module_is_read_and_a_certificate_taken(open_mine, passed, width, js):
    """From the module to the certificate in two presses; the log has the hours and what one thinks of it."""
    page = open_mine(f"/training/modules/{MODULES[width, js]}/", width, js)
    title = page.get_by_role("heading", level=1).inner_text()
    keyboard = Keyboard(page)
    keyboard.follow("button", re.compile("I have read and understood version"))
    shows(page, "Noted in my learning")
    page.get_by_role("link", name="My learning").last.click()
    keyboard.follow("button", named("Issue a certificate", title))
    shows(page, title, "Asha Mistry", "This certificate is valid")
    with page.expect_download() as file:
        page.get_by_role("link", name="Download it as PDF").click()
    assert file.value.suggested_filename == "certificate.pdf"
    page.goto(page.url.split("/certificates/")[0] + "/my/cpd/")
    keyboard.follow("link", named("Say what I take from it", title))
    page.get_by_label("What I take from it").focus()
    page.keyboard.type("I ring first.")
    keyboard.follow("button", "Save")
    shows(page, "Saved.", "I ring first.", "Automatic: read and understood")


@WIDTHS
@SCRIPTS
def test_an_entry_of_ones_own_and_a_supervision(open_mine, width, js):
    page = open_mine("/my/cpd/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Add an entry")
    page.get_by_label("What I did").fill(f"A course at {width} {js}")
    page.get_by_label("Hours").fill("lots")
    keyboard.follow("button", "Save")
    shows(page, "There is a problem")
    page.get_by_label("Hours").fill("1.5")
    page.get_by_label("Evidence").set_input_files(
        {"name": "course.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    keyboard.follow("button", "Save")
    shows(page, f"A course at {width} {js}", "Evidence: course.pdf")
    keyboard.follow("link", named("Delete", f"A course at {width} {js}"))
    keyboard.follow("button", "Delete it")
    expect(page.locator("main")).not_to_contain_text(f"A course at {width} {js}")
    keyboard.follow("link", "Supervision")
    keyboard.follow("link", "Add a supervision")
    page.get_by_label("With whom").fill("line manager")
    agreed = page.get_by_label("What was agreed for my own work")
    agreed.fill("The pupil called Jamie will be rung.")
    agreed.blur()
    warning = page.locator(".sheet-warning")
    if js:
        expect(warning).to_contain_text("looks like a name")
    else:
        expect(warning).to_have_count(0)
    agreed.fill("I ask for cover on Fridays.")
    keyboard.follow("button", "Save")
    shows(page, "I ask for cover on Fridays.", "line manager")
    page.get_by_role("link", name=re.compile("^Delete")).first.click()
    keyboard.follow("button", "Delete it")


@WIDTHS
def test_every_state_is_sound(open_mine, passed, axe, width):
    """Lists with something in them, forms with mistakes, what can be taken back, certificates."""
    page = open_mine(f"/training/modules/{FOR_THE_STATES[width]}/", width)
    home = page.url.split("/training/")[0]
    sound(page, axe)  # can be read
    page.get_by_role("button", name=re.compile("I have read")).click()
    sound(page, axe)  # can be taken back
    page.goto(f"{home}/my/cpd/add/")
    page.get_by_label("Day").fill("2025-03-01")
    page.get_by_label("What I did").fill("A course with a long name: " + "x" * 120)
    page.get_by_label("Hours").fill("2")
    page.get_by_label("Evidence").set_input_files(
        {"name": f"{'y' * 80}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    page.get_by_role("button", name="Save").click()
    page.goto(f"{home}/my/cpd/?year=2024")
    sound(page, axe)
    page.get_by_role("link", name=named("Change", "A course")).first.click()
    sound(page, axe)
    page.get_by_label("Hours").fill("none")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.complaints[:] = [line for line in page.complaints if "400" not in line]
    sound(page, axe)
    page.goto(f"{home}/my/cpd/?year=2024")
    page.get_by_role("link", name=named("Delete", "A course")).first.click()
    sound(page, axe)
    page.goto(f"{home}/my/cpd/supervision/add/")
    page.get_by_label("With whom").fill("line manager")
    agreed = page.get_by_label("What was agreed for my own work")
    agreed.fill("The pupil called Jamie")
    agreed.blur()
    expect(page.locator(".sheet-warning")).to_be_visible()
    sound(page, axe)
    page.get_by_role("button", name="Save").click()
    sound(page, axe)
    page.get_by_role("link", name=re.compile("^Delete")).first.click()
    sound(page, axe)
    page.goto(f"{home}/my/learning/")
    sound(page, axe)
    page.get_by_role("button", name=re.compile("Issue a certificate")).first.click()
    shows(page, "This certificate is valid")
    sound(page, axe)
    page.goto(f"{home}/my/cpd/")
    page.get_by_role("link", name=re.compile("Say what I take from it")).first.click()
    sound(page, axe)
