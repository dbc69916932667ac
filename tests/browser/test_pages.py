"""Every kind of page and state: axe finds nothing, nothing overflows, nobody else is asked for anything."""

import re
import sqlite3

import pytest
from playwright.sync_api import expect

PUBLIC = [
    "/",
    "/directory/",
    "/directory/services/",
    "/directory/services/?need=mental-health&area=ambleford",
    "/directory/services/?q=nothing-like-this",
    "/directory/services/cards.vcf?q=nothing-like-this",
    "/directory/services/thornmere-front-door/",
    "/directory/organisations/ambleford-council/",
    "/directory/a-z/?letter=M",
    "/directory/who-leads/",
    "/directory/who-leads/?home=thornmere",
    "/directory/who-leads/?home=thornmere&school=ambleford",
    "/directory/services/thornmere-front-door/report/",
    "/directory/services/thornmere-front-door/report/?sent=1",
    "/directory/services/thornmere-front-door/it-worked/",
    "/directory/thresholds/",
    "/directory/thresholds/?area=thornmere",
    "/directory/poster/",
    "/directory/poster/?service=",
    "/directory/poster/?service=thornmere-front-door,ambleford-lado",
    "/directory/poster/?need=mental-health",
    "/directory/leaflet/",
    "/directory/leaflet/?area=thornmere",
    "/guidance/",
    "/guidance/?status=past",
    "/guidance/?q=nothing-like-this",
    "/guidance/working-together-2023/",
    "/guidance/circular-10-99/",
    "/guidance/kcsie-2026/",
    "/guidance/cwsa-2026-s38-registers/",
    "/guidance/thornmere-threshold-document/",
    "/guidance/changes/",
    "/tags/safeguarding/",
    "/hub/",
    "/hub/?strand=communication&kind=article",
    "/hub/?kind=policy&audience=pastoral&topic=mental-health-and-wellbeing",
    "/hub/articles/",
    "/hub/articles/say-what-you-saw/",
    "/hub/articles/bus-stops-and-back-lanes/",  # the gate
    "/hub/barriers/barrier-ebsa-anxiety/",
    "/hub/bulletins/bulletin-17/",
    "/hub/case-studies/the-thursday-room/",
    "/hub/governance/who-runs-the-partnership/",
    "/hub/meetings/committee-on-persistent-absence/",
    "/hub/meetings/north-cluster-absence-and-plans/",  # the gate
    "/hub/policies/contextual-safeguarding-strategy/",
    "/hub/practice/phone-and-video-meetings/",
    "/hub/questions/can-i-email-a-childs-name/",
    "/hub/topics/child-protection-conferences/",
    "/hub/ask/",
    "/hub/ask/?sent=1",
    "/hub/contribute/",
    "/training/programme/",
    "/training/programme/?items=987654",
    "/training/programme/page/",
    "/training/",
    "/training/toolkit/",
    "/training/sheets/",
    "/training/modules/",
    "/training/toolkit/working-with-partners/",
    "/training/toolkit/working-with-partners/?use=1",
    "/training/toolkit/working-with-partners/?audience=head",
    "/training/toolkit/working-with-partners/?whole=1",
    "/training/toolkit/working-with-partners/knowing-our-partners/",
    "/training/toolkit/working-with-partners/knowing-our-partners/?whole=1",
    "/training/toolkit/working-with-partners/knowing-our-partners/who-can-help-us/",
    "/training/toolkit/working-with-partners/saying-it-well/who-hears-what/?view=facilitator",
    "/training/partner/",  # a link that opens nothing
    "/training/sheets/our-partners-at-a-glance/",  # a table that lies
    "/training/sheets/our-partners-at-a-glance/fill/",
    "/training/sheets/escalation-letter-and-log/fill/",  # a letter
    "/training/sheets/who-should-hear-and-what-for/",
    "/training/sheets/three-offers-for-one-pupil/",  # a scenario
    "/training/sheets/how-partners-work-in-our-school/fill/",  # a branch
    "/training/sheets/my-week-in-pictures/",  # boxes to draw in
    "/training/sheets/worries-help-hopes/fill/",  # boxes, and words beside them
    "/training/sheets/invitation-to-attendance-meeting/",  # a letter, and what it goes with
    "/training/sheets/parenting-programmes-near-us/fill/?rows=directory",
    "/training/sheets/how-will-we-know-it-works/fill/",  # lists to pick from
    "/training/toolkit/working-with-partners/parents-and-carers/the-law-and-our-part/",
    "/training/modules/starting-in-a-pastoral-role/",
    "/training/sheets/seven-aims-and-four-factors/fill/",  # a rating
    "/training/modules/family-help-and-making-contact/",
    "/glossary/",
    "/glossary/?letter=M",
    "/glossary/?status=historical",
    "/glossary/?q=agency",
    "/glossary/?q=nothing-like-this",
    "/glossary/macpt/",
    "/glossary/ecm/",
    "/plain-language/",
    "/search/",
    "/search/?q=camhs+referal",
    "/search/?q=thornmere+mash",
    "/search/?q=child&kind=service&kind=topic&area=thornmere",
    "/search/?q=child&page=2",
    "/search/?q=parent+partnership",
    "/search/?q=zzqqy",
    "/search/?q=information+sharing+agreement",  # a document among the results
    "/search/?q=train+times+to+london",  # some of the words
    "/accessibility/",
    "/privacy/",
    "/cookies/",
    "/contact/",
    "/no-such-page/",
    "/accounts/login/",
    "/accounts/password/reset/",
]
SIGNED_IN = [
    "/",
    "/directory/my-school/",
    "/directory/my-school/services/",
    "/directory/my-school/contacts/",
    "/directory/poster/?ours=1",
    "/directory/services/ambleford-front-door/",
    "/hub/articles/bus-stops-and-back-lanes/",
    "/hub/meetings/child-protection-forum-exclusion-and-absence/",
    "/training/my-sheets/",
    "/training/my-sheets/school/",
    "/training/programmes/",
    "/training/programme/",
    "/training/our-sheets/",
    "/training/sheets/shared-responsibility-mason/adapt/",
    "/training/sheets/shared-responsibility-mason/fill/",
    "/training/sheets/our-partners-at-a-glance/fill/?rows=directory",
    "/school/people/",
    "/school/people/invite/",
    "/my/learning/",
    "/my/cpd/",
    "/my/cpd/add/",
    "/my/cpd/supervision/",
    "/my/cpd/supervision/add/",
    "/accounts/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/logout/",
]
WIDTHS = pytest.mark.parametrize("width", [375, 1280])


