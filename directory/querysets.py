"""Questions that are asked of services."""

from django.apps import apps
from django.db import models
from django.db.models import Q

from directory.enums import Availability, Criticality, ServiceKind
from directory.freshness import NEVER_LEAVES, oldest_in_lists
from portal.content.enums import Visibility

NATIONAL = [ServiceKind.HELPLINE, ServiceKind.NATIONAL_LINK]
GONE = [Availability.DEFUNCT, Availability.INACTIVE]


def _long_unchecked() -> Q:
    """Return the condition that makes an entry leave lists; `newest` is the day of its newest check."""
    too_old = Q()
    for criticality in Criticality:
        last_day = oldest_in_lists(criticality.interval_days)
        too_old |= Q(criticality=criticality, newest__lt=last_day)
    return too_old & ~Q(kind__in=NEVER_LEAVES)


class ServiceQuerySet(models.QuerySet):
    """Services as readers meet them."""

    def published(self):
        """Return what has an address: every live service, closed ones too."""
        return self.filter(live=True)

    def listed(self):
        """Return what lists show: live and still running, or coming back."""
        return self.published().exclude(availability__in=GONE)

    def in_lists(self):
        """Return what default lists show: `listed`, without what nobody has checked for too long.

        The rule stands in `directory.freshness`. A to Z shows `listed`, so nothing is lost.
        """
        newest = models.Max("assurances__assured_at")
        return self.listed().exclude(pk__in=self.model.objects.alias(newest=newest).filter(_long_unchecked()))

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
        return self.order_by(national, "name", "pk")

    def front_doors(self):
        """Return the front doors, by area."""
        return self.listed().filter(kind=ServiceKind.FRONT_DOOR).order_by("areas__name", "name")

    def matching(self, words: list[str]):
        """Return those that hold every word in their name, another name, summary or needs.

        Each word looks into other tables by a query of its own: a join for each of twelve words
        would multiply the rows of names and needs with one another.
        """
        alternate = apps.get_model("directory.AlternateName").objects.order_by()
        needs = self.model.help_with.through.objects
        found = self
        for word in words:
            found = found.filter(
                Q(name__icontains=word)
                | Q(summary__icontains=word)
                | Q(organization__name__icontains=word)
                | Q(pk__in=alternate.filter(name__icontains=word).values("service"))
                | Q(pk__in=needs.filter(helpwith__name__icontains=word).values("service"))
            )
        return found
