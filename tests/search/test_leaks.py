"""What readers must not see is in no row, filter, word, suggestion, correction or answer of the search.

Each hidden thing carries words that stand nowhere else, in its title, its text, its names and its tags.
"""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from directory.models import AlternateName, Organization, Service
from glossary.models import AlsoKnownAs, GlossaryTerm
from hub.models import ArticlePage, HubHomePage
from portal.content.models import GuidanceRecord, Tag
from portal.search import adapters, outbox, spelling
from portal.search.find import find
from portal.search.models import ElsewherePage, SearchChange, SearchDocument, SearchFacet, SearchTerm
from portal.search.suggest import suggest
from tests.factories.directory import OrganizationFactory, ServiceFactory
from tests.factories.hub import add_page

pytestmark = pytest.mark.django_db
TITLE, TEXT, TAG, NAME = "xyzzytitle", "xyzzytext", "xyzzytag", "xyzzyname"
SECRETS = (TITLE, TEXT, TAG, NAME)
SOON = datetime.timedelta(days=1)


def a_page(**fields) -> ArticlePage:
    tag, _ = Tag.objects.get_or_create(name=TAG, slug=TAG)
    return add_page(text=TEXT, **{"title": TITLE, "standfirst": TEXT, "tags": [tag], **fields})


def a_service(**fields) -> Service:
    service = ServiceFactory(name=TITLE, summary=TEXT, **fields)
    AlternateName.objects.create(service=service, name=NAME)
    service.tags.add(TAG)
    service.save()
    return service


def a_term(**fields) -> GlossaryTerm:
    term = GlossaryTerm.objects.create(term=TITLE, slug=TITLE, meaning=TEXT, **fields)
    AlsoKnownAs.objects.create(term=term, name=NAME)
    return term


def a_record(**fields) -> GuidanceRecord:
    given = {"title": TITLE, "slug": TITLE, "issuer": NAME, "kind": "statute", "summary": TEXT}
    return GuidanceRecord.objects.create(**{**given, **fields})


def an_elsewhere(**fields) -> ElsewherePage:
    given = {"title": TITLE, "url": "https://xyzzyname.example.org/", "summary": TEXT, "other_words": NAME}
    return ElsewherePage.objects.create(**{**given, **fields})


def withdrawn(thing):
    """Return the published `thing`, indexed, then unpublished."""
    outbox.settle()
    assert TITLE in words()
    thing.unpublish()
    return thing


def deleted(thing) -> None:
    outbox.settle()
    assert TITLE in words()
    thing.delete()


def expired(thing, time_machine) -> None:
    thing.expire_at = timezone.now() + SOON
    thing.save_revision().publish()
    outbox.settle()
    assert TITLE in words()
    time_machine.move_to(timezone.now() + 2 * SOON)
    call_command("publish_scheduled")


def behind_a_wall(restriction: str) -> None:
    page = a_page()
    outbox.settle()
    assert TITLE in words()
    PageViewRestriction.objects.create(page=page, restriction_type=restriction, password="open sesame")


def below_a_wall() -> None:
    PageViewRestriction.objects.create(page=HubHomePage.objects.get(), restriction_type="login")
    a_page()


def scheduled(time_machine=None) -> None:
    page = a_page(live=False)
    page.go_live_at = timezone.now() + SOON
    page.save_revision().publish()


def draft_of_a_published_page() -> None:
    page = add_page(title="Known to everybody")
    page.title, page.standfirst = TITLE, TEXT
    page.save_revision()


def draft_of_a_published_service() -> None:
    service = ServiceFactory(name="Known to everybody")
    service.name, service.summary = TITLE, TEXT
    service.save_revision(clean=False)


def once_public(access: str) -> None:
    page = a_page()
    outbox.settle()
    assert TITLE in words()
    page.access = access
    page.save_revision().publish()


def renamed() -> None:
    page = a_page()
    outbox.settle()
    assert TITLE in words()
    page.title, page.standfirst, page.body = "Plain words", "In short.", []
    page.tags.clear()
    page.save_revision().publish()


