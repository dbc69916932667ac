"""What a row of a list shows of a service."""

from directory.models import Service
from directory.opening import status_of


def row(service: Service) -> dict:
    """Return the service with its main number and whether it is open.

    Ask for the services with `ServiceQuerySet.for_list`, so that a row asks the database nothing.
    """
    return {"service": service, "phone": service.main_phone, "opening": status_of(service)}


def rows_of(pks: list[int]) -> list[dict]:
    """Return the rows of these services, in this order; what has left the lists meanwhile is left out."""
    found = Service.objects.listed().for_list().in_bulk(pks)
    return [row(found[pk]) for pk in pks if pk in found]
