"""The screen that makes one entry of two."""

from django.db.models import Case, Q, Value, When
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin import messages

from directory import merge
from directory.models import Service
from directory.viewsets.common import Screen

MAY_MERGE = "directory.publish_service"
MOST = 200
SHORTEST_WORD = 4  # "the" and "and" make no two names alike
ASKED = " Its new numbers are a draft: a second person must agree before they are published."


class MergeView(Screen):
    """Choose the other entry, choose between the two where they differ, merge."""

    permission_required = MAY_MERGE
    page_title = "Merge two entries"
    header_icon = "link"
    template_name = "directory/admin/merge.html"

    def post(self, request, pk):
        """Merge, and go back to the list; or say why not."""
        kept = get_object_or_404(Service, pk=pk)
        other = _service(request.POST.get("with", ""))
        if other is None:
            messages.error(request, "Choose the other entry first.")
            return redirect("directory_merge", pk=pk)
        chosen = {field for field in merge.CHOSEN if request.POST.get(field) == "other"}
        try:
            change = merge.merge(kept, other, chosen, request.user)
        except merge.RefusedError as reason:
            messages.error(request, str(reason))
            return redirect("directory_merge", pk=pk)
        said = f"{other.name} is merged into {kept.name}. Its address stays and leads there."
        edit = messages.button(reverse("wagtailsnippets_directory_service:edit", args=[pk]), "Look at it")
        messages.success(request, said + (ASKED if change else ""), buttons=[edit])
        return redirect("wagtailsnippets_directory_service:list")

    def get_context_data(self, **kwargs):
        """Return the choice of the other entry, or both entries side by side (?with=)."""
        query = self.request.GET
        kept = get_object_or_404(Service.objects.select_related("organization"), pk=self.kwargs["pk"])
        other, refused = _service(query.get("with", "")), ""
        if other:
            try:
                merge.check(kept, other, self.request.user)
            except merge.RefusedError as reason:
                refused, other = str(reason), None
        words = query.get("q", "")[:100].strip()
        context = {**super().get_context_data(**kwargs), "kept": kept, "other": other, "refused": refused}
        if other:
            return {
                **context,
                "differences": merge.differences(kept, other),
                "rows": side_by_side(kept, other),
            }
        return {**context, "q": words, "candidates": candidates(kept, words)}


def candidates(kept: Service, words: str):
    """Return the services that may be the same as `kept`: of its organisation, or with a like name, first."""
    alike = Q()
    for word in kept.name.split()[:12]:
        if len(word) >= SHORTEST_WORD:
            alike |= Q(name__icontains=word)
    first = Case(
        When(organization=kept.organization_id, then=Value(0)),
        *([When(alike, then=Value(1))] if alike else []),
        default=Value(2),
    )
    found = Service.objects.listed().exclude(pk=kept.pk).matching(words.split()[:12])
    return found.select_related("organization").order_by(first, "name", "pk")[:MOST]


def side_by_side(kept: Service, other: Service) -> list[tuple[str, list, list]]:
    """Return the rows that are joined, of both: heading, those of the kept one, those of the other."""
    kinds = {"phones": "Numbers", "alternate_names": "Other names", "routes": "How to refer"}
    return [
        (
            label,
            [_row(row) for row in getattr(kept, rows).all()],
            [_row(row) for row in getattr(other, rows).all()],
        )
        for rows, label in kinds.items()
    ]


def _row(row) -> str:
    extension = getattr(row, "extension", "")
    return f"{row} ext. {extension}" if extension else str(row)


def _service(key: str) -> Service | None:
    if not key.isdecimal() or len(key) > 18:
        return None
    return Service.objects.select_related("organization").filter(pk=int(key)).first()
