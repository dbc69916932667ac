"""Thousands of services for `make bench` and for the tests of what a long list costs."""

import datetime
from collections.abc import Callable

from django.db.models import Model

from directory import edition
from directory.models import Assurance, Phone, ReferralRoute, Schedule, Service
from portal.content.models import Area, HelpWith

WORKING_DAYS = ["mon", "tue", "wed", "thu", "fri"]


def add_services(number: int, start: int = 0) -> None:
    """Add services named "Bulk 00001", each with all that a list shows and narrows by.

    They need a service to begin with, which lends them its organisation and its number out of hours.
    """
    first = Service.objects.earliest("pk")
    made = Service.objects.bulk_create(
        Service(
            name=f"Bulk {n:05}",
            slug=f"bulk-{n}",
            summary="Helps schools and families with one of many things, and says how.",
            organization_id=first.organization_id,
            out_of_hours_service_id=first.out_of_hours_service_id,
            formats=["group", "online"],
            level_from=n % 4 + 1,
            holiday_cover="full",
            live=True,
        )
        for n in range(start, start + number)
    )
    areas, needs = list(Area.objects.authorities()), list(HelpWith.objects.all())
    rows: dict[type[Model], Callable[..., Model]] = {
        Phone: lambda s, n: Phone(service=s, number="+441632960101"),
        Schedule: lambda s, n: Schedule(
            service=s, days=WORKING_DAYS, opens=datetime.time(9), closes=datetime.time(17)
        ),
        ReferralRoute: lambda s, n: ReferralRoute(
            service=s, name="Refer", who_may_refer=["dsl"], use_when="Ask"
        ),
        Assurance: lambda s, n: Assurance(service=s, assurer_role="Test", method="phone", fields=["phone"]),
        Service.areas.through: lambda s, n: Service.areas.through(service=s, area=areas[n % len(areas)]),
        Service.help_with.through: lambda s, n: Service.help_with.through(
            service=s, helpwith=needs[n % len(needs)]
        ),
    }
    for model, row in rows.items():
        model.objects.bulk_create(row(service, n) for n, service in enumerate(made))
    edition.bump()  # all of this was written past the signals
