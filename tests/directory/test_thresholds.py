"""The ladder of need: what it says at each level, whom to call in each area, and what it costs."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.ladder import ladder
from directory.models import Service, ThresholdLevel
from portal.content.models import Area, GuidanceRecord

pytestmark = pytest.mark.django_db
PATH = "/directory/thresholds/"


def level(number) -> ThresholdLevel:
    return ThresholdLevel.objects.get(number=number)


def section(client, number, path=PATH) -> str:
    """The part of the page about one level."""
    return client.get(path).text.split(f'id="level-{number}"')[1].split("</section>")[0]


def called(rung) -> dict:
    """{area: [(service, number)]} of one level."""
    return {
        place.area.slug: [(call.service.slug, call.phone.display) for call in place.calls]
        for place in rung.places
    }


def test_four_levels_each_with_all_that_a_reader_needs(client, demo):
    for number in range(1, 5):
        text, known = section(client, number), level(number)
        for words in (known.summary, known.example_1, known.example_2, known.next_step, known.consent):
            assert words in text.replace("&#x27;", "'")
        assert "Ring the front door and ask" in text
        assert "tel:+441632960101" in text
        assert "tel:+441632960201" in text
        assert f"?level={number}" in text
        assert "Last reviewed" in text


def test_each_area_has_its_own_services_and_numbers(demo):
    rungs = ladder(list(Area.objects.authorities())).rungs
    assert called(rungs[3]) == {
        "ambleford": [
            ("ambleford-front-door", "01632 960101"),
            ("midmere-emergency-duty-team", "01632 960102"),
        ],
        "thornmere": [
            ("thornmere-front-door", "01632 960201"),
            ("midmere-emergency-duty-team", "01632 960202"),
        ],
    }


def test_a_chosen_area_stands_alone(client, demo):
    text = section(client, 4, PATH + "?area=thornmere")
    assert "tel:+441632960201" in text
    assert "01632960101" not in text
    page = client.get(PATH + "?area=thornmere").text.split("<main")[1]
    assert "Levels of help in Thornmere" in page
    assert "Right help, right time in Ambleford" not in page
    assert "?level=4&amp;area=thornmere" in page


@pytest.mark.parametrize("area", ["", "nowhere", "england", "%3Cscript%3E", "thornmere&area=nowhere"])
def test_an_unknown_area_shows_all(client, demo, area):
    text = section(client, 4, f"{PATH}?area={area}")
    assert "tel:+441632960101" in text
    assert "tel:+441632960201" in text


def test_a_null_is_refused_and_nothing_breaks(client, demo):
    assert client.get(PATH + "?area=%00").status_code == 400


def test_local_documents_stand_with_their_dates(client, demo):
    page = client.get(PATH).text.split("<main")[1]
    for title, record in (
        ("Right help, right time in Ambleford", "ambleford-threshold-document"),
        ("Levels of help in Thornmere", "thornmere-threshold-document"),
    ):
        assert f'<a href="/guidance/{record}/">{title}</a>, dated' in page
        assert page.index(title) < page.index("Level 1")
    Area.objects.filter(slug="ambleford").update(
        threshold_document_url="https://ambleford.example.org/levels/",
        threshold_document_date=datetime.date(2026, 9, 1),
    )
    page = client.get(PATH).text
    assert 'href="https://ambleford.example.org/levels/"' in page
    assert "dated 1 September 2026" in page
    GuidanceRecord.objects.filter(slug="thornmere-threshold-document").update(live=False)
    page = client.get(PATH).text
    assert "Levels of help in Thornmere, dated" in page
    assert "thornmere-threshold-document" not in page


def test_a_gap_is_said_and_the_front_door_stands_in(client, demo):
    one = level(2)
    one.services.set(Service.objects.filter(slug="ambleford-family-help-teams"))
    one.save()
    text = section(client, 2)
    assert "No service is recorded for this level in Thornmere. Ring the front door" in text
    assert "Thornmere Front Door" in text
    assert "in Ambleford. Ring" not in text


def test_a_closed_or_unpublished_service_is_not_offered(client, demo):
    Service.objects.filter(slug="ambleford-family-help-teams").update(live=False)
    Service.objects.filter(slug="hearthside-young-carers").update(availability="defunct")
    text = section(client, 2)
    assert "Ambleford Family Help teams" not in text
    assert "Hearthside" not in text


def test_a_draft_is_not_shown(client, demo):
    ThresholdLevel.objects.filter(number=2).update(live=False)
    page = client.get(PATH).text
    assert 'id="level-2"' not in page
    assert 'id="level-3"' in page


def test_a_level_that_rests_on_replaced_guidance_says_so(client, demo):
    one = level(3)
    one.cites.set([GuidanceRecord.objects.get(slug="working-together-2023")])
    one.save()
    assert "The guidance this rests on has changed" in section(client, 3)
    assert "The guidance this rests on has changed" not in section(client, 4)


def test_without_levels_it_says_what_to_do(client, demo):
    ThresholdLevel.objects.all().delete()
    page = client.get(PATH).text.split("<main")[1]
    assert "The levels have not been entered here yet" in page
    assert "tel:+441632960101" in page
    assert "Check the levels" not in client.get("/").text


def test_nothing_at_all_still_says_999(client, demo):
    ThresholdLevel.objects.all().delete()
    Service.objects.all().update(live=False)
    Area.objects.all().update(live=False)
    page = client.get(PATH)
    assert page.status_code == 200
    assert "call 999" in page.text.split("<main")[1]


def test_the_home_page_leads_there_and_keeps_the_night_numbers(client, demo, monkeypatch):
    monday = datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)
    monkeypatch.setattr("directory.opening.timezone.now", lambda: monday)
    page = client.get("/").text
    assert f'href="{PATH}"' in page
    assert "When closed:" in page
    assert "tel:+441632960102" in page
    assert "tel:+441632960202" in page


def queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(PATH).status_code == 200
    return len(captured)


def test_queries_are_few_and_do_not_grow(client, demo):
    client.get(PATH)
    before = queries(client)
    assert before <= 15
    template = Service.objects.get(slug="ambleford-front-door")
    areas = list(Area.objects.authorities())
    for number in range(50):
        service = Service(
            name=f"Added {number}",
            slug=f"added-{number}",
            summary="Added",
            organization=template.organization,
            live=True,
        )
        service.areas = areas
        service.save()
    for one in ThresholdLevel.objects.all():
        one.services.add(*Service.objects.filter(slug__startswith="added-"))
        one.save()
    assert "Added 49" in section(client, 1)
    assert queries(client) <= before


def test_the_admin_lists_and_edits_levels(signed_in, demo):
    client = signed_in("directory.editor@ambleford.example.org")
    address = "/admin/snippets/directory/thresholdlevel/"
    assert "Family Help" in client.get(address).text
    page = client.get(f"{address}edit/{level(3).pk}/").text
    assert "An invented child, never a real one." in page


def test_the_sitemap_names_it(client, demo):
    assert PATH in client.get("/sitemap.xml").text


LEVEL = """\
- number: {number}
  name: One
  summary: All children.
  example_1: A pupil.
  example_2: A pupil.
  next_step: Wait.
  review_days: 30
