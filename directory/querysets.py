"""Questions that are asked of services."""

from django.apps import apps
from django.db import models
from django.db.models import Q

from directory.enums import Availability, ServiceKind
from portal.content.enums import Visibility

NATIONAL = [ServiceKind.HELPLINE, ServiceKind.NATIONAL_LINK]
GONE = [Availability.DEFUNCT, Availability.INACTIVE]


class ServiceQuerySet(models.QuerySet):
    """Services as readers meet them."""

    def published(self):
        """Return what has an address: every live service, closed ones too."""
        return self.filter(live=True)

    def listed(self):
        """Return what lists show: live and still running, or coming back."""
        return self.published().exclude(availability__in=GONE)

    def for_list(self):
        """Return them with all that a row of a list shows, in a constant number of queries."""
        public = apps.get_model("directory.Phone").objects.filter(visibility=Visibility.PUBLIC)
        return self.select_related("organization").prefetch_related(
            models.Prefetch("phones", public.select_related("area")),
            "schedules",
            "areas__terms",
            "assurances",
        )

    def local_first(self):
        """Return them by name, national helplines and organisations after what is near."""
        national = models.Case(models.When(kind__in=NATIONAL, then=1), default=0)
        return self.order_by(national, "name")

    def front_doors(self):
        """Return the front doors, by area."""
        return self.listed().filter(kind=ServiceKind.FRONT_DOOR).order_by("areas__name", "name")

    def matching(self, words: list[str]):
        """Return those that hold every word in their name, another name, summary or needs."""
        found = self
        for word in words:
            found = found.filter(
                Q(name__icontains=word)
                | Q(summary__icontains=word)
                | Q(alternate_names__name__icontains=word)
                | Q(help_with__name__icontains=word)
                | Q(organization__name__icontains=word)
            )
        return found.distinct()
