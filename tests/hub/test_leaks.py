"""Nothing of the hub reaches a reader who may not see it: no list, count, feed, box or kept copy names it.

Each hidden page is tied to all that a page can be tied to, and carries words that stand nowhere else.
"""

import datetime

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from glossary.models import GlossaryTerm, TermPage
from home.models import HomePage
from hub.browse import Listing
from hub.models import ArticlePage, BulletinPage, HubPage, RelatedPage
from portal.accounts.models import User
from portal.content.models import GuidanceRecord, Tag
from tests.factories.hub import add_page

pytestmark = pytest.mark.django_db

PEOPLE = {
    "lead": "declan.roe@ravensmoor.example.org",
    "portal editor": "marguerite.osei@ambleford.example.org",
    "directory editor": "directory.editor@ambleford.example.org",
    "trainer": "tom.aldous@ambleford.example.org",
    "reader": "asha.mistry@ravensmoor.example.org",
}
# Those who see most come first, so that an answer kept by mistake would reach the last.
ROLES = [*PEOPLE, "signed out"]
SIGNED_IN = set(PEOPLE)
LEADS = {"lead", "portal editor", "directory editor"}

# Who reads the text of each page at its own address.
READ_BY = {
    "DRAFT": set(),
    "SCHEDULED": set(),
    "EXPIRED": set(),
    "STAFF": SIGNED_IN,
    "DSL": LEADS,
    "PRIVATE": SIGNED_IN,  # behind Wagtail's own privacy: it asks only for a sign-in
    "BELOW": set(),  # its draft of tomorrow; what is published is open
}
# Who finds its title anywhere else.
FOUND_BY = {**READ_BY, "PRIVATE": set()}
# At its own address the title and the lines below it are for everybody.
GATED = {"STAFF", "DSL"}


def words(mark: str) -> dict:
    """Return what can be read of a page, each part with a word of its own."""
    return {
        "title": f"MARK{mark}TITLE page",
        "slug": f"hidden-{mark.lower()}",
        "standfirst": f"MARK{mark}TITLE standfirst",
        "summary_points": [("line", f"MARK{mark}POINT")],
        "questions": [("line", f"MARK{mark}TEXT question")],
        "text": f"MARK{mark}TEXT body",
        "changed_on": timezone.localdate(),
        "change_note": f"MARK{mark}TITLE change",
        "strand": "school",
    }


@pytest.fixture
def record(demo):
    return GuidanceRecord.objects.create(
        title="A rule", slug="a-rule", issuer="-", kind="statute", summary="-"
    )


@pytest.fixture
def tag(demo):
    return Tag.objects.create(name="Tag of ours", slug="tag-of-ours")


@pytest.fixture
def open_pages(record, tag):
    """Publish an article and a bulletin that everybody may read, tied as the hidden ones will be."""
    article = add_page(
        ArticlePage, "Open.", title="An open page", slug="an-open-page", cites=[record], tags=[tag]
    )
    bulletin = add_page(BulletinPage, title="An open issue", slug="an-open-issue", issue=9999)
    term = GlossaryTerm(term="Zzword", slug="zzword", meaning="-", maintainer=article.maintainer)
    term.pages = [TermPage(page=article)]
    term.save()
    return article, bulletin, term


@pytest.fixture
def hidden(open_pages, record, tag):
    """Add a page of each sort that somebody may not read, tied to the open ones both ways."""
    article, bulletin, term = open_pages
    day = datetime.timedelta(days=1)
    states = {
        "DRAFT": {"live": False},
        "SCHEDULED": {"live": False},
        "EXPIRED": {},
        "STAFF": {"access": "staff"},
        "DSL": {"access": "dsl"},
        "PRIVATE": {},
    }
    made = {
        mark: add_page(ArticlePage, **words(mark), **fields, cites=[record], tags=[tag])
        for mark, fields in states.items()
    }
    made["DRAFT"].save_revision()
    made["SCHEDULED"].go_live_at = timezone.now() + day
    made["SCHEDULED"].save_revision().publish()
    HubPage.objects.filter(pk=made["EXPIRED"].pk).update(expire_at=timezone.now() - day)
    call_command("publish_scheduled")
    PageViewRestriction.objects.create(page=made["PRIVATE"], restriction_type="login")
    article.title, article.body = "MARKBELOWTITLE page", [("paragraph", RichText("MARKBELOWTEXT"))]
    article.go_live_at = timezone.now() + day
    article.save_revision().publish()
    for page in made.values():
        RelatedPage.objects.create(source=article, page=page)
        RelatedPage.objects.create(source=page, page=bulletin)
        TermPage.objects.create(term=term, page=page)
    rows = [("item", {"heading": "-", "text": "", "page": page, "learning": None}) for page in made.values()]
    bulletin.items = rows
    cards = [("resource", {"title": "A card", "page": page}) for page in made.values()]
    bulletin.body = cards
    bulletin.save_revision().publish()
    assert not HubPage.objects.get(pk=made["EXPIRED"].pk).live
    assert not HubPage.objects.get(pk=made["SCHEDULED"].pk).live
    return made