"""


@pytest.fixture
def load(tmp_path, demo):
    """Load one thresholds.yaml; give what is wrong with it."""
    from django.utils import timezone

    from home.importers.thresholds import load_thresholds
    from home.importers.writing import Load
    from portal.accounts.models import User

    def run(text):
        (tmp_path / "thresholds.yaml").write_text(text)
        loading = Load(tmp_path, timezone.localdate(), lambda line: None)
        loading.keepers["Directory editor"] = User.objects.get(email="directory.editor@ambleford.example.org")
        load_thresholds(loading)
        return loading

    return run


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (LEVEL.format(number=5), "line 1: [1].number: levels run from 1 to 4"),
        (LEVEL.format(number="two"), "line 1: [1].number: levels run from 1 to 4"),
        (LEVEL.format(number="''"), "line 1: [1]: number is missing"),
        (LEVEL.format(number=1) * 2, "line 8: [2].number: “1” stands in"),
        (LEVEL.format(number=1) + "  example: x\n", "line 8: [1].example: “example” is not known here."),
        (LEVEL.format(number=1).replace("  name: One\n", ""), "line 1: [1]: name: "),
        (LEVEL.format(number=1) + "  services: [zz]\n", "line 8: [1].services[1]: there is no service “zz”"),
    ],
)
def test_a_mistake_in_the_file_is_named(load, text, line):
    loading = load(text)
    assert any(line in said for said in loading.mistakes.lines), loading.mistakes.lines


def test_loading_twice_changes_nothing(load):
    assert load(LEVEL.format(number=1)).changed["levels of need"] == 1
    again = load(LEVEL.format(number=1))
    assert again.changed["levels of need"] == 0
    assert again.total["levels of need"] == 1
    assert level(1).name == "One"
