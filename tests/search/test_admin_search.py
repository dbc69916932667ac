"""The search of the admin: whatever is typed, it answers."""

import pytest
from django.urls import reverse
from modelsearch.query import And, Not, Or, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from portal.search.admin_backend import MOST_TERMS, cleaned, cleaned_query
from tests.search.hostile import FEW, MANY, drawn

EDITOR = "ellen.vance@ambleford.example.org"
# The table of what stock Wagtail answers with an error, and its neighbours.
HOSTILE = [
    '"',
    '"bullying',
    "'\"",
    'x"OR"a"*',
    "heat - transfer",
    "a & b",
    "AND",
    "NEAR(",
    "title:x",
    "x*",
    "-x",
    "(",
    "{title} : x",
    "\\",
    '\\"',
    "%s %(x)s",
    "%",
    "\x00",
    "a\x00b",
    "\ud800",
    "💩",
    "‮",
    "word " * 300,
    "x" * 5000,
    "   ",
    "; DROP TABLE wagtailcore_page",
]
SCREENS = [
    ("wagtailadmin_explore_root", "q"),
    ("wagtailadmin_choose_page_search", "q"),
    ("wagtailadmin_pages:search", "q"),
    ("wagtailimages:index", "q"),
    ("wagtailimages_chooser:choose_results", "q"),
    ("wagtaildocs:index", "q"),
    ("wagtaildocs_chooser:choose_results", "q"),
    ("wagtailsnippets_directory_service:list", "q"),
    ("wagtailsnippets_content_guidancerecord:list", "q"),
    ("wagtailsnippets_glossary_glossaryterm:list", "q"),
    ("wagtailsnippetchoosers_directory_service:choose_results", "q"),
    ("wagtailusers_users:index", "q"),
]


@pytest.mark.parametrize(("name", "parameter"), SCREENS)
def test_no_screen_of_the_admin_fails_on_what_is_typed(signed_in, name, parameter):
    client = signed_in(EDITOR)
    client.raise_request_exception = False
    for typed in HOSTILE:
        sent = {parameter: typed.encode("utf-8", "replace")}
        answer = client.get(reverse(name), sent)
        assert answer.status_code in {200, 302, 400}, f"{typed!r}: {answer.status_code}"


@pytest.mark.parametrize("count", [FEW // 2, pytest.param(MANY, marks=pytest.mark.long)])
@pytest.mark.parametrize(("name", "parameter"), SCREENS[:2])
def test_no_screen_of_the_admin_fails_on_generated_strings(signed_in, name, parameter, count):
    client = signed_in(EDITOR)
    client.raise_request_exception = False

    def ask(typed):
        answer = client.get(reverse(name), {parameter: typed.encode("utf-8", "replace")})
        assert answer.status_code in {200, 302, 400}, typed

    drawn(count, ask)


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.django_db
def test_the_backend_finds_or_finds_nothing(typed):
    backend = get_search_backend()
    for query in (
        typed,
        PlainText(typed, operator="or"),
        Phrase(typed),
        And([PlainText(typed), PlainText("school")]),
    ):
        list(backend.search(query, Page)[:3])
    list(backend.autocomplete(typed, Page)[:3])


@pytest.mark.django_db
def test_words_between_lone_marks_are_found():
    page = Page.objects.filter(depth__gt=2, title__contains=" ").first()
    first, second = page.title.split()[:2]
    found = get_search_backend().autocomplete(f'{first} - "{second}', Page)
    assert page.pk in {each.pk for each in found}


def test_what_is_typed_becomes_terms():
    assert cleaned('"social - services" number & ') == "social services number"
    assert cleaned("e-mail o'brien") == "e-mail o'brien"
    assert cleaned('"- &') == ""
    assert len(cleaned("word " * 300).split()) == MOST_TERMS


def test_queries_of_the_library_keep_their_shape():
    query = cleaned_query(Or([PlainText('a" b', operator="or"), Not(Phrase('"c d"'))]))
    assert repr(query) == repr(Or([PlainText("a b", operator="or"), Not(Phrase("c d"))]))
