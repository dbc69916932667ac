"""The directory's pages: what they say, what they never show, and what they cost."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory import edition
from directory.enums import PhonePurpose
from directory.held import held
from directory.leads import answers
from directory.models import Assurance, Contact, LeadRule, Organization, Phone, Service, ServiceNote
from directory.views.service import service_context
from portal.content.enums import Visibility
from portal.content.models import Area, HelpWith

pytestmark = pytest.mark.django_db
DOOR = "/directory/services/thornmere-front-door/"


def queries(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.fixture
def many_services(demo):
    """Fifty services more, each with numbers and a check."""
    template = Service.objects.get(slug="thornmere-front-door")
    areas, need = list(Area.objects.authorities()), HelpWith.objects.get(slug="attendance")
    for number in range(50):
        service = Service(
            name=f"Added {number}",
            slug=f"added-{number}",
            summary="Added",
            organization=template.organization,
            live=True,
        )
        service.phones = [Phone(number=f"+4416329605{number:02}", purpose=PhonePurpose.MAIN)]
        service.areas = areas
        service.help_with = [need]
        service.save()
        Assurance.objects.create(service=service, assurer_role="Test", method="phone", fields=["phone"])
    return template


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/directory/services/",
        DOOR,
        "/directory/",
        "/directory/a-z/?letter=A",
        "/directory/organisations/ambleford-council/",
        "/directory/who-leads/?home=thornmere&school=ambleford",
    ],
)
def test_queries_are_few(client, demo, path):
    assert queries(client, path) <= 15


@pytest.mark.parametrize(
    "path", ["/", "/directory/services/", "/directory/a-z/?letter=A", "/directory/", DOOR]
)
def test_queries_do_not_grow(client, demo, path, request):
    before = queries(client, path)
    request.getfixturevalue("many_services")
    assert queries(client, path) <= before


def test_queries_of_who_leads_do_not_grow(client, demo):
    path = "/directory/who-leads/?home=thornmere&school=ambleford"
    before = queries(client, path)
    for number in range(50):
        rule = LeadRule(
            slug=f"rule-{number}", matter=f"Matter {number}", decides="home", rule="One.", live=True
        )
        rule.services = list(Service.objects.filter(kind="front_door"))
        rule.save()
    assert queries(client, path) <= before


def test_front_door_answers_the_first_questions(client, demo):
    page = client.get(DOOR).text
    for answer in (
        "01632 960201",
        "01632 960202",
        "Who may refer",
        "Consent",
        "Have ready",
        "What happens next",
        "No reply?",
    ):
        assert answer in page


def test_stale_entry_says_so_in_words(client, demo):
    page = client.get("/directory/services/thornmere-attendance-support-team/").text
    assert "This entry may be out of date" in page
    assert "months ago" in page


def test_closed_service_keeps_its_address_and_leaves_the_lists(client, demo):
    closed = Service.objects.get(availability="defunct")
    assert "has closed" in client.get(closed.get_absolute_url()).text
    found = client.get("/directory/services/", {"q": closed.name}).text.split("<main")[1]
    assert closed.get_absolute_url() not in found


def test_unpublished_service_has_no_address(client, demo):
    Service.objects.filter(slug="thornmere-front-door").update(live=False)
    assert client.get(DOOR).status_code == 404
    assert "Thornmere Front Door" not in client.get("/directory/services/").text
    assert DOOR not in client.get("/sitemap.xml").text


@pytest.fixture
def private_rows(demo):
    """A number, a contact and a note for staff, and one of each for school leads."""
    door = Service.objects.get(slug="thornmere-front-door")
    for level, digit in ((Visibility.STAFF, 1), (Visibility.DSL, 2)):
        Phone.objects.create(
            service=door,
            number=f"+4416329608{digit}0",
            purpose=PhonePurpose.PROFESSIONALS,
            visibility=level,
            sort_order=9,
        )
        Contact.objects.create(service=door, title=f"Role for {level}", visibility=level)
        ServiceNote.objects.create(service=door, text=f"Note for {level}", visibility=level)
    return door


SURFACES = [
    DOOR,
    "/",
    "/directory/",
    "/directory/services/",
    "/directory/services/?q=960810",
    "/sitemap.xml",
    "/directory/who-leads/?home=thornmere&school=ambleford",
    "/directory/a-z/?letter=T",
]


@pytest.mark.parametrize("path", SURFACES)
def test_nothing_private_is_shown_to_the_public(client, private_rows, path):
    page = client.get(path).text
    for secret in ("01632 960810", "01632 960820", "Role for", "Note for"):
        assert secret not in page


def test_staff_see_their_own_and_leads_see_all(client, signed_in, private_rows):
    page = signed_in("tom.aldous@ambleford.example.org").get(DOOR).text
    assert "Note for staff" in page and "Note for dsl" not in page and "01632 960820" not in page
    page = signed_in("declan.roe@ravensmoor.example.org").get(DOOR).text
    assert "Note for staff" in page and "Note for dsl" in page and "01632 960820" in page


def test_preview_of_an_unsaved_draft(demo):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    draft = Service(name="Draft", slug="draft", organization=Organization.objects.first())
    assert service_context(draft, request)["phone"] is None


class TestWhoLeads:
    """The matrix: home and school the same, different, and a place without the service."""

    @staticmethod
    def ask(home, school):
        return {
            answer.rule.slug: answer
            for answer in answers(held(), Area.objects.get(slug=home), Area.objects.get(slug=school))
        }

    def test_casework_follows_the_home_and_attendance_the_school(self, demo):
        found = list(self.ask("thornmere", "ambleford").values())
        assert "01632 960201" in [call.phone.display for call in found[0].calls]
        attendance = next(a for a in found if a.rule.decides == "school")
        assert attendance.leads == "Ambleford"

    def test_a_rule_marked_ask_says_so_and_offers_both(self, demo):
        lado = next(a for a in self.ask("thornmere", "ambleford").values() if a.rule.ask)
        assert lado.leads == "Ask either council"
        assert {call.service.slug for call in lado.calls} >= {"ambleford-lado", "thornmere-lado"}

    def test_same_area_twice(self, demo):
        for answer in self.ask("ambleford", "ambleford").values():
            assert "Thornmere" not in answer.leads

    def test_a_gap_sends_to_the_front_door(self, demo):
        rule = LeadRule.objects.create(slug="gap", matter="Gap", decides="home", rule="One.", live=True)
        found = self.ask("thornmere", "ambleford")[rule.slug]
        assert found.calls == []
        assert [(gap.area.slug, gap.door.service.slug) for gap in found.gaps] == [
            ("thornmere", "thornmere-front-door")
        ]

    def test_where_both_lead_each_council_has_somebody_to_ring(self, client, demo):
        found = self.ask("thornmere", "ambleford")
        for answer in found.values():
            served = {area.slug for call in answer.calls for area in call.service.areas.all()}
            if answer.rule.decides == "both":
                assert served | {gap.area.slug for gap in answer.gaps} >= {"ambleford", "thornmere"}
        exclusion = found["permanent-exclusion"]
        assert [call.service.slug for call in exclusion.calls] == ["inclusion-and-exclusions-officer"]
        assert [gap.door.phone.display for gap in exclusion.gaps] == ["01632 960201"]
        page = " ".join(client.get("/directory/who-leads/?home=thornmere&school=ambleford").text.split())
        text = page.split('id="permanent-exclusion"')[1].split("</dd>")[0]
        assert "No service for this is recorded in Thornmere. Ring Thornmere Council" in text
        assert "tel:+441632960201" in text

    def test_a_gap_without_a_front_door_is_said_all_the_same(self, client, demo):
        Service.objects.filter(slug="thornmere-front-door").update(live=False)
        edition.bump()
        page = client.get("/directory/who-leads/?home=thornmere&school=ambleford").text
        assert "recorded in Thornmere." in page and "Ring Thornmere Council" not in page

    def test_the_advice_for_the_unsure_stands_first(self, client, demo):
        page = client.get("/directory/who-leads/").text.split("<main")[1]
        assert page.index("Ring either front door") < page.index("The child lives in")

    def test_unknown_area_asks_again(self, client, demo):
        page = client.get("/directory/who-leads/?home=atlantis&school=ambleford")
        assert page.status_code == 200 and "Choose where the child lives" in page.text

    def test_a_portal_without_councils_says_so(self, client, demo):
        Area.objects.update(live=False)
        page = client.get("/directory/who-leads/")
        assert page.status_code == 200 and "No council has been entered" in page.text

    def test_choice_is_remembered_for_the_visit_only(self, client, demo):
        client.get("/directory/who-leads/?home=thornmere&school=ambleford")
        cookie = client.cookies["areas"]
        assert cookie.value == "thornmere.ambleford" and not cookie["max-age"] and cookie["httponly"]
        assert "Lives in Thornmere, school in Ambleford" in client.get("/directory/who-leads/").text


def test_freshness_follows_the_log_and_not_the_save(demo):
    service = Service.objects.get(slug="thornmere-front-door")
    before = service.last_reviewed
    service.save()
    assert Service.objects.get(pk=service.pk).last_reviewed == before
    today = timezone.localdate()
    Assurance.objects.create(
        service=service, assured_at=today, assurer_role="Test", method="phone", fields=["phone"]
    )
    assert Service.objects.get(pk=service.pk).next_review == today + datetime.timedelta(days=30)


class TestFinder:
    """AND between groups, OR within one; a value that nobody knows is left out."""

    @staticmethod
    def found(client, query):
        return {row["service"].slug for row in client.get(f"/directory/services/?{query}").context["rows"]}

    def test_and_between_or_within(self, client, demo):
        housing = self.found(client, "need=housing&kind=service")
        caring = self.found(client, "need=caring&kind=service")
        assert self.found(client, "need=housing&need=caring&kind=service") == housing | caring
        assert "ambleford-front-door" not in self.found(client, "need=housing&kind=service")

    def test_old_name_finds_it(self, client, demo):
        assert "ambleford-attendance-support-team" in self.found(client, "q=EWO")

    def test_unknown_values_are_left_out(self, client, demo):
        assert self.found(client, "need=nonsense&area=atlantis") == self.found(client, "")

    def test_chip_removes_one_filter(self, client, demo):
        chips = client.get("/directory/services/?need=housing&area=ambleford&q=team").context["finder"].chips
        assert len(chips) == 3
        assert "need=housing" not in next(chip for chip in chips if chip.label == "Housing").without

    def test_nothing_found_says_what_to_do(self, client, demo):
        page = client.get("/directory/services/?q=zzzzqqq").text
        for way_out in ("No service was found", "999", "01632 960101", "01632 960201"):
            assert way_out in page
