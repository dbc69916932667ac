"""People belong to schools, act for one at a time, and the account says the same as the membership."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings, strategies
from hypothesis.extra.django import TestCase

from portal.accounts import memberships, privacy, roles
from portal.accounts.invitations import invite
from portal.accounts.memberships import LastLeadError, current
from portal.accounts.models import Invitation, Membership, User
from tests.factories.accounts import PASSWORD, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


def agrees(user) -> bool:
    """Whether the account says what the membership says that the person acts for."""
    user = User.objects.get(pk=user.pk)
    leads = roles.SCHOOL_LEAD in user.role_names
    if user.school is None:
        return not leads and not current(person=user).exists()
    acting = current(person=user).get(school=user.school)
    return (acting.lead, acting.job_title) == (leads, user.job_title)


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def lead(school):
    return UserFactory(role=roles.SCHOOL_LEAD, school=school, job_title="Head")


def test_joining_twice_is_one_membership(school):
    user = UserFactory(role=roles.READER)
    first, again = memberships.join(user, school), memberships.join(user, school)
    assert first == again
    assert user.school == school
    assert agrees(user)


def test_the_second_school_does_not_take_the_first_ones_place(lead, school):
    other = SchoolFactory()
    membership = memberships.join(lead, other, job_title="Governor")
    assert (lead.school, lead.job_title) == (school, "Head")
    memberships.act_for(lead, membership)
    lead = User.objects.get(pk=lead.pk)
    assert (lead.school, lead.job_title, lead.role_names) == (other, "Governor", [roles.READER])
    assert not memberships.is_lead(lead)
    memberships.act_for(lead, current(person=lead).get(school=school))
    assert memberships.is_lead(User.objects.get(pk=lead.pk))


def test_leaving_closes_the_school_and_acts_for_the_other(lead, school):
    UserFactory(role=roles.SCHOOL_LEAD, school=school)
    other = SchoolFactory()
    memberships.join(lead, other)
    memberships.leave(current(person=lead).get(school=school))
    lead = User.objects.get(pk=lead.pk)
    assert (lead.school, lead.is_active) == (other, True)
    memberships.leave(current(person=lead).get())
    lead = User.objects.get(pk=lead.pk)
    assert (lead.school, lead.role_names) == (None, [roles.READER])


def test_the_last_lead_stays(lead, school):
    membership = current(person=lead).get()
    UserFactory(school=school)
    UserFactory(role=roles.SCHOOL_LEAD, school=school, is_active=False)
    with pytest.raises(LastLeadError):
        memberships.leave(membership)
    with pytest.raises(LastLeadError):
        memberships.set_lead(membership, False)
    assert agrees(lead)


def test_coming_back_is_a_new_membership_without_the_lead(lead, school):
    UserFactory(role=roles.SCHOOL_LEAD, school=school)
    memberships.leave(current(person=lead).get())
    memberships.join(User.objects.get(pk=lead.pk), school)
    assert [(one.lead, one.left is None) for one in lead.memberships.order_by("pk")] == [
        (False, False),
        (False, True),
    ]


class TestHistories(TestCase):
    """Whatever happens in whatever order, account and membership agree, and a school keeps its lead."""

    @settings(max_examples=40, deadline=None)
    @given(
        strategies.lists(
            strategies.tuples(
                strategies.sampled_from(["join", "leave", "lead", "unlead", "act"]),
                strategies.integers(0, 1),
                strategies.integers(0, 2),
            ),
            max_size=15,
        )
    )
    def test_they_agree(self, steps):
        roles.sync_roles()
        schools = [SchoolFactory(), SchoolFactory()]
        people = [UserFactory(role=roles.READER) for _ in range(3)]
        for step, which, who in steps:
            school, person = schools[which], User.objects.get(pk=people[who].pk)
            membership = current(person=person, school=school).first()
            led = current(school=school, lead=True).exists()
            try:
                if step == "join":
                    memberships.join(person, school, lead=not led, job_title=f"Job {which}")
                elif membership and step == "leave":
                    memberships.leave(membership)
                elif membership and step == "act":
                    memberships.act_for(person, membership)
                elif membership:
                    memberships.set_lead(membership, step == "lead")
            except LastLeadError:
                assert current(school=school, lead=True).count() == 1
            assert all(agrees(one) for one in people)
            assert current(school=school, lead=True).exists() or not led


def test_the_migration_gives_each_account_with_a_school_one_membership(lead, school):
    reader, without = UserFactory(school=school), UserFactory()
    Membership.objects.filter(school=school).delete()
    there = Membership.objects.count()
    Membership.objects.all().delete()
    import_module("portal.accounts.migrations.0006_everybody_has_a_membership").give_memberships(apps, None)
    assert Membership.objects.count() == there + 2
    assert [(one.person, one.lead) for one in current(school=school).order_by("-lead")] == [
        (lead, True),
        (reader, False),
    ]
    assert not without.memberships.exists()


def test_everybody_of_the_demo_has_one(demo):
    for user in User.objects.exclude(school=None):
        assert agrees(user)
        assert current(person=user).count() == 1


class TestTheAdmin:
    """What an Administrator sets on an account is what the memberships say."""

    @staticmethod
    def save(client, user, **values):
        known = {"email": user.email, "name": user.name, "job_title": user.job_title, "is_active": "on"}
        groups = [group.pk for group in user.groups.all()]
        school = user.school_id or ""
        answer = client.post(
            reverse("wagtailusers_users:edit", args=[user.pk]),
            {**known, "school": school, "groups": groups, **values},
        )
        assert answer.status_code == 302, answer.text[:3000]

    def test_another_school_is_a_move(self, signed_in, lead, school):
        client, _ = signed_in(roles.ADMINISTRATOR)
        third, new = SchoolFactory(), SchoolFactory()
        memberships.join(lead, third)
        self.save(client, lead, school=new.pk)
        assert {one.school for one in current(person=lead)} == {third, new}
        assert User.objects.get(pk=lead.pk).school == new
        assert memberships.is_lead(User.objects.get(pk=lead.pk))
        assert agrees(lead)

    def test_no_school_ends_all(self, signed_in, lead):
        client, _ = signed_in(roles.ADMINISTRATOR)
        memberships.join(lead, SchoolFactory())
        self.save(client, lead, school="", groups=[])
        assert agrees(lead)

    def test_the_role_and_the_job_title_follow(self, signed_in, lead):
        client, _ = signed_in(roles.ADMINISTRATOR)
        self.save(client, lead, job_title="Deputy", groups=[Group.objects.get(name=roles.READER).pk])
        membership = current(person=lead).get()
        assert (membership.lead, membership.job_title) == (False, "Deputy")
        assert agrees(lead)

    def test_a_role_for_several_at_once(self, signed_in, school):
        client, _ = signed_in(roles.ADMINISTRATOR)
        user = UserFactory(role=roles.READER, school=school)
        path = reverse("wagtail_bulk_action", args=["accounts", "user", "assign_role"])
        client.post(f"{path}?id={user.pk}", {"role": Group.objects.get(name=roles.SCHOOL_LEAD).pk})
        assert current(person=user).get().lead
        assert agrees(user)


class TestTwoSchools:
    """One person in two schools: by accepting, and by choosing."""

    @pytest.fixture
    def link(self, mailoutbox):
        def send(email, school, role=roles.READER):
            group = Group.objects.get(name=role)
            invite(email=email, name="Dana", role=group, school=school, job_title="Cover")
            return re.search(r"https?://[^/]+(/\S+)", mailoutbox[-1].body)[1]

        return send

    def test_an_invitation_waits_for_a_sign_in_and_a_click(self, link, lead, school, password_step):
        other, client = SchoolFactory(name="Hill Infants"), Client()
        page = client.get(link(lead.email, other), follow=True)
        assert "Sign in" in page.text and "Hill Infants" in page.text
        assert client.get(reverse("account_signup")).status_code == 200
        assert "Choose a password" not in client.get(reverse("account_signup")).text
        password_step(lead.email, client=client)
        page = client.get(reverse("accounts:accept_invitation"))
        assert "Accept with this account" in page.text
        assert "the days on which you had supervision, never what was said" in page.text
        assert not current(person=lead, school=other).exists()
        client.post(reverse("accounts:accept_invitation"))
        assert current(person=lead, school=other).get().job_title == "Cover"
        assert User.objects.get(pk=lead.pk).school == school
        assert client.post(reverse("accounts:accept_invitation")).status_code == 410

    def test_signed_out_a_post_accepts_nothing(self, link, lead):
        other, client = SchoolFactory(), Client()
        client.get(link(lead.email, other))
        assert client.post(reverse("accounts:accept_invitation")).status_code == 200
        assert not current(school=other).exists()

    def test_an_invitation_to_a_school_ends_none_of_another(self, link, school):
        first = link("dana@school.example", school)
        link("dana@school.example", SchoolFactory())
        assert Client().get(first).status_code == 302
        assert Invitation.objects.filter(email="dana@school.example").count() == 2

    def test_the_account_page_switches_by_post(self, lead, school, password_step):
        membership = memberships.join(lead, SchoolFactory(name="Hill Infants"))
        client, _ = password_step(lead.email)
        assert "Act for this school" in client.get(reverse("accounts:profile")).text
        path = reverse("accounts:act_for", args=[membership.public_id])
        assert client.get(path).status_code == 405
        client.post(path)
        assert User.objects.get(pk=lead.pk).school.name == "Hill Infants"
        assert agrees(lead)

    def test_nobody_acts_for_or_leaves_with_the_membership_of_another(self, lead, password_step):
        stranger = UserFactory(role=roles.READER, password=PASSWORD)
        client, _ = password_step(stranger.email)
        membership = current(person=lead).get()
        for name in ("act_for", "leave_school"):
            assert client.post(reverse(f"accounts:{name}", args=[membership.public_id])).status_code == 404
        assert current(person=lead).exists()

    def test_a_person_leaves_by_themselves_but_not_the_last_lead(self, lead, school, password_step):
        client, _ = password_step(lead.email)
        path = reverse("accounts:leave_school", args=[current(person=lead).get().public_id])
        assert "only lead" in client.post(path, follow=True).text
        UserFactory(role=roles.SCHOOL_LEAD, school=school)
        client.post(path)
        assert not current(person=lead).exists()
        assert client.get(path).status_code == 404


def test_export_and_erasure_know_of_every_school(lead):
    memberships.join(lead, SchoolFactory(name="Hill Infants"))
    held = privacy.export_everything(lead)["accounts"]["memberships"]
    assert {one["school"] for one in held} == {lead.school.name, "Hill Infants"}
    privacy.erase_everything(lead)
    assert not Membership.objects.filter(person=lead).exists()
    assert agrees(lead)
