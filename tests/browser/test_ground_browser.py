"""The browser tests' own fixtures: they are what every other browser test trusts."""


def test_axe_finds_a_fault_that_is_there(open_page, axe):
    page = open_page("/accounts/login/")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert any("image-alt" in line for line in axe(page))


def test_sign_in_enters_the_admin(open_page, sign_in):
    page = open_page("/accounts/login/")
    sign_in(page, "ellen.vance@ambleford.example.org")
    open_page("/admin/", page=page)
    assert page.url.endswith("/admin/")
    assert page.title().startswith("Dashboard")
    assert not page.complaints


def test_without_javascript_no_script_runs(open_page):
    page = open_page("/accounts/login/", js=False)
    assert "js-enabled" not in (page.locator("body").get_attribute("class") or "")
