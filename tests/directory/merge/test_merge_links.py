"""What pointed at the other entry points at the kept one, and no address is lost."""

import datetime

import pytest
from wagtail.models import ModelLogEntry

from directory.enums import Availability, ReportTopic
from directory.models import (
    NumberChange,
    Report,
    SchoolLink,
    Service,
    ThresholdLevel,
    WorkingCall,
)
from portal.content.models import HelpWith, Tag
from tests.directory.merge.helpers import fresh, merged
from tests.factories.accounts import SchoolFactory
from tests.factories.directory import (
    AreaFactory,
    AssuranceFactory,
    LeadRuleFactory,
    ProtocolFactory,
    SchoolLinkFactory,
    ServiceFactory,
)

DAY = datetime.date(2026, 3, 2)


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
