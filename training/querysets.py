"""Who may read which pages of the training."""

from wagtail.query import PageQuerySet

from portal.content.enums import Visibility
from portal.content.visibility import levels_for


class TrainingPageQuerySet(PageQuerySet):
    """Questions that are asked of the training's pages."""

    def readable_by(self, user) -> "TrainingPageQuerySet":
        """Return the published pages that `user` may read in full. Lists show no others."""
        return self.live().public().filter(access__in=levels_for(user))

    def listed(self) -> "TrainingPageQuerySet":
        """Return the published pages that everybody may read."""
        return self.live().public().filter(access=Visibility.PUBLIC)