@pytest.fixture
def as_role(client, signed_in):
    """Return the client, signed in as somebody of a role, or signed out."""

    def sign_in(role):
        client.cookies.clear()
        return signed_in(PEOPLE[role]) if role in PEOPLE else client

    return sign_in


LISTS = [
    "/",
    "/hub/",
    "/hub/?page=1",
    "/hub/?page=2",
    "/hub/?kind=article",
    "/hub/?strand=school",
    "/hub/?status=current&kind=article",
    "/hub/articles/",
    "/hub/bulletins/",
    "/hub/articles/an-open-page/",
    "/hub/bulletins/an-open-issue/",
    "/hub/feed/",
    "/hub/bulletins/feed/",
    "/sitemap.xml",
    "/robots.txt",
    "/tags/tag-of-ours/",
    "/guidance/",
    "/guidance/a-rule/",
    "/guidance/changes/",
    "/glossary/",
    "/glossary/zzword/",
    "/hub/contribute/",
    "/hub/ask/",
    "/no-such-page/",
]


def shown(client, address) -> str:
    """Return all that an address answers, headers too."""
    answer = client.get(address)
    assert answer.status_code < 500, address
    return f"{dict(answer.headers)} {answer.content.decode()}"


def test_each_page_is_found_and_read_by_those_who_may_and_by_nobody_else(as_role, hidden):
    own = {mark: f"/hub/articles/hidden-{mark.lower()}/" for mark in hidden}
    own["BELOW"] = "/hub/articles/an-open-page/"
    comments = [f"/hub/comments/{page.pk}/" for page in hidden.values()]
    wrong = []
    for role in ROLES:
        client = as_role(role)
        pages = {address: shown(client, address) for address in [*LISTS, *own.values(), *comments]}
        for mark in READ_BY:
            reads, finds = role in READ_BY[mark], role in FOUND_BY[mark]
            titles = {at for at, text in pages.items() if f"MARK{mark}TITLE" in text}
            texts = {at for at, text in pages.items() if f"MARK{mark}TEXT" in text}
            points = {at for at, text in pages.items() if f"MARK{mark}POINT" in text}
            if texts != ({own[mark]} if reads else set()):
                wrong.append(f"{mark} is read by {role} at {texts}")
            at_home = {own[mark]} if reads or mark in GATED else set()
            if points != at_home:
                wrong.append(f"the summary of {mark} is read by {role} at {points}")
            elsewhere = titles - {own[mark]}
            if (bool(elsewhere) != finds) or (own[mark] in titles) != bool(at_home):
                wrong.append(f"{mark} is found by {role} at {titles}")
    assert wrong == []


def test_those_who_may_find_it_in_every_place(as_role, hidden):
    places = [
        "/hub/?page=1",
        "/hub/articles/",
        "/hub/articles/an-open-page/",
        "/hub/bulletins/an-open-issue/",
    ]
    client = as_role("lead")
    for address in places:
        text = client.get(address).text
        assert "MARKSTAFFTITLE" in text and "MARKDSLTITLE" in text, address


def test_no_list_or_count_gives_it_away(open_pages, request):
    """Every list is the same, to the letter, with and without what is hidden."""
    tied_by_an_editor, with_a_token = "/hub/bulletins/an-open-issue/", {"/hub/contribute/", "/hub/ask/"}
    lists = [each for each in LISTS if each != tied_by_an_editor and each not in with_a_token]
    before = {address: Client().get(address).content for address in lists}
    request.getfixturevalue("hidden")
    after = {address: Client().get(address).content for address in lists}
    assert [address for address in lists if before[address] != after[address]] == []


