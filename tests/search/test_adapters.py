"""What each kind tells the search: everything that readers see on its page, and nothing that they do not."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.db.models import CharField, TextField
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models
from wagtail.rich_text import RichText

from directory.models import (
    Contact,
    EscalationStep,
    LeadRule,
    Phone,
    ReferralRoute,
    Service,
    ServiceNote,
    ThresholdLevel,
)
from glossary.models import AlsoKnownAs, GlossaryTerm
from home.models import AccessibilityStatementPage, PlainPage
from hub.models import Author, CaseStudyPage, HubPage, PolicyPage
from portal.content.models import Governed, GuidanceComparison, GuidanceRecord
from portal.search import adapters, checks, index, outbox, places
from portal.search.enums import EVERYWHERE, Group, Kind
from portal.search.find import find
from portal.search.models import SearchDocument
from tests.factories.directory import ProtocolFactory, ServiceFactory
from tests.factories.hub import KINDS, add_page, shelf_for

pytestmark = pytest.mark.django_db
STREAMS = {
    "line": "{}",
    "form": {"title": "{}", "note": "{}"},
    "module": {"title": "{}", "note": "{}"},
    "sheet": {"title": "{}", "note": "{}"},
    "member": {"role": "{}", "organisation": "{}"},
    "one": {"text": "{}", "answer": "{}", "status": "open"},
    "action": {"text": "{}", "who": "{}", "due": None, "done": False},
    "item": {"heading": "{}", "text": RichText("<p>{}</p>"), "page": None, "learning": None},
}
BODY = [
    ("paragraph", RichText("<h2>{}</h2><p>{}</p>")),
    ("undefined", RichText("<p>{}</p>")),
    ("steps", {"steps": ["{}", "{}"]}),
    ("case_example", {"title": "{}", "text": RichText("<p>{}</p>")}),
    ("quote", {"text": "{}", "who": "{}"}),
    ("outside_link", {"text": "{}", "url": "https://example.org/hiddenaddress", "commercial": "{}"}),
]


class Words:
    """Words that stand nowhere else: "markone", "marktwo" ..."""

    def __init__(self):
        self.used: list[str] = []

    def next(self) -> str:
        number = len(self.used)
        letters = chr(97 + number // 26) + chr(97 + number % 26)
        self.used.append(f"zq{letters}mark")
        return self.used[-1]

    def fill(self, value):
        """Return `value` with a new word in the place of each {}."""
        if isinstance(value, RichText):
            return RichText(self.fill(value.source))
        if isinstance(value, str):
            while "{}" in value:
                value = value.replace("{}", self.next(), 1)
            return value
        if isinstance(value, dict):
            return {name: self.fill(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.fill(each) for each in value)
        return value


def row(thing) -> SearchDocument:
    outbox.settle()
    key = adapters.adapter_of(type(thing)).key(thing.pk)
    return SearchDocument.objects.get(key=key)


def told(thing) -> str:
    """Return all the words of the row of `thing`."""
    kept = row(thing)
    return "\n".join([kept.title, kept.summary, kept.body, kept.names, kept.old_names])


def shown(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def assert_same_words(words: Words, there: str, here: str) -> None:
    """Assert that all of `words` stand on the page and in the row."""
    assert words.used
    assert [word for word in words.used if word not in there] == [], "not on the page"
    assert [word for word in words.used if word not in here] == [], "not in the index"


def own_texts(kind) -> list[str]:
    fields = kind._meta.local_fields
    return [f.name for f in fields if isinstance(f, CharField | TextField) and not isinstance(f, StreamField)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_text_of_a_page_of_the_hub_is_found_and_is_on_it(client, kind):
    words = Words()
    fields = {name: words.next()[: kind._meta.get_field(name).max_length] for name in own_texts(kind)}
    for field in kind._meta.local_fields:
        if isinstance(field, StreamField):
            name = next(iter(field.stream_block.child_blocks))
            fields[field.name] = [(name, words.fill(STREAMS[name]))]
    body = words.fill(BODY)
    page = add_page(kind, title=words.next(), standfirst=words.next(), body=body, **fields)
    assert_same_words(words, shown(client, page.url), told(page))
    assert "hiddenaddress" not in told(page)
    assert "None" not in told(page)  # a block without a value


def test_whom_a_page_names_is_not_in_the_index(client):
    author = Author.objects.create(
        slug="zebedee", name="Zebedee Roundabout", role="Springmaker", about="Boing."
    )
    page = add_page(CaseStudyPage, author=author)
    assert "Zebedee Roundabout" in shown(client, page.url)
    assert "Zebedee" not in told(page)
    assert page.maintainer.name not in told(page)


def test_the_file_of_a_policy_is_found_with_it_by_its_title(client):
    file = Document.objects.create(title="Zqfilemark", file=ContentFile(b"words", name="policy.txt"))
    page = add_page(PolicyPage, document=file)
    assert "Zqfilemark" in shown(client, page.url)
    assert "Zqfilemark" in told(page)
    file.title = "Zqothermark"
    file.save()
    assert "Zqothermark" in told(page)
    file.delete()
    assert "Zqothermark" not in told(page)


def test_what_only_editors_see_of_a_page_is_not_in_the_index():
    page = add_page(seo_title="Hiddenword", search_description="Hiddenword")
    assert "Hiddenword" not in told(page)


def test_a_service_is_found_by_what_stands_on_its_page(client):
    words = Words()
    service = ServiceFactory(name=words.next(), summary=words.next(), description=words.next())
    for name in ("coverage_note", "consent_note", "confidentiality", "safeguards"):
        setattr(service, name, words.next())
    service.save()
    for order in range(2):
        texts = {
            name: words.next()
            for name in ("name", "use_when", "do_not_use_when", "do_first", "have_ready", "what_happens_next")
        }
        if not order:  # the first route stands among the key facts, without its name
            texts["name"] = "First"
            words.used.remove(words.used[-6])
        ReferralRoute.objects.create(service=service, who_may_refer=["dsl"], sort_order=order, **texts)
    EscalationStep.objects.create(service=service, role=words.next())
    ServiceNote.objects.create(service=service, text=words.next(), visibility="public")
    service.protocols.add(ProtocolFactory(title=words.next()))
    service.save()
    assert_same_words(words, shown(client, service.get_absolute_url()), told(service))


def test_what_is_not_public_of_a_service_is_not_in_the_index():
    service = ServiceFactory()
    ServiceNote.objects.create(service=service, text="Staffonlyword", visibility="staff")
    ServiceNote.objects.create(service=service, text="Dslonlyword", visibility="dsl")
    Phone.objects.create(service=service, number="+441632960777", visibility="staff")
    Contact.objects.create(service=service, title="Rolehidden", name="Namehidden Person", visibility="public")
    text = told(service)
    for word in ("Staffonlyword", "Dslonlyword", "960777", "Namehidden", "Rolehidden"):
        assert word not in text
    assert "01632 960101" in text


def test_services_are_told_apart_by_how_much_they_matter():
    door, link = ServiceFactory(kind="front_door"), ServiceFactory(kind="national_link")
    assert row(door).weight > row(ServiceFactory()).weight > row(link).weight


def test_a_term_with_its_names(client):
    term = GlossaryTerm.objects.create(
        term="ZQT", slug="zqt", expansion="Zebra quiet time", meaning="Meaningword.", now="Nowword."
    )
    AlsoKnownAs.objects.create(term=term, name="Otherword")
    AlsoKnownAs.objects.create(term=term, name="Oldword", old=True)
    text, page = told(term), shown(client, term.get_absolute_url())
    for word in ("ZQT", "Zebra quiet time", "Meaningword", "Nowword", "Otherword", "Oldword"):
        assert word in text
        assert word in page
    assert row(term).old_names == "Oldword"


def test_a_record_without_what_its_editors_note(client):
    words = Words()
    record = GuidanceRecord.objects.create(
        title=words.next(),
        slug="zq-record",
        issuer=words.next(),
        kind="statute",
        version=words.next(),
        summary=words.next(),
        local_update=words.next(),
        change_expected_note=words.next(),
        editor_note="Editornoteword",
        status="superseded",
    )
    GuidanceComparison.objects.create(record=record, matter=words.next(), then=words.next(), now=words.next())
    assert_same_words(words, shown(client, record.get_absolute_url()), told(record))
    assert "Editornoteword" not in told(record)
    assert row(record).status == "superseded"  # so the ranker can lower it


def test_the_tools_hold_what_stands_on_them(client):
    level, rule = ThresholdLevel.objects.first(), LeadRule.objects.first()
    level.example_1 = "Zqlevelmark."
    level.save()
    rule.rule = "Zqrulemark."
    rule.save()
    outbox.settle()
    ladder, leads = (SearchDocument.objects.get(key=f"tool:{name}") for name in ("thresholds", "who-leads"))
    assert "Zqlevelmark." in ladder.body
    assert "Zqlevelmark." in shown(client, ladder.url)
    assert "Zqrulemark." in leads.body
    level.unpublish()
    rule.unpublish()
    outbox.settle()
    assert "Zqlevelmark." not in SearchDocument.objects.get(key="tool:thresholds").body
    assert "Zqrulemark." not in SearchDocument.objects.get(key="tool:who-leads").body


def test_every_tool_opens(client):
    for tool in SearchDocument.objects.filter(kind=Kind.TOOL):
        assert client.get(tool.url).status_code in {200, 302}, tool.url


def test_pages_of_the_front_door(client):
    page = PlainPage.objects.first()
    page.body = [("paragraph", RichText("<p>Zqplain<b>mark</b> here.</p>"))]
    page.save()
    assert "Zqplainmark here." in told(page)
    statement = AccessibilityStatementPage.objects.get()
    assert "<" not in told(statement)
    assert row(statement).url == statement.url


def test_every_row_leads_to_a_page_that_everybody_can_open(client):
    """One of each kind: the address of its row answers, and shows its title."""
    for kind in (
        SearchDocument.objects.exclude(kind__in=["elsewhere", "document", "tool"])
        .values_list("kind", flat=True)
        .distinct()
    ):
        kept = SearchDocument.objects.filter(kind=kind).first()
        answer = client.get(kept.url)
        assert answer.status_code == 200, kept.url


def test_facets_of_a_page_and_of_a_service(demo):
    page = HubPage.objects.listed().filter(topics__isnull=False, audiences__isnull=False).first()
    held = set(row(page).facets.values_list("group", "value"))
    assert {("topic", topic.slug) for topic in page.topics.all()} <= held
    assert {("audience", audience.slug) for audience in page.audiences.all()} <= held
    service = Service.objects.listed().filter(tagged_items__isnull=False).first()
    held = set(row(service).facets.values_list("group", "value"))
    assert {("area", area.slug) for area in service.areas.all()} <= held
    assert {("tag", tag.slug) for tag in service.tags.all()} <= held


def test_very_long_texts_and_odd_characters_are_kept_within_bounds():
    page = add_page(PolicyPage, "wordy " * 100_000, title="T" * 255)
    kept = row(page)
    assert len(kept.body) <= 400_000
    assert kept.title == "T" * 255
    entry = adapters.Entry(Kind.PAGE, "a\0b", "/x/", names=["n\0n", " "], tags=["", "t" * 200])
    made = index.document_of("x", entry, 1)
    assert (made.title, made.names) == ("a b", "n n")
    assert all(len(value) <= 80 for _, value in index.facets_of(entry, {}))


def test_what_begins_with_the_name_of_a_place_belongs_to_it(demo):
    wanted = {"Thornmere information-sharing agreement": "thornmere", "Prevent duty": EVERYWHERE}
    for title, area in wanted.items():
        entry = adapters.Entry(Kind.GUIDANCE, title, "/x/")
        assert (str(Group.AREA), area) in index.facets_of(entry, places.by_stems(places.authorities()))
    own = adapters.Entry(Kind.SERVICE, "Thornmere helpline", "/x/", areas=["ambleford"])
    assert [
        value for group, value in index.facets_of(own, {"thornmere": ("thornmer",)}) if group == "area"
    ] == ["ambleford"]
    outbox.settle()
    found = find("information sharing agreement", {Group.AREA: ["ambleford"]}).results
    titles = [result.document.title for result in found]
    assert "Ambleford information-sharing agreement" in titles
    assert not [title for title in titles if title.startswith("Thornmere")]


# ---------------------------------------------------------------- nothing is forgotten


class Unheard(Page):
    """Stands in for a page type that no room has told the search about."""

    class Meta:
        abstract = True


def test_a_published_type_without_an_adapter_is_an_error():
    found = checks.findable_errors([Unheard])
    assert [error.id for error in found] == ["search.E001"]
    assert "Unheard is published" in found[0].msg


def test_all_of_ours_are_known():
    assert checks.check_findable(None) == []
    ours = [kind for kind in [*Governed.kinds(), *get_page_models()] if issubclass(kind, Governed)]
    assert len(ours) > 15


def test_every_kind_of_the_hub_has_a_kind_of_its_own():
    for kind in KINDS:
        assert add_page(kind).get_parent().specific == shelf_for(kind)
        assert row(add_page(kind)).kind in Kind.values


def test_a_day_is_kept_as_a_day():
    page = add_page(last_reviewed=datetime.date(2026, 2, 3))
    assert row(page).checked_on == datetime.date(2026, 2, 3)
