"""Who may read which pages of the hub."""

from wagtail.query import PageQuerySet

from portal.content.enums import Visibility
from portal.content.visibility import levels_for


class HubPageQuerySet(PageQuerySet):
    """Questions that are asked of the hub's pages."""

    def readable_by(self, user) -> "HubPageQuerySet":
        """Return the published pages that `user` may read in full. Lists show no others."""
        return self.live().public().filter(access__in=levels_for(user))

    def listed(self) -> "HubPageQuerySet":
        """Return the published pages that everybody may read."""
        return self.live().public().filter(access=Visibility.PUBLIC)
