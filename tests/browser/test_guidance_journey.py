"""A rule was replaced: an editor lists everything that rests on it, with owners, and takes the list away."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("width", [375, 1280])
def test_list_what_rests_on_past_guidance_and_export_it(open_page, sign_in, axe, width):
    page = open_page("/livez", width)
    sign_in(page, "marguerite.osei@ambleford.example.org")
    open_page("/admin/reports/past-guidance/", page=page)
    rows = page.locator("table.listing tbody tr")
    owners = page.locator("table.listing tbody td:nth-child(3)").all_inner_texts()
    assert rows.count() > 0
    assert all(owner.strip() for owner in owners)
    assert axe(page) == []
    with page.expect_download() as started:
        page.get_by_role("link", name="Download this list (CSV)").click()
    lines = Path(started.value.path()).read_text(encoding="utf-8").splitlines()
    told = [row for row in csv.reader(lines) if len(row) > 1]
    assert told[0][:3] == ["Title", "Kind", "Owner"]
    assert len(told) - 1 == rows.count()
    assert all(row[2] for row in told)


def test_a_reader_finds_what_replaced_an_old_rule(open_page):
    page = open_page("/guidance/", 375)
    page.get_by_role("link", name="The archive").click()
    page.get_by_role("link", name="Circular 10/99 on supporting pupils").first.click()
    expect(page.get_by_text("do not rely on this").first).to_be_visible()
    expect(page.get_by_role("table").get_by_role("rowheader")).to_have_count(10)
    page.get_by_role("link", name="Working together to improve school attendance").first.click()
    assert "improve school attendance" in page.get_by_role("heading", level=1).inner_text()
