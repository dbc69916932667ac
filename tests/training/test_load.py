"""The files of the training: what they become, and what is said of bad ones."""

import pytest

from tests.home.small_files import HUB_FILES, change, load, mistakes, write
from tests.training.sheets import FILES as SHEETS
from training.models import (
    ActivityPage,
    ModulePage,
    ResourceSheetPage,
    ToolkitPage,
    ToolkitSectionPage,
)

pytestmark = pytest.mark.django_db

OWNER = "owner: editor@newford.example.org"
SHEET = f"""\
code: Z1
kind: form
title: A Newford form
slug: newford-form
standfirst: To write on.
topics: [attendance]
tags: [newford-tag]
origin: toolkit
page: landscape
warn_names: false
{OWNER}
blocks:
  - lines: {{id: a, label: What we do}}
  - scenario: {{id: s, title: A day, text: It **rained**., trainer_notes: Say why.}}
"""
UNIT = f"""\
---
title: Newford unit
slug: newford-unit
standfirst: Four sections.
audience_text: Leaders.
purpose: To begin.
possible_uses: [{{use: Review a policy, activities: [newford-activity]}}]
impact_measures: [Fewer crises]
links_to_units: [Bullying]
references: [{{title: A topic, page: newford-topic}}]
{OWNER}
---
## Before you start

Read this.
"""
SECTION = f"""\
---
title: Newford section
slug: newford-section
standfirst: Partners.
number: 1
purpose: To know who helps.
{OWNER}
---
Text of the section.
"""
ACTIVITY = f"""\
---
title: Newford activity
slug: newford-activity
standfirst: An hour.
number: "1.1"
purpose: To meet.
description: |
  Come **together**.
steps:
  - {{text: List who helps., questions: [Who is missing?, Who keeps it?]}}
  - {{text: Share it.}}
summary: [Keep it current]
minutes: 60
group_size: 6 to 20
materials: [Pens]
delivery: group
facilitator_notes: Leave *time*.
sheets: [newford-form]
links: [{{title: Elsewhere, url: "https://example.org/"}}]
{OWNER}
---
"""
MODULE = f"""\
---
title: Newford module
slug: newford-module
standfirst: Forty minutes.
code: Z9
minutes: 40
outcomes: [name the lead]
reflective_question: Whom do you ring?
directory_task: {{task: Find the front door., service: z01, answer: It is open.}}
sheets: [newford-form]
valid_months: 12
{OWNER}
---
## Levels

[card: z01]
"""
FORM, A_MODULE = "sheets/newford-form.yaml", "modules/newford-module.md"
UNIT_FILE = "toolkit/newford-unit/unit.md"
ACTIVITY_FILE = "toolkit/newford-unit/newford-section/newford-activity.md"
FILES = {
    **HUB_FILES,
    "training/sheets/newford-form.yaml": SHEET,
    "training/toolkit/newford-unit/unit.md": UNIT,
    "training/toolkit/newford-unit/newford-section/section.md": SECTION,
    "training/toolkit/newford-unit/newford-section/newford-activity.md": ACTIVITY,
    "training/modules/newford-module.md": MODULE,
}


@pytest.fixture
def folder(tmp_path):
    """A small folder of files with a page of each kind."""
    return write(tmp_path / "demo", FILES)


def main_of(client, url) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.text.split("<main", 1)[1].split("</main>")[0]


def test_all_that_the_files_say_arrives(folder, client):
    load(folder)
    sheet = ResourceSheetPage.objects.get(slug="newford-form")
    assert sheet.url == "/training/sheets/newford-form/"
    assert (sheet.code, sheet.sort, sheet.orientation, sheet.warn_names) == ("Z1", "form", "landscape", False)
    assert sheet.credit == "Based on a 2004-05 national toolkit, rewritten."
    assert [tag.slug for tag in sheet.tags.all()] == ["newford-tag"]
    assert list(sheet.sheet.cells()) == ["a"]
    activity = ActivityPage.objects.get(slug="newford-activity")
    assert activity.url == "/training/toolkit/newford-unit/newford-section/newford-activity/"
    main = main_of(client, activity.url)
    for words in (
        "1 hour", "Who is missing?", "Keep it current", "<b>together</b>", "Pens", "Z1 A Newford form",
        'href="https://example.org/"',
    ):  # fmt: skip
        assert words in main
    assert "Leave" not in main
    main = main_of(client, ToolkitPage.objects.get(slug="newford-unit").url)
    for words in ("Newford section", "1.1 Newford activity", "Review a policy", "Fewer crises", "Read this."):
        assert words in main
    assert 'href="/hub/topics/newford-topic/"' in main
    main = main_of(client, ToolkitSectionPage.objects.get(slug="newford-section").url)
    assert "1.1 Newford activity" in main
    main = main_of(client, ModulePage.objects.get(slug="newford-module").url)
    for words in ("40 minutes", "name the lead", "Find the front door.", "01632 960801", "Whom do you ring?"):
        assert words in main
    assert "Newford unit" in main_of(client, "/training/toolkit/")
    assert "Z9 Newford module" in main_of(client, "/training/modules/")


def test_only_trainers_see_the_facilitators_notes(folder, client, signed_in):
    load(folder)
    url = ActivityPage.objects.get(slug="newford-activity").url
    signed_in("tom.aldous@ambleford.example.org")
    assert "Leave <i>time</i>" in main_of(client, url)


def test_a_second_load_changes_nothing(folder):
    load(folder)
    before = {page.pk: page.latest_revision_id for page in ResourceSheetPage.objects.all()}
    before |= {page.pk: page.latest_revision_id for page in ActivityPage.objects.all()}
    load(folder)
    after = {page.pk: page.latest_revision_id for page in ResourceSheetPage.objects.all()}
    after |= {page.pk: page.latest_revision_id for page in ActivityPage.objects.all()}
    assert after == before


def test_the_sheet_of_every_block_can_be_loaded(folder):
    text = (SHEETS / "every-block.yaml").read_text().replace("kind: sheet\n", f"kind: sheet\n{OWNER}\n")
    write(folder, {"training/sheets/every-block.yaml": text})
    load(folder)
    page = ResourceSheetPage.objects.get(slug="every-block")
    assert page.sheet.cells()["partners_1_does"].start == "Talks in assembly"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (FORM, "kind: form", "kind: poem", "line 2: kind: “poem” is not one of"),
        (FORM, "page: landscape", "page: round", "line 9: page: “round” is not one of"),
        (FORM, "slug: newford-form", "slug: other", "slug is the name of the file"),
        (FORM, "id: a,", "id: A,", "newford-form.yaml, line 13: "),
        (FORM, "origin: toolkit", "origin: mars", "line 8: origin: “mars” is not one of"),
        (FORM, "code: Z1", "codes: Z1", "line 1: codes: “codes” is not known here."),
        (A_MODULE, "service: z01", "service: z99", "there is no service “z99”"),
        (A_MODULE, "[newford-form]", "[newford-frm]", "there is no resource sheet “newford-frm”"),
        (A_MODULE, "[card: z01]", "[learning: newford-learning]", "is known in the hub alone"),
        (UNIT_FILE, "[newford-activity]", "[newford-actvity]", "there is no activity “newford-actvity”"),
        (ACTIVITY_FILE, "delivery: group", "delivery: x", "“x” is not one of"),
    ],
)
def test_a_bad_file_is_named_with_its_line(folder, file, old, new, message):
    change(folder, f"training/{file}", old, new)
    said = mistakes(folder)
    assert f"demo/training/{file}, line " in said
    assert message in said
