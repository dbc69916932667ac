"""What the editor's page does to the work of others: numbers, drafts, dates, checks."""

import datetime as dt
from html.parser import HTMLParser
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Revision, Workflow, WorkflowContentType, WorkflowTask

from directory.models import Assurance, NumberChange, Service

EDITOR = "directory.editor@ambleford.example.org"
OTHER = "marguerite.osei@ambleford.example.org"
NEW, UNSEEN = "01632 960999", "01632 960888"


class Filled(HTMLParser):
    """What a browser sends of the editor's form, buttons left out."""

    def __init__(self, page: str):
        super().__init__()
        self.data, self.is_on, self.inside, self.select, self.text = {}, False, 0, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.inside += tag == "template"
        self.is_on = self.is_on or (tag == "form" and "data-edit-form" in attrs)
        if not self.is_on or self.inside:
            return
        name, kind = attrs.get("name"), attrs.get("type")
        is_box = kind in {"checkbox", "radio"}
        if (
            tag == "input"
            and name
            and kind not in {"submit", "button"}
            and (not is_box or "checked" in attrs)
        ):
            self.data.setdefault(name, []).append(attrs.get("value") or ("on" if is_box else ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in attrs:
            self.data.setdefault(self.select, []).append(attrs.get("value", ""))
        elif tag == "textarea" and name:
            self.text, self.data[name] = name, [""]

    def handle_endtag(self, tag):
        self.inside -= tag == "template"
        if tag == "form":
            self.is_on = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.text = None

    def handle_data(self, data):
        if self.is_on and self.text:
            self.data[self.text][0] += data


@pytest.fixture
def front_door(demo):
    return Service.objects.get(slug="ambleford-front-door")


@pytest.fixture
def workflow(demo):
    """Every edit of a service may be sent for approval by the two kinds of editor."""
    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="Approve")
    task.groups.set(Group.objects.filter(name__in=["Directory editor", "Portal editor"]))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    service = ContentType.objects.get_for_model(Service)
    WorkflowContentType.objects.create(workflow=workflow, content_type=service)


def address(service) -> str:
    return reverse("wagtailsnippets_directory_service:edit", args=[service.pk])


def form_of(client, service) -> dict:
    data = Filled(client.get(address(service)).text).data
    return data | {"organization": [service.organization_id]}


def save(client, service, data=None, **changes):
    """Send the editor's form of `service`; it must be accepted."""
    answer = client.post(address(service), (data or form_of(client, service)) | changes)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def publish(client, service, data=None, **changes):
    return save(client, service, data, **{"action-publish": "on", **changes})


def numbers(service) -> set[str]:
    return set(Service.objects.get(pk=service.pk).phones.values_list("number", flat=True))


def test_a_number_written_over_the_waiting_one_is_not_published(signed_in, front_door):
    client = signed_in(EDITOR)
    publish(client, front_door, **{"phones-0-number": NEW})
    change = NumberChange.objects.get(service=front_door, decided_at=None)
    save(client, front_door, **{"phones-0-number": UNSEEN, "overwrite_revision_id": change.revision_id})
    answer = signed_in(OTHER).post(reverse("directory_number_changes:agree", args=[change.pk]), follow=True)
    assert "edited since" in answer.text
    assert "+441632960888" not in numbers(front_door)
    assert NumberChange.objects.get(pk=change.pk).decided_at is None


def test_a_scheduled_number_waits_too(signed_in, front_door):
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    changes = {"phones-0-number": NEW, "go_live_at": f"{tomorrow:%Y-%m-%d %H:%M}"}
    publish(signed_in(EDITOR), front_door, **changes)
    scheduled = Revision.objects.for_instance(front_door).filter(approved_go_live_at__isnull=False)
    assert not scheduled.exists()
    assert NumberChange.objects.filter(service=front_door, decided_at=None).exists()


def approve(client, service):
    state = Service.objects.get(pk=service.pk).current_workflow_task_state
    args = [service.pk, "approve", state.pk]
    return client.post(
        reverse("wagtailsnippets_directory_service:workflow_action", args=args), {"comment": ""}
    )


def test_nobody_approves_their_own_number_in_a_workflow(signed_in, front_door, workflow):
    client = signed_in(EDITOR)
    save(client, front_door, **{"phones-0-number": NEW, "action-submit": "on"})
    approve(client, front_door)
    assert "+441632960999" not in numbers(front_door)
    assert NumberChange.objects.get(service=front_door, decided_at=None).asked_by.email == EDITOR


def test_whoever_approves_is_the_second_person(signed_in, front_door, workflow):
    save(signed_in(EDITOR), front_door, **{"phones-0-number": NEW, "action-submit": "on"})
    approve(signed_in(OTHER), front_door)
    assert "+441632960999" in numbers(front_door)


def test_a_number_typed_while_approving_waits(signed_in, front_door, workflow):
    save(signed_in(EDITOR), front_door, **{"summary": "Sent on", "action-submit": "on"})
    changes = {"phones-0-number": NEW, "action-workflow-action": "true", "workflow-action-name": "approve"}
    save(signed_in(OTHER), front_door, **changes)
    assert "+441632960999" not in numbers(front_door)


def test_the_second_of_two_editors_is_told(signed_in, front_door):
    client = signed_in(EDITOR)
    mine, theirs = form_of(client, front_door), form_of(client, front_door)
    publish(client, front_door, mine, summary="The first editor's words")
    late = theirs | {"description": "The second editor's words", "action-publish": "on"}
    page = client.post(address(front_door), late)
    assert page.status_code == 200
    assert "while you had it open" in page.text
    assert "The second editor&#x27;s words" in page.text
    assert Service.objects.get(pk=front_door.pk).summary == "The first editor's words"
    again = Filled(page.text).data | {"organization": [front_door.organization_id]}
    publish(client, front_door, again)
    assert Service.objects.get(pk=front_door.pk).description == "The second editor's words"


def test_loading_does_not_change_when_a_person_edited(front_door):
    when = timezone.now() - dt.timedelta(days=3)
    Service.objects.filter(pk=front_door.pk).update(edited_at=when)
    call_command("load_demo", stdout=StringIO())
    after = Service.objects.get(pk=front_door.pk)
    assert after.edited_at == when
    assert after.imported_at > when


def test_loading_twice_publishes_nothing(front_door):
    revisions = Revision.objects.for_instance(front_door)
    before = revisions.count()
    call_command("load_demo", stdout=StringIO())
    assert revisions.count() == before


def test_a_draft_says_when_it_was_edited(signed_in, front_door):
    checked = front_door.last_reviewed
    save(signed_in(EDITOR), front_door, summary="A draft")
    after = Service.objects.get(pk=front_door.pk)
    assert after.edited_at
    assert after.last_reviewed == checked


def test_a_second_click_writes_no_second_check(signed_in, front_door):
    client = signed_in(EDITOR)
    before = Assurance.objects.filter(service=front_door).count()
    for _ in range(2):
        sent = {"checked": ["phone"], "method": "phone"}
        client.post(reverse("directory_due:check", args=[front_door.pk]), sent)
    assert Assurance.objects.filter(service=front_door).count() == before + 1
