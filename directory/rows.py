"""What a row of a list shows of a service.

A service changes only with an edition of the directory, and opens or closes a few times a day. So it
is read and written once and held (`directory.held`), and a list whose services somebody has looked at
before asks the database nothing. A row is the same for every reader: the template knows no request.
"""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from directory.held import Held
from directory.models import Service
from directory.numbers import out_of_hours_numbers, with_numbers
from directory.opening import status_of


def row(service: Service) -> dict:
    """Return the service with its main number and whether it is open.

    Ask for the services with `ServiceQuerySet.for_list`, so that a row asks the database nothing.
    """
    return {"service": service, "phone": service.main_phone, "opening": status_of(service)}


def rows_of(held: Held, pks: Iterable[int]) -> list[dict]:
    """Return the rows of these services, in this order, each with its `html`.

    What has left the directory meanwhile is left out.
    """
    rows = [row(service) for service in services_of(held, pks)]
    return [{**each, "html": _html(held, each)} for each in rows]


def front_doors(held: Held) -> list[dict]:
    """Return the rows of the front doors, by area, each with who answers when it is closed: `away`."""
    rows = rows_of(held, front_door_pks(held))
    return [{**each, "away": out_of_hours_numbers(each["service"])} for each in rows]


def front_door_pks(held: Held) -> list[int]:
    """Return the primary keys of the front doors, by area, each once."""
    if held.front_doors is None:
        held.front_doors = list(dict.fromkeys(Service.objects.front_doors().values_list("pk", flat=True)))
    return held.front_doors


def services_of(held: Held, pks: Iterable[int]) -> list[Service]:
    """Return these services, in this order, with all that a row shows; drafts are left out.

    Other requests have the same objects: never change one.
    """
    found = {pk: held.services.get(pk) for pk in pks}
    missing = [pk for pk, service in found.items() if service is None]
    if missing:
        for service in with_numbers(Service.objects.published()).filter(pk__in=missing):
            held.services[service.pk] = found[service.pk] = service
    return [service for service in found.values() if service]


def _html(held: Held, row: dict) -> SafeString:
    """Return the row as it is shown, written once for each state of being open or closed."""
    key = row["service"].pk, row["opening"]
    html = held.rows.get(key)
    if html is None:
        shown = {"row": {**row, "out_of_hours": out_of_hours_numbers(row["service"])}}
        written = render_to_string("directory/parts/row.html", shown)
        # Without the template's own indentation a list of twenty is a seventh lighter.
        html = held.rows[key] = mark_safe(" ".join(written.split()))
    return html
