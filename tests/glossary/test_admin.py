"""The editor's screens: names are checked beside the field, drafts and previews work."""

import pytest
from django.urls import reverse

from glossary.models import GlossaryTerm, Phrase
from portal.accounts.models import User

EDITOR = "marguerite.osei@ambleford.example.org"


def posted(client, **fields):
    """Save a term as a browser would; `names` are its other names, `publish` publishes it."""
    names = fields.pop("names", [])
    rows = {
        f"also_known_as-{number}-{field}": value
        for number, name in enumerate(names)
        for field, value in {"name": name, "direction": "both", "ORDER": number + 1}.items()
    }
    form = {
        "term": "", "slug": "", "expansion": "", "meaning": "A meaning.", "now": "", "see": "",
        "status": "current", "source": "local practice", "maintainer": "", "last_reviewed": "2026-11-01",
        "next_review": "2027-11-01", "pages-TOTAL_FORMS": 0, "pages-INITIAL_FORMS": 0,
        "also_known_as-TOTAL_FORMS": len(names), "also_known_as-INITIAL_FORMS": 0, **rows, **fields,
    }  # fmt: skip
    return client.post(reverse("wagtailsnippets_glossary_glossaryterm:add"), form)


@pytest.fixture
def editor(signed_in):
    return signed_in(EDITOR)


def test_an_editor_publishes_a_term(editor, client, empty_glossary):
    owner = User.objects.get(email=EDITOR).pk
    answer = posted(
        editor, term="MASH", slug="mash", names=["the hub"], maintainer=owner, **{"action-publish": "1"}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    term = GlossaryTerm.objects.get()
    assert term.live
    assert [row.name for row in term.also_known_as.all()] == ["the hub"]
    assert "MASH" in client.get("/glossary/").text


def test_a_draft_needs_no_more_than_its_term(editor, empty_glossary):
    assert posted(editor, term="MASH", slug="mash", meaning="").status_code == 302
    assert not GlossaryTerm.objects.get().live
    answer = posted(editor, term="", slug="other")
    assert answer.context["form"].errors["term"]


@pytest.mark.parametrize("fields", [{"term": "mash"}, {"term": "Hub", "names": ["Mash"]}])
def test_a_name_that_leads_elsewhere_is_refused_beside_it(editor, add, fields):
    add("MASH", slug="mash")
    answer = posted(editor, slug="another", **fields)
    assert "leads to the entry “MASH” already: a name has one entry." in answer.text
    assert GlossaryTerm.objects.count() == 1


def test_a_request_without_rows_is_refused_and_nothing_breaks(editor, empty_glossary):
    answer = editor.post(reverse("wagtailsnippets_glossary_glossaryterm:add"), {"term": "X", "slug": "x"})
    assert answer.status_code == 200
    assert GlossaryTerm.objects.count() == 0


def test_a_preview_shows_the_draft(editor, add):
    term = add("MASH", slug="mash")
    term.meaning = "A newer meaning."
    term.save_revision(clean=False)
    name = "wagtailsnippets_glossary_glossaryterm:revisions_view"
    answer = editor.get(reverse(name, args=[term.pk, term.latest_revision_id]))
    assert "A newer meaning." in answer.text


def test_lists_are_searched_and_exported(editor, add):
    add("MASH", names=["the hub", "the hub desk"])
    add("Other")
    address = reverse("wagtailsnippets_glossary_glossaryterm:list")
    page = editor.get(address, {"q": "hub"}).text
    assert page.count(">MASH<") <= 2
    assert "Other" not in page.split("<table")[1]
    assert "MASH" in b"".join(editor.get(address, {"export": "csv"}).streaming_content).decode()


def test_a_phrase_is_there_once(editor, empty_glossary):
    address = reverse("wagtailsnippets_glossary_phrase:add")
    fields = {"phrase": "chaotic home", "kind": "vague", "prompt": "What did you see?"}
    assert editor.post(address, fields).status_code == 302
    answer = editor.post(address, fields | {"phrase": "Chaotic Home"})
    assert "This phrase is in the list already." in answer.text
    assert Phrase.objects.count() == 1
