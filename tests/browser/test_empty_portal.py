"""A portal before its first content: its pages say so, and its first steps can be taken by everybody."""

import shutil
import time

import pytest
from playwright.sync_api import expect

from home.set_up import keys
from tests import snapshot
from tests.accounts.conftest import code_for
from tests.browser import server

PASSWORD = "harbour lantern pebble"


@pytest.fixture(scope="module")
def empty_site(site_database, tmp_path_factory):
    """The address of a portal that was migrated and nothing else."""
    file = tmp_path_factory.mktemp("empty") / "empty.sqlite3"
    shutil.copy(snapshot.snapshot_file("migrated", snapshot.migrations()), file)
    with server.serve(file) as address:
        yield address


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    "path", ["/", "/directory/", "/directory/services/", "/directory/a-z/", "/directory/who-leads/"]
)
def test_axe_finds_nothing(open_page, axe, empty_site, path, width):
    page = open_page("/livez", width)
    answer = page.goto(empty_site + path)
    assert answer.status == 200
    assert axe(page) == []
    assert page.locator("h1").count() == 1


def test_first_steps_by_keyboard_and_under_axe(open_page, axe, empty_site):
    """Every step at both widths, also with its errors, from the key to the first number to call."""
    page = open_page("/livez")
    page.goto(empty_site + keys.path_with_key())
    steps = {
        "account": {"name": "Test Admin", "email": "admin@school.example", "password": PASSWORD},
        "second-factor": {},
        "portal": {"name": "Test portal", "publisher": "Test Council", "contact_email": "a@b.example"},
        "authorities": {"place": "Aford", "authority": "Aford Council"},
        "colours": {},
        "first-service": {
            "name": "Aford Front Door",
            "organisation": "Aford Council",
            "summary": "Advice",
            "phone": "01632 960101",
        },
        "done": None,
    }
    for step, answers in steps.items():
        page.wait_for_url(f"**/set-up/{step}/")
        sound_at_both_widths(page, axe)
        if answers:
            refuse_empty(page, axe, answers)
        if step == "second-factor":
            set_up_an_app(page, axe)
        if answers is not None:
            send(page, answers)
    page.get_by_role("link", name="Aford Front Door").click()
    expect(page.get_by_role("link", name="01632 960101").first).to_be_visible()


def set_up_an_app(page, axe):
    """Set up an authenticator app in the tab that the step opens."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Set up an authenticator app").press("Enter")
    tab = opened.value
    tab.wait_for_load_state()
    sound_at_both_widths(tab, axe)
    tab.locator("[name=code]").fill(code_for(tab.locator("#authenticator_secret").input_value()))
    tab.locator("[name=code]").press("Enter")
    tab.wait_for_url(lambda url: "activate" not in url)
    sound_at_both_widths(tab, axe)
    tab.close()


def sound_at_both_widths(page, axe):
    """Assert that axe finds nothing at 375 and at 1280 px, and that nothing scrolls sideways."""
    for width in [375, 1280]:
        page.set_viewport_size({"width": width, "height": 800})
        assert axe(page) == [], page.url
        assert (
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        )


def refuse_empty(page, axe, answers):
    """Send the step without its answers: the page names what is missing, and axe has nothing to say."""
    page.evaluate("document.querySelector('main form').noValidate = true")
    send(page, dict.fromkeys(answers, ""))
    page.get_by_role("heading", name="There is a problem").wait_for()
    sound_at_both_widths(page, axe)


def send(page, answers):
    """Fill in the step's fields, press its button with Enter, and wait until the server has taken them."""
    for name, value in answers.items():
        page.locator(f"main [name={name}]").fill(value)
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.locator("main form button[type=submit]").last.press("Enter")
    assert answer.value.status in {200, 302}, what_happened(page, answer.value)
    page.wait_for_load_state()


def what_happened(page, answer) -> str:
    """Return what a failure needs to be understood: a lost cookie, another clock, or a closed door."""
    names = [(cookie["name"], cookie["expires"]) for cookie in page.context.cookies()]
    date = answer.headers.get("date")
    return f"{answer.status} at {answer.url}, {date}, sent {names}, now {time.time():.0f}"
