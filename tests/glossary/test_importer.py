"""The files of the glossary: what is wrong is named by file and line, and nothing of it is written."""

import pytest
from django.utils import timezone

from glossary.models import GlossaryTerm, Phrase
from home.importers.glossary import load_glossary, load_phrases
from home.importers.writing import Load
from portal.accounts.models import User
from portal.content.models import GuidanceRecord

TERM = "- slug: {slug}\n  term: {term}\n  meaning: What it means.\n"


@pytest.fixture
def load(tmp_path, empty_glossary):
    """Load one glossary.yaml; give the run."""

    def run(text, file="glossary.yaml", step=load_glossary):
        (tmp_path / file).write_text(text)
        loading = Load(tmp_path, timezone.localdate(), lambda line: None)
        loading.keepers["Portal editor"] = User.objects.get(email="marguerite.osei@ambleford.example.org")
        for record in GuidanceRecord.objects.all():
            loading.remember(record, record.slug)
        step(loading)
        return loading

    return run


ONE, TWO = TERM.format(slug="one", term="One"), TERM.format(slug="two", term="Two")


def test_a_whole_entry(load):
    loading = load(
        TERM.format(slug="contract", term="Attendance contract").rstrip()
        + """
  expansion: ''
  formerly: [parenting contract, agreement]
  also_known_as:
    - {name: parenting contract, direction: one-way, old: true}
    - {name: the contract}
  status: change-expected
  see: team
  cites: [wtisa-2024]
  source: Guidance
  checked_days_ago: 5
  review_days: 100
"""
        + TERM.format(slug="team", term="Team")
    )
    assert loading.mistakes.lines == []
    term = GlossaryTerm.objects.get(slug="contract")
    assert [(row.name, row.direction, row.old) for row in term.also_known_as.all()] == [
        ("parenting contract", "one-way", True),
        ("the contract", "both", False),
        ("agreement", "one-way", True),
    ]
    assert (term.see.slug, term.status, term.live) == ("team", "change-expected", True)
    assert (timezone.localdate() - term.last_reviewed).days == 5
    assert [record.slug for record in term.cites.all()] == ["wtisa-2024"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- slug: one\n  term: [", "line 3: the file cannot be read"),
        ("- slug: one\n\tterm: x", "line 2: the file cannot be read"),
        (ONE + "  status: strange\n", "line 4: [1].status: “strange” is not one of"),
        (ONE + ONE, "line 4: [2].slug: “one” stands in"),
        (ONE + TERM.format(slug="two", term="ONE"), "line 5: [2].term: “ONE” leads to “one” ("),
        (ONE + TWO + "  formerly: [one]\n", "line 7: [2].formerly[1]: “one” leads to “one”"),
        (
            ONE + TWO + "  also_known_as:\n    - name: One\n",
            "line 8: [2].also_known_as[1].name: “One” leads to “one”",
        ),
        (ONE + "  cites: [no-such-record]\n", "line 4: [1].cites[1]: there is no guidance record"),
        (ONE + "  services: [zz]\n", "line 4: [1].services[1]: there is no service “zz”"),
        (ONE + "  see: nothing\n", "line 4: [1].see: there is no glossary term “nothing”"),
        (ONE + "  see: one\n", "line 4: [1].see: “one” and this lead to each other in a circle"),
        (ONE + "  see: two\n" + TWO + "  see: one\n", "line 4: [1].see: “one” and this lead"),
        (
            ONE + "  also_known_as:\n    - {name: x, direction: sideways}\n",
            "direction: “sideways” is not one",
        ),
        (ONE + "  also_known_as: x\n", "line 4: [1].also_known_as: write a list here"),
        (ONE + "  formerly: x\n", "line 4: [1].formerly: write a list here"),
        (ONE + f"  formerly: [{'x' * 130}]\n", "line 4: [1].formerly[1]: name: "),
        (ONE + "  colour: blue\n", "line 4: [1].colour: “colour” is not known here."),
        ("- slug: one\n  meaning: x\n", "line 1: [1]: term: "),
        ("- slug: one\n  term: One\n", "line 1: [1]: meaning: "),
        ("- slug: Not a slug\n  term: One\n  meaning: x\n", "line 1: [1].slug: "),
        ("- term: One\n", "line 1: [1]: slug is missing"),
        ("just words", "line 1: an entry is a list of"),
        ("", "line 1: the file is empty"),
    ],
)
def test_a_mistake_is_named(load, text, line):
    loading = load(text)
    assert any(line in said for said in loading.mistakes.lines), loading.mistakes.lines


def test_a_name_that_an_editor_uses_already_is_named(load, add):
    add("Hub", slug="hub", names=["One"])
    assert "line 2: [1].term: “One” leads to the entry “Hub” already" in load(ONE).mistakes.lines[0]


def test_loading_twice_changes_nothing(load):
    text = (
        ONE + "  also_known_as: [{name: x}, {name: y, old: true}]\n  formerly: [z]\n" + TWO + "  see: one\n"
    )
    assert load(text).changed["glossary terms"] == 2
    again = load(text)
    assert (again.changed["glossary terms"], again.total["glossary terms"]) == (0, 2)


def test_a_name_may_move_to_another_term(load):
    load(ONE + TWO + "  formerly: [x]\n")
    moved = load(ONE + "  formerly: [x]\n" + TWO)
    assert moved.mistakes.lines == []
    assert GlossaryTerm.objects.get(also_known_as__name="x").slug == "one"


def test_pages_are_linked_where_they_are_loaded(load, tmp_path):
    from hub.models import HubPage

    page = HubPage.objects.first()

    def link(loading):
        loading.known[HubPage] = {page.slug: page}
        load_glossary(loading)

    text = ONE + f"  pages: [{page.slug}]\n"
    for changed in (1, 0):
        loading = load(text, step=link)
        assert (loading.changed["glossary terms"], loading.mistakes.lines) == (changed, [])
        assert [row.page_id for row in GlossaryTerm.objects.get().pages.all()] == [page.pk]
    wrong = load(ONE + "  pages: [nothing]\n", step=link)
    assert "line 4: [1].pages[1]: there is no" in wrong.mistakes.lines[0]


def test_phrases(load):
    text = "- phrase: chaotic home\n  kind: vague\n  prompt: What did you see?\n"
    for changed in (1, 0):
        loading = load(text, "plain-language.yaml", load_phrases)
        assert (loading.changed["phrases"], loading.mistakes.lines) == (changed, [])
    assert Phrase.objects.get().prompt == "What did you see?"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- phrase: x\n  kind: dull\n  prompt: y\n", "line 2: [1].kind: “dull” is not one of: jargon, vague"),
        ("- phrase: x\n  kind: vague\n", "line 1: [1]: prompt: "),
        ("- kind: vague\n", "line 1: [1]: phrase is missing"),
        ("- phrase: x\n  kind: vague\n  prompt: y\n" * 2, "line 4: [2].phrase: “x” stands in"),
        (
            "- phrase: x\n  kind: vague\n  prompt: y\n- phrase: X\n  kind: vague\n  prompt: y\n",
            "line 4: [2]: This phrase is in the list already.",
        ),
    ],
)
def test_a_mistake_in_the_phrases_is_named(load, text, line):
    loading = load(text, "plain-language.yaml", load_phrases)
    assert any(line in said for said in loading.mistakes.lines), loading.mistakes.lines
