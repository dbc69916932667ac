"""Nothing that is marked for staff, leads or one school reaches anybody else, on any address.

Every address of the directory is walked, so that a new one is covered on the day it is made.
"""

import pytest
from django.urls import NoReverseMatch, reverse

from directory.models import Contact, KeyContact, Phone, SchoolLink, Service, ServiceNote
from directory.urls import urlpatterns
from portal.accounts.models import School
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db
DOOR, DRAFT = "thornmere-front-door", "markdraft-slug"
TIED_TO_THE_DRAFT = ["midmere-camhs-single-point-of-access", "ambleford-front-door"]
ORGANISATION, MARKED_ORGANISATION = "thornmere-council", "markdraft-organisation"

# The most is shown first, so that a page kept by mistake would reach the last.
ROLES = ["lead", "reader", "lead elsewhere", "reader elsewhere", "trainer", "signed out"]
EVERYBODY_SIGNED_IN = set(ROLES) - {"signed out"}
SEEN_BY = {
    "960811": EVERYBODY_SIGNED_IN,  # a number for staff
    "MARKSTAFF": EVERYBODY_SIGNED_IN,  # a contact and a note for staff
    "markstaff@": EVERYBODY_SIGNED_IN,
    "960812": {"lead", "lead elsewhere"},  # a number for leads
    "MARKDSL": {"lead", "lead elsewhere"},  # a contact and a note for leads
    "MARKLINK": {"lead", "reader"},  # the person and the note of a school's link
    "MARKKEY": {"lead", "reader"},  # a key contact of the school
    "960813": set(),  # the number, for leads, of the service that answers out of hours
    "MARKDRAFT": set(),  # a service that was never published, with its rows
    "960814": set(),
}
ELSEWHERE = [
    "/",
    "/sitemap.xml",
    "/robots.txt",
    "/theme.css",
    "/accounts/",
    "/tags/safeguarding/",
    "/no-such-page/",
]
QUERIES = {
    "services": ["?need=mental-health", "?area=thornmere", "?kind=front_door", "?page=2", "?sort=x"],
    "vcards": ["?area=thornmere&kind=front_door", "?kind=service&area=thornmere"],
    "a_z": ["?letter=T", "?letter=M"],
    "who_leads": ["?home=thornmere&school=ambleford"],
    "thresholds": ["?area=thornmere", "?area=ambleford"],
    "poster": [
        "?ours=1",
        f"?service={DOOR},{DRAFT}",
        f"?service={DRAFT}",
        "?need=mental-health",
        f"?pick=1&service={DOOR},{DRAFT}",
    ],
    "leaflet": [f"?service={DOOR},{DRAFT}", f"?service={DRAFT}", "?area=thornmere"],
    "my_school_services": ["?area=thornmere", "?q=MARK"],
}


@pytest.fixture
def door(demo):
    return Service.objects.get(slug=DOOR)


@pytest.fixture
def marked(door):
    """Put an unmistakable word into everything that somebody must not see."""
    for level, number in (("staff", "960811"), ("dsl", "960812")):
        word = f"MARK{level.upper()}"
        Phone.objects.create(
            service=door, number=f"+441632{number}", purpose="professionals", visibility=level, sort_order=9
        )
        Contact.objects.create(
            service=door,
            title=f"{word} role",
            name=f"{word} name",
            email=f"mark{level}@example.org",
            visibility=level,
        )
        ServiceNote.objects.create(service=door, text=f"{word} note", visibility=level)
    Phone.objects.create(
        service=door.out_of_hours_service,
        number="+441632960813",
        visibility="dsl",
        purpose="professionals",
        area=door.areas.first(),
        sort_order=-1,
    )
    Phone.objects.create(
        service=door.out_of_hours_service,
        number="+441632960813",
        visibility="staff",
        purpose="professionals",
        sort_order=-2,
    )
    school = School.objects.get(slug="ravensmoor-high")
    SchoolLink.objects.create(
        school=school,
        service=door,
        link_person="MARKLINK person",
        role="MARKLINK role",
        cover="MARKLINK cover",
        note="MARKLINK note",
    )
    KeyContact.objects.create(school=school, name="MARKKEY name", role="MARKKEY role", order=9)
    return mark_a_draft(door, school)


