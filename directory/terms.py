"""School terms: when an authority's dates are about to run out."""

import datetime

from django.db.models import Max, Q, QuerySet

from portal.content.models import Area

NOTICE = datetime.timedelta(days=60)  # time to look up next year's dates and enter them


def running_out(today: datetime.date) -> QuerySet[Area]:
    """Return the live authorities, by name, whose term dates end within 60 days of `today`.

    Each has `last_term_day`: None where no dates are entered at all. Beyond the last day nobody
    can say whether a service that works in term time only is open.
    """
    authorities = Area.objects.authorities().annotate(last_term_day=Max("terms__ends"))
    return authorities.filter(Q(last_term_day=None) | Q(last_term_day__lt=today + NOTICE))
