"""Who publishes pages of the training: a trainer their own, portal editors and administrators all.

Wagtail gives the right to publish for a part of the tree, where it would reach the pages of others too. So it
is a permission of ours (`permissions.py`), and counts for what somebody made and may change.
"""

from wagtail.models import PagePermissionTester

PUBLISH_OWN = "training.publish_own_pages"


class TrainersPermissions(PagePermissionTester):
    """What somebody may do with a page of the training."""

    def can_publish(self) -> bool:
        return super().can_publish() or self._is_own()

    def can_unpublish(self) -> bool:
        return super().can_unpublish() or (self.page.live and not self.page_locked() and self._is_own())

    def can_publish_subpage(self) -> bool:
        """Return whether they may publish below it, in the moment when they make the page."""
        return super().can_publish_subpage() or (self.can_add_subpage() and self.user.has_perm(PUBLISH_OWN))

    def _is_own(self) -> bool:
        return self.page.owner_id == self.user.pk and self.can_edit() and self.user.has_perm(PUBLISH_OWN)


class PublishedByTrainers:
    """A mixin for pages: `TrainersPermissions` say who may do what."""

    def permissions_for_user(self, user) -> TrainersPermissions:
        """Return what `user` may do with this page."""
        return TrainersPermissions(user, self)
