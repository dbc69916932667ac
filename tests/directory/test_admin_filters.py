"""The admin's list of services by how fresh the check is and by who keeps it; the export follows."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from directory.enums import Criticality
from directory.freshness import State
from directory.models import Assurance, Service
from directory.viewsets.filters import in_state

LIST = "/admin/snippets/directory/service/"
EDITOR = "directory.editor@ambleford.example.org"


@pytest.fixture
def services(demo):
    """Every demo service, its newest check of today to long past its interval; one was never checked."""
    found = list(Service.objects.all())
    Assurance.objects.all().delete()
    for number, service in enumerate(found[1:]):
        days = (0, 22, 23, 24, 30, 31, 172, 173, 174, 180, 181)[number % 11]
        for age in (days, 2000):  # the newest counts
            day = timezone.localdate() - datetime.timedelta(days=age)
            Assurance.objects.create(
                service=service, assured_at=day, assurer_role="-", method="phone", fields=["phone"]
            )
    return Service.objects.all()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("criticality", Criticality)
def test_the_database_says_what_the_entry_itself_says(services, state, criticality):
    services.update(criticality=criticality)
    expected = {service.pk for service in Service.objects.all() if service.freshness.state == state}
    assert expected or state == State.NEVER
    assert set(in_state(Service.objects.all(), state).values_list("pk", flat=True)) == expected


def shown(client, query) -> set[str]:
    return {service.name for service in client.get(f"{LIST}?{query}").context["object_list"]}


def test_the_list_narrows_and_both_exports_follow(signed_in, services):
    client = signed_in(EDITOR)
    owner = get_user_model().objects.get(email=EDITOR)
    Service.objects.update(maintainer=None)
    kept = [service.pk for service in services[:14]]
    Service.objects.filter(pk__in=kept).update(maintainer=owner)
    query = f"freshness=overdue&maintainer={owner.pk}"
    wanted = {one.name for one in Service.objects.filter(pk__in=kept) if one.freshness.state == State.OVERDUE}
    assert 0 < len(wanted) < 14
    assert shown(client, query) == wanted
    text = b"".join(client.get(f"{LIST}?{query}&export=csv").streaming_content).decode()
    assert {row[0] for row in csv.reader(io.StringIO(text)) if len(row) > 3} == wanted | {"Name"}
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.get(f"{LIST}?{query}&export=xlsx").streaming_content))
    )
    rows = [row for row in book.active.iter_rows(values_only=True) if row[1]]
    assert {row[0] for row in rows} == wanted | {"Name"}


def test_only_people_who_keep_a_service_are_offered(signed_in, demo):
    page = signed_in(EDITOR).get(LIST).text
    assert "Kept by" in page
    names = page.split("Kept by")[1]
    assert "Tom Aldous" not in names


@pytest.mark.parametrize(
    "query", ["freshness=rotten", "maintainer=999999", "maintainer=x", "freshness=&maintainer="]
)
def test_a_value_that_nobody_offers_is_no_error(signed_in, demo, query):
    assert signed_in(EDITOR).get(f"{LIST}?{query}").status_code == 200
