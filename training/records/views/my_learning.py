"""What one did: “I did this” on a page, the list, take it back, the certificate of a module."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from training.models import ModulePage
from training.records import certificates, learning
from training.records.certificates import NoCertificateError
from training.records.learning import OtherVersionError
from training.records.views.own import pressed

NOTED = "Noted in my learning. If that was a slip, you can take it back today."
OTHER_VERSION = "This page was changed while you read it. Look at it again, then say that you did it."
TAKEN_BACK = "Taken back. What you wrote about it is still in your log."
TOO_LATE = "It cannot be taken back any more. That is for the same day, before a certificate is issued."
NONE = "There is no certificate for this: read it, and pass its quiz where it has one."


@never_cache
@require_safe
@login_required
def my_learning(request):
    """What one did that stands, the newest first."""
    return render(request, "training/my/learning.html", {"learned": learning.learned_by(request.user)})


@pressed
def did(request, number: int):
    """Note that one did a page; `version` says which one somebody saw."""
    page = learning.page_for(request.user, number)
    if page is None:
        raise Http404
    try:
        learning.note(request.user, page, request.POST.get("version", ""))
    except OtherVersionError:
        messages.error(request, OTHER_VERSION)
    else:
        messages.success(request, NOTED)
    return redirect(page.get_url(request))


def own_record(view):
    """Call `view` with a record of one's own that stands."""

    @pressed
    @wraps(view)
    def wrapped(request, public_id):
        records = learning.of(request.user).standing().select_related("person")
        return view(request, get_object_or_404(records, public_id=public_id))

    return wrapped


@own_record
def take_back(request, record):
    """Take back what one said today."""
    if learning.take_back(record):
        messages.success(request, TAKEN_BACK)
    else:
        messages.error(request, TOO_LATE)
    return redirect("records:my_learning")


@own_record
def issue(request, record):
    """Issue the certificate of a module that one read."""
    page = learning.page_for(request.user, record.number) if record.number else None
    if not isinstance(page, ModulePage):
        messages.error(request, NONE)
        return redirect("records:my_learning")
    try:
        certificate = certificates.issue(record, page)
    except NoCertificateError:
        messages.error(request, NONE)
        return redirect("records:my_learning")
    return redirect("records:certificate", uuid=certificate.uuid)


@pressed
def correct(request, uuid):
    """Put the name of one's account as it is now on a certificate of one's own."""
    certificate = get_object_or_404(certificates.of(request.user), uuid=uuid)
    try:
        new = certificates.supersede(certificate, request.user.get_full_name())
    except NoCertificateError:
        messages.error(request, "This certificate does not stand any more, so it cannot be put right.")
        return redirect("records:my_learning")
    messages.success(request, "Issued again with your name as it is now. The earlier one has ended.")
    return redirect("records:certificate", uuid=new.uuid)
