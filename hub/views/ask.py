"""Ask a question without naming anyone; then a page that says what happens next."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hub import asking
from hub.forms import QuestionForm
from hub.views.common import HOURS, MINUTES, TOO_MANY
from portal.accounts.lockout import address
from portal.limits import allow


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """A form that anybody may send."""
    shelf = asking.shelf()
    if shelf is None:
        return render(request, "hub/not_taken_yet.html", {"what": "Questions"})
    context = {"shelf": shelf}
    if "sent" in request.GET and request.method != "POST":
        return render(request, "hub/ask/sent.html", context)
    form = QuestionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        sent = redirect(f"{request.path}?sent=1")
        if form.is_machine:
            return sent
        if form.may_go():
            if _may_ask(request):
                words = form.cleaned_data
                asking.take(shelf, words["title"], words["question"], words["asked_by"])
                return sent
            form.add_error(None, TOO_MANY)
            status = 429
    return render(request, "hub/ask/ask.html", {**context, "form": form}, status=status)


def _may_ask(request) -> bool:
    who = address(request)
    few = allow("ask", who, 5, 10 * MINUTES) and allow("ask-day", who, 30, 24 * HOURS)
    return few and not asking.is_flooded()
