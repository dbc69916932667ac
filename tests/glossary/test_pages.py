"""The list from A to Z, the page of a term, and the page for plain language."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from directory.models import Service
from glossary.models import Phrase, TermPage
from home.models import HomePage
from portal.content.models import GuidanceRecord

pytestmark = pytest.mark.django_db
LIST = "/glossary/"


def main_of(response) -> str:
    return response.text.split("<main")[1].split("</main>")[0]


def test_every_name_stands_below_its_letter(client, add):
    add("MASH", "Multi-agency safeguarding hub", slug="mash", names=["the hub"], old_names=["referral team"])
    add("BEST", status="historical", now="Family Help took its place.")
    page = main_of(client.get(LIST))
    assert [page.index(each) for each in ("BEST", ">MASH", "referral team", "the hub")] == sorted(
        page.index(each) for each in ("BEST", ">MASH", "referral team", "the hub")
    )
    assert "referral team" in page
    assert "(old name)" in page
    assert "Historical context" in page
    assert "Now: Family Help took its place." in page
    assert "What MASH means." in page


def test_a_letter_and_a_status_narrow_it(client, add):
    add("MASH")
    add("BEST", status="historical")
    assert "BEST" not in main_of(client.get(LIST, {"letter": "m"}))
    historic = main_of(client.get(LIST, {"status": "historical"}))
    assert "BEST" in historic
    assert "What MASH means." not in historic
    for odd in ({"letter": "Q"}, {"status": "nonsense"}, {"letter": "<"}, {"page": "-1"}, {"page": "x"}):
        assert "What MASH means." in main_of(client.get(LIST, odd))


@pytest.mark.parametrize(
    "question",
    ["mash", "MASH", "what is MASH?", "What’s a mash", "what does MASH stand for?", "define mash", "the hub"],
)
def test_a_question_opens_the_term_it_names(client, add, question):
    """T13: one action from the glossary's page."""
    add("Front door / MASH", slug="front-door", names=["the hub"])
    assert client.get(LIST, {"q": question}).url == "/glossary/front-door/"


def test_a_question_about_two_lists_both(client, add):
    add("MASH")
    add("MACPT", "Multi-agency child protection team")
    add("Other")
    page = main_of(client.get(LIST, {"q": "What are mash and macpt?"}))
    assert "2 answers" in page
    assert "What Other means." not in page
    assert "1 answer for" in main_of(client.get(LIST, {"q": "agency child protection"}))


def test_a_word_that_is_not_there_says_what_to_do(client, add):
    add("MASH")
    page = main_of(client.get(LIST, {"q": "<script>x"}))
    assert "Nothing here for “&lt;script&gt;x”" in page
    assert 'href="/contact/"' in page
    assert "There are no terms yet" in main_of(client.get(LIST, {"q": " "})) or "What MASH means." in main_of(
        client.get(LIST, {"q": " "})
    )


def test_an_empty_glossary_says_so(client, empty_glossary):
    assert "There are no terms yet." in main_of(client.get(LIST))


def test_the_page_of_a_term(client, add):
    service = Service.objects.get(slug="thornmere-front-door")
    closed = Service.objects.get(slug="ambleford-careers-and-connexions-desk")
    replaced = GuidanceRecord.objects.get(slug="working-together-2023")
    other = add("MACPT")
    term = add(
        "Front door / MASH",
        "Multi-agency safeguarding hub",
        slug="mash",
        meaning="Where worries go first. The MACPT comes later.",
        names=["the hub"],
        old_names=["referral team"],
        now="Much the same.",
        see=other,
        source="local practice",
        last_reviewed=timezone.localdate() - datetime.timedelta(days=3),
    )
    term.services = [service, closed]
    term.cites = [replaced]
    term.pages = [TermPage(page=Page.objects.get(slug="privacy"))]
    term.save()
    page = main_of(client.get("/glossary/mash/"))
    order = ["Front door / MASH", "Multi-agency safeguarding hub", "Where worries go first", "Much the same"]
    order += ["referral team", "the hub", "/privacy/", "Thornmere Front Door", "tel:+441632960201", "Source:"]
    assert [page.index(each) for each in order] == sorted(page.index(each) for each in order)
    assert closed.name not in page
    assert "The guidance this rests on has changed" in page
    assert 'class="app-term" href="/glossary/' in page  # MACPT is explained
    assert 'data-term="Front door' not in page  # the term itself is not


def test_a_historic_term_says_so_first(client, add):
    now = add("Family Help", slug="family-help")
    add("BEST", slug="best", status="historical", now="Family Help.", see=now)
    page = main_of(client.get("/glossary/best/"))
    assert page.index("Historical context: do not rely on this") < page.index("What BEST means.")
    assert 'It was replaced by <a href="/glossary/family-help/">Family Help</a>' in page