def test_the_counts_of_a_reader_hold_what_that_reader_may_see(open_pages, request):
    def counts(email):
        listing = Listing(QueryDict(), User.objects.get(email=email))
        return {option.value: option.count for option in listing.group("strand").options}["school"]

    before = {role: counts(email) for role, email in PEOPLE.items()}
    request.getfixturevalue("hidden")
    more = {role: counts(email) - before[role] for role, email in PEOPLE.items()}
    assert more == {role: 2 if role in LEADS else 1 for role in PEOPLE}


def test_what_a_lead_saw_is_not_kept_for_the_next(as_role, hidden):
    for address in ["/hub/articles/hidden-dsl/", "/hub/articles/", "/hub/?page=1"]:
        for _ in range(2):
            first = as_role("lead").get(address)
            assert "MARKDSLTITLE" in first.text
            assert "no-store" in first["Cache-Control"] and "private" in first["Cache-Control"]
            after = as_role("signed out").get(address)
            assert "MARKDSLTEXT" not in after.text
            assert "Cookie" in after["Vary"] and "public" not in after.get("Cache-Control", "")


def test_no_answer_to_a_signed_in_person_may_be_kept(as_role, hidden):
    client = as_role("lead")
    kept = [each for each in LISTS if "no-store" not in client.get(each).get("Cache-Control", "")]
    assert kept == []


@pytest.mark.parametrize("mark", ["draft", "scheduled", "expired"])
def test_what_is_not_published_is_not_there(as_role, hidden, mark):
    for role in ROLES:
        assert as_role(role).get(f"/hub/articles/hidden-{mark}/").status_code == 404


def test_the_home_page_leads_to_nothing_that_is_not_published(client, hidden):
    home = HomePage.objects.get()
    ways = [{"text": f"A way to {mark}", "page": page, "address": ""} for mark, page in hidden.items()]
    home.ways_in = [("reader", {"reader": "Anybody", "ways": each}) for each in (ways[:3], ways[3:])]
    home.save_revision().publish()
    text = client.get("/").text
    assert "A way to STAFF" in text and "/hub/articles/hidden-staff/" in text  # its gate says how to get in
    for mark in ("DRAFT", "SCHEDULED", "EXPIRED"):
        assert f"A way to {mark}" not in text and f"hidden-{mark.lower()}" not in text


# The gate


@pytest.mark.parametrize(
    ("mark", "role", "said"),
    [
        ("staff", "signed out", "Sign in to read the rest"),
        ("dsl", "signed out", "School leads can read the rest"),
        ("dsl", "reader", "This page is for school leads"),
        ("dsl", "trainer", "This page is for school leads"),
    ],
)
def test_the_gate_says_what_the_page_is_and_how_to_get_in(as_role, hidden, mark, role, said):
    page = as_role(role).get(f"/hub/articles/hidden-{mark}/")
    assert page.status_code == 200 and page["X-Robots-Tag"] == "noindex"
    assert said in page.text and f"MARK{mark.upper()}TEXT" not in page.text
    for part in ("TITLE page", "TITLE standfirst", "POINT"):
        assert f"MARK{mark.upper()}{part}" in page.text
    assert ("account_login" in page.text or "/accounts/login/?next=" in page.text) == (role == "signed out")
    assert "Was this page useful?" not in page.text


def test_signing_in_returns_to_the_page(client, hidden):
    address = "/hub/articles/hidden-staff/"
    gate = client.get(address)
    way = gate.text.split('href="/accounts/login/?next=')[1].split('"')[0]
    assert way == address
    login = {"login": PEOPLE["reader"], "password": "Ambleford-demo-2026", "next": address}
    answer = client.post(f"/accounts/login/?next={way}", login, follow=True)
    assert answer.redirect_chain[-1][0] == address
    assert "MARKSTAFFTEXT" in answer.text


def test_wagtails_privacy_sends_to_sign_in(client, hidden):
    answer = client.get("/hub/articles/hidden-private/")
    assert answer.status_code == 302 and "login" in answer["Location"]


def test_what_a_page_takes_back_leaves_with_it(client, open_pages):
    """A page that is closed to readers after it was open leaves every list with the next request."""
    article = open_pages[0]
    article.access = "dsl"
    article.save_revision().publish()
    named = [each for each in LISTS if each != "/hub/articles/an-open-page/"]
    assert [each for each in named if "an-open-page" in client.get(each).text] == []
