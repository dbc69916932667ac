"""One's own log of supervision. Nobody else's can be opened (404), and no school sees more than dates."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from training.records import supervision
from training.records.models import SupervisionEntry
from training.records.my_forms import SupervisionForm
from training.records.views.own import private

FULL = f"Your log holds {supervision.MOST_OF_A_PERSON} entries. Delete old ones first."


@require_safe
@private
def my_supervision(request):
    """The log, the newest first."""
    context = {
        "entries": supervision.of(request.user),
        "next": supervision.next_date(request.user, timezone.localdate()),
    }
    return render(request, "training/my/supervision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def add_supervision(request):
    """Write an entry."""
    if supervision.of(request.user).count() >= supervision.MOST_OF_A_PERSON:
        messages.error(request, FULL)
        return redirect("records:my_supervision")
    entry = SupervisionEntry(person=request.user, held_on=timezone.localdate())
    return _form(request, entry, "Add a supervision")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def edit_supervision(request, public_id):
    """Change an entry."""
    entry = get_object_or_404(supervision.of(request.user), public_id=public_id)
    return _form(request, entry, "Change this supervision")


def _form(request, entry: SupervisionEntry, heading: str):
    form = SupervisionForm(request.POST or None, instance=entry)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("records:my_supervision")
    context = {"form": form, "heading": heading}
    return render(request, "training/my/supervision_form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def delete_supervision(request, public_id):
    """Ask once, then delete for good."""
    entry = get_object_or_404(supervision.of(request.user), public_id=public_id)
    if request.method == "POST":
        entry.delete()
        messages.success(request, "Deleted.")
        return redirect("records:my_supervision")
    return render(request, "training/my/delete_supervision.html", {"entry": entry})
