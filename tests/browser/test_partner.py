"""A school asks a partner about a sheet of its own: by a link, without an account; and fills it in."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard
from tests.browser.test_pages import sound
from tests.factories.training import RATING, add_sheet

SHEET = "When a pupil is late"
LEAD = "declan.roe@ravensmoor.example.org"


@pytest.fixture(scope="module")
def sheet(on_the_site):
    """A sheet of three parts on the browser's site."""
    prose = "<p>The desk rings home before nine, and writes down who was rung.</p>"
    lines = {"label": "Who rings home?", "help": "By role.", "lines": 2}
    body = [("instructions", prose), ("lines", lines), ("rating", RATING)]
    with on_the_site():
        add_sheet(title=SHEET, code="Z9", slug="when-a-pupil-is-late", body=body)


@pytest.fixture
def own(open_page, sign_in, sheet):
    """Sign the lead in and make the sheet the school's own: `own(375, js=False)` is at its page."""

    def make(width, js=True):
        page = open_page("/livez", width, js)
        sign_in(page, LEAD)
        page.complaints.clear()
        open_page("/training/sheets/when-a-pupil-is-late/adapt/", page=page)
        page.get_by_role("button", name="Make our own version").click()
        page.get_by_role("link", name="See it as it is now").click()
        return page

    return make


@WIDTHS
@SCRIPTS
def test_a_partner_comments_and_proposes_and_the_school_decides(open_page, own, axe, width, js):
    """Open, comment, propose twice, accept one, decline one, withdraw: by keyboard; axe on each page."""
    lead = own(width, js)

    def look(page, title):
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        if js:
            sound(page, axe)

    Keyboard(lead).follow("link", "Ask a partner")
    look(lead, "Ask a partner")
    lead.get_by_label("Whom do you ask?").fill("School nursing team")
    lead.get_by_label("7 days").check()
    Keyboard(lead).follow("button", "Make the link")
    look(lead, "The link for your partner")
    address = lead.get_by_label(re.compile("Link to")).input_value()
    place = urlsplit(address)
    lead.get_by_role("link", name="I have copied it").click()

    partner = open_page(f"{place.path}?{place.query}", width, js)  # a window of their own, signed out
    expect(partner.locator("main")).to_contain_text("Ravensmoor High asks for your view")
    expect(partner.get_by_text("No names of children").first).to_be_visible()
    look(partner, SHEET)
    keyboard = Keyboard(partner)
    keyboard.follow("link", re.compile("Comment or propose a change ?: Question: Who rings"))
    look(partner, re.compile("Question: Who rings"))
    partner.get_by_label("Your comment").fill("We would ring as well.")
    partner.get_by_label("Who you are: your role").first.fill("School nurse")
    keyboard.follow("button", "Send the comment")
    expect(partner.locator("#said")).to_contain_text("The school has it now")
    look(partner, SHEET)
    for part, label, words in (
        ("Question: Who rings", "Question or label", "Who rings home, and when?"),
        ("Rating: How sure", "What the highest number means", "completely"),
    ):
        keyboard.follow("link", re.compile(f"Comment or propose a change ?: {part}"))
        partner.get_by_label(label).fill(words)
        keyboard.follow("button", "Send the proposal")
        expect(partner.get_by_role("heading", level=1)).to_have_text(SHEET)
    expect(partner.get_by_text("Waits for the school")).to_have_count(3)
    partner.get_by_role("link", name="comment on the whole sheet").click()
    Keyboard(partner).follow("button", "Send the comment")
    expect(partner.get_by_role("alert")).to_contain_text("Write your comment")
    partner.complaints[:] = [line for line in partner.complaints if "400" not in line]
    look(partner, "The whole sheet")
    partner.get_by_role("link", name="Back").click()
    assert partner.context.cookies() == []

    open_page("/training/our-sheets/", page=lead)
    look(lead, "Our sheets")
    lead.get_by_role("link", name=re.compile("3 answers of partners to decide on")).first.click()
    look(lead, "Ask a partner")
    Keyboard(lead).follow("button", re.compile("Accept ?: Question"))
    expect(lead.locator("main")).to_contain_text("the sheet says it now")
    Keyboard(lead).follow("button", re.compile("Decline ?: Rating"))
    Keyboard(lead).follow("button", re.compile("Put aside as read"))
    expect(lead.get_by_role("heading", name="To decide on")).to_have_count(0)
    look(lead, "Ask a partner")
    partner.reload()
    expect(partner.locator("main")).to_contain_text("Who rings home, and when?")
    expect(partner.locator(".app-sheet").last).to_contain_text("very")
    for state in ("Accepted", "Declined", "Read by the school"):
        expect(partner.get_by_text(state, exact=True)).to_have_count(1)
    look(partner, SHEET)

    partner.emulate_media(media="print")  # on paper: the sheet, and neither the link nor what was said
    expect(partner.get_by_text("Who rings home, and when?").first).to_be_visible()
    expect(partner.locator(".partner-notes").first).to_be_hidden()
    expect(partner.get_by_text(place.query.partition("=")[2])).to_have_count(0)
    partner.emulate_media(media="screen")

    Keyboard(lead).follow("link", re.compile("Withdraw it ?: School nursing team"))
    look(lead, "Withdraw the link?")
    Keyboard(lead).follow("button", "Withdraw it")
    expect(lead.locator("main")).to_contain_text("The link opens nothing any more")
    partner.reload()
    expect(partner.get_by_role("heading", level=1)).to_have_text("This link opens nothing")
    expect(partner.locator("body")).not_to_contain_text("Ravensmoor")
    look(partner, "This link opens nothing")
    lead.get_by_role("link", name="Back").click()
    lead.get_by_role("link", name="Delete it").click()
    lead.get_by_role("button", name="Delete it").click()
    assert lead.complaints == []
    assert [line for line in partner.complaints if "404" not in line] == []


@WIDTHS
@SCRIPTS
def test_an_own_sheet_is_filled_in_on_the_screen(own, axe, width, js):
    """Type, show it to print, go back to what was typed, take it as a file: nothing is kept."""
    page = own(width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Fill it in on the screen")
    expect(page.locator(".app-sheet--form")).to_be_visible()
    if js:
        sound(page, axe)
    page.get_by_label("Who rings home?").fill("The attendance lead")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my Word file").click()
    assert download.value.suggested_filename == "when-a-pupil-is-late-completed.docx"
    keyboard.follow("button", "Show it to print")
    expect(page.locator(".sheet-answer").first).to_have_text("The attendance lead")
    if js:
        sound(page, axe)
    page.emulate_media(media="print")
    expect(page.get_by_text("The attendance lead")).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert page.complaints == []
