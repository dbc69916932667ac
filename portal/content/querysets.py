"""Which pages who may read."""

from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

from portal.content.enums import Visibility
from portal.content.visibility import levels_for

Pages = TypeVar("Pages", bound=QuerySet)


def published(pages: Pages) -> Pages:
    """Return those of `pages` that are live and behind no privacy setting of Wagtail, nor below such a page.

    Wagtail's own `public()` says the same, but asks for the settings each time that it is called: once for
    each kind of page in a list of several kinds.
    """
    as_deep_as_the_setting = Substr(OuterRef("path"), 1, Length("page__path"))
    behind = PageViewRestriction.objects.filter(page__path=as_deep_as_the_setting)
    return pages.filter(live=True).exclude(Exists(behind))


class AccessQuerySet(PageQuerySet):
    """Questions that are asked of pages which have a field `access`."""

    def readable_by(self, user) -> "AccessQuerySet":
        """Return the published pages that `user` may read in full. Lists show no others."""
        return published(self).filter(access__in=levels_for(user))

    def listed(self) -> "AccessQuerySet":
        """Return the published pages that everybody may read."""
        return published(self).filter(access=Visibility.PUBLIC)
