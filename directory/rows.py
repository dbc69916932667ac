"""What a row of a list shows of a service."""

from directory.models import Service
from directory.opening import status_of


def row(service: Service) -> dict:
    """Return the service with its main number and whether it is open.

    Ask for the services with `ServiceQuerySet.for_list`, so that a row asks the database nothing.
    """
    return {"service": service, "phone": service.main_phone, "opening": status_of(service)}
