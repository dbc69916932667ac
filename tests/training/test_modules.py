"""A module: what one learns, what one looks up, what it works with; and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText

from directory.models import Service
from portal.content.models import GuidanceRecord
from tests.training.conftest import TRAINER, person
from training.enums import Holds
from training.models import ModulePage, ModuleSheet, ResourceSheetPage, TrainingShelfPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def module(training) -> ModulePage:
    """A published module with a task."""
    page = ModulePage(
        title="Tested module",
        slug="tested-module",
        standfirst="A line.",
        maintainer=person(TRAINER),
        outcomes=[("line", "Ring the right number")],
        body=[("paragraph", RichText("<p>Text.</p>"))],
        reflective_question="Whom would you ring?",
        task="Find out who helps with attendance.",
        task_service=Service.objects.listed().first(),
        task_answer="The attendance team.",
    )
    TrainingShelfPage.objects.get(holds=Holds.MODULE).add_child(instance=page)
    page.save_revision(clean=False).publish()
    return ModulePage.objects.get(pk=page.pk)


def test_a_module_says_what_one_can_do_afterwards_and_what_to_look_up(client, module):
    text = client.get(module.url).text
    for said in (
        "Ring the right number",
        "Whom would you ring?",
        "Find out who helps",
        "The attendance team.",
    ):
        assert said in text
    assert f'href="{module.task_service.get_absolute_url()}"' in text


def test_a_service_that_nobody_sees_any_more_is_no_link(client, module):
    address = module.task_service.get_absolute_url()
    module.task_service.unpublish()
    text = client.get(module.url).text
    assert "The attendance team." in text and address not in text


def test_sheets_that_are_withdrawn_are_not_offered(client, module, add_sheet):
    sheet = add_sheet("- lines: {id: a, label: A}", title="A sheet to come and go")
    ModuleSheet.objects.create(module=module, sheet=sheet)
    assert "A sheet to come and go" in client.get(module.url).text
    sheet.unpublish()
    assert "A sheet to come and go" not in client.get(module.url).text


def test_few_questions_are_asked_however_much_there_is(client, demo, module):
    services = list(Service.objects.listed()[:40])
    records = list(GuidanceRecord.objects.filter(live=True))
    records.sort(
        key=lambda record: -len(record.later_editions())
    )  # with what replaced it: all there is to ask
    sheets = list(ResourceSheetPage.objects.listed()[:40])

    def questions(many: int) -> int:
        paragraphs = [("paragraph", RichText(f"<p>Text {number}.</p>")) for number in range(many)]
        cards = [("service", {"service": service, "area": None}) for service in services[:many]]
        module.body = [*paragraphs, *cards]
        module.cites.set(records[:many])
        module.sheet_rows = [ModuleSheet(sheet=sheet) for sheet in sheets[:many]]
        module.save()
        client.get(module.url)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(module.url)
        assert answer.status_code == 200
        return len(asked)

    assert questions(2) == questions(40) <= 24
