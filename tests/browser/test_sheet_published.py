"""T21: a trainer publishes a new sheet, by keyboard. The admin needs JavaScript, so these do too."""

import re
import sqlite3
import time

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import WIDTHS, Keyboard

EDITOR = "marguerite.osei@ambleford.example.org"
TRAINER = "tom.aldous@ambleford.example.org"


@pytest.fixture
def as_trainer(open_page, sign_in):
    """Open the admin as a trainer: `as_trainer(375)`."""

    def open_(width):
        page = open_page("/livez", width)
        sign_in(page, TRAINER)
        page.complaints.clear()
        return open_page("/admin/", page=page)

    return open_


def begin(page, keyboard) -> None:
    """Lead to the form of a new sheet by the menu, which a phone hides behind a button."""
    menu = page.get_by_role("link", name="New sheet")
    if not menu.is_visible():
        keyboard.focus("button", re.compile("Toggle sidebar"))
        page.keyboard.press("Enter")
    keyboard.follow("link", "New sheet")


def fill(page, keyboard, label, text) -> None:
    """Reach a field with Tab and type into it."""
    keyboard.focus("textbox", label)
    page.keyboard.type(text)
    keyboard.actions += 1


def add_lines(page, keyboard, label) -> None:
    """Add a block of writing lines, by the list that a letter narrows."""
    keyboard.focus("button", re.compile("Insert a block"))
    page.keyboard.press("Enter")
    keyboard.focus("combobox", re.compile("Search options"))
    page.keyboard.type("Writing")
    expect(page.get_by_role("listbox").last.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    keyboard.actions += 1
    fill(page, keyboard, re.compile("^Question or label"), label)


def publish(page, keyboard) -> None:
    """Open the list of what can be done, and publish."""
    keyboard.focus("button", "More actions")
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Publish").last
    expect(button).to_be_visible()
    for _ in range(10):
        if button.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keyboard.actions += 1


@WIDTHS
def test_t21_a_trainer_publishes_a_new_sheet(as_trainer, open_page, width):
    """At most eight actions, the preview is shown, and the search finds it within seconds."""
    title = f"Ringing home before nine {width}"
    page = as_trainer(width)
    keyboard = Keyboard(page)
    begin(page, keyboard)
    fill(page, keyboard, re.compile("^Title"), title)
    fill(page, keyboard, re.compile("^Standfirst"), "Two calls before nine.")
    add_lines(page, keyboard, "Who rings whom")
    keyboard.focus("button", re.compile("Toggle preview"))
    page.keyboard.press("Enter")
    keyboard.actions += 1
    preview = page.frame_locator("iframe[data-preview-iframe], iframe[title='Preview']").first
    expect(preview.locator("main")).to_contain_text("Who rings whom")
    publish(page, keyboard)
    assert keyboard.actions <= 8
    began = time.monotonic()
    public = open_page(f"/search/?q={title.replace(' ', '+')}", width)
    link = public.locator("main").get_by_role("link", name=re.compile(title)).first
    expect(link).to_be_visible()
    assert time.monotonic() - began < 10
    link.click()
    expect(public.get_by_role("heading", level=1)).to_have_text(title)
    for said in ("Who rings whom", "Next review"):
        expect(public.locator("main")).to_contain_text(said)


@WIDTHS
def test_what_is_missing_is_said_and_nothing_goes_live(as_trainer, open_page, width):
    title = f"Nobody keeps this {width}"
    page = as_trainer(width)
    keyboard = Keyboard(page)
    begin(page, keyboard)
    fill(page, keyboard, re.compile("^Title"), title)
    fill(page, keyboard, re.compile("^Standfirst"), "A line.")
    add_lines(page, keyboard, "Who rings whom")
    page.get_by_role("tab", name=re.compile("^Promote")).click()
    page.locator("#id_maintainer").select_option("")
    page.locator("#id_source").fill("")
    page.locator("#id_next_review").fill("")
    publish(page, keyboard)
    for said in ("Choose an owner", "Say what it rests on", "Say when it will be looked at again"):
        expect(page.locator("#tab-promote")).to_contain_text(said)
    public = open_page(f"/search/?q={title.replace(' ', '+')}", width)
    expect(public.locator("main").get_by_role("link", name=re.compile(title))).to_have_count(0)


MODES = {
    "form": "Take it with you",
    "pdf": "Open the PDF",
    "docx": "Download the Word file",
    "trainer": "no trainer’s edition",
}


@WIDTHS
def test_each_output_is_chosen_in_the_preview(open_page, sign_in, site_database, width):
    """On a sheet of the demonstration; nothing breaks the content policy."""
    with sqlite3.connect(site_database) as database:
        query = "SELECT id, title FROM wagtailcore_page WHERE slug = 'front-door-call-planner'"
        key, title = database.execute(query).fetchone()
    page = open_page("/livez", width)
    sign_in(page, EDITOR)
    page.complaints.clear()
    open_page(f"/admin/pages/{key}/edit/", page=page)
    page.get_by_role("button", name=re.compile("Toggle preview")).click()
    expect(preview_in(page, "").locator("h1")).to_have_text(title, timeout=20_000)
    for mode, said in MODES.items():
        page.get_by_label("Preview mode").select_option(mode)
        main = preview_in(page, mode).locator("main")
        expect(main).to_contain_text(said, timeout=20_000)
        if mode != "pdf":
            expect(main).to_contain_text("The worry in one sentence")
    assert [said for said in page.complaints if "Content Security Policy" in said] == []


def preview_in(page, mode: str):
    """Return what the frame of the preview shows, once it shows this mode."""
    return page.frame_locator(f"iframe[src*='preview/?mode={mode}&']").last
