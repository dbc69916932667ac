"""Two entries for one service become one: whose words, numbers and hours stay, and what is refused."""

import pytest
from django.contrib.auth import get_user_model

from directory import merge
from directory.enums import Availability, Criticality
from directory.models import (
    AlternateName,
    NumberChange,
    Phone,
    ReferralRoute,
    Service,
)
from tests.directory.merge.helpers import OURS, THEIRS, fresh, merged, numbers
from tests.factories.directory import (
    ServiceFactory,
    hours,
)


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
