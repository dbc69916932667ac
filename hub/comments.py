"""Comments below a page: who reads and writes them, who decides, and what is reported."""

from functools import cached_property

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from hub.enums import Comments
from hub.models import Comment, CommentReport, CommentState, HubPage

ON_THE_PAGE = 10
PAGE_SIZE = 50
MAY_DECIDE = "hub.change_comment"


class Conversation:
    """The comments of a page that `user` may read in full. Nothing is asked before a template needs it."""

    def __init__(self, page: HubPage, user):
        self.page, self.user = page, user

    @property
    def is_shown(self) -> bool:
        """Return whether comments stand below the page."""
        return self.page.comments in {Comments.OPEN, Comments.READ_ONLY} and self.page.is_open_to(self.user)

    @property
    def is_open(self) -> bool:
        """Return whether new ones are taken."""
        return self.is_shown and self.page.comments == Comments.OPEN

    @cached_property
    def rows(self) -> QuerySet[Comment]:
        """Return the published comments, the oldest first, with who wrote them."""
        if not self.is_shown:
            return Comment.objects.none()
        return self.page.comment_rows.filter(state=CommentState.PUBLISHED).select_related("author")

    @cached_property
    def _last(self) -> list[Comment]:
        return list(self.rows.order_by("-created", "-pk")[: ON_THE_PAGE + 1])

    @property
    def newest(self) -> list[Comment]:
        """Return the newest ones that fit below the page, the oldest of them first."""
        return self._last[:ON_THE_PAGE][::-1]

    @property
    def has_more(self) -> bool:
        """Return whether there are more than fit below the page."""
        return len(self._last) > ON_THE_PAGE

    @cached_property
    def waiting(self) -> list[Comment]:
        """Return this reader's own comments that nobody has decided on."""
        if not self.is_shown or not self.user.is_authenticated:
            return []
        own = self.page.comment_rows.filter(author=self.user, state=CommentState.WAITING)
        return list(own.select_related("author"))


def write(page: HubPage, author, text: str) -> Comment:
    """Keep a comment, which waits for a decision. The same words twice on a page are one."""
    digest = Comment.digest_of(text)
    comment, _ = Comment.objects.get_or_create(
        page_id=page.pk, author=author, digest=digest, defaults={"text": text}
    )
    return comment


def report(comment: Comment, reason: str, user) -> None:
    """Ask for a look at `comment`. A second report by the same person opens the first one again."""
    CommentReport.objects.update_or_create(
        comment=comment, reported_by=user, defaults={"reason": reason, "closed_at": None}
    )


def decides_everywhere(user) -> bool:
    """Return whether `user` decides on the comments of every page."""
    return user.has_perm(MAY_DECIDE)


def queue(user) -> QuerySet[Comment]:
    """Return what `user` may decide on and nobody has: comments that wait, and reported ones, oldest first.

    Portal editors decide everywhere, others on pages that they own.
    """
    reported = CommentReport.objects.filter(comment=OuterRef("pk"), closed_at=None)
    rows = Comment.objects.annotate(is_reported=Exists(reported)).select_related("author", "page")
    rows = rows.filter(state=CommentState.WAITING) | rows.filter(
        state=CommentState.PUBLISHED, is_reported=True
    )
    if not decides_everywhere(user):
        rows = rows.filter(page__maintainer=user)
    return rows.prefetch_related("reports").order_by("created", "pk")


@transaction.atomic
def decide(comment: Comment, user, state: CommentState) -> None:
    """Publish or remove `comment`, and close what was reported about it."""
    now = timezone.now()
    Comment.objects.filter(pk=comment.pk).update(state=state, decided_by=user, decided_at=now)
    comment.reports.filter(closed_at=None).update(closed_at=now)