def mark_a_draft(door, school):
    """Add a service that was never published, tied to everything that a draft can be tied to."""
    provider = OrganizationFactory(name="MARKDRAFT organisation", slug=MARKED_ORGANISATION, live=False)
    draft = ServiceFactory(
        name="MARKDRAFT service",
        slug=DRAFT,
        summary="MARKDRAFT summary",
        live=False,
        organization=provider,
        kind="front_door",
        areas=list(door.areas.all()),
        main_number__number="+441632960814",
    )
    Contact.objects.create(service=draft, title="MARKDRAFT role", visibility="public")
    ServiceNote.objects.create(service=draft, text="MARKDRAFT note", visibility="public")
    SchoolLink.objects.create(
        school=school, service=draft, link_person="MARKDRAFT person", note="MARKDRAFT note"
    )
    door.works_with.add(draft)
    door.save()
    Service.objects.filter(slug__in=TIED_TO_THE_DRAFT).update(out_of_hours_service=draft)
    Service.objects.filter(availability="defunct").update(replaced_by=draft)
    return draft


@pytest.fixture
def as_role(client, signed_in):
    """Return the client, signed in as somebody of a role, or signed out."""
    tidewell = School.objects.get(slug="tidewell-academy")
    emails = {
        "lead": "declan.roe@ravensmoor.example.org",
        "reader": "asha.mistry@ravensmoor.example.org",
        "lead elsewhere": "priya.nair@tidewell.example.net",
        "reader elsewhere": UserFactory(role="Reader", school=tidewell).email,
        "trainer": "tom.aldous@ambleford.example.org",
    }

    def sign_in(role):
        client.cookies.clear()
        return signed_in(emails[role]) if role in emails else client

    return sign_in


def addresses() -> list[str]:
    """Return every address of the directory, with each thing that it may be about."""
    links = list(SchoolLink.objects.values_list("pk", flat=True))
    closed = Service.objects.filter(availability="defunct").values_list("slug", flat=True)
    slugs = [DOOR, DRAFT, "midmere-camhs-single-point-of-access", "ambleford-front-door", *closed]
    values = {"slug": [*slugs, ORGANISATION, MARKED_ORGANISATION], "pk": links}
    found = list(ELSEWHERE)
    for pattern in urlpatterns:
        names = list(pattern.pattern.converters)
        assert set(names) <= set(values), f"{pattern.name}: say here what {names} may be"
        for value in values[names[0]] if names else [None]:
            try:
                address = reverse(f"directory:{pattern.name}", kwargs={names[0]: value} if names else {})
            except NoReverseMatch:
                pytest.fail(f"{pattern.name} cannot be opened with {names}")
            found += [address, *(address + query for query in QUERIES.get(pattern.name, []))]
    return found


def everything_shown(client) -> dict[str, str]:
    """Return what each address answers: its headers too, and what a button posts."""
    shown = {}
    for address in addresses():
        answer = client.get(address)
        assert answer.status_code != 500, address
        shown[address] = f"{dict(answer.headers)} {answer.content.decode()}"
    return shown


def test_each_mark_is_seen_by_those_who_may_and_by_nobody_else(as_role, marked):
    wrong = []
    for role in ROLES:
        shown = everything_shown(as_role(role))
        for mark, seen_by in SEEN_BY.items():
            where = [address for address, text in shown.items() if mark in text and mark not in address]
            if role not in seen_by:
                wrong += [f"{mark} for {role}: {address}" for address in where]
            elif not where:
                wrong.append(f"{mark} is nowhere for {role}")
    assert wrong == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sitemap.xml",
        *(
            f"/directory/{p}"
            for p in (
                "",
                "services/",
                "a-z/?letter=T",
                "services/?area=thornmere",
                f"organisations/{ORGANISATION}/",
                "poster/",
                "leaflet/",
            )
        ),
    ],
)
def test_no_count_gives_it_away(client, door, path, request):
    """The lists with their counts are the same, to the letter, with and without what is private."""
    Service.objects.filter(slug__in=TIED_TO_THE_DRAFT).update(out_of_hours_service=None)
    before = client.get(path).text
    request.getfixturevalue("marked")
    assert client.get(path).text == before


@pytest.mark.parametrize(
    "word", ["MARKSTAFF", "MARKDSL", "MARKLINK", "MARKKEY", "MARKDRAFT", "960811", "01632 960812"]
)
def test_nobody_finds_it_by_searching(client, marked, word):
    page = client.get("/directory/services/", {"q": word})
    assert page.context["rows"] == []


def test_what_a_lead_saw_is_not_kept_for_the_next(as_role, marked):
    path = reverse("directory:service", args=[DOOR])
    for _ in range(2):
        first = as_role("lead").get(path)
        assert (
            "MARKDSL" in first.text
            and "no-store" in first["Cache-Control"]
            and "private" in first["Cache-Control"]
        )
        after = as_role("signed out").get(path)
        assert "MARK" not in after.text and "Cookie" in after["Vary"]


def test_no_page_of_a_signed_in_person_may_be_kept(as_role, marked):
    client = as_role("lead")
    open_to_caches = [a for a in addresses() if "no-store" not in client.get(a).get("Cache-Control", "")]
    assert open_to_caches == []
