"""One search, from what is typed to what is shown."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import AlternateName, Service
from glossary.models import AlsoKnownAs, GlossaryTerm
from portal.search import outbox
from portal.search.adapters import Entry
from portal.search.enums import Group, Kind
from portal.search.evaluation.collections import temporary_index
from portal.search.find import find
from portal.search.models import SearchDocument

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


@pytest.fixture(autouse=True)
def indexed(demo):
    """The index of the demonstration, whole."""
    outbox.settle()


def first(typed: str, home: str = "ambleford") -> str:
    return find(typed, home=home).results[0].document.url


def test_the_home_authority_comes_first_where_two_tie():
    assert first("lado") == "/directory/services/ambleford-lado/"
    assert first("lado", "thornmere") == "/directory/services/thornmere-lado/"
    assert first("yot", "thornmere") == "/directory/services/thornmere-youth-justice-service/"
    for home in ("ambleford", "thornmere"):
        assert (
            first("information sharing agreement", home) == f"/guidance/{home}-information-sharing-agreement/"
        )


def test_a_place_becomes_a_filter_that_can_be_removed():
    results = find("thornmere mash", home="ambleford")
    assert [(each.group, each.value, each.label) for each in results.understood] == [
        (Group.AREA, "thornmere", "Thornmere")
    ]
    assert results.filters == {Group.AREA: ["thornmere"]}
    assert results.results[0].document.url == "/directory/services/thornmere-front-door/"
    plain = find("thornmere mash", home="ambleford", as_typed=True)
    assert (plain.understood, plain.filters) == ([], {})


def test_what_belongs_to_no_authority_is_found_in_each():
    assert first("thornmere thresholds") == "/directory/thresholds/"
    assert (
        first("ambleford information sharing agreement")
        == "/guidance/ambleford-information-sharing-agreement/"
    )
    results = find("lado", {Group.AREA: ["thornmere"]})
    urls = {each.document.url for each in results.results}
    assert "/directory/services/thornmere-lado/" in urls
    assert "/glossary/lado/" in urls, "it holds in both"
    assert "/directory/services/ambleford-lado/" not in urls
    assert results.counts[Group.AREA]["thornmere"] == results.total
    other = find("lado", {Group.AREA: ["ambleford"]})
    assert results.counts[Group.AREA]["ambleford"] == other.total


def test_of_what_is_found_in_a_place_its_own_comes_first():
    assert first("thornmere attendance") == "/directory/services/thornmere-attendance-support-team/"
    assert find("lado", {Group.AREA: ["thornmere"]}, home="ambleford").results[0].document.url == (
        "/directory/services/thornmere-lado/"
    )


def test_a_word_that_stands_nowhere_is_told_of():
    assert find("train times to london").relaxed
    assert not find("who do i report a teacher to").relaxed
    assert find("camhs referal").corrected == "camhs referral"


def test_a_filter_of_the_reader_is_not_read_from_the_words():
    results = find("thornmere mash", {Group.AREA: ["ambleford"]})
    assert results.understood == []
    assert results.filters == {Group.AREA: ["ambleford"]}


def test_a_weak_kind_word_filters_only_what_is_called_so():
    assert find("contextual safeguarding policy").filters == {Group.KIND: ["policy"]}
    assert find("escalation policy").filters == {}


def test_who_names_a_place_gets_the_number_there_first():
    assert [card.kind for card in find("thornmere mash").cards] == [Kind.SERVICE, Kind.GLOSSARY]


def test_a_term_is_defined_and_a_service_has_its_number():
    cards = {card.kind: card for card in find("lado", home="ambleford").cards}
    assert cards[Kind.GLOSSARY].url == "/glossary/lado/"
    assert cards[Kind.SERVICE].phone == "01632 960108"


def test_a_shared_service_has_the_number_of_the_reader():
    assert find("edt", home="ambleford").cards[-1].phone == "01632 960102"
    assert find("edt", home="thornmere").cards[-1].phone == "01632 960202"


def test_a_question_of_whom_to_call_is_answered_first():
    card = find("social services number", home="ambleford").cards[0]
    assert (card.title, card.phone) == ("Ambleford Front Door", "01632 960101")


def test_an_old_name_is_told():
    assert find("social services").renamed.now == "Front door"
    assert find("Sure Start").renamed.now == "Best Start Family Hubs"
    assert find("lado").renamed is None


def test_what_no_longer_holds_stands_below_what_does():
    urls = [each.document.url for each in find("working together").results]
    assert urls[0] == "/guidance/working-together-2026/"
    for older in ("/guidance/working-together-2023/", "/guidance/working-together-2018/"):
        assert urls.index(older) > urls.index("/guidance/wtisa-2024/")


def test_a_new_name_works_on_the_next_request():
    assert find("flibbertigibbet").total == 0
    term = GlossaryTerm.objects.get(slug="lado")
    term.also_known_as.add(AlsoKnownAs(name="flibbertigibbet", direction="both"))
    term.save()
    outbox.settle()
    assert find("flibbertigibbet").results
    AlternateName.objects.create(service=Service.objects.get(slug="childline"), name="Wibblewobble Line")
    assert find("wibblewobble line").results, "a synonym needs no new index"


def test_each_result_says_why():
    why = find("lado", home="ambleford").results[0].why
    assert {"fit", "title", "name", "weight"} <= set(why)


def test_pages_follow_each_other():
    one, two = find("school", page=1), find("school", page=2)
    assert two.results[0].rank == 21
    assert not {each.document.pk for each in one.results} & {each.document.pk for each in two.results}
    assert two.cards == [] and two.best_bets == []


def counted(typed: str, filters: dict) -> int:
    find(typed, filters, home="ambleford")  # what is held in memory
    with CaptureQueriesContext(connection) as captured:
        find(typed, filters, home="ambleford")
    return len(captured)


EVERY_FILTER = {
    Group.KIND: ["policy"],
    Group.TOPIC: ["attendance"],
    Group.AREA: ["ambleford"],
    Group.TAG: ["y"],
}


@pytest.mark.parametrize(
    "typed, filters",
    [
        ("lado", {}),
        ("thornmere lado", {}),
        ("school attendance support", {}),
        ("lado policy", {}),
        ("attendence suport", {}),  # put right
        ("zebra attendance xylophone", {}),  # some of the words
        ("zebra xylophone", {}),  # nothing
        ("lado", {Group.AREA: ["ambleford", "thornmere"]}),
        ("attendence suport", EVERY_FILTER),
    ],
)
def test_a_search_costs_the_same_however_much_there_is(typed, filters):
    counts = set()
    for number in (10, 500):
        with temporary_index(entries(number)):
            counts.add(counted(typed, filters))
    assert len(counts) == 1
    assert counts.pop() <= MOST_QUERIES


def entries(number: int):
    for n in range(number):
        area = ["thornmere", "ambleford"][n % 2]
        yield (
            f"made:{n}",
            Entry(
                kind=[Kind.ARTICLE, Kind.POLICY][n % 2],
                title=f"LADO {n}",
                url=f"/made/{n}/",
                body="School attendance support, a lado in thornmere and a policy.",
                areas=[area],
            ),
        )


def test_a_temporary_index_leaves_nothing_behind():
    before = SearchDocument.objects.count(), find("lado").total
    with temporary_index(entries(5)):
        assert SearchDocument.objects.count() == 5
    assert (SearchDocument.objects.count(), find("lado").total) == before


def said(*args, **options) -> str:
    out = StringIO()
    call_command("search", *args, stdout=out, **options)
    return out.getvalue()


def test_the_command_says_what_came_and_why():
    text = said("lado")
    assert "answer   glossary     LADO  /glossary/lado/" in text
    assert "1  " in text and "/directory/services/ambleford-lado/" in text and "fit=" in text


def test_the_command_writes_a_line_of_json_for_each_query(tmp_path):
    (tmp_path / "queries.txt").write_text("camhs referal\n\ncounty lines\n", encoding="utf-8")
    one, two = map(json.loads, said(file=str(tmp_path / "queries.txt"), json=True).splitlines())
    assert list(one) == ["query", "engine", "corrected", "relaxed", "cards", "results"]
    assert (one["query"], one["corrected"]) == ("camhs referal", "camhs referral")
    assert list(one["results"][0]) == ["rank", "kind", "title", "url", "score"]
    assert two["results"][0]["url"] == "/hub/topics/extra-familial-harm/"  # a best bet
    assert [row["rank"] for row in two["results"]] == list(range(1, len(two["results"]) + 1))


def test_the_command_refuses_what_it_cannot_do():
    other = "postgres" if connection.vendor == "sqlite" else "sqlite"
    for options in ({"engine": other}, {"file": "/no/such/file"}, {"query": " "}):
        with pytest.raises(CommandError):
            said(**{"query": "lado", **options})
