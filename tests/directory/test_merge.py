"""Two entries for one service become one: nothing is lost, and no link breaks."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import ModelLogEntry

from directory import merge
from directory.enums import Availability, Criticality, ReportTopic
from directory.models import (
    AlternateName,
    NumberChange,
    Phone,
    ReferralRoute,
    Report,
    SchoolLink,
    Service,
    ThresholdLevel,
    WorkingCall,
)
from portal.content.models import HelpWith, Tag
from tests.factories.accounts import SchoolFactory
from tests.factories.directory import (
    AreaFactory,
    AssuranceFactory,
    LeadRuleFactory,
    OrganizationFactory,
    ProtocolFactory,
    SchoolLinkFactory,
    ServiceFactory,
    hours,
)

EDITOR = "directory.editor@ambleford.example.org"
READER = "asha.mistry@ravensmoor.example.org"
OURS, THEIRS = "+441632960101", "+441632960202"
DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def editor(demo):
    return get_user_model().objects.get(email=EDITOR)


@pytest.fixture
def kept(demo):
    return ServiceFactory(name="Young Carers", slug="kept", summary="Ours.", email="ours@example.org")


@pytest.fixture
def other(demo):
    service = ServiceFactory(name="Carers, Young", slug="other", summary="Theirs.", main_number=None)
    Phone.objects.create(service=service, number=THEIRS)
    return service


def fresh(service):
    return Service.objects.get(pk=service.pk)


def merged(kept, other, editor, *choices):
    """Merge as they stand in the database, and return the kept one as it stands then."""
    merge.merge(fresh(kept), fresh(other), set(choices), editor)
    return fresh(kept)


def numbers(service):
    return [phone.number for phone in Phone.objects.filter(service=service)]


class TestWords:
    def test_the_kept_values_stay_unless_the_other_is_chosen(self, kept, other, editor):
        service = merged(kept, other, editor, "summary")
        assert (service.summary, service.email, service.name) == (
            "Theirs.",
            "ours@example.org",
            "Young Carers",
        )

    def test_it_is_published_as_a_revision(self, kept, other, editor):
        service = merged(kept, other, editor, "summary")
        assert service.live
        assert not service.has_unpublished_changes
        assert service.live_revision.as_object().summary == "Theirs."
        assert service.live_revision.user == editor

    def test_the_name_that_is_not_kept_becomes_another_name(self, kept, other, editor):
        service = merged(kept, other, editor)
        assert list(service.alternate_names.values_list("name", "former")) == [("Carers, Young", False)]

    def test_so_does_the_kept_name_where_the_other_is_chosen(self, kept, other, editor):
        service = merged(kept, other, editor, "name")
        assert service.name == "Carers, Young"
        assert list(service.alternate_names.values_list("name", flat=True)) == ["Young Carers"]

    def test_a_word_that_no_field_has_chooses_nothing(self, kept, other, editor):
        assert merged(kept, other, editor, "slug", "pk", "live").slug == "kept"

    def test_levels_that_contradict_each_other_are_refused(self, kept, other, editor):
        Service.objects.filter(pk=kept.pk).update(level_from=1, level_to=2)
        Service.objects.filter(pk=other.pk).update(level_from=4, level_to=4)
        with pytest.raises(merge.RefusedError, match="highest level is below"):
            merged(kept, other, editor, "level_from")
        assert fresh(other).availability == Availability.ACTIVE

    def test_a_core_entry_is_the_one_to_keep(self, kept, other, editor):
        Service.objects.filter(pk=other.pk).update(criticality=Criticality.CORE)
        with pytest.raises(merge.RefusedError, match="keep that one"):
            merged(kept, fresh(other), editor)
        assert fresh(other).availability == Availability.ACTIVE


class TestRows:
    def test_numbers_that_the_kept_one_lacks_are_added_after_its_own(self, kept, other, editor):
        assert numbers(merged(kept, other, editor)) == [OURS, THEIRS]

    def test_a_number_is_the_same_only_with_its_extension(self, kept, other, editor):
        Phone.objects.create(service=other, number=OURS)
        Phone.objects.create(service=other, number=OURS, extension="7")
        service = merged(kept, other, editor)
        assert numbers(service).count(OURS) == 2
        assert service.phones.filter(number=OURS, extension="7").count() == 1

    def test_other_names_and_routes_are_joined_once(self, kept, other, editor):
        for service, names in ((kept, ["YC"]), (other, ["yc", "Carers hub"])):
            for name in names:
                AlternateName.objects.create(service=service, name=name)
        for service, name in ((kept, "Ring"), (other, "Ring"), (other, "Write")):
            ReferralRoute.objects.create(
                service=service, name=name, who_may_refer=["dsl"], use_when="Any time"
            )
        service = merged(kept, other, editor)
        assert set(service.alternate_names.values_list("name", flat=True)) == {
            "YC",
            "Carers hub",
            "Carers, Young",
        }
        assert list(service.routes.values_list("name", flat=True)) == ["Ring", "Write"]

    def test_the_replaced_one_keeps_its_rows(self, kept, other, editor):
        merged(kept, other, editor)
        assert numbers(other) == [THEIRS]

    @pytest.mark.parametrize(("ours", "expected"), [("09:00", ["09:00"]), (None, ["08:00"])])
    def test_hours_come_from_the_other_only_where_there_are_none(self, kept, other, editor, ours, expected):
        for service, opens in ((kept, ours), (other, "08:00")):
            if opens:
                row = hours(opens, "17:00")
                row.service = service
                row.save()
        rows = merged(kept, other, editor).schedules.all()
        assert [f"{row.opens:%H:%M}" for row in rows] == expected


class TestLinks:
    def test_areas_needs_protocols_and_tags_are_those_of_both(self, kept, other, editor):
        need, agreement, area = HelpWith.objects.first(), ProtocolFactory(), AreaFactory()
        tag = Tag.objects.first()
        other.areas.add(area)
        other.help_with.add(need)
        other.protocols.add(agreement)
        other.tags.add(tag)
        other.save()
        ours = list(kept.areas.all())
        service = merged(kept, other, editor)
        assert set(service.areas.all()) == {*ours, *other.areas.all()}
        assert list(service.help_with.all()) == [need]
        assert list(service.protocols.all()) == [agreement]
        assert list(service.tags.all()) == [tag]

    @pytest.mark.parametrize("both", [False, True])
    def test_rules_and_levels_name_the_kept_one_once(self, kept, other, editor, both):
        rule, level = LeadRuleFactory(), ThresholdLevel.objects.first()
        for thing in (rule, level):
            thing.services.set([other, kept] if both else [other])
            thing.save_revision(clean=False).publish()
        merged(kept, other, editor)
        for thing in (rule, level):
            now = type(thing).objects.get(pk=thing.pk)
            assert list(now.services.all()) == [kept]
            assert list(now.latest_revision.as_object().services.all()) == [kept]
            assert now.live
            assert not now.has_unpublished_changes

    def test_a_rules_draft_stays_a_draft_and_names_the_kept_one(self, kept, other, editor):
        rule = LeadRuleFactory()
        rule.services.set([other])
        rule.save_revision(clean=False).publish()
        rule.rule = "Only a draft."
        revision = rule.save_revision(clean=False)
        merged(kept, other, editor)
        now = type(rule).objects.get(pk=rule.pk)
        assert now.rule != "Only a draft."
        assert now.has_unpublished_changes
        assert list(now.services.all()) == [kept]
        assert now.latest_revision_id == revision.pk
        draft = now.get_latest_revision_as_object()
        assert (draft.rule, list(draft.services.all())) == ("Only a draft.", [kept])

    def test_partners_in_both_directions_move(self, kept, other, editor):
        named, naming = ServiceFactory(), ServiceFactory()
        other.works_with.set([named])
        other.save()
        naming.works_with.set([other, kept])
        naming.save()
        service = merged(kept, other, editor)
        assert list(service.works_with.all()) == [named]
        assert list(fresh(naming).works_with.all()) == [kept]
        assert not fresh(other).works_with.exists()

    def test_pointers_of_other_services_move(self, kept, other, editor):
        covered = ServiceFactory(out_of_hours_service=other)
        replaced = ServiceFactory(replaced_by=other, availability=Availability.DEFUNCT)
        merged(kept, other, editor)
        assert fresh(covered).out_of_hours_service == kept
        assert fresh(covered).live_revision.as_object().out_of_hours_service == kept
        assert fresh(replaced).replaced_by == kept

    def test_a_draft_of_another_service_follows_and_its_question_still_stands(self, kept, other, editor):
        third = ServiceFactory(out_of_hours_service=other)
        third.summary = "Only a draft."
        revision = third.save_revision(clean=False)
        merged(kept, other, editor)
        now = fresh(third)
        assert now.latest_revision_id == revision.pk
        assert now.get_latest_revision_as_object().out_of_hours_service == kept
        assert (now.summary, now.out_of_hours_service) == ("Helps schools.", kept)

    def test_two_that_name_each_other_do_not_name_themselves(self, kept, other, editor):
        for one, two in ((kept, other), (other, kept)):
            one.works_with.set([two])
            one.out_of_hours_service = two
            one.replaced_by = two
            one.save()
        service = merged(kept, other, editor, "out_of_hours_service")
        assert not service.works_with.exists()
        assert not service.worked_with_by.exists()
        assert (service.out_of_hours_service, service.replaced_by) == (None, None)


class TestHistory:
    def test_checks_and_reports_move(self, kept, other, editor):
        check = AssuranceFactory(service=other)
        report = Report.objects.create(service=other, topic=ReportTopic.NUMBER)
        service = merged(kept, other, editor)
        assert list(service.assurances.all()) == [check]
        assert list(service.reports.all()) == [report]

    def test_calls_of_one_day_are_counted_together(self, kept, other, editor):
        for service, day, count in ((kept, DAY, 2), (other, DAY, 3), (other, DAY.replace(day=3), 1)):
            WorkingCall.objects.create(service=service, day=day, count=count)
        merged(kept, other, editor)
        calls = WorkingCall.objects.filter(service__in=[kept, other]).order_by("day")
        assert list(calls.values_list("service", "count")) == [(kept.pk, 5), (kept.pk, 1)]

    def test_a_schools_link_moves_unless_it_has_one(self, kept, other, editor):
        school, elsewhere = SchoolFactory(), SchoolFactory()
        mine = SchoolLinkFactory(school=school, service=kept, link_person="Ours")
        SchoolLinkFactory(school=school, service=other, link_person="Theirs")
        moved = SchoolLinkFactory(school=elsewhere, service=other)
        merged(kept, other, editor)
        assert set(SchoolLink.objects.filter(service=kept)) == {mine, moved}
        assert not SchoolLink.objects.filter(service=other).exists()

    def test_questions_about_numbers_move_decided(self, kept, other, editor):
        NumberChange.objects.create(service=other, before="a", after="b", asked_by=editor)
        merged(kept, other, editor)
        change = NumberChange.objects.get(service=kept)
        assert (change.agreed, change.decided_by) == (False, editor)

    def test_both_histories_say_so(self, kept, other, editor):
        merged(kept, other, editor)
        entries = ModelLogEntry.objects.filter(action="directory.merge")
        assert {entry.object_id for entry in entries} == {str(kept.pk), str(other.pk)}
        assert {entry.user for entry in entries} == {editor}
        assert any("Carers, Young (other) was merged" in entry.message for entry in entries)


class TestReplaced:
    def test_it_closes_keeps_its_address_and_leads_to_the_kept_one(self, client, kept, other, editor):
        merged(kept, other, editor)
        gone = fresh(other)
        assert (gone.availability, gone.replaced_by, gone.slug) == (Availability.DEFUNCT, kept, "other")
        assert gone.live
        assert gone.live_revision.as_object().replaced_by == kept
        answer = client.get(other.get_absolute_url())
        assert answer.status_code == 200
        assert f'Use <a href="{kept.get_absolute_url()}">Young Carers</a>' in answer.content.decode()
        assert gone not in Service.objects.listed()


class TestCore:
    @pytest.fixture
    def core(self, kept):
        kept.criticality = Criticality.CORE
        kept.save()
        return kept

    def test_new_numbers_wait_for_a_second_person(self, core, other, editor):
        service = merged(core, other, editor, "summary")
        assert (numbers(service), service.summary) == ([OURS], "Theirs.")
        assert [phone.number for phone in service.live_revision.as_object().phones.all()] == [OURS]
        draft = service.get_latest_revision_as_object()
        assert [phone.number for phone in draft.phones.all()] == [OURS, THEIRS]
        assert draft.summary == "Theirs."
        change = NumberChange.objects.get(service=core, decided_at=None)
        assert (change.revision_id, change.asked_by) == (service.latest_revision_id, editor)

    def test_the_second_person_publishes_them(self, core, other, editor):
        from directory import number_changes

        merged(core, other, editor)
        change = NumberChange.objects.get(service=core, decided_at=None)
        number_changes.agree(change, number_changes.others_who_may_agree(editor).first())
        assert numbers(core) == [OURS, THEIRS]
        assert fresh(core).alternate_names.count() == 1

    def test_the_same_numbers_do_not_wait(self, core, other, editor):
        Phone.objects.filter(service=other).update(number=OURS)
        merged(core, other, editor)
        assert not NumberChange.objects.filter(service=core).exists()

    def test_a_portal_with_one_publisher_is_not_locked_out(self, core, other, editor):
        get_user_model().objects.exclude(pk=editor.pk).update(is_active=False)
        assert numbers(merged(core, other, editor)) == [OURS, THEIRS]


class TestRefused:
    def test_itself(self, kept, editor):
        with pytest.raises(merge.RefusedError, match="with itself"):
            merged(kept, kept, editor)

    @pytest.mark.parametrize("turned", [False, True])
    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"availability": Availability.DEFUNCT}, "has closed or was replaced"),
            ({"live": False}, "is not published"),
            ({"has_unpublished_changes": True}, "has a draft"),
        ],
    )
    def test_what_is_gone_or_unfinished(self, kept, other, editor, fields, said, turned):
        Service.objects.filter(pk=other.pk).update(**fields)
        pair = (other, kept) if turned else (kept, other)
        with pytest.raises(merge.RefusedError, match=said):
            merged(*pair, editor)

    def test_one_that_a_third_replaced(self, kept, other, editor):
        Service.objects.filter(pk=other.pk).update(replaced_by=ServiceFactory())
        with pytest.raises(merge.RefusedError, match="was replaced"):
            merged(kept, other, editor)

    def test_one_that_somebody_else_locked(self, kept, other, editor):
        owner = get_user_model().objects.exclude(pk=editor.pk).first()
        Service.objects.filter(pk=other.pk).update(locked=True, locked_by=owner)
        with pytest.raises(merge.RefusedError, match="is locked"):
            merged(kept, other, editor)

    def test_one_that_was_deleted_meanwhile(self, kept, other, editor):
        stale = fresh(other)
        other.delete()
        with pytest.raises(merge.RefusedError, match="deleted"):
            merge.merge(kept, stale, set(), editor)

    def test_a_second_time(self, kept, other, editor):
        before = (fresh(kept), fresh(other))
        merge.merge(*before, set(), editor)
        with pytest.raises(merge.RefusedError, match=r"Carers, Young has closed or was replaced"):
            merge.merge(kept, other, set(), editor)


class TestScreen:
    @pytest.fixture
    def address(self, kept):
        return reverse("directory_merge", args=[kept.pk])

    def test_the_list_offers_it_to_those_who_publish(self, signed_in, kept, address):
        answer = signed_in(EDITOR).get(
            reverse("wagtailsnippets_directory_service:list"), {"q": "Young Carers"}
        )
        assert address in answer.content.decode()

    def test_readers_do_not_get_in(self, signed_in, address, kept, other):
        client = signed_in(READER)
        assert client.get(address).status_code in {302, 403}
        assert client.post(address, {"with": other.pk}).status_code in {302, 403}
        assert fresh(other).availability == Availability.ACTIVE

    def test_the_likeliest_come_first(self, signed_in, address, kept):
        ServiceFactory(name="Aardvark Young Team")
        ServiceFactory(name="Zebra", organization=kept.organization)
        names = [service.name for service in signed_in(EDITOR).get(address).context["candidates"]]
        assert names[0] == "Zebra"
        assert names[1] == "Aardvark Young Team"
        assert kept.name not in names

    def test_words_narrow_the_choice(self, signed_in, address, other):
        found = signed_in(EDITOR).get(address, {"q": "Carers, Young"}).context["candidates"]
        assert list(found) == [other]
        answer = signed_in(EDITOR).get(address, {"q": "nothing-has-these-words"})
        assert "Try fewer" in answer.content.decode()

    def test_side_by_side(self, signed_in, address, other):
        page = " ".join(signed_in(EDITOR).get(address, {"with": other.pk}).content.decode().split())
        assert 'name="summary" value="kept" checked' in page
        assert "Theirs." in page
        assert 'name="confidentiality"' not in page  # empty in both
        assert "01632 960101" in page
        assert "01632 960202" in page

    @pytest.mark.parametrize("key", ["", "x", "-1", "9" * 40, "²", "999999"])
    def test_an_entry_that_is_not_there(self, signed_in, address, key):
        client = signed_in(EDITOR)
        assert client.get(address, {"with": key}).status_code == 200
        assert client.post(address, {"with": key}).status_code == 302

    def test_an_entry_that_is_gone_says_why(self, signed_in, address, kept, other):
        Service.objects.filter(pk=other.pk).update(availability=Availability.DEFUNCT)
        for pk, said in ((other.pk, "has closed or was replaced"), (kept.pk, "with itself")):
            assert said in signed_in(EDITOR).get(address, {"with": pk}).content.decode()

    def test_it_merges_and_a_second_click_is_refused(self, signed_in, address, kept, other):
        client = signed_in(EDITOR)
        first = client.post(address, {"with": other.pk, "summary": "other", "email": "kept"}, follow=True)
        assert "is merged into Young Carers" in first.content.decode()
        assert (fresh(kept).summary, fresh(kept).email) == ("Theirs.", "ours@example.org")
        again = client.post(address, {"with": other.pk, "email": "other"}, follow=True)
        assert "there is nothing to merge" in again.content.decode()
        assert fresh(kept).email == "ours@example.org"

    def test_it_says_that_numbers_wait(self, signed_in, address, kept, other):
        Service.objects.filter(pk=kept.pk).update(criticality=Criticality.CORE)
        answer = signed_in(EDITOR).post(address, {"with": other.pk}, follow=True)
        assert "a second person must agree" in answer.content.decode()

    def test_queries_do_not_grow_with_the_choice(
        self, signed_in, address, kept, django_assert_max_num_queries
    ):
        client = signed_in(EDITOR)
        client.get(address)
        provider = OrganizationFactory()
        for _ in range(50):
            ServiceFactory(organization=provider, areas=[], main_number=None)
        with django_assert_max_num_queries(15):
            client.get(address)


class TestTwoAtTheSameMoment:
    """Two people open the screen, both press the button: one wins, the other is told."""

    def test_the_second_of_two_is_refused(self, kept, other, editor):
        stale_kept, stale_other = fresh(kept), fresh(other)
        merge.merge(fresh(kept), fresh(other), set(), editor)
        with pytest.raises(merge.RefusedError, match="has closed or was replaced already"):
            merge.merge(stale_kept, stale_other, {"summary"}, editor)
        assert fresh(kept).summary == "Ours."
        assert numbers(fresh(kept)) == [OURS, THEIRS]

    def test_the_other_way_round_does_not_close_both(self, kept, other, editor):
        stale_kept, stale_other = fresh(kept), fresh(other)
        merge.merge(fresh(kept), fresh(other), set(), editor)
        with pytest.raises(merge.RefusedError):
            merge.merge(stale_other, stale_kept, set(), editor)
        assert not fresh(kept).is_gone
        assert fresh(kept).replaced_by is None

    def test_the_screen_says_so(self, kept, other, signed_in):
        client = signed_in(EDITOR)
        address = reverse("directory_merge", args=[kept.pk])
        client.post(address, {"with": other.pk})
        answer = client.post(address, {"with": other.pk}, follow=True)
        assert answer.status_code == 200
        assert "has closed or was replaced already" in answer.text


class TestTheOtherEntryAfterwards:
    def test_its_page_names_the_kept_one_and_does_not_say_closed(self, kept, other, editor, client):
        merged(kept, other, editor)
        page = client.get(other.get_absolute_url()).text
        assert "This entry was merged into Young Carers" in page
        assert kept.get_absolute_url() in page
        assert "This service has closed" not in page

    def test_a_service_that_was_closed_by_hand_still_says_so(self, kept, other, client):
        Service.objects.filter(pk=other.pk).update(availability="defunct", replaced_by=kept)
        page = client.get(other.get_absolute_url()).text
        assert "This service has closed" in page
        assert "merged into" not in page

    def test_where_the_kept_one_is_unpublished_it_is_not_named(self, kept, other, editor, client):
        merged(kept, other, editor)
        Service.objects.filter(pk=kept.pk).update(live=False)
        page = client.get(other.get_absolute_url()).text
        assert "This service has closed" in page
        assert "Young Carers" not in page.split("<h1")[1].split("Also known")[0]
