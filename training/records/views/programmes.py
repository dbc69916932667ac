"""Programmes that are kept: the list, one of them, keep, delete."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from training.programme.address import address_of, read_items
from training.programme.items import items_for
from training.programme.papers import Details
from training.programme.views import TOO_MANY, taken, whole
from training.records.forms import KeepForm
from training.records.models import Programme
from training.records.programmes import (
    MOST_OF_A_PERSON,
    MeanwhileError,
    changed_by,
    keep,
    programme_to_change,
    seen_by,
    titles_of,
)
from training.sheets.turns import BusyError


@require_safe
@login_required
def programmes(request):
    """The programmes that one keeps, and those that one's school shares."""
    rows = list(seen_by(request.user).select_related("maker").prefetch_related("items"))
    context = {
        "own": [row for row in rows if not row.shared],
        "shared": [row for row in rows if row.shared],
        "school": request.user.school,
    }
    return render(request, "training/records/programmes.html", context)


@require_POST
@login_required
def keep_programme(request):
    """Keep the programme of an address, with what was typed; `kept` names one to write over."""
    request.sensitive_post_parameters = "__ALL__"
    wanted = request.GET.get("kept", "")
    programme = programme_to_change(request.user, wanted)
    if wanted and programme is None:
        raise Http404
    numbers, _ = read_items(request.GET.get("items", ""))
    items = items_for(numbers, request, titles_of(programme))
    form = KeepForm(request.POST)
    if not form.is_valid() or not items:
        return whole(request, items, form, programme, status=400)
    if programme is None and Programme.objects.filter(maker=request.user).count() >= MOST_OF_A_PERSON:
        form.add_error(None, f"You keep {MOST_OF_A_PERSON} programmes already: delete one first.")
        return whole(request, items, form, programme, status=400)
    told = form.cleaned_data
    details = Details(told["name"], told["dates"], told["facilitator"])
    try:
        programme = keep(request.user, items, details, told["shared"], programme)
    except MeanwhileError:  # the form as it was sent; what it says now, is said knowingly
        now = programme_to_change(request.user, wanted)
        if now:
            now.seen = now.version
        return whole(request, items, form, now, status=409, is_late=True)
    messages.success(request, "Kept. Your colleagues can open it too." if programme.shared else "Kept.")
    return redirect("training:kept_programme", public_id=programme.public_id)


@require_safe
@login_required
def kept_programme(request, public_id):
    """One programme; with `?as=docx` or `?as=print` all of it, with its sheets."""
    programme = get_object_or_404(
        seen_by(request.user).select_related("maker", "school"), public_id=public_id
    )
    rows = list(programme.items.all())
    items = items_for([row.number for row in rows], request, {row.number: row.title for row in rows})
    if sort := request.GET.get("as", ""):
        details = Details(programme.name, programme.dates, programme.facilitator)
        try:
            return taken(request, items, details, sort, is_kept=True)
        except BusyError:
            messages.error(request, TOO_MANY)
    mine = changed_by(request.user).filter(pk=programme.pk).exists()
    context = {
        "programme": programme,
        "items": items,
        "mine": mine,
        "change": address_of(items.numbers, kept=programme.mark if mine else ""),
        "details": address_of(items.numbers, "training:programme_page", programme.mark),
    }
    return render(request, "training/records/programme.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete_programme(request, public_id):
    """Ask once, then delete."""
    programme = get_object_or_404(changed_by(request.user), public_id=public_id)
    if request.method == "POST":
        programme.delete()
        messages.success(request, "Deleted.")
        return redirect("training:programmes")
    return render(request, "training/records/delete_programme.html", {"programme": programme})
