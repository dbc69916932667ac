"""Pages of other sites: found, one entry for each address, and looked after like everything else."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.accounts.models import User
from portal.content.models import Topic
from portal.search import outbox
from portal.search.models import ElsewherePage, SearchDocument
from portal.search.models.elsewhere import one_spelling

pytestmark = pytest.mark.django_db
EDITOR = "marguerite.osei@ambleford.example.org"
ADDRESS = "https://www.help.example.org/schools/"


def make(**fields) -> ElsewherePage:
    page = ElsewherePage(**{"title": "Help", "url": ADDRESS, "summary": "What they do.", **fields})
    page.full_clean(exclude=["maintainer"])
    page.save()
    return page


@pytest.mark.parametrize(
    "written",
    [
        "http://help.example.org/schools",
        "https://HELP.example.org:443/schools/",
        "https://www.help.example.org/schools/#part",
    ],
)
def test_a_second_entry_for_one_address_is_refused_and_the_first_is_named(written):
    make()
    with pytest.raises(ValidationError, match="“Help” is the entry for this address"):
        make(url=written, title="Another")


@pytest.mark.parametrize(
    "other",
    ["https://help.example.org/schools?page=2", "https://help.example.org:8443/schools", "https://x.org"],
)
def test_another_address_is_another_entry(other):
    make()
    assert make(url=other).pk


@pytest.mark.parametrize(
    "url", ["", "https://", "http://[", "javascript:alert(1)", "a" * 900, "https://x:99999/"]
)
def test_what_is_no_address_gets_a_message(url):
    assert isinstance(one_spelling(url), str)
    with pytest.raises(ValidationError) as caught:
        make(url=url)
    assert "url" in caught.value.message_dict


def test_it_is_found_by_its_words_and_filtered_by_its_topics():
    page = make(other_words="Helpers\nThe desk", last_reviewed="2026-01-02")
    topic = Topic.objects.first()
    page.topics.add(topic)
    page.save()
    outbox.settle()
    row = SearchDocument.objects.get(key=f"search.elsewherepage:{page.pk}")
    assert (row.kind, row.url, row.place) == ("elsewhere", ADDRESS, "www.help.example.org")
    assert row.names == "Helpers\nThe desk"
    assert str(row.checked_on) == "2026-01-02"
    assert row.facets.filter(group="topic", value=topic.slug).exists()
    page.unpublish()
    outbox.settle()
    assert not SearchDocument.objects.filter(key=row.key).exists()


def test_the_admin_says_which_entry_it_is(signed_in):
    make()
    editor = signed_in(EDITOR)
    form = {
        "maintainer": User.objects.get(email=EDITOR).pk,
        "last_reviewed": "2026-01-02",
        "next_review": "2027-01-02",
        "title": "Again",
        "url": "http://help.example.org/schools",
        "summary": "x",
        "status": "current",
        "source": "local practice",
        "action-publish": "1",
    }
    answer = editor.post(reverse("wagtailsnippets_search_elsewherepage:add"), form)
    assert "“Help” is the entry for this address" in answer.content.decode()
    form["url"] = "https://other.example.org/"
    answer = editor.post(reverse("wagtailsnippets_search_elsewherepage:add"), form)
    assert answer.status_code == 302
    assert ElsewherePage.objects.get(title="Again").live


def test_the_demonstration_has_some():
    assert ElsewherePage.objects.filter(live=True).count() >= 6
