"""A new number of a core service waits for a second person, and nothing else does."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from directory import number_changes
from directory.enums import Criticality
from directory.models import NumberChange, Service

EDITOR = "directory.editor@ambleford.example.org"
OTHER = "marguerite.osei@ambleford.example.org"
NEW = "+441632960999"


@pytest.fixture
def front_door(demo):
    return Service.objects.get(slug="ambleford-front-door")


@pytest.fixture
def people(demo):
    users = get_user_model().objects
    return users.get(email=EDITOR), users.get(email=OTHER)


def with_new_number(service):
    """Return a draft of `service` with another main number, saved as a revision."""
    draft = Service.objects.get(pk=service.pk).get_latest_revision_as_object()
    phones = list(draft.phones.all())
    phones[0].number = NEW
    draft.phones = phones
    return draft, draft.save_revision()


class TestRule:
    def test_a_new_number_of_a_core_entry_waits(self, front_door, people):
        draft, _ = with_new_number(front_door)
        assert number_changes.needs_second_person(front_door, draft, people[0])

    def test_the_same_numbers_do_not(self, front_door, people):
        draft = front_door.get_latest_revision_as_object()
        draft.summary = "Something else"
        assert not number_changes.needs_second_person(front_door, draft, people[0])

    def test_a_standard_entry_does_not(self, front_door, people):
        front_door.criticality = Criticality.STANDARD
        draft, _ = with_new_number(front_door)
        assert not number_changes.needs_second_person(front_door, draft, people[0])

    def test_calling_it_standard_in_the_same_edit_does_not_help(self, front_door, people):
        draft, _ = with_new_number(front_door)
        draft.criticality = Criticality.STANDARD
        assert number_changes.needs_second_person(front_door, draft, people[0])

    def test_to_unpublish_first_does_not_help(self, front_door, people):
        front_door.unpublish(user=people[0])
        draft, _ = with_new_number(front_door)
        draft.save_revision(user=people[0])
        row = Service.objects.get(pk=front_door.pk)
        assert not row.live
        assert number_changes.needs_second_person(row, draft, people[0])

    def test_the_same_numbers_come_back_without_a_question(self, front_door, people):
        front_door.unpublish(user=people[0])
        row = Service.objects.get(pk=front_door.pk)
        assert not number_changes.needs_second_person(row, row.get_latest_revision_as_object(), people[0])

    def test_a_copy_remembers_nothing_of_the_original(self, front_door, signed_in):
        front_door.unpublish()
        client = signed_in(EDITOR)
        copy = client.get(reverse("wagtailsnippets_directory_service:copy", args=[front_door.pk]))
        assert copy.context["form"].instance.last_core_numbers == ""

    def test_to_call_it_standard_waits_too(self, front_door, people):
        draft = Service.objects.get(pk=front_door.pk)
        draft.criticality = Criticality.STANDARD
        assert number_changes.needs_second_person(front_door, draft, people[0])

    def test_an_entry_that_was_never_published_does_not_wait(self, front_door, people):
        Service.objects.filter(pk=front_door.pk).update(live=False)
        draft, _ = with_new_number(front_door)
        assert not number_changes.needs_second_person(Service.objects.get(pk=front_door.pk), draft, people[0])

    def test_a_twentieth_number_counts_as_much_as_the_first(self, front_door, people):
        phone = front_door.phones.all()[0]
        for last in range(20):
            front_door.phones.add(
                type(phone)(number=f"+4416329601{last:02}", purpose="main", extension=f"{last:03}")
            )
        front_door.save()
        draft = Service.objects.get(pk=front_door.pk)
        numbers = sorted(draft.phones.all(), key=lambda one: one.number)
        numbers[-1].extension = "99"
        draft.phones = numbers
        assert len(number_changes.in_words(draft)) > 500
        assert number_changes.needs_second_person(Service.objects.get(pk=front_door.pk), draft, people[0])

    def test_a_portal_with_one_publisher_is_not_locked_out(self, front_door, people):
        draft, _ = with_new_number(front_door)
        number_changes.others_who_may_agree(people[0]).update(is_active=False)
        assert not number_changes.needs_second_person(front_door, draft, people[0])


class TestDecision:
    def test_the_one_who_asked_cannot_agree(self, front_door, people):
        _, revision = with_new_number(front_door)
        change = number_changes.ask(front_door, revision, people[0])
        with pytest.raises(number_changes.RefusedError):
            number_changes.agree(change, people[0])
        assert NEW not in numbers(front_door)

    def test_somebody_else_publishes_it(self, front_door, people):
        _, revision = with_new_number(front_door)
        change = number_changes.ask(front_door, revision, people[0])
        number_changes.agree(NumberChange.objects.get(pk=change.pk), people[1])
        assert NEW in numbers(front_door)
        with pytest.raises(number_changes.RefusedError):
            number_changes.agree(NumberChange.objects.get(pk=change.pk), people[1])

    def test_a_later_edit_is_not_published_by_an_old_question(self, front_door, people):
        _, revision = with_new_number(front_door)
        change = number_changes.ask(front_door, revision, people[0])
        later = front_door.get_latest_revision_as_object()
        later.summary = "Edited since"
        later.save_revision()
        with pytest.raises(number_changes.RefusedError):
            number_changes.agree(NumberChange.objects.get(pk=change.pk), people[1])
        assert NEW not in numbers(front_door)

    def test_asking_again_keeps_one_question(self, front_door, people):
        for _ in range(2):
            _, revision = with_new_number(front_door)
            number_changes.ask(front_door, revision, people[0])
        assert NumberChange.objects.filter(service=front_door, decided_at=None).count() == 1

    def test_declining_leaves_the_published_number(self, front_door, people):
        _, revision = with_new_number(front_door)
        change = number_changes.ask(front_door, revision, people[0])
        number_changes.decline(change, people[1])
        assert NEW not in numbers(front_door)
        assert NumberChange.objects.get(pk=change.pk).agreed is False


class TestScreens:
    def test_two_people_change_a_number(self, front_door, signed_in):
        publish_with_new_number(signed_in(EDITOR), front_door)
        assert NEW not in numbers(front_door)
        change = NumberChange.objects.get(service=front_door)
        editor = signed_in(EDITOR)
        assert "Waits for somebody else" in editor.get(reverse("directory_number_changes:index")).text
        editor.post(reverse("directory_number_changes:agree", args=[change.pk]))
        assert NEW not in numbers(front_door)
        signed_in(OTHER).post(reverse("directory_number_changes:agree", args=[change.pk]))
        assert NEW in numbers(front_door)

    def test_the_second_person_may_publish_from_the_editor(self, front_door, signed_in):
        publish_with_new_number(signed_in(EDITOR), front_door)
        publish_with_new_number(signed_in(OTHER), front_door)
        assert NEW in numbers(front_door)
        assert NumberChange.objects.get(service=front_door).agreed

    def test_unpublish_change_publish_waits(self, front_door, signed_in):
        client = signed_in(EDITOR)
        client.post(reverse("wagtailsnippets_directory_service:unpublish", args=[front_door.pk]))
        assert not Service.objects.get(pk=front_door.pk).live
        client.post(edit_address(front_door), form_of(client, front_door))  # saving a draft forgets nothing
        publish_with_new_number(client, front_door)
        assert not Service.objects.get(pk=front_door.pk).live
        change = NumberChange.objects.get(service=front_door)
        signed_in(OTHER).post(reverse("directory_number_changes:agree", args=[change.pk]))
        assert Service.objects.get(pk=front_door.pk).live
        assert NEW in numbers(front_door)

    def test_standard_first_and_core_again_waits_at_the_first_step(self, front_door, signed_in):
        client = signed_in(EDITOR)
        publish(client, front_door, criticality="standard")
        assert Service.objects.get(pk=front_door.pk).criticality == Criticality.CORE
        publish_with_new_number(client, front_door, criticality="core")
        assert NEW not in numbers(front_door)
        change = NumberChange.objects.get(service=front_door)
        assert NumberChange.objects.filter(service=front_door).count() == 1
        publish(client, front_door, criticality="standard")
        page = signed_in(OTHER).get(reverse("directory_number_changes:index")).text
        assert "no longer a core entry: 01632 960999" in page
        signed_in(OTHER).post(reverse("directory_number_changes:agree", args=[change.pk]))
        assert Service.objects.get(pk=front_door.pk).criticality == Criticality.STANDARD

    def test_whoever_asked_reads_why_it_was_declined(self, front_door, signed_in):
        publish_with_new_number(signed_in(EDITOR), front_door)
        change = NumberChange.objects.get(service=front_door)
        decline = reverse("directory_number_changes:decline", args=[change.pk])
        other = signed_in(OTHER)
        other.post(decline, {"note": "x" * 251})
        assert NumberChange.objects.get(pk=change.pk).decided_at is None
        other.post(decline, {"note": "It rings at a garage <b>"})
        said = "Marguerite Osei kept the published number on"
        assert said not in other.get(edit_address(front_door)).text
        page = signed_in(EDITOR).get(edit_address(front_door)).text
        assert said in page
        assert "It rings at a garage &lt;b&gt;" in page
        index = signed_in(EDITOR).get(reverse("directory_number_changes:index")).text
        assert "It rings at a garage &lt;b&gt;" in index
        history = reverse("wagtailsnippets_directory_service:history", args=[front_door.pk])
        assert "It rings at a garage" in signed_in(EDITOR).get(history).text
        publish_with_new_number(signed_in(EDITOR), front_door)  # edited since: the old word is over
        assert said not in signed_in(EDITOR).get(edit_address(front_door)).text

    def test_the_screen_says_who_may_agree(self, front_door, people, signed_in):
        page = signed_in(EDITOR).get(reverse("directory_number_changes:index"))
        assert people[1] in page.context["others"]
        assert people[0] not in page.context["others"]
        assert "Besides you, these people may agree" in page.text
        number_changes.others_who_may_agree(people[0]).update(is_active=False)
        page = signed_in(EDITOR).get(reverse("directory_number_changes:index"))
        assert "Nobody besides you may publish services" in page.text

    def test_saving_writes_when_a_person_edited_and_not_when_it_was_checked(self, front_door, signed_in):
        checked, imported = front_door.last_reviewed, front_door.imported_at
        client = signed_in(EDITOR)
        client.post(edit_address(front_door), {**form_of(client, front_door), "action-publish": "1"})
        front_door = Service.objects.get(pk=front_door.pk)
        assert front_door.edited_at is not None
        assert (front_door.last_reviewed, front_door.imported_at) == (checked, imported)
        assert imported is not None


def numbers(service):
    return set(Service.objects.get(pk=service.pk).phones.values_list("number", flat=True))


def edit_address(service):
    return reverse("wagtailsnippets_directory_service:edit", args=[service.pk])


def form_of(client, service):
    """Return what the browser would send from the editor of `service`."""
    data = fields_of(client.get(edit_address(service)).context["form"])
    return {**data, "tags": ", ".join(f'"{tag.name}"' for tag in service.tags.all())}


def fields_of(form):
    data = values_of(form)
    for formset in form.formsets.values():
        data |= values_of(formset.management_form)
        for row in formset.forms:
            data |= values_of(row)
            if formset.can_order:
                data[f"{row.prefix}-ORDER"] = row["ORDER"].value() or 0
    return {name: value for name, value in data.items() if value not in (None, [])}


def values_of(form):
    data = {}
    for field in form:
        value = field.value()
        if value is True:
            value = "on"
        if value is False or value is None:
            continue
        if isinstance(value, (list, tuple)) or hasattr(value, "all"):
            value = [str(getattr(each, "pk", each)) for each in value]
        data[field.html_name] = value
    return data


def publish_with_new_number(client, service, **fields):
    data = form_of(client, service)
    main = next(name for name in data if name.startswith("phones-") and name.endswith("-number"))
    publish(client, service, **{main: "01632 960999"}, **fields)


def publish(client, service, **fields):
    data = {**form_of(client, service), **fields, "action-publish": "1"}
    answer = client.post(edit_address(service), data)
    assert answer.status_code == 302, answer.context["form"].errors


def test_whoever_may_not_publish_decides_nothing(front_door, people, signed_in):
    _, revision = with_new_number(front_door)
    change = number_changes.ask(front_door, revision, people[0])
    trainer = signed_in("tom.aldous@ambleford.example.org")
    for answer in ("agree", "decline"):
        address = reverse(f"directory_number_changes:{answer}", args=[change.pk])
        assert trainer.post(address).status_code in {302, 403}
    assert NumberChange.objects.get(pk=change.pk).decided_at is None
