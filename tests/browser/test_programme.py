"""Building a programme, keeping it, and keeping copies of sheets, as people do it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard
from tests.browser.test_pages import sound
from tests.factories.training import RATING, add_activity, add_module, add_sheet

READER = "asha.mistry@ravensmoor.example.org"
LEAD = "declan.roe@ravensmoor.example.org"


@pytest.fixture(scope="module")
def pages(on_the_site):
    """An activity with its sheet, and a module, on the browser's site."""
    with on_the_site():
        rating = [("rating", RATING)]
        sheet = add_sheet(title="Who hears what", code="Z3", body=rating, slug="who-hears-what")
        add_activity([sheet], title="Reading one week", number="9.1", minutes=75)
        add_module(title="The first call", code="Z1", minutes=40)


@pytest.fixture
def open_as(open_page, sign_in):
    """Open the site as somebody: `open_as(READER, "/training/my-sheets/", 375)`."""

    def open_(email, path, width=1280, js=True, scripts=True):
        page = open_page("/livez", width, js, scripts)
        sign_in(page, email)
        page.complaints.clear()
        return open_page(path, page=page)

    return open_


def titles(page):
    """Return the items of the programme, in the order that the page shows."""
    return page.locator(".programme__title")


@WIDTHS
@SCRIPTS
def test_a_programme_is_built_by_keyboard_sent_on_and_printed(open_page, axe, pages, width, js):
    """Signed out: from an activity to a programme in an order of one's own, and to its Word file."""
    page = open_page("/training/toolkit/unit-of-tests/section-of-tests/", width, js)
    page.get_by_role("link", name=re.compile("9.1 Reading one week")).click()
    keyboard = Keyboard(page)
    keyboard.follow("link", "Add to my programme")
    expect(titles(page)).to_have_text(["9.1 Reading one week"])
    page.locator("summary", has_text="Modules").click()
    page.get_by_label(re.compile("Z1 The first call")).check()
    page.locator("details", has_text="Modules").get_by_role("button", name="Add what is ticked").click()
    expect(titles(page)).to_have_text(["9.1 Reading one week", "Z1 The first call"])
    keyboard.follow("button", re.compile("Add its sheet ?: 9.1 Reading one week"))
    expect(titles(page)).to_have_text(["9.1 Reading one week", "Z3 Who hears what", "Z1 The first call"])
    keyboard.follow("button", re.compile("Up ?: Z1 The first call"))
    expect(titles(page)).to_have_text(["9.1 Reading one week", "Z1 The first call", "Z3 Who hears what"])
    expect(page.locator("main")).to_contain_text("1 hour 55 minutes")
    assert re.fullmatch(r".*/training/programme/\?items=\d+,\d+,\d+#item-\d+", page.url)
    link = page.url.partition("/training/")[2].partition("#")[0]
    assert page.context.cookies() == []

    page = open_page(f"/training/{link}", width, js)  # a colleague, by the link
    expect(titles(page)).to_have_count(3)
    page.get_by_role("link", name="See it whole").click()
    page.get_by_label("Name of the programme").fill("Autumn for new staff")
    page.get_by_label("Facilitator").fill("Ms Ray")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download it as a Word file").click()
    assert download.value.suggested_filename == "programme.docx"
    page.get_by_role("button", name="Show it to print").click()
    expect(page.get_by_role("heading", level=1).first).to_have_text("Autumn for new staff")
    for words in ("Ms Ray", "Z3 Who hears what", "I know whom to ring."):
        expect(page.locator("main")).to_contain_text(words)
    assert "Ray" not in page.url
    assert page.context.cookies() == []
    assert page.complaints == []


@WIDTHS
@SCRIPTS
def test_a_programme_is_kept_and_a_colleague_opens_it(open_page, open_as, pages, width, js):
    name = f"Spring {width} {'with' if js else 'without'} scripts"
    page = open_as(READER, "/training/modules/", width, js)
    page.get_by_role("link", name=re.compile("Z1 The first call")).first.click()
    page.get_by_role("link", name="Add to my programme").click()
    page.get_by_role("link", name="See it whole").click()
    page.get_by_label("Name of the programme").fill(name)
    page.get_by_label(re.compile("Show it to my colleagues")).check()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("main")).to_contain_text("Your colleagues can open it too")
    colleague = open_as(LEAD, "/training/programmes/", width, js)
    colleague.get_by_role("link", name=name).click()
    expect(colleague.locator("main")).to_contain_text("Z1 The first call")
    with colleague.expect_download():
        colleague.get_by_role("link", name="Download it as a Word file").click()
    assert page.complaints == colleague.complaints == []


