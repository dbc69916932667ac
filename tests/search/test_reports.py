"""The admin's reports on what people search, and the way from each row to what mends it."""

import pytest
import yaml

from portal.search.models import SearchLog
from portal.search.reports import REPORTS, rows

pytestmark = pytest.mark.django_db
EDITOR = "marguerite.osei@ambleford.example.org"
TRAINER = "tom.aldous@ambleford.example.org"
ADDRESS = "/admin/reports/searches/"


def searched(query: str, times: int = 1, **more) -> None:
    for _ in range(times):
        SearchLog.objects.create(query=query, engine="sqlite", **{"results": 5, **more})


@pytest.fixture
def searches(demo):
    """Searches of every sort."""
    searched("lost words", 2, results=0)
    searched("seldom opened", 5)
    searched("often opened", 5, clicked_rank=1)
    searched("asked once")
    searched("corected", corrected=True)
    searched("too many words", relaxed=True)
    searched("slow one", milliseconds=900)
    searched("about [taken out]", 9, results=0)


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("nothing", ["lost words"]),
        ("unopened", ["seldom opened"]),
        ("corrected", ["corected"]),
        ("relaxed", ["too many words"]),
        ("slow", ["slow one"]),
    ],
)
def test_each_report_names_what_it_is_about(searches, name, queries):
    assert [row.query for row in rows(name)] == queries


def test_the_most_frequent_comes_first(searches):
    assert [row.query for row in rows("top")][:3] == ["often opened", "seldom opened", "lost words"]
    assert rows("top")[0].share == 100


def test_all_reports_open_with_a_row_and_without(signed_in, searches):
    client = signed_in(EDITOR)
    for report in REPORTS:
        text = client.get(ADDRESS, {"show": report.name}).text
        assert report.about in text.replace("&quot;", '"')
        assert "New term" in text
    SearchLog.objects.all().delete()
    assert "Nothing here yet" in client.get(ADDRESS).text
    assert client.get(ADDRESS, {"show": "no-such", "p": "x"}).status_code == 200


def test_one_click_leads_to_a_form_that_knows_the_query(signed_in, searches):
    client = signed_in(EDITOR)
    text = client.get(ADDRESS).text
    for form, field in (
        ("search/bestbet/add/?query=", "query"),
        ("glossary/glossaryterm/add/?term=", "term"),
    ):
        assert f"{form}lost+words" in text
        address = f"/admin/snippets/{form}lost+words"
        opened = client.get(address)
        assert opened.status_code == 200
        assert f'name="{field}" value="lost words"' in opened.text


def test_the_judgement_can_be_copied(searches):
    (judgement,) = yaml.safe_load(rows("nothing")[0].judgement)
    assert judgement["query"] == "lost words"
    assert 3 in judgement["wanted"].values()


def test_a_trainer_reads_none(signed_in, searches):
    assert signed_in(TRAINER).get(ADDRESS).status_code != 200


def test_the_file_holds_no_formula(signed_in, searches):
    searched("=cmd()", 3, results=0)
    text = signed_in(EDITOR).get(ADDRESS, {"download": 1}).text
    assert "lost words,2,0,0" in text
    assert "\n=cmd" not in text


def test_markup_in_a_query_is_text(signed_in, searches):
    searched("<script>alert(1)</script>", 3, results=0)
    assert "<script>alert(1)" not in signed_in(EDITOR).get(ADDRESS).text