def test_the_address_of_another_name_leads_to_the_term(client, add):
    add("Attendance contract", slug="attendance-contract", old_names=["Parenting contract"])
    answer = client.get("/glossary/parenting-contract/")
    assert (answer.status_code, answer.url) == (302, "/glossary/attendance-contract/")
    assert client.get("/glossary/nothing/").status_code == 404


def test_a_draft_stands_nowhere(client, add):
    add("Hidden", slug="hidden", live=False, names=["veiled"])
    add("Shown", see=None)
    assert client.get("/glossary/hidden/").status_code == 404
    assert client.get("/glossary/veiled/").status_code == 404
    for address in (LIST, LIST + "?q=hidden&letter=H", "/sitemap.xml", "/plain-language/"):
        text = client.get(address).text.split("<main")[-1]
        assert "What Hidden means" not in text
        assert "/glossary/hidden/" not in text


def test_only_pages_that_everybody_may_read_are_named(client, add):
    term = add("MASH", slug="mash")
    page = Page.objects.get(slug="privacy")
    term.pages = [TermPage(page=page)]
    term.save()
    assert page.title in main_of(client.get("/glossary/mash/"))
    page.unpublish()
    assert page.title not in main_of(client.get("/glossary/mash/"))


def test_the_sitemap_names_terms_and_pages(client, add):
    add("MASH", slug="mash")
    text = client.get("/sitemap.xml").text
    for address in ("/glossary/", "/glossary/mash/", "/plain-language/"):
        assert f"{address}</loc>" in text


def queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_queries_are_few_and_do_not_grow(client, add):
    services = list(Service.objects.listed()[:25])
    records = list(GuidanceRecord.objects.all()[:10])
    home = HomePage.objects.get()

    def grow(first, last):
        for number in range(first, last):
            add(f"Term {number}", f"Written out {number}", names=[f"name {number}"])
            Phrase.objects.create(phrase=f"phrase {number}", kind="vague", prompt="What did you see?")

    grow(0, 2)
    term = add("MASH", "Hub", slug="mash", see=None)
    for size in (2, 25):
        term.services = services[:size]
        term.cites = records[: min(size, 10)]
        term.pages = [TermPage(page=page) for page in home.get_children()[:size]]
        term.save()
        counts = {
            address: queries(client, address)
            for address in (LIST, LIST + "?letter=T", LIST + "?q=name", "/glossary/mash/", "/plain-language/")
        }
        if size == 2:
            few = counts
            grow(2, 50)
    assert counts == few
    assert max(counts.values()) <= 15, counts


def test_pages_are_light(client, demo):
    for address in (LIST, "/plain-language/"):
        assert len(client.get(address).content) < 90_000


def known(client) -> dict:
    page = client.get("/plain-language/").text
    return json.loads(
        page.split('<script id="draft-known" type="application/json">')[1].split("</script>")[0]
    )


def test_plain_language_brings_phrases_and_initials(client, add):
    add(
        "DSL / DDSL",
        "Designated safeguarding lead",
        names=["lead"],
        old_names=["CPO"],
        meaning="Leads. Rings </script> too.",
    )
    Phrase.objects.create(phrase="chaotic home", kind="vague", prompt="What did you see?")
    assert known(client) == {
        "phrases": [["chaotic home", "vague", "What did you see?"]],
        "initials": {
            "DSL": ["Designated safeguarding lead", "Leads.", False],
            "DDSL": ["Designated safeguarding lead", "Leads.", False],
            "CPO": ["DSL / DDSL", "Leads.", True],
        },
    }
    page = main_of(client.get("/plain-language/"))
    assert "chaotic home" in page
    assert "What did you see?" in page


def test_the_draft_is_in_no_form_and_has_no_name(client, demo):
    page = main_of(client.get("/plain-language/"))
    field = page.split("<textarea")[1].split(">")[0]
    assert "name=" not in field
    assert 'autocomplete="off"' in field
    assert 'spellcheck="false"' in field  # some browsers send what they check to their maker
    assert "<form" not in page.split("<textarea")[0].rsplit("<section", 1)[1]
    assert client.post("/plain-language/", {"draft": "x"}).status_code == 405


def test_an_empty_list_of_phrases_is_said(client, empty_glossary):
    assert "The list is empty at present." in main_of(client.get("/plain-language/"))


@pytest.mark.parametrize("address", ["/", "/hub/", "/directory/"])
def test_other_pages_lead_to_both(client, demo, address):
    page = client.get(address).text
    place = page if address == "/directory/" else main_of(client.get(address))  # there in the foot alone
    assert f'href="{LIST}"' in place
    assert 'href="/plain-language/"' in place


def test_a_term_asks_whether_it_was_useful(client, demo):
    """Every published thing asks whether it was useful; a term is one."""
    page = main_of(client.get("/glossary/macpt/"))
    address = page.split('href="/useful/')[1].split("?")[0]
    assert client.get(f"/useful/{address}?answer=yes").status_code == 200
