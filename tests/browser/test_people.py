"""A lead invites colleagues by a list, hands over what a leaver had, and lets them go: as people do it."""

import re

import pytest
from playwright.sync_api import expect

from directory.models import KeyContact
from portal.accounts.models import School
from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard
from tests.browser.test_pages import sound
from tests.factories.accounts import UserFactory
from training.records.models import Programme


@pytest.fixture
def made(on_the_site):
    """Give a school of the demo somebody who leaves and somebody who stays: `made("375-js")`."""

    def make(word):
        with on_the_site():
            school = School.objects.get(slug="ravensmoor-high")
            about = {"role": "Reader", "school": school}
            goes = UserFactory(name=f"Ann {word}", email=f"ann-{word}@school.example", **about)
            UserFactory(name=f"Bo {word}", email=f"bo-{word}@school.example", **about)
            KeyContact.objects.create(school=school, name=goes.name, role="Mentor", order=9)
            Programme.objects.create(name="Autumn", maker=goes, school=school, shared=True)

    return make


@WIDTHS
@SCRIPTS
def test_invite_hand_over_and_let_go(open_page, sign_in, axe, made, width, js):
    word = f"{width}-{'js' if js else 'plain'}"
    made(word)
    page = open_page("/livez", width, js)
    sign_in(page, "declan.roe@ravensmoor.example.org")
    page.complaints.clear()

    def look(heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        if js:
            sound(page, axe)

    open_page("/accounts/", page=page)
    look("Your account")
    keyboard = Keyboard(page)
    keyboard.follow("link", "Our people")
    look("People of Ravensmoor High")
    keyboard.follow("link", "Invite people")
    look("Invite people")
    page.get_by_label("Whom to invite").fill(
        f"Ada Lowe, ada-{word}@school.example, Tutor\nnobody\nann-{word}@school.example"
    )
    keyboard.follow("button", "Look at the list")
    for words in ("Line 2: There is no e-mail address", "Line 3: This person belongs to your school already"):
        expect(page.locator("main")).to_contain_text(words)
    look("Invite people")
    keyboard.follow("button", "Send 1 invitation")
    expect(page.locator("main")).to_contain_text("1 invitation sent")
    expect(page.get_by_label("Whom to invite")).to_have_value(f"nobody\nann-{word}@school.example")
    look("Invite people")
    page.get_by_role("link", name="See who is invited").click()
    expect(page.locator("main")).to_contain_text(f"ada-{word}@school.example")
    look("People of Ravensmoor High")
    keyboard.follow("link", f"Ann {word}")
    look(f"Ann {word}")
    keyboard.follow("link", "They leave our school")
    look(f"Ann {word} leaves Ravensmoor High?")
    keyboard.follow("link", "hand them over")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    look(f"Hand over from Ann {word}")
    keyboard.follow("button", "Hand over")
    expect(page.get_by_role("alert")).to_contain_text("Choose who takes over")
    page.complaints[:] = [line for line in page.complaints if "400" not in line]
    look(f"Hand over from Ann {word}")
    for box in page.get_by_role("checkbox").all():
        expect(box).to_be_checked()
    page.get_by_label("Who takes over").select_option(label=f"Bo {word}")
    keyboard.follow("button", "Hand over")
    expect(page.locator("main")).to_contain_text("Nothing is in their name")
    look(f"Hand over from Ann {word}")
    page.get_by_role("link", name=f"Back to Ann {word}").click()
    page.get_by_role("link", name="They leave our school").click()
    keyboard.follow("button", "They leave today")
    expect(page.locator("main")).to_contain_text(f"Ann {word} has left")
    open_page("/school/people/", page=page)
    expect(page.get_by_role("heading", name="Left")).to_be_visible()
    look("People of Ravensmoor High")
    keyboard.follow("button", re.compile(f"Take back.*{word}"))
    expect(page.locator("main")).to_contain_text(f"Ann {word} is back")
    assert page.complaints == []
