"""Who reads what is contributed: one step, by an editor. Editors may change it in the admin."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from portal.accounts.roles import ADMINISTRATOR, PORTAL_EDITOR

NAME = "Good practice: an editor reads it"
TASK = "An editor reads it"


@transaction.atomic
def ensure_workflow(hub_home: Page) -> Workflow:
    """Return the workflow of the hub; made and assigned where there is none."""
    assigned = WorkflowPage.objects.filter(page=hub_home.pk).select_related("workflow").first()
    if assigned:
        return assigned.workflow
    workflow, _ = Workflow.objects.get_or_create(name=NAME)
    if not workflow.workflow_tasks.exists():
        task, _ = GroupApprovalTask.objects.get_or_create(name=TASK)
        task.groups.set(Group.objects.filter(name__in=[PORTAL_EDITOR, ADMINISTRATOR]))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(page_id=hub_home.pk, workflow=workflow)
    return workflow
