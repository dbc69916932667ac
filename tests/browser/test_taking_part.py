"""Readers take part: say what was useful, ask, comment, share, contribute; and an editor publishes it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard
from tests.browser.test_pages import sound
from tests.browser.waiting import settled

READER = "asha.mistry@ravensmoor.example.org"
EDITOR = "marguerite.osei@ambleford.example.org"


@pytest.fixture
def open_as(open_page, sign_in):
    """Open the site as somebody: `open_as(READER, "/hub/contribute/", 375)`."""

    def open_(email, path, width=1280, js=True):
        page = open_page("/livez", width, js)
        sign_in(page, email)
        page.complaints.clear()
        return open_page(path, page=page)

    return open_


def any_article(page) -> str:
    """Return the address of an article that everybody may read."""
    return page.locator("main a[href^='/hub/articles/']").first.get_attribute("href")


@pytest.mark.parametrize("width", [375, 1280])
@SCRIPTS
def test_contributing_and_publishing_with_two_accounts(open_page, open_as, width, js):
    """A colleague contributes an article; an editor sends it back; it is changed, approved and public."""
    title = f"Ringing home before nine, {width} {'with' if js else 'without'} scripts"
    reader = open_as(READER, "/hub/contribute/", width, js)
    keyboard = Keyboard(reader)
    keyboard.follow("link", re.compile("Start now|Go on"))
    reader.get_by_label("Something we do, that others could do too").check()
    reader.get_by_label("A title").fill(title)
    reader.get_by_label("In one or two lines: what is it?").fill(
        "Two calls before nine bring half of them in."
    )
    keyboard.follow("button", "Save and go on")
    reader.get_by_label("What was the matter?").fill("Mornings were hard.")
    reader.get_by_label("What did you do?").fill("We ring twice.")
    keyboard.follow("button", "Save and go on")
    reader.get_by_label("What changed, and how do you know?").fill("Half as many are away.")
    keyboard.follow("button", "Save and go on")
    reader.get_by_label("My name and my school").check()
    expect(reader.get_by_label("Your name and role, as the page should show them")).to_have_value(
        "Asha Mistry, Pastoral lead"
    )
    reader.get_by_label("Nobody can be recognised").check()
    keyboard.follow("button", "Save and go on")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Check and send")
    keyboard.follow("button", "Send to the editors")
    expect(reader.locator("main")).to_contain_text("An editor is reading it")

    editor = open_as(EDITOR, "/admin/")
    act(editor, title, "Request changes", "How many calls a week?")
    open_page("/hub/contributions/", page=reader)
    expect(reader.locator("main")).to_contain_text("How many calls a week?")
    keyboard.follow("link", re.compile("^Change it and send it again"))
    reader.get_by_label("What did you do?").fill("We ring twice, every day.")
    keyboard.follow("button", "Send it again")

    open_page("/admin/", page=editor)
    act(editor, title, "Approve")
    open_page("/hub/contributions/", page=reader)
    reader.get_by_role("link", name=title, exact=True).click()
    public = open_page(reader.url.partition("/hub/")[1] + reader.url.partition("/hub/")[2], width, js)
    expect(public.get_by_role("heading", level=1)).to_have_text(title)
    expect(public.locator("main")).to_contain_text("We ring twice, every day.")
    expect(public.locator("main")).to_contain_text("Contributed by Asha Mistry, Pastoral lead, Ravensmoor")


def act(editor, title, label, comment=""):
    """Take a step of the workflow as editors do: from the first page of the admin, in the editor."""
    editor.get_by_role("link", name=title).first.click()
    settled(editor)
    name = "approve" if label == "Approve" else "reject"
    buttons = editor.locator(f"[data-workflow-action-name='{name}']")
    button = buttons.first
    if not button.is_visible():
        editor.locator("[data-edit-form] footer, footer").get_by_role(
            "button", name=re.compile("More")
        ).last.click()
    if not comment:
        with editor.expect_navigation():
            button.click()
        return
    button.click()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_label("Comment").fill(comment)
    with editor.expect_navigation():
        dialog.get_by_role("button", name=re.compile("Submit|Request changes", re.IGNORECASE)).click()


@WIDTHS
@SCRIPTS
def test_was_this_page_useful(open_page, axe, width, js):
    """By keyboard, from the page and back to it; the page itself sets no cookie."""
    page = open_page("/contact/", width, js)
    assert page.context.cookies() == []
    keyboard = Keyboard(page)
    keyboard.follow("link", re.compile("^No.*this page was not useful"))
    expect(page.get_by_label("No", exact=True)).to_be_checked()
    if js:
        sound(page, axe)
    page.get_by_label("What was good, or missing?").fill("There is no map")
    page.wait_for_timeout(2100)  # quicker than a person is taken for a machine
    keyboard.follow("button", "Send")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    if js:
        sound(page, axe)
    keyboard.follow("link", re.compile("^Back to"))
    page.wait_for_url("**/contact/")


@WIDTHS
@SCRIPTS
def test_asking_a_question(open_page, axe, width, js):
    page = open_page("/hub/ask/", width, js)
    page.get_by_label("Your question in one line").fill(f"May we ring twice? {width} {js}")
    page.get_by_label("Is there more to say?").fill("A boy called Jamie does not come in.")
    page.wait_for_timeout(2100)
    keyboard = Keyboard(page)
    keyboard.follow("button", "Send the question")
    expect(page.locator("main")).to_contain_text("Have another look before you send this")
    if js:
        sound(page, axe)
    page.get_by_label("Is there more to say?").fill("A pupil does not come in.")
    keyboard.follow("button", re.compile("^Send"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert "May we" not in page.url


@WIDTHS
def test_the_address_is_copied_with_scripts_and_there_to_select_without(open_page, axe, width):
    page = open_page("/hub/articles/", width)
    path = any_article(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(path, page=page)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(path)
    sound(page, axe)
    bare = open_page(path, width, js=False)
    expect(bare.get_by_label("Its address")).to_have_value(re.compile(f"{path}$"))
    expect(bare.get_by_role("button", name="Copy")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_label("Its address")).to_be_hidden()
    expect(page.get_by_text("Was this page useful?")).to_be_hidden()


@WIDTHS
@pytest.mark.parametrize(
    "path",
    [
        "/hub/contribute/about/",
        "/hub/contribute/done/",
        "/hub/contribute/changed/",
        "/hub/contribute/names/",
        "/hub/contributions/",
    ],
)
def test_signed_in_pages_and_their_mistakes_are_sound(open_as, axe, path, width):
    page = open_as(READER, path, width)
    sound(page, axe)
    button = page.get_by_role("button", name="Save and go on")
    if button.count():
        for box in page.locator("main textarea, main input[type=text]").all():
            box.fill("")
        for box in page.locator("main input[type=checkbox]").all():
            box.uncheck()
        button.click()
        page.wait_for_load_state("load")
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        sound(page, axe)


@pytest.mark.parametrize("path", ["/admin/hub/from-readers/", "/admin/reports/useful/"])
def test_screens_of_the_admin_open_without_a_complaint(open_as, path):
    page = open_as(EDITOR, path)
    assert page.locator("h1").count() == 1
    assert page.complaints == []