def sound(page, axe):
    """Assert that the page breaks no rule of WCAG, does not scroll sideways and asks no other host."""
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert len(page.hosts) == 1
    assert [line for line in page.complaints if "404" not in line] == []


@WIDTHS
@pytest.mark.parametrize("path", PUBLIC)
def test_signed_out(open_page, axe, path, width):
    sound(open_page(path, width), axe)


@WIDTHS
@pytest.mark.parametrize("state", ["overdue", "closed", "unavailable", "never checked", "no number"])
def test_states_of_a_service(open_page, axe, state, width):
    slug = {
        "overdue": "thornmere-attendance-support-team",
        "closed": "ambleford-careers-and-connexions-desk",
        "unavailable": "thistledown-saturday-group",
        "never checked": "samaritans-and-shout",
        "no number": "cafcass",
    }[state]
    page = open_page(f"/directory/services/{slug}/", width)
    assert page.locator("h1").count() == 1
    sound(page, axe)


@WIDTHS
@pytest.mark.parametrize("path", SIGNED_IN)
def test_signed_in(open_page, axe, sign_in, path, width):
    page = open_page("/livez", width)
    sign_in(page, "declan.roe@ravensmoor.example.org")
    page.complaints.clear()
    sound(open_page(path, page=page), axe)


