"""The pages of the training in the demonstration: each opens, is light, and says where it comes from."""

from collections import Counter

import pytest

from training.models import ActivityPage, ModulePage, ResourceSheetPage, TrainingPage

pytestmark = pytest.mark.django_db
MEETING = [
    "invitation-to-attendance-meeting",
    "online-meeting-guidance-and-consent",
    "phone-and-video-meeting-steps",
]


def main_of(client, address: str) -> str:
    return client.get(address).text.split("<main", 1)[1].split("</main>")[0]


def test_every_page_opens_and_is_light(client):
    pages = TrainingPage.objects.live()
    addresses = [page.url for page in pages]
    addresses += [f"{page.url}fill/" for page in ResourceSheetPage.objects.live()]
    assert len(addresses) > 100
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert len(answer.content) < 100_000, address


def test_all_of_it_is_there():
    sections = Counter(page.number[0] for page in ActivityPage.objects.live())
    assert sections == {"1": 3, "2": 3, "3": 3, "4": 3}
    modules = list(ModulePage.objects.live().order_by("code"))
    assert [page.code for page in modules] == [f"M{number}" for number in range(1, 9)]
    for page in modules:
        words = sum(len(str(block.value).split()) for block in page.body)
        assert words > 700, page.code
        assert page.reflective_question
        assert page.task
        assert page.task_service
        assert page.cited
    assert "Late every Monday" in str(modules[2].body)


def test_what_rests_on_the_toolkit_says_so(client):
    for page in [*ActivityPage.objects.live(), *ResourceSheetPage.objects.filter(code__startswith="R")]:
        assert page.from_toolkit, page
        assert "Based on a 2004-05 national toolkit, rewritten." in main_of(client, page.url)


def test_letter_consent_and_agenda_of_a_meeting_lead_to_each_other(client):
    for slug in MEETING:
        main = main_of(client, f"/training/sheets/{slug}/")
        for other in set(MEETING) - {slug}:
            assert f'href="/training/sheets/{other}/"' in main
