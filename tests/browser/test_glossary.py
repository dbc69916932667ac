"""The glossary in a browser: T13, meanings on hover and focus, and a draft that never leaves the page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard, shows

ENTRY = "/glossary/macpt/"  # its meaning uses other terms
DRAFT = """REFERRAL FOR A PUPIL

The home is a chaotic home, and mum is hard-to-reach. The DSL (designated safeguarding lead) rang the EWO,
and the XYZQ, twice. On Tuesday he came at 10:20 without a coat and said: “I am hungry.” We have told the
team before, more than once, and would like to know by Friday what will be done about it, because nothing has
happened so far at all and the term is nearly over."""


@WIDTHS
@SCRIPTS
def test_t13_what_is_mash(open_page, width, js):
    """From the glossary's page: one question, one answer, with what to ring here."""
    page = open_page("/glossary/", width, js)
    keyboard = Keyboard(page)
    keyboard.type("searchbox", "What does it mean?", "what is mash")
    expect(page.get_by_role("heading", level=1)).to_contain_text("MASH")
    shows(page, "Multi-agency safeguarding hub", "Also known as", "Source:")
    expect(page.locator("a[href^='tel:+44']").first).to_be_visible()
    assert keyboard.actions <= 1


def first_term(page):
    return page.locator("button.app-term").first, page.locator(".app-definition").first


@WIDTHS
def test_a_meaning_opens_by_keyboard_and_escape_puts_it_away(open_page, axe, width):
    page = open_page(ENTRY, width)
    button, meaning = first_term(page)
    expect(meaning).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.get_by_role("link", name="Glossary").first.focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    expect(meaning).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert page.locator(f"#{button.get_attribute('aria-controls')}").count() == 1
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Enter")
    expect(meaning).to_be_hidden()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # to the link in the meaning, which stays
    expect(meaning.get_by_role("link")).to_be_focused()
    expect(meaning).to_be_visible()
    page.keyboard.press("Tab")
    expect(meaning).to_be_hidden()


def test_a_meaning_follows_the_pointer(open_page):
    """WCAG 2.2, 1.4.13: the pointer may move onto it; it goes when the pointer has left, or with Escape."""
    page = open_page(ENTRY)
    button, meaning = first_term(page)
    button.hover()
    expect(meaning).to_be_visible()
    meaning.hover()
    page.wait_for_timeout(500)
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    page.mouse.move(5, 5)
    button.hover()
    expect(meaning).to_be_visible()
    page.mouse.move(5, 5)
    expect(meaning).to_be_hidden()
    button.click()  # a click keeps it
    page.mouse.move(5, 5)
    page.wait_for_timeout(500)
    expect(meaning).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(meaning).to_be_hidden()


def test_a_touch_opens_and_closes_it(open_page):
    page = open_page(ENTRY, 375, touch=True)
    button, meaning = first_term(page)
    button.tap()
    expect(meaning).to_be_visible()
    button.tap()
    expect(meaning).to_be_hidden()


def test_without_javascript_a_term_is_a_link(open_page):
    page = open_page(ENTRY, js=False)
    link = page.locator("a.app-term").first
    assert page.locator("button.app-term").count() == 0
    name = link.get_attribute("href")
    link.click()
    assert page.url.endswith(name)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.fixture
def checked(open_page):
    """Open the page, type a draft, and give (page, requests since it was loaded)."""

    def open_(width=1280, draft=DRAFT):
        page = open_page("/plain-language/", width)
        page.wait_for_load_state("networkidle")
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.get_by_label("Your draft referral or letter").fill(draft)
        page.get_by_role("button", name="Check the draft").click()
        return page, asked

    return open_


