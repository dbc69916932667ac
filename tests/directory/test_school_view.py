"""A school's own view: seen by its own staff, kept by its lead, the same cost at any size."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory import privacy
from directory.enums import Availability
from directory.models import Assurance, KeyContact, Organization, Phone, SchoolLink, SchoolVisit, Service
from portal.accounts.models import School
from tests.factories.accounts import UserFactory
from tests.factories.directory import SchoolLinkFactory, ServiceFactory

pytestmark = pytest.mark.django_db
MINE = "/directory/my-school/"
LEAD = "declan.roe@ravensmoor.example.org"
READER = "asha.mistry@ravensmoor.example.org"
LEAD_ELSEWHERE = "priya.nair@tidewell.example.net"
NO_SCHOOL = "tom.aldous@ambleford.example.org"


@pytest.fixture
def school(demo):
    return School.objects.get(slug="ravensmoor-high")


@pytest.fixture
def link(school):
    return SchoolLink.objects.filter(school=school, service__slug="ambleford-front-door").get()


def queries(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


class TestWhoSeesIt:
    """Its own staff; its lead alone changes it."""

    def test_signed_out_signs_in_and_comes_back(self, client, demo):
        answer = client.get(MINE)
        assert answer.status_code == 302 and answer["Location"] == f"/accounts/login/?next={MINE}"

    def test_without_a_school_the_page_says_so(self, signed_in):
        answer = signed_in(NO_SCHOOL).get(MINE)
        assert answer.status_code == 403 and "Your account has no school" in answer.text

    def test_another_school_sees_nothing_of_it(self, signed_in, link):
        SchoolLink.objects.filter(pk=link.pk).update(note="Only for Ravensmoor")
        assert "Only for Ravensmoor" in signed_in(READER).get(MINE).text
        assert "Only for Ravensmoor" not in signed_in(LEAD_ELSEWHERE).get(MINE).text

    def test_a_reader_sees_and_does_not_change(self, signed_in, link):
        client = signed_in(READER)
        assert f"services/{link.pk}/" not in client.get(MINE).text
        for path in (f"{MINE}services/", f"{MINE}services/{link.pk}/", f"{MINE}contacts/"):
            assert client.get(path).status_code == 403
            assert client.post(path, {"link_person": "Changed"}).status_code == 403
        before = list(SchoolVisit.objects.values())
        assert client.post(f"{MINE}seen/").status_code == 403
        assert list(SchoolVisit.objects.values()) == before
        link.refresh_from_db()
        assert link.link_person != "Changed"

    def test_the_lead_of_another_school_meets_no_link_of_ours(self, signed_in, link):
        client = signed_in(LEAD_ELSEWHERE)
        assert client.get(f"{MINE}services/{link.pk}/").status_code == 404
        assert client.post(f"{MINE}services/{link.pk}/", {"note": "Taken"}).status_code == 404
        link.refresh_from_db()
        assert link.note != "Taken"

    def test_it_is_kept_out_of_caches(self, signed_in):
        assert "no-store" in signed_in(LEAD).get(MINE)["Cache-Control"]

    def test_the_account_menu_leads_there(self, signed_in):
        assert MINE in signed_in(READER).get("/accounts/logout/").text
        assert MINE not in signed_in(NO_SCHOOL).get("/accounts/logout/").text


class TestTheLinks:
    """What is used, the oldest check first; what the lead changes."""

    def test_the_oldest_check_comes_first(self, signed_in):
        rows = signed_in(LEAD).get(MINE).context["used"]
        days = [row["service"].last_reviewed or datetime.date.min for row in rows]
        assert len(days) > 5 and days == sorted(days)

    def test_the_lead_changes_a_link(self, signed_in, link):
        client = signed_in(LEAD)
        answer = client.post(
            f"{MINE}services/{link.pk}/",
            {
                "used_now": "on",
                "role": "SENCO",
                "link_person": "Mo Ash",
                "cover": "Head",
                "note": "Ring first",
                "confirmed_today": "on",
            },
            follow=True,
        )
        assert "SENCO, Mo Ash. Cover: Head." in " ".join(answer.text.split())
        assert "Ring first" in answer.text
        link.refresh_from_db()
        assert link.confirmed_on == timezone.localdate()

    def test_the_lead_removes_a_link_after_a_second_step(self, signed_in, link):
        client = signed_in(LEAD)
        address = f"{MINE}services/{link.pk}/remove/"
        assert address in client.get(f"{MINE}services/{link.pk}/").text
        asked = client.get(address)
        assert f"Remove our link with {link.service.name}?" in asked.text
        assert SchoolLink.objects.filter(pk=link.pk).exists()
        answer = client.post(address)
        assert answer.status_code == 302
        assert not SchoolLink.objects.filter(pk=link.pk).exists()
        assert f"Removed: our link with {link.service.name}" in client.get(MINE).text
        assert client.post(address).status_code == 404

    @pytest.mark.parametrize(
        ("who", "status"), [(READER, 403), (LEAD_ELSEWHERE, 404), (NO_SCHOOL, 403), (None, 302)]
    )
    def test_nobody_else_removes_it(self, client, signed_in, link, who, status):
        client = signed_in(who) if who else client
        assert client.post(f"{MINE}services/{link.pk}/remove/").status_code == status
        assert SchoolLink.objects.filter(pk=link.pk).exists()

    def test_without_the_box_the_day_of_confirming_stays(self, signed_in, link):
        SchoolLink.objects.filter(pk=link.pk).update(confirmed_on=datetime.date(2026, 1, 2))
        signed_in(LEAD).post(f"{MINE}services/{link.pk}/", {"role": "SENCO", "link_person": "Mo Ash"})
        link.refresh_from_db()
        assert link.confirmed_on == datetime.date(2026, 1, 2) and not link.used_now

    def test_a_note_that_is_too_long_is_refused_in_words(self, signed_in, link):
        page = signed_in(LEAD).post(f"{MINE}services/{link.pk}/", {"link_person": "Mo", "note": "x" * 251})
        assert page.status_code == 200 and "There is a problem" in page.text
        assert "Never about a child" in page.text

    def test_ticking_adds_and_unticking_puts_aside_with_its_note(self, signed_in, school, link):
        SchoolLink.objects.filter(pk=link.pk).update(note="Kept")
        new = Service.objects.listed().exclude(school_links__school=school).first()
        signed_in(LEAD).post(
            f"{MINE}services/",
            {
                "shown": [str(new.public_id), str(link.service.public_id), "no-id"],
                "use": [str(new.public_id)],
            },
        )
        assert SchoolLink.objects.get(school=school, service=new).used_now
        link.refresh_from_db()
        assert not link.used_now and link.note == "Kept"

    def test_a_draft_cannot_be_ticked_and_a_link_with_one_is_not_named(self, signed_in, school):
        draft = ServiceFactory(name="Secret draft", live=False)
        client = signed_in(LEAD)
        client.post(f"{MINE}services/", {"shown": str(draft.public_id), "use": str(draft.public_id)})
        assert not SchoolLink.objects.filter(service=draft).exists()
        hidden = SchoolLinkFactory(school=school, service=draft)
        page = client.get(MINE).text
        assert "Secret draft" not in page and "1 more of our services is not in the directory now" in page
        assert client.get(f"{MINE}services/{hidden.pk}/").status_code == 404

    def test_key_contacts_are_changed_added_and_taken_away(self, signed_in, school):
        client = signed_in(LEAD)
        forms = client.get(f"{MINE}contacts/").context["formset"].forms
        data = {"key_contacts-TOTAL_FORMS": len(forms), "key_contacts-INITIAL_FORMS": len(forms) - 2}
        for number, form in enumerate(forms[:-2]):
            data |= {
                f"key_contacts-{number}-{name}": getattr(form.instance, name)
                for name in ("id", "role", "name")
            }
        data["key_contacts-0-DELETE"] = "on"
        last = len(forms) - 1
        data |= {f"key_contacts-{last}-role": "Attendance lead", f"key_contacts-{last}-name": "Sam Dee"}
        gone = forms[0].instance.pk
        assert client.post(f"{MINE}contacts/", data).status_code == 302
        assert not KeyContact.objects.filter(pk=gone).exists()
        assert [c.name for c in KeyContact.objects.filter(school=school)][-1] == "Sam Dee"

    def test_key_contacts_of_another_school_cannot_be_posted(self, signed_in, school):
        theirs = KeyContact.objects.create(
            school=School.objects.exclude(pk=school.pk).first(), name="Theirs", role="DSL"
        )
        data = {
            "key_contacts-TOTAL_FORMS": 1,
            "key_contacts-INITIAL_FORMS": 1,
            "key_contacts-0-id": theirs.pk,
            "key_contacts-0-role": "Taken",
            "key_contacts-0-name": "Taken",
        }
        assert signed_in(LEAD).post(f"{MINE}contacts/", data).status_code < 500
        after = KeyContact.objects.get(pk=theirs.pk)
        assert (after.name, after.school_id) == ("Theirs", theirs.school_id)


class TestWhatChanged:
    """One line for each entry that changed after the school looked."""

    @pytest.fixture
    def looked(self, school):
        service = Service.objects.get(slug="midmere-camhs-single-point-of-access")
        SchoolVisit.objects.update_or_create(school=school, defaults={"looked_at": timezone.now()})
        return service

    @staticmethod
    def words(client):
        return {change.service.slug: change.words for change in client.get(MINE).context["changes"]}

    def test_a_check_that_found_all_right_is_no_change(self, signed_in, school, looked):
        SchoolVisit.objects.filter(school=school).update(
            looked_at=timezone.now() - datetime.timedelta(days=2)
        )
        Service.objects.update(last_published_at=timezone.now() - datetime.timedelta(days=9))
        Assurance.objects.create(service=looked, assurer_role="a test", method="phone", fields=["phone"])
        assert self.words(signed_in(LEAD)) == {}

    def test_before_the_first_look_nothing_is_claimed(self, signed_in):
        SchoolVisit.objects.all().delete()
        assert self.words(signed_in(LEAD)) == {}

    def test_nothing_changed(self, signed_in, looked):
        client = signed_in(LEAD)
        assert self.words(client) == {} and "Nothing has changed" in client.get(MINE).text

    def test_a_new_number_and_not_a_private_one(self, signed_in, looked):
        main = looked.phones.get(purpose="main")
        main.number = "+441632960999"
        looked.phones = [main, Phone(number="+441632960888", purpose="professionals", visibility="dsl")]
        looked.save_revision().publish()
        said = self.words(signed_in(LEAD))[looked.slug]
        assert "Its number has changed: now 01632 960999" in said and "960888" not in said

    def test_closed(self, signed_in, looked):
        looked.availability = Availability.DEFUNCT
        looked.save_revision().publish()
        assert self.words(signed_in(LEAD)) == {looked.slug: "It has closed."}

    def test_edited_otherwise(self, signed_in, looked):
        looked.summary = "Other words."
        looked.save_revision().publish()
        assert self.words(signed_in(LEAD)) == {looked.slug: "Its entry was edited."}

    def test_a_draft_is_no_change(self, signed_in, looked):
        looked.summary = "Draft words."
        looked.save_revision()
        assert self.words(signed_in(LEAD)) == {}

    def test_seen(self, signed_in, looked):
        looked.availability = Availability.DEFUNCT
        looked.save_revision().publish()
        client = signed_in(LEAD)
        assert self.words(client)
        assert client.post(f"{MINE}seen/").status_code == 302
        assert self.words(client) == {}


class TestCost:
    """A constant number of queries, whatever the school or the directory holds."""

    @pytest.fixture
    def small(self, school):
        SchoolLink.objects.filter(school=school).exclude(
            pk__in=list(SchoolLink.objects.filter(school=school).values_list("pk", flat=True)[:2])
        ).delete()
        SchoolVisit.objects.filter(school=school).update(
            looked_at=timezone.now() - datetime.timedelta(days=3)
        )
        Service.objects.update(last_published_at=timezone.now())
        return school

    @staticmethod
    def services(count) -> list[Service]:
        organisation = Organization.objects.first()
        return Service.objects.bulk_create(
            Service(
                name=f"Bulk {n}",
                slug=f"bulk-{n}",
                summary="Bulk",
                organization=organisation,
                live=True,
                last_published_at=timezone.now(),
            )
            for n in range(count)
        )

    def test_fifty_links_cost_what_two_cost(self, signed_in, small):
        client = signed_in(LEAD)
        before = queries(client, MINE)
        assert before <= 15
        SchoolLink.objects.bulk_create(
            SchoolLink(school=small, service=one, link_person="Mo") for one in self.services(48)
        )
        assert queries(client, MINE) == before
        assert len(client.get(MINE).context["used"]) == 50

    @pytest.mark.parametrize("path", [MINE, f"{MINE}services/"])
    def test_ten_thousand_services_cost_what_fifty_cost(self, signed_in, small, path):
        client = signed_in(LEAD)
        before = queries(client, path)
        assert before <= 15
        self.services(10_000)
        assert queries(client, path) == before
        assert len(client.get(path).content) < 100_000


def test_the_page_of_a_service_shows_our_link_to_our_staff_only(client, signed_in, link):
    SchoolLink.objects.filter(pk=link.pk).update(link_person="Mo Ash", role="SENCO")
    path = link.service.get_absolute_url()
    assert "Mo Ash" not in client.get(path).text
    assert "Mo Ash" in signed_in(READER).get(path).text
    assert "Mo Ash" not in signed_in(LEAD_ELSEWHERE).get(path).text


def test_a_lead_without_a_school_has_none(signed_in, demo):
    user = UserFactory(role="School lead")
    assert get_user_model().objects.get(pk=user.pk).school is None
    assert signed_in(user.email).get(f"{MINE}services/").status_code == 403


class TestErasing:
    """A name goes from everything that the school keeps; an account without a name takes nothing along."""

    def test_cover_and_note_are_emptied(self, school, link):
        user = get_user_model().objects.get(email=READER)
        SchoolLink.objects.filter(pk=link.pk).update(
            link_person="Somebody", cover=f"{user.name}, pastoral lead", note=f"Ask {user.name}"
        )
        held = privacy.export(user)["school links that mention you"]
        assert {"link": str(link), "where": "cover", "text": f"{user.name}, pastoral lead"} in held
        assert {"link": str(link), "where": "note", "text": f"Ask {user.name}"} in held
        privacy.erase(user)
        link.refresh_from_db()
        assert (link.link_person, link.cover, link.note) == ("Somebody", "", "")

    def test_a_name_within_another_stays(self, school, link):
        user = UserFactory(name="Ann Lee", school=school)
        SchoolLink.objects.filter(pk=link.pk).update(cover="Joann Lee, Mondays", note="Ask ANN LEE")
        held = privacy.export(user)["school links that mention you"]
        assert [one["text"] for one in held] == ["Ask ANN LEE"]
        privacy.erase(user)
        link.refresh_from_db()
        assert (link.cover, link.note) == ("Joann Lee, Mondays", "")

    def test_an_account_without_a_name(self, school, link):
        SchoolLink.objects.filter(pk=link.pk).update(link_person="", note="Kept")
        privacy.erase(UserFactory(name="", school=school))
        link.refresh_from_db()
        assert link.note == "Kept"