@WIDTHS
@pytest.mark.parametrize("step", ["", "remove/"])
def test_a_link_of_ones_own_school(open_page, axe, sign_in, site_database, step, width):
    with sqlite3.connect(site_database) as database:
        (pk,) = database.execute(
            "SELECT link.id FROM directory_schoollink link JOIN accounts_school school"
            " ON school.id = link.school_id WHERE school.slug = 'ravensmoor-high' LIMIT 1"
        ).fetchone()
    page = open_page("/livez", width)
    sign_in(page, "declan.roe@ravensmoor.example.org")
    page.complaints.clear()
    sound(open_page(f"/directory/my-school/services/{pk}/{step}", page=page), axe)
    assert page.get_by_role("heading", level=1).inner_text().startswith(("Our link with", "Remove our link"))


@WIDTHS
@pytest.mark.parametrize("state", ["completed", "mistakes"])
def test_a_sheet_that_was_posted(open_page, axe, state, width):
    """The completed copy to print, and the form with what is wrong in it."""
    page = open_page("/training/sheets/front-door-call-planner/fill/", width)
    field = page.locator("main textarea").first
    if state == "mistakes":  # what a browser would not let through
        field.evaluate(
            "field => { field.removeAttribute('maxlength'); field.value = 'x '.repeat(2500) + 'x' }"
        )
    else:
        field.fill("A long word: " + "x" * 150)
    page.get_by_role("button", name="Show it to print").click()
    if state == "mistakes":
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        page.complaints[:] = [line for line in page.complaints if "400" not in line]
    else:
        expect(page.locator(".sheet-answer").first).to_contain_text("A long word")
    sound(page, axe)


@WIDTHS
def test_a_trainer_sees_the_notes(open_page, axe, sign_in, width):
    page = open_page("/livez", width)
    sign_in(page, "tom.aldous@ambleford.example.org")
    page.complaints.clear()
    path = "/training/toolkit/working-with-partners/saying-it-well/who-hears-what/"
    sound(open_page(path, page=page), axe)
    expect(page.get_by_role("heading", name="For the facilitator")).to_be_visible()
    sound(open_page(f"{path}?view=facilitator", page=page), axe)


@WIDTHS
def test_an_account_without_a_school(open_page, axe, sign_in, width):
    page = open_page("/livez", width)
    sign_in(page, "tom.aldous@ambleford.example.org")
    open_page("/directory/my-school/", page=page)
    page.complaints[:] = [line for line in page.complaints if "403" not in line]
    sound(page, axe)
    assert page.get_by_text("Your account has no school").is_visible()


@WIDTHS
def test_the_gate_for_somebody_who_is_signed_in(open_page, axe, sign_in, width):
    page = open_page("/livez", width)
    sign_in(page, "asha.mistry@ravensmoor.example.org")
    page.complaints.clear()
    open_page("/hub/meetings/child-protection-forum-exclusion-and-absence/", page=page)
    assert page.get_by_role("heading", name="This page is for school leads").is_visible()
    sound(page, axe)


LIGHT = [
    "/",
    "/directory/services/",
    "/directory/services/thornmere-front-door/",
    "/hub/",
    "/hub/?page=1",
    "/hub/barriers/",
    "/hub/articles/say-what-you-saw/",
    "/hub/topics/child-protection-conferences/",
    "/training/",
    "/training/sheets/",
    "/training/toolkit/working-with-partners/",
    "/training/toolkit/working-with-partners/saying-it-well/who-hears-what/",
    "/training/sheets/our-partners-at-a-glance/",
    "/training/sheets/our-partners-at-a-glance/fill/",
    "/training/sheets/parenting-programmes-near-us/fill/?rows=directory",
    "/training/modules/family-help-and-making-contact/",
]


@pytest.mark.parametrize("path", LIGHT)
def test_page_is_light(open_page, path):
    """At most 100 kB cross the wire before images."""
    page = open_page("/livez")
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(sum_of(request)))
    open_page(path, page=page)
    page.wait_for_timeout(200)
    assert 0 < sum(sizes) <= 100_000, sizes


def sum_of(request) -> int:
    size = request.sizes()
    return size["responseBodySize"] + size["responseHeadersSize"]


