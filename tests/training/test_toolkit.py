"""A unit and its activities: at a glance, by use and audience, in order, for whoever leads them, on paper."""

import re

import pytest
from django.utils.text import slugify

from portal.content.models import Audience
from tests.pages import main_of
from tests.training.conftest import READER, TRAINER, person
from training.enums import Holds
from training.glance import in_hours, place_of
from training.models import (
    ActivityPage,
    ActivitySheet,
    ToolkitPage,
    ToolkitSectionPage,
    TrainingShelfPage,
)

pytestmark = pytest.mark.django_db


def publish(parent, page):
    """Publish `page` below `parent`."""
    page.slug, page.maintainer, page.standfirst = slugify(page.title), person(TRAINER), "A line."
    parent.add_child(instance=page)
    page.save_revision(clean=False).publish()
    return page


@pytest.fixture
def add_unit(training):
    """Add a unit: `add_unit({"Partners": 3, "Together": 2})`, sections and how many activities each has."""

    def add(sections: dict[str, int], uses=()) -> ToolkitPage:
        shelf = TrainingShelfPage.objects.get(holds=Holds.UNIT)
        unit = publish(shelf, ToolkitPage(title="Tested unit"))
        for number, (title, count) in enumerate(sections.items(), start=1):
            section = publish(unit, ToolkitSectionPage(title=title, number=str(number)))
            for place in range(1, count + 1):
                name = f"{number}.{place:02}"
                publish(
                    section,
                    ActivityPage(
                        title=f"Activity {name}",
                        number=name,
                        minutes=30,
                        materials=[("line", "Pens")],
                        steps=[("step", {"text": "Talk.", "questions": ["Who helps?"]})],
                        facilitator_notes="<p>Leave silence.</p>",
                    ),
                )
        unit.possible_uses = [("use", {"use": words, "activities": pages()}) for words, pages in uses]
        unit.save_revision(clean=False).publish()
        return ToolkitPage.objects.get(pk=unit.pk)

    return add


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 minutes"), (1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (135, "2 hours 15 minutes")],
)
def test_time_in_words(minutes, words):
    assert in_hours(minutes) == words


def test_the_whole_unit_is_on_one_page(client, add_unit, add_sheet):
    sheet = add_sheet("- lines: {id: a, label: A}", title="Who helps", code="R9")
    unit = add_unit({"Partners": 2, "Together": 1})
    ActivitySheet.objects.create(activity=ActivityPage.objects.get(number="1.02"), sheet=sheet)
    main = main_of(client.get(unit.url))
    assert "2 sections 3 activities 1 hour 30 minutes in all" in text_of(main)
    titles = re.findall(r">(?:1\.0\d|2\.0\d) (Activity [\d.]+)</a>", main)
    assert titles == ["Activity 1.01", "Activity 1.02", "Activity 2.01"]
    assert f'href="{sheet.url}">R9 Who helps</a>' in main


def test_a_leader_picks_a_use_and_gets_what_serves_it(client, add_unit):
    uses = [
        ("Look at a policy", lambda: [ActivityPage.objects.get(number="1.02")]),
        ("Meet partners", list),
    ]
    unit = add_unit({"Partners": 3}, uses)
    main = main_of(client.get(unit.url))
    assert 'href="?use=1#chosen"' in main
    assert 'id="chosen"' not in main
    chosen = main_of(client.get(f"{unit.url}?use=1")).split('id="chosen"')[1].split("</section>")[0]
    assert "Look at a policy" in chosen
    assert "1 activity serves this: 30 minutes." in text_of(chosen)
    assert re.findall(r">(1\.0\d) ", chosen) == ["1.02"]
    assert "No activity of this unit is marked for this." in main_of(client.get(f"{unit.url}?use=2"))


def test_a_leader_picks_an_audience(client, add_unit):
    unit = add_unit({"Partners": 3})
    audience = Audience.objects.first()
    activity = ActivityPage.objects.get(number="1.03")
    activity.audiences.add(audience)
    activity.save_revision(clean=False).publish()
    main = main_of(client.get(f"{unit.url}?audience={audience.slug}"))
    assert f'href="?audience={audience.slug}#chosen" aria-current="true"' in main
    assert re.findall(r">(1\.0\d) ", main.split('id="chosen"')[1].split("</section>")[0]) == ["1.03"]


