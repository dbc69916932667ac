"""Best bets: chosen by editors, in any form of the words, while their page is published."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hub.models import TopicPage
from portal.search import outbox
from portal.search.bets import best_bets
from portal.search.enums import Group
from portal.search.find import find
from portal.search.models import BestBet, SearchDocument

pytestmark = pytest.mark.django_db
TOPIC = "/hub/topics/preventing-exclusion/"


@pytest.fixture(autouse=True)
def indexed(demo):
    """The index of the demonstration, whole."""
    outbox.settle()


def bet(query="sent home early", address=TOPIC, **more) -> BestBet:
    made = BestBet(query=query, address=address, **more)
    made.full_clean()
    made.save()
    return made


def urls(typed: str) -> list[str]:
    return [document.url for document in best_bets(typed)]


def test_it_stands_above_the_results_and_not_among_them():
    bet()
    results = find("Sent home early")
    assert [document.url for document in results.best_bets] == [TOPIC]
    assert TOPIC not in [each.document.url for each in results.results]
    assert find("sent home early", page=2).best_bets == []
    assert find("sent home early", {Group.KIND: ["service"]}).best_bets == []


def test_any_form_of_the_words_or_these_alone():
    bet()
    assert urls("sending home early") == []  # "sent" is no form of "send" to a stemmer
    assert urls("the SENT homes, early?") == [TOPIC]
    bet("late for lessons", any_form=False)
    assert urls("late for lessons") == [TOPIC]
    assert urls("late for lesson") == []


def test_it_is_over_after_its_last_day():
    today = timezone.localdate()
    made = bet(expires_on=today)
    assert urls("sent home early") == [TOPIC]
    made.expires_on = today - datetime.timedelta(days=1)
    made.save()
    assert urls("sent home early") == []


def test_it_goes_with_its_page_and_follows_it():
    bet()
    page = TopicPage.objects.get(slug="preventing-exclusion")
    page.slug = "keeping-them-in"
    page.save_revision().publish()
    outbox.settle()
    assert urls("sent home early") == ["/hub/topics/keeping-them-in/"]
    page.unpublish()
    outbox.settle()
    assert urls("sent home early") == []


def test_several_have_an_order():
    bet(order=2)
    bet(address="/hub/topics/family-help/", order=1)
    assert urls("sent home early") == ["/hub/topics/family-help/", TOPIC]


@pytest.mark.parametrize("wrong", [{"address": "/nothing/here/"}, {"query": "?!"}])
def test_what_leads_nowhere_is_refused(wrong):
    with pytest.raises(ValidationError):
        bet(**wrong)


def test_every_best_bet_of_the_demonstration_leads_somewhere():
    addresses = set(BestBet.objects.values_list("address", flat=True))
    assert addresses
    assert set(SearchDocument.objects.filter(url__in=addresses).values_list("url", flat=True)) == addresses


def test_editors_have_a_screen(signed_in):
    client = signed_in("marguerite.osei@ambleford.example.org")
    answer = client.get("/admin/snippets/search/bestbet/")
    assert answer.status_code == 200
    assert "county lines" in answer.content.decode()
