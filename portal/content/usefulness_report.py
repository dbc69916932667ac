"""The admin's report on “Was this page useful?”: counts by page, and what was said of one."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils.functional import cached_property

from portal.content.impact import NOBODY
from portal.content.models import Usefulness
from portal.content.readable import kind_name
from portal.content.screens import Screen, csv_answer

PAGE_SIZE = 50
READS_ALL = "content.view_usefulness"


@dataclass(frozen=True)
class Counted:
    """One thing with its answers."""

    key: str  # of the content type and the thing, as the address of the report has it
    title: str
    kind: str
    owner: object | None
    yes: int
    no: int
    lines: int

    @property
    def owner_name(self) -> str:
        """Return the name of the owner, in words where there is none."""
        return str(self.owner) if self.owner else NOBODY

    @property
    def cells(self) -> list:
        """Return the row of the file."""
        return [self.title, self.kind, self.owner_name, self.yes, self.no, self.lines]


def counted(user) -> list[Counted]:
    """Return what has answers and `user` may read them of: all, or what they own. Most “no” first."""
    rows = (
        Usefulness.objects.order_by()
        .values("content_type", "object_id")
        .annotate(
            yes=Count("pk", filter=Q(useful=True)),
            no=Count("pk", filter=Q(useful=False)),
            lines=Count("pk", filter=~Q(line="")),
        )
    )
    by_kind: dict[int, list[dict]] = {}
    for row in rows:
        by_kind.setdefault(row["content_type"], []).append(row)
    found = [one for kind, group in by_kind.items() for one in _of_one_kind(kind, group)]
    if not user.has_perm(READS_ALL):
        found = [one for one in found if one.owner == user]
    return sorted(found, key=lambda one: (-one.no, -one.yes, one.title))


def _of_one_kind(kind: int, rows: list[dict]) -> list[Counted]:
    model = ContentType.objects.get_for_id(kind).model_class()
    if model is None:  # a kind of thing that the portal no longer has
        return []
    things = model._default_manager.select_related("maintainer").in_bulk([row["object_id"] for row in rows])
    return [
        Counted(
            key=f"{kind}-{row['object_id']}",
            title=str(thing),
            kind=kind_name(thing),
            owner=thing.maintainer,
            yes=row["yes"],
            no=row["no"],
            lines=row["lines"],
        )
        for row in rows
        if (thing := things.get(row["object_id"]))
    ]


class UsefulnessView(Screen):
    """Everybody in the admin reads what was said of their own pages; portal editors read everything."""

    permission_required = "wagtailadmin.access_admin"
    page_title = "Was this page useful?"
    header_icon = "openquote"
    template_name = "content/admin/usefulness.html"

    def get(self, request, **kwargs):
        if "download" not in request.GET:
            return super().get(request, **kwargs)
        if said := self.said():
            rows = ([one.said_on, "Yes" if one.useful else "No", one.line] for one in said)
            return csv_answer("useful-lines", ["Day", "Useful", "What was said"], rows)
        head = ["Page", "Kind", "Owner", "Yes", "No", "Lines"]
        return csv_answer("useful", head, (one.cells for one in self.chosen()))

    def get_context_data(self, **kwargs):
        chosen, said = self.chosen(), self.said()
        rows = said if self.one else chosen
        return {
            **super().get_context_data(**kwargs),
            "owners": get_user_model().objects.filter(
                pk__in={one.owner.pk for one in self.mine if one.owner}
            ),
            "owner": self.request.GET.get("owner", ""),
            "one": self.one,
            "page_obj": Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("p")),
        }

    @cached_property
    def mine(self) -> list[Counted]:
        """Return all that this person may read of."""
        return counted(self.request.user)

    @property
    def one(self) -> Counted | None:
        """Return the page that was asked for, if this person may read of it."""
        key = self.request.GET.get("page", "")
        return next((one for one in self.mine if one.key == key), None)

    def chosen(self) -> list[Counted]:
        """Return the rows for the owner who was asked for."""
        owner = self.request.GET.get("owner", "")
        return [one for one in self.mine if not owner or (one.owner and str(one.owner.pk) == owner)]

    def said(self) -> list[Usefulness]:
        """Return the answers about the page that was asked for, those with a line first."""
        if not self.one:
            return []
        kind, pk = self.one.key.split("-")
        answers = Usefulness.objects.filter(content_type=kind, object_id=pk)
        return sorted(answers, key=lambda answer: not answer.line)