@WIDTHS
def test_a_draft_is_marked_and_nothing_leaves_the_browser(checked, axe, width):
    page, asked = checked(width)
    status = page.get_by_role("main").get_by_role("status")
    expect(status).to_contain_text(re.compile(r"^\d+ things to look at again\.$"))
    notes = page.locator("#draft-list li")
    for words in ("chaotic home", "hard-to-reach", "EWO", "XYZQ", "Long sentence"):
        expect(notes.filter(has_text=words).first).to_be_visible()
    expect(notes.filter(has_text="EWO")).to_contain_text("Attendance support team")
    expect(notes.filter(has_text="XYZQ")).to_contain_text("not in the glossary")
    assert notes.filter(has=page.get_by_role("button", name="DSL", exact=True)).count() == 0  # written out
    assert notes.filter(has_text="REFERRAL").count() == 0  # a heading in capitals
    marks = page.locator("#draft-copy mark")
    assert marks.count() == notes.count()
    for mark in marks.all():  # told in words too, not by a colour alone
        assert re.search(r"\d+ (vague|jargon|initials|long sentence)$", mark.inner_text())
    shows(page, "Reading age", "Words in a sentence")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.wait_for_timeout(1500)
    assert asked == []
    assert page.complaints == []  # the content policy had nothing to refuse
    assert page.url.endswith("/plain-language/")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_a_note_leads_to_its_place_by_keyboard(checked):
    page, _ = checked()
    page.get_by_role("button", name="hard-to-reach").focus()
    page.keyboard.press("Enter")
    draft = page.get_by_label("Your draft referral or letter")
    expect(draft).to_be_focused()
    chosen = draft.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert chosen == "hard-to-reach"


def test_a_draft_is_gone_after_clearing_and_after_leaving(checked):
    page, _ = checked()
    page.get_by_role("button", name="Clear it").click()
    expect(page.get_by_label("Your draft referral or letter")).to_have_value("")
    expect(page.locator("#draft-results")).to_be_hidden()
    page, _ = checked()
    page.goto(page.url.replace("/plain-language/", "/livez"))
    page.go_back()
    expect(page.get_by_label("Your draft referral or letter")).to_have_value("")


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        ("   ", ""),
        ("She told me on Monday that she was cold.", "Nothing to look at again."),
        ("<img src=x onerror=alert(1)> & \u202e \U0001f4a9 ((((", "Nothing to look at again."),
        ("chaotic home", "1 thing to look at again."),
    ],
)
def test_odd_drafts(checked, draft, says):
    page, asked = checked(draft=draft)
    expect(page.locator("#draft-status")).to_have_text(says)
    assert page.locator("#draft-copy img").count() == 0
    assert (asked, page.complaints) == ([], [])


def test_a_long_draft_is_quick(checked):
    page, _ = checked(draft=(DRAFT + "\n") * 200)
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("things to look at again")


MEASURES = """async () => {
  const { measure, review } = await import("/static/js/plain-language-rules.js");
  const sentence = "The cat sat on the mat and then it ran off to eat its tea. ";
  return [
    measure(""), measure("Dr. Smith came at 3.15 p.m. on Monday."), measure(sentence.repeat(3)),
    measure("Multidisciplinary professionals collaboratively operationalise interventions. ".repeat(6)),
    review("DSLs met. A DSL spoke.", { phrases: [], initials: { DSL: ["Lead", "Leads.", false] } }),
  ];
}"""


def test_measures_and_notes_are_what_they_say(open_page):
    page = open_page("/plain-language/")
    nothing, doctor, easy, hard, notes = page.evaluate(MEASURES)
    assert nothing == {"words": 0, "sentences": 0, "perSentence": 0, "age": None}
    assert doctor["sentences"] == 1
    assert (easy["words"], easy["sentences"], easy["perSentence"]) == (45, 3, 15)
    assert 5 <= easy["age"] <= 9
    assert hard["age"] >= 20
    assert [(note["text"], note["start"]) for note in notes] == [("DSLs", 0)]


def test_without_javascript_the_phrases_are_a_list(open_page):
    page = open_page("/plain-language/", js=False)
    shows(page, "chaotic home", "What did you see")
    expect(page.locator("#draft")).to_be_hidden()


@pytest.mark.parametrize(("path", "sides"), [(ENTRY, 1), ("/plain-language/", 5)])
def test_it_prints(open_page, path, sides):
    page = open_page(path)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= sides
