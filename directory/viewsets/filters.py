"""How the admin's list of services narrows: by how fresh the check is, by who keeps the entry, and more."""

import datetime

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Max, Q
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet

from directory.enums import Criticality
from directory.freshness import DUE_SOON_DAYS, State
from directory.models import Service

STATES = {
    State.CHECKED: "Checked in time",
    State.DUE: "Due within a week",
    State.OVERDUE: "Overdue",
    State.NEVER: "Never checked",
}


def in_state(services, state: str):
    """Return those of `services` whose newest check stands so today (`directory.freshness.State`)."""
    newest = Service.objects.order_by().alias(newest=Max("assurances__assured_at"))
    return services.filter(pk__in=newest.filter(_stands(state)).values("pk"))


def _stands(state: str) -> Q:
    if state == State.NEVER:
        return Q(newest=None)
    found = Q()
    for criticality in Criticality:
        due_today = timezone.localdate() - datetime.timedelta(days=criticality.interval_days)
        last_due = due_today + datetime.timedelta(days=DUE_SOON_DAYS)
        days = {
            State.OVERDUE: Q(newest__lt=due_today),
            State.DUE: Q(newest__gte=due_today, newest__lte=last_due),
            State.CHECKED: Q(newest__gt=last_due),
        }
        found |= Q(criticality=criticality) & days[State(state)]
    return found


def keepers(request):
    """Return the people who keep a service."""
    return get_user_model().objects.filter(pk__in=Service.objects.order_by().values("maintainer"))


class ServiceFilterSet(WagtailFilterSet):
    """Every filter of the list. The export follows them too."""

    freshness = django_filters.ChoiceFilter(
        label="Check",
        choices=list(STATES.items()),
        method="filter_freshness",
        empty_label="All",
        widget=RadioSelect,
    )
    maintainer = django_filters.ModelMultipleChoiceFilter(
        label="Kept by", queryset=keepers, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Service
        fields = [
            "freshness",
            "maintainer",
            "areas",
            "kind",
            "help_with",
            "availability",
            "criticality",
            "organization",
        ]

    def filter_freshness(self, services, name, value):
        """Return those of `services` in the chosen state."""
        return in_state(services, value)
