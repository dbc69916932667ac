"""The numbers of a service that may leave the portal, and whom to ring when it is closed."""

from django.db.models import Prefetch

from directory.enums import PhonePurpose
from directory.models import Phone
from portal.content.enums import Visibility


def with_numbers(services):
    """Return the query for `services` with all that leaves on a card, out of hours too.

    Like `ServiceQuerySet.for_list` it asks a constant number of questions.
    """
    numbers = Phone.objects.filter(visibility=Visibility.PUBLIC).select_related("area")
    return (
        services.for_list()
        .select_related("organization", "out_of_hours_service", "replaced_by")
        .prefetch_related(Prefetch("out_of_hours_service__phones", numbers))
    )


def public_numbers(service) -> list:
    """Return the numbers that everybody may see, the one to ring first in front."""
    numbers = [phone for phone in service.phones.all() if phone.visibility == Visibility.PUBLIC]
    return sorted(numbers, key=lambda phone: phone.purpose != PhonePurpose.MAIN)


def out_of_hours_numbers(service) -> list:
    """Return the public numbers of the service that answers out of hours, for the same areas.

    Its own number for each area where it has one, else its first; none where it has closed.
    """
    away = service.out_of_hours_service
    if away is None or not away.live or away.is_gone:
        return []
    numbers = public_numbers(away)
    areas = {area.pk for area in service.areas.all()}
    return [phone for phone in numbers if phone.area_id in areas] or numbers[:1]