def hidden_organisation() -> None:
    organization = OrganizationFactory(name=TITLE, description=TEXT, live=False)
    ServiceFactory(organization=organization, name="Known to everybody")
    assert not Organization.objects.get(pk=organization.pk).live


HIDDEN = {
    "a page in draft": lambda clock: a_page(live=False),
    "a page scheduled": scheduled,
    "a page withdrawn": lambda clock: withdrawn(a_page()),
    "a page deleted": lambda clock: deleted(a_page()),
    "a page expired": lambda clock: expired(a_page(), clock),
    "a page for staff": lambda clock: a_page(access="staff"),
    "a page for leads": lambda clock: a_page(access="dsl"),
    "a page closed to staff": lambda clock: once_public("staff"),
    "a page closed to leads": lambda clock: once_public("dsl"),
    "a page with a password": lambda clock: behind_a_wall("password"),
    "a page for whoever signs in": lambda clock: behind_a_wall("login"),
    "a page below a private one": lambda clock: below_a_wall(),
    "a draft of a published page": lambda clock: draft_of_a_published_page(),
    "what a page no longer says": lambda clock: renamed(),
    "a service in draft": lambda clock: a_service(live=False),
    "a service withdrawn": lambda clock: withdrawn(a_service()),
    "a service deleted": lambda clock: deleted(a_service()),
    "a service that closed": lambda clock: a_service(availability="defunct"),
    "a draft of a published service": lambda clock: draft_of_a_published_service(),
    "an organisation in draft": lambda clock: hidden_organisation(),
    "a term in draft": lambda clock: a_term(live=False),
    "a term withdrawn": lambda clock: withdrawn(a_term()),
    "a record in draft": lambda clock: a_record(live=False),
    "a record withdrawn from view": lambda clock: withdrawn(a_record()),
    "a page of another site in draft": lambda clock: an_elsewhere(live=False),
    "a page of another site withdrawn": lambda clock: withdrawn(an_elsewhere()),
}


def words() -> set[str]:
    return set(SearchTerm.objects.values_list("text", flat=True))


@pytest.mark.parametrize("how", HIDDEN)
def test_nothing_hidden_is_anywhere_in_the_search(how, client, time_machine):
    HIDDEN[how](time_machine)
    assert_nowhere_in_rows()  # from the first moment
    outbox.settle()
    assert not SearchChange.objects.exists()
    assert_nowhere_in_rows()
    held = words() | spelling.vocabulary().keys()
    for secret in SECRETS:
        assert not [word for word in held if secret in word], secret
        assert not SearchFacet.objects.filter(value__contains=secret).exists()
        assert suggest(secret[:6]) == []
        assert_silent(secret, client)


def assert_nowhere_in_rows() -> None:
    texts = "title", "summary", "body", "names", "old_names", "place", "title_stems", "body_stems", "lookup"
    for row in SearchDocument.objects.all():
        text = " ".join(getattr(row, name) for name in texts)
        assert not [secret for secret in SECRETS if secret in text], row.key


def assert_silent(secret: str, client) -> None:
    """Assert that neither the word nor most of it leads to anything or brings the word to light."""
    results = find(secret)
    assert secret not in f"{results.cards} {results.best_bets} {results.counts} {results.renamed}"
    assert not [each for each in results.results if secret in str(vars(each.document))]
    results = find(secret[:-1])
    assert secret not in f"{results.corrected} {results.suggestion} {results.cards} {results.renamed}"
    assert secret not in client.get("/search/", {"q": secret[:-1]}).content.decode()


def test_what_is_seen_is_found_so_that_these_tests_can_fail():
    for thing in (a_page(), a_service(), a_record(), an_elsewhere()):
        outbox.settle()
        key = adapters.adapter_of(type(thing)).key(thing.pk)
        assert key in [result.document.key for result in find(TITLE).results]
    assert {TITLE, TEXT, NAME} <= words()
    assert SearchFacet.objects.filter(value=TAG).exists()
    assert suggest(TITLE[:6])
