""" "Who in my school may refer to CAMHS?", asked on a phone, by keyboard, without JavaScript."""

from playwright.sync_api import expect

from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard, shows


@WIDTHS
@SCRIPTS
def test_who_in_my_school_may_refer_to_camhs(open_page, width, js):
    """Find it by the name that everybody says; its page answers all that a referrer must know."""
    page = open_page("/directory/services/?q=CAMHS", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Midmere CAMHS Single Point of Access")
    expect(page.get_by_role("heading", level=1)).to_have_text("Midmere CAMHS Single Point of Access")
    shows(
        page, "Who may refer", "Any member of staff", "GP, any professional", "Consent", "Seek consent first"
    )
    shows(page, "What happens next", "How long: Urgent assessment within 24 hours", "No reply?")
    shows(page, "Ring the access manager", "Access manager: Ring 01632 960305", "Within the hour")
    expect(page.locator(".app-call").get_by_role("link", name="01632 960305").first).to_be_visible()
    assert keyboard.actions == 1


@WIDTHS
@SCRIPTS
def test_from_the_home_page(open_page, width, js):
    """From the front page, by the words that everybody says: three actions, and who may refer is answered."""
    page = open_page("/", width, js)
    keyboard = Keyboard(page)
    keyboard.type("combobox" if js else "searchbox", "Search this site", "CAMHS")
    keyboard.follow("link", "Midmere CAMHS Single Point of Access")
    expect(page.get_by_role("heading", level=1)).to_have_text("Midmere CAMHS Single Point of Access")
    shows(page, "Who may refer", "Any member of staff", "Consent", "What happens next")
    assert keyboard.actions <= 3