@pytest.mark.parametrize(
    "asked",
    [
        "use=0",
        "use=99",
        "use=x",
        "use=²",
        "use=" + "9" * 300,
        "audience=none",
        "use=&audience=",
    ],
)
def test_a_pick_that_is_none_shows_the_unit(client, add_unit, asked):
    unit = add_unit({"Partners": 1}, [("A use", list)])
    assert 'id="chosen"' not in main_of(client.get(f"{unit.url}?{asked}"))


def test_an_activity_knows_its_place(client, add_unit):
    unit = add_unit({"Partners": 2, "Together": 2})
    first, second, third, last = ActivityPage.objects.descendant_of(unit).order_by("number")
    main = main_of(client.get(third.url))
    assert "3 of 4 in the unit" in main
    assert "with this one: 1 hour." in main
    assert f'href="{second.url}" rel="prev"' in main
    assert f'href="{last.url}" rel="next"' in main
    assert 'rel="prev"' not in main_of(client.get(first.url))
    assert 'rel="next"' not in main_of(client.get(last.url))
    assert place_of(first, [second]) is None
    for target in ("materials", "steps"):
        assert f'href="#{target}"' in main
        assert f'id="{target}"' in main


def test_nothing_leads_to_what_somebody_may_not_read(client, add_unit, signed_in):
    add_unit({"Partners": 3})
    ActivityPage.objects.filter(number="1.02").update(access="dsl")
    first = ActivityPage.objects.get(number="1.01")
    assert "Next: 1.03" in main_of(client.get(first.url))
    signed_in(TRAINER)
    assert "1 of" in main_of(client.get(first.url))


@pytest.mark.parametrize("page", ["activity", "section", "unit"])
def test_paper_has_every_activity_in_full_and_notes_for_trainers_alone(client, add_unit, signed_in, page):
    unit = add_unit({"Partners": 2})
    address = {
        "activity": f"{ActivityPage.objects.get(number='1.01').url}?view=facilitator",
        "section": f"{ToolkitSectionPage.objects.get(title='Partners').url}?whole=1",
        "unit": f"{unit.url}?whole=1",
    }[page]
    main = main_of(client.get(address))
    assert main.count("Who helps?") == (1 if page == "activity" else 2)
    ids = re.findall(r'\bid="([^"]+)"', main)
    assert len(ids) == len(set(ids))
    assert "Leave silence." not in main
    signed_in(READER)
    assert "Leave silence." not in main_of(client.get(address))
    signed_in(TRAINER)
    assert main_of(client.get(address)).count("Leave silence.") == (1 if page == "activity" else 2)


def test_the_timer_is_not_there_without_a_script(client, add_unit):
    add_unit({"Partners": 1})
    main = main_of(client.get(f"{ActivityPage.objects.get(number='1.01').url}?view=facilitator"))
    assert re.search(r'data-timer="30"[^>]* hidden>', main)


@pytest.mark.parametrize("count", [2, 50])
def test_few_questions_are_asked_however_much_there_is(
    client, add_unit, add_sheet, django_assert_max_num_queries, count
):
    sheet = add_sheet("- lines: {id: a, label: A}")
    unit = add_unit({"Partners": count}, [("Use", lambda: list(ActivityPage.objects.all()))])
    activities = list(ActivityPage.objects.order_by("number"))
    ActivitySheet.objects.bulk_create(ActivitySheet(activity=one, sheet=sheet) for one in activities)
    section = ToolkitSectionPage.objects.get(title="Partners")
    addresses = [unit.url, f"{unit.url}?use=1", f"{unit.url}?whole=1", section.url, activities[1].url]
    for address in [*addresses, f"{activities[0].url}?view=facilitator"]:
        client.get(address)
        with django_assert_max_num_queries(16):
            answer = client.get(address)
        assert answer.status_code == 200
        assert "whole=1" in address or len(answer.content) < 100_000