@pytest.mark.parametrize(
    "slug", ["thornmere-front-door", "ambleford-lado", "midmere-camhs-single-point-of-access"]
)
def test_service_prints_on_one_side(open_page, slug):
    page = open_page(f"/directory/services/{slug}/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


@pytest.mark.parametrize(
    "path", ["articles/say-what-you-saw", "topics/child-protection-conferences", "bulletins/bulletin-17"]
)
def test_a_page_of_the_hub_prints_without_its_furniture(open_page, path):
    """The text and where it comes from, on at most six sides; no menus, boxes to share, or buttons."""
    page = open_page(f"/hub/{path}/", width=794)  # A4 at 96 dots an inch
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    for question in page.locator(".app-questions__item").all():
        assert question.bounding_box()["width"] > 300
    for hidden in ("header nav", ".app-share", ".app-useful", ".govuk-breadcrumbs"):
        for each in page.locator(hidden).all():
            assert not each.is_visible(), hidden
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator(".app-print-only").first.is_visible()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 6


@pytest.mark.parametrize(
    "path",
    [
        "toolkit/working-with-partners/saying-it-well/who-hears-what",
        "sheets/our-partners-at-a-glance",
        "modules/family-help-and-making-contact",
    ],
)
def test_a_page_of_the_training_prints_without_its_furniture(open_page, path):
    page = open_page(f"/training/{path}/", width=794)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    for hidden in ("header nav", ".govuk-breadcrumbs", ".app-no-print", "main .govuk-button"):
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("count", [1, 6, 12])
@pytest.mark.parametrize("paper", ["poster", "leaflet"])
def test_paper_is_one_side_of_a4(open_page, sign_in, site_database, paper, count):
    """The longest entries there are, with six key contacts on the poster."""
    with sqlite3.connect(site_database) as database:
        slugs = database.execute(
            "SELECT slug FROM directory_service WHERE live AND availability = 'active'"
            " ORDER BY length(summary) + length(name) DESC LIMIT ?",
            [count],
        ).fetchall()
    page = open_page("/livez")
    sign_in(page, "declan.roe@ravensmoor.example.org")
    open_page(f"/directory/{paper}/?service={','.join(slug for (slug,) in slugs)}", page=page)
    assert page.locator(".app-paper__entries > li").count() == count
    if paper == "poster":
        page.evaluate(SIX_CONTACTS)
        assert page.locator(".app-paper__people li").count() == 6
    assert sides_of(page) == 1


@pytest.fixture
def long_words(site_database):
    """Twelve services in the longest words that the form takes, by their slugs."""
    with sqlite3.connect(site_database) as database:
        rows = database.execute(
            "SELECT id, slug, name, summary, core_purpose, hours_note FROM directory_service"
            " WHERE live AND availability = 'active' AND kind = 'service' ORDER BY id LIMIT 12"
        ).fetchall()
        long = {"name": 150, "summary": 250, "core_purpose": 300, "hours_note": 200}
        texts = [("Unusually long words " * 20)[:most].strip() for most in long.values()]
        for pk, *_ in rows:
            database.execute(
                "UPDATE directory_service SET name=?, summary=?, core_purpose=?, hours_note=? WHERE id=?",
                [*texts, pk],
            )
    yield [row[1] for row in rows]
    with sqlite3.connect(site_database) as database:
        for pk, _, *before in rows:
            database.execute(
                "UPDATE directory_service SET name=?, summary=?, core_purpose=?, hours_note=? WHERE id=?",
                [*before, pk],
            )


@pytest.mark.parametrize("count", [1, 3, 6, 12])
@pytest.mark.parametrize("paper", ["poster", "leaflet"])
def test_the_longest_words_stay_on_one_side_of_a4(open_page, sign_in, long_words, paper, count):
    page = open_page("/livez")
    sign_in(page, "declan.roe@ravensmoor.example.org")
    open_page(f"/directory/{paper}/?service={','.join(long_words[:count])}", page=page)
    assert page.locator(".app-paper__entries > li").count() == count
    if paper == "poster":
        page.evaluate(SIX_CONTACTS)
    assert sides_of(page) == 1


def sides_of(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


SIX_CONTACTS = """() => {
  const people = document.querySelector(".app-paper__people");
  while (people.children.length < 6) people.append(people.firstElementChild.cloneNode(true));
}"""
