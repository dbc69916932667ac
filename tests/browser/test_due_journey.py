"""Keep forty entries fresh in an hour: an editor's list, by keyboard, two actions an entry."""

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import settled


@pytest.mark.parametrize("width", [375, 1280])
def test_one_entry_after_another(open_page, sign_in, width):
    page = open_page("/livez", width)
    sign_in(page, "directory.editor@ambleford.example.org")
    open_page("/admin/directory/due/", page=page)
    before = page.locator("#due-lines > li").count()
    following = page.locator("#due-lines > li").first.get_attribute("id")
    for _ in range(3):
        line = page.locator(f"#{following}")
        after = page.locator(f"#{following} + li").get_attribute("id")
        line.get_by_role("button", name="Checked today").press("Enter")
        settled(page).get_by_text("checked today, by phone").first.wait_for()
        assert page.url.endswith(f"#{after}")
        expect(page.locator(f"#{following}")).to_have_count(0)
        following = after
        # The next line is where the keyboard goes on: one Tab leads into it.
        page.keyboard.press("Tab")
        assert page.evaluate(f"document.querySelector('#{after}').contains(document.activeElement)")
    assert page.locator("#due-lines > li").count() == before - 3 or before > 40
