"""Pages of the hub: how many there are, what they refer to, how they stand."""

import re
from collections import Counter

import pytest

from tests.demo_files.files import HELP_WITH, HUB_PAGES, HUB_SLUGS, IDS, STATUSES, read, slugs


def test_the_hub_is_as_large_as_promised():
    assert Counter(path.parent.name for path in HUB_PAGES) == {
        "articles": 12,
        "topics": 12,
        "barriers": 32,
        "practice": 6,
        "questions": 6,
        "bulletins": 6,
        "case-studies": 3,
        "meetings": 3,
        "policies": 2,
        "governance": 1,
    }
    assert len(HUB_SLUGS) == len(HUB_PAGES)
    assert {
        head["need"] for path, (head, _) in HUB_PAGES.items() if path.parent.name == "barriers"
    } == HELP_WITH


@pytest.mark.parametrize("path", HUB_PAGES, ids=lambda path: path.stem)
def test_a_page_of_the_hub_refers_only_to_what_exists(path):
    head, text = HUB_PAGES[path]
    assert path.stem == head["slug"]
    assert set(head.get("topics", [])) <= slugs("topics.yaml")
    assert set(head.get("audiences", [])) <= slugs("audiences.yaml")
    assert set(head.get("tags", [])) <= slugs("tags.yaml")
    assert set(head.get("cites", [])) | set(re.findall(r"\[cite: *([\w-]+)", text)) <= slugs("guidance.yaml")
    assert set(head.get("related", [])) <= HUB_SLUGS - {path.stem}
    assert {item.get("page") for item in head.get("items", [])} <= HUB_SLUGS | {None}
    assert {call["service"] for call in head.get("call", [])} <= IDS
    assert set(re.findall(r"\[card: *([\w-]+)", text)) <= IDS
    assert set(re.findall(r"\[learning: *([\w-]+)", text)) <= slugs("hub/learnings.yaml")
    assert head.get("author") in slugs("hub/authors.yaml") | {None}
    assert head["owner"] in {person["email"] for person in read("people.yaml")}


@pytest.mark.parametrize("path", HUB_PAGES, ids=lambda path: path.stem)
def test_a_page_of_the_hub_says_how_it_stands(path):
    head, _ = HUB_PAGES[path]
    assert head["status"] in STATUSES
    assert head["access"] in {"public", "staff", "dsl"}
    if path.parent.name in {"topics", "barriers", "questions", "governance"}:
        assert head["access"] == "public"
    assert head["reviewed_days_ago"] >= 0 and head["review_days"] > 0
    assert len(head["standfirst"]) <= 250
