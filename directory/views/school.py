"""A school's own view of the directory, for its own staff; its lead keeps it."""

from contextlib import suppress
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory import school_view
from directory.models import KeyContact, SchoolLink, SchoolVisit, Service
from directory.picker import Picker
from directory.school_changes import changes_since
from directory.school_forms import MOST_CONTACTS, KeyContactFormSet, LinkForm, save_contacts

PAGE_SIZE = 50


def for_staff_of_a_school(view):
    """Call `view` for people who belong to a school; tell others, with status 403, that they do not."""

    @wraps(view)
    @login_required
    def wrapped(request, *args, **kwargs):
        if request.user.school is None:
            return render(request, "directory/no_school.html", status=403)
        return view(request, *args, **kwargs)

    return wrapped


def for_the_school_lead(view):
    """Call `view` for the lead of a school. Raises PermissionDenied for their colleagues."""

    @wraps(view)
    @for_staff_of_a_school
    def wrapped(request, *args, **kwargs):
        if not school_view.is_lead(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


@require_safe
@for_staff_of_a_school
def my_school(request):
    """The services that the school uses, who keeps the link, what changed, and its key contacts."""
    school = request.user.school
    rows, unpublished = school_view.links_of(school)
    looked_at = school_view.looked_at(school)
    context = {
        "school": school,
        "is_lead": school_view.is_lead(request.user),
        "used": [row for row in rows if row["link"].used_now],
        "put_aside": [row["link"] for row in rows if not row["link"].used_now],
        "unpublished": unpublished,
        "key_contacts": school_view.key_contacts_of(school),
        "looked_at": looked_at,
        "changes": changes_since([row["service"] for row in rows], looked_at),
    }
    return render(request, "directory/my_school.html", context)


@require_POST
@for_the_school_lead
def mark_seen(request):
    """Remember that the school has seen what changed up to now."""
    SchoolVisit.objects.update_or_create(school=request.user.school, defaults={"looked_at": timezone.now()})
    messages.success(request, "Noted. From now on this page says what changes after today.")
    return redirect("directory:my_school")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_school_lead
def my_services(request):
    """Choose the services that the school uses, a page of boxes at a time."""
    school = request.user.school
    if request.method == "POST":
        shown = Service.objects.listed().filter(public_id__in=_public_ids(request.POST.getlist("shown")))
        added, aside = school_view.choose_services(school, shown, set(request.POST.getlist("use")))
        messages.success(request, f"Saved. Added: {added}. Not used any more: {aside}.")
        return redirect(f"{reverse('directory:my_school_services')}?{request.GET.urlencode()}")
    picker = Picker(request.GET)
    page = Paginator(picker.services(), PAGE_SIZE).get_page(request.GET.get("page"))
    links = SchoolLink.objects.filter(school=school, used_now=True, service__in=[one.pk for one in page])
    context = {
        "picker": picker,
        "page_obj": page,
        "used": set(links.values_list("service", flat=True)),
    }
    return render(request, "directory/my_services.html", context)


def _public_ids(values: list[str]) -> list[UUID]:
    """Return those of `values` that are identifiers: what else is posted names no service."""
    found = []
    for value in values[: PAGE_SIZE * 2]:
        with suppress(ValueError):
            found.append(UUID(value))
    return found


def _own_link(request, pk):
    """Return a link of one's own school. Raises Http404 for any other."""
    links = SchoolLink.objects.select_related("service")
    return get_object_or_404(links, pk=pk, school=request.user.school, service__live=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_school_lead
def remove_link(request, pk):
    """Ask once, then delete one link of one's own school with its note; 404 for any other."""
    link = _own_link(request, pk)
    if request.method == "POST":
        link.delete()
        messages.success(request, f"Removed: our link with {link.service.name}.")
        return redirect("directory:my_school")
    return render(request, "directory/remove_link.html", {"link": link})


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_school_lead
def edit_link(request, pk):
    """Change one link of one's own school; 404 for any other."""
    link = _own_link(request, pk)
    form = LinkForm(request.POST or None, instance=link)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"Saved: {link.service.name}.")
        return redirect("directory:my_school")
    return render(request, "directory/edit_link.html", {"link": link, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_school_lead
def my_contacts(request):
    """Change the people whom the school puts on its poster."""
    school = request.user.school
    formset = KeyContactFormSet(
        request.POST or None, instance=school, queryset=KeyContact.objects.order_by("order", "pk")
    )
    if request.method == "POST" and formset.is_valid():
        save_contacts(formset)
        messages.success(request, "Saved: your key contacts.")
        return redirect("directory:my_school")
    return render(request, "directory/my_contacts.html", {"formset": formset, "most": MOST_CONTACTS})