@WIDTHS
@SCRIPTS
def test_t20_keep_a_sheet_fill_it_in_and_print_it(open_page, open_as, width, js):
    """Signed in, on sheet 4.2: filled in, kept and on paper in at most six actions; the notice is seen."""
    page = open_as(READER, "/training/sheets/shared-responsibility-mason/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Fill it in on the screen")  # 1
    expect(page.get_by_text("No names of children or families").first).to_be_visible()
    page.locator(".app-sheet textarea").first.fill("The pupil feels safe with us.")  # 2
    page.get_by_label(re.compile("A word to know it by")).fill(f"{width} {js}")  # 3
    keyboard.follow("button", "Keep a copy")  # 4
    expect(page.locator("main")).to_contain_text("The pupil feels safe with us.")
    expect(page.locator("main")).to_contain_text("Deleted on")
    page.emulate_media(media="print")  # 5: the print command
    expect(page.get_by_text("The pupil feels safe with us.")).to_be_visible()
    expect(page.get_by_text("No names of children or families").first).to_be_visible()
    for hidden in page.locator("header nav, .app-search, .sheet-actions").all():
        expect(hidden).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="screen")
    open_page("/training/my-sheets/", page=page)
    page.get_by_role("link", name=f"{width} {js}").first.click()
    expect(page.locator("main")).to_contain_text("The pupil feels safe with us.")
    colleague = open_as(LEAD, "/training/my-sheets/", width, js)
    expect(colleague.locator("main")).not_to_contain_text(f"{width} {js}")
    assert page.complaints == []


@pytest.mark.parametrize("width", [375, 1280])
def test_before_and_after_and_every_state_are_sound(open_page, open_as, axe, pages, width):
    """Two copies of a rating beside each other; every page of what is kept, with something in it."""
    page = open_as(READER, "/training/sheets/who-hears-what/fill/", width)
    for number, note in (("2", "before"), ("4", "after")):
        open_page("/training/sheets/who-hears-what/fill/", page=page)
        page.get_by_role("radio", name=number, exact=True).first.check()
        page.get_by_label(re.compile("A word to know it by")).fill(note)
        page.get_by_role("button", name="Keep a copy").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Z3 Who hears what")
    sound(page, axe)
    for link in ("Go on with it", "Delete it"):
        page.get_by_role("link", name=link).click()
        expect(page.get_by_role("button", name=re.compile("Keep the change|Delete it"))).to_be_visible()
        sound(page, axe)
        page.go_back()
    open_page("/training/my-sheets/", page=page)
    sound(page, axe)
    page.get_by_role("link", name=re.compile("Compare the first with the last")).click()
    expect(page.locator(".records-table tbody tr").first).to_contain_text("+2")
    expect(page.locator(".records-table svg").first).to_be_visible()
    sound(page, axe)
    open_page("/training/programme/", page=page)
    page.locator("details").first.locator("input[type=checkbox]").first.check()
    page.get_by_role("button", name="Add what is ticked").first.click()
    expect(titles(page)).to_have_count(1)
    sound(page, axe)
    page.get_by_role("link", name="See it whole").click()
    sound(page, axe)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("alert")).to_contain_text("Give the programme a name")
    page.complaints[:] = [line for line in page.complaints if "400" not in line]
    sound(page, axe)
    page.get_by_label("Name of the programme").fill("Sound")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sound")
    page.complaints.clear()
    sound(page, axe)
    page.get_by_role("link", name="Show it to print, with its sheets").click()
    sound(page, axe)


@WIDTHS
@SCRIPTS
def test_a_school_makes_a_sheet_its_own(open_page, open_as, axe, pages, width, js):
    """Copy, add a question, move it up, reword it, print: by forms alone; axe on each page."""
    page = open_as(READER, "/training/sheets/who-hears-what/", width, js)

    def look():
        if js:
            sound(page, axe)

    page.get_by_role("link", name="Make our own version").click()
    look()
    page.get_by_role("button", name="Make our own version").click()
    look()
    page.get_by_role("button", name="Add: question").click()
    keyboard = Keyboard(page)
    keyboard.follow("button", re.compile("Up ?: Question: New question"))
    expect(titles(page).first).to_have_text("Question: New question")
    page.get_by_role("link", name=re.compile("Question ?: New question")).click()
    look()
    page.get_by_label("Question or label").fill("Who rings first?")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name=re.compile("Rating: How sure")).click()
    page.get_by_label("Statements").fill("I know whom to ring.\nI know when.\nI know what for.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="See it as it is now").click()
    for words in (
        "Who rings first?",
        "I know when.",
        "Added: Question",
        "Changed: Rating",
        "Ravensmoor High",
    ):
        expect(page.locator("main")).to_contain_text(words)
    look()
    page.get_by_role("link", name="Delete it").click()
    look()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Our sheets")
    assert page.complaints == []
