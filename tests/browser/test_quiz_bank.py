"""T25: a trainer builds a quiz of eight questions from the bank and attaches it to a module."""

import pytest
from playwright.sync_api import expect

from portal.content.models import GuidanceRecord
from tests.browser.test_journeys import WIDTHS, Keyboard
from tests.factories.quizzes import add_bank_item, owner, rows, single
from tests.factories.training import add_module

TRAINER = "tom.aldous@ambleford.example.org"
TITLES = [f"Whom to ring {place}" for place in range(1, 9)]


@pytest.fixture(scope="module")
def bank(on_the_site):
    """Eight questions in the bank, each with its explanation and guidance, and a module of the trainer's."""
    with on_the_site():
        record = GuidanceRecord.objects.filter(live=True).first()
        for place, title in enumerate(TITLES):
            cited = single(f"bank-{place}", cites=rows(record.pk, prefix="cite"))
            add_bank_item(cited, title=title)
        module = add_module(title="Who does what, by a trainer", owner=owner())
        return module.pk


@WIDTHS
def test_t25_a_quiz_of_eight_from_the_bank(open_page, sign_in, axe, bank, width):
    """By keyboard, at most twelve actions: open, eight ticks, the module, the title, try it."""
    title = f"Eight questions at {width}"
    page = open_page("/livez", width)
    sign_in(page, TRAINER)
    open_page("/admin/quizzes/from-bank/", page=page)
    keyboard = Keyboard(page)
    keyboard.actions = 1  # the entry of the menu
    assert not axe(page)
    for name in TITLES:
        keyboard.focus("checkbox", name)
        page.keyboard.press("Space")
        keyboard.actions += 1
    expect(page.get_by_text("without guidance")).to_have_count(0)
    keyboard.choose("Attach it to a module", "Who does what, by a trainer")
    keyboard.type("textbox", "Title of the quiz", title)
    page.wait_for_url("**/edit/")
    expect(page.get_by_text("is a draft now")).to_be_visible()
    draft = page.get_by_role("link", name="Try it").get_attribute("href")
    open_page(draft, page=page)
    keyboard.actions += 1
    assert keyboard.actions <= 12
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("group")).to_have_count(8)
    assert not axe(page)
    for question in page.get_by_role("group").all():
        question.get_by_role("radio", name="Ring today").check()
    page.get_by_role("button", name="Hand in").press("Enter")
    page.wait_for_url("**/try/**")
    expect(page.locator("body")).to_contain_text("8 of 8 marks")
    expect(page.locator("body")).to_contain_text("Nothing is saved and nothing counts")
    assert page.locator("main").get_by_text("The front door takes contacts.").count() == 8
    assert not axe(page)
    open_page(f"/admin/pages/{bank}/edit/", page=page)
    expect(page.locator("#id_quiz-chooser")).to_contain_text(title)
