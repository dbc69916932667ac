"""The admin's list of what is due: ring, tick, next."""

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from directory import due
from directory.enums import AssuranceMethod, AssuredField
from directory.freshness import State
from directory.models import Assurance, NumberChange, Service
from directory.rows import row
from directory.terms import running_out
from directory.viewsets import undo
from directory.viewsets.common import Screen
from directory.viewsets.undo import MAY_CHECK
from portal.content.models import Area

PAGE_SIZE = 40
STATES = {
    State.OVERDUE: "Overdue",
    State.NEVER: "Never checked",
    State.DUE: "Due within a week",
    "reported": "Reported by a reader",
    "guidance": "Guidance it rests on has changed",
}


class CheckForm(forms.Form):
    """What was made sure of, and how. Everything is ticked: a call usually covers all of it."""

    checked = forms.MultipleChoiceField(
        label="What you checked",
        choices=AssuredField.choices,
        initial=AssuredField.values,
        widget=forms.CheckboxSelectMultiple,
    )
    method = forms.ChoiceField(label="How", choices=AssuranceMethod.choices, initial=AssuranceMethod.PHONE)
    note = forms.CharField(label="Note", max_length=250, required=False)

    def save(self, service: Service, user) -> tuple[Assurance, bool]:
        """Write the check into the log: today, by `user`, under their job title.

        Returns the check, and whether it is new: a second click mends the first one.
        """
        return Assurance.objects.update_or_create(
            service=service,
            assurer=user,
            assured_at=timezone.localdate(),
            method=self.cleaned_data["method"],
            defaults={
                "assurer_role": (user.job_title or "the directory editor")[:120],
                "fields": self.cleaned_data["checked"],
                "note": self.cleaned_data["note"],
            },
        )


class DueView(Screen):
    """The entries that need a look, forty at a time."""

    permission_required = MAY_CHECK
    page_title = "What is due"
    header_icon = "calendar-check"
    template_name = "directory/admin/due.html"

    def get_context_data(self, **kwargs):
        query = self.request.GET
        everything = due.entries(wanted(query, self.request.user))
        state = query.get("state", "")
        chosen = [entry for entry in everything if _is_in(entry, state)]
        page = Paginator([entry.pk for entry in chosen], PAGE_SIZE).get_page(query.get("page"))
        reports = {entry.pk: entry.reports for entry in chosen}
        counts = due.counts(everything)
        services = due.lines(list(page))
        lines = [
            {
                **row(service),
                "reports": reports[service.pk],
                "following": following and following.pk,
            }
            for service, following in zip(services, [*services[1:], None], strict=False)
        ]
        return {
            **super().get_context_data(**kwargs),
            "lines": lines,
            "form": CheckForm(auto_id=False),  # the same below each line, so no field has an id
            "page_obj": page,
            "states": [(value, label, counts[value]) for value, label in STATES.items()],
            "state": state,
            "everything": len(everything),
            "areas": Area.objects.authorities(),
            "query": query,
            "kept": _without_page(query),
            "changes": NumberChange.objects.filter(decided_at=None).count(),
            "terms": running_out(timezone.localdate()),
            "just_checked": undo.recent(self.request),
        }


class CheckView(PermissionRequiredMixin, View):
    """Takes the form of one line, and goes back to the line after it."""

    permission_required = MAY_CHECK
    raise_exception = True
    http_method_names = ["post"]

    def post(self, request, pk):
        """Write down a check of the service `pk`."""
        service = get_object_or_404(Service.objects.listed(), pk=pk)
        form = CheckForm(request.POST)
        back = QueryDict(request.POST.get("back", "")[:500])
        if form.is_valid():
            check, is_new = form.save(service, request.user)
            said = f"{service.name}: checked today, {check.get_method_display()}."
            undo.remember(request, [check] if is_new else [], said)
            messages.success(request, said)
        else:
            problems = " ".join(problem for lines in form.errors.values() for problem in lines)
            messages.error(request, f"{service.name}: nothing was written down. {problems}")
        following = request.POST.get("following", "")
        anchor = f"#service-{following}" if following.isdecimal() else ""
        return redirect(f"{reverse('directory_due:index')}?{back.urlencode()}{anchor}")


class DueViewSet(ViewSet):
    """What is due, in the directory's menu."""

    name = "directory_due"
    url_prefix = "directory/due"
    icon = "calendar-check"
    menu_label = "What is due"

    def get_urlpatterns(self):
        return [
            path("", DueView.as_view(), name="index"),
            path("<int:pk>/check/", CheckView.as_view(), name="check"),
            path("<int:pk>/undo/", undo.UndoView.as_view(), name="undo"),
        ]

    def get_menu_item(self, order=None):
        """Return the entry of the menu, shown to those who write down checks."""
        return DueMenuItem(
            self.menu_label, reverse("directory_due:index"), name="due", icon_name=self.icon, order=order
        )


class DueMenuItem(MenuItem):
    """Shown to those who may write down a check."""

    def is_shown(self, request):
        return request.user.has_perm(MAY_CHECK)


def wanted(query: QueryDict, user) -> due.Wanted:
    """Return what the address asks for; a value that nobody knows narrows nothing or finds nothing."""
    return due.Wanted(
        maintainer=user if query.get("mine") else None,
        area=query.get("area", ""),
        core_only=bool(query.get("core")),
    )


def _is_in(entry: due.Entry, state: str) -> bool:
    if state in {"reported", "guidance"}:
        return bool(entry.reports if state == "reported" else entry.guidance)
    return state not in STATES or entry.freshness.state == state


def _without_page(query: QueryDict) -> str:
    kept = query.copy()
    kept.pop("page", None)
    return kept.urlencode()
