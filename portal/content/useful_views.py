"""The form behind “Was this page useful?”. The page itself has two links and stays free of cookies."""

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.lockout import address
from portal.content import usefulness
from portal.content.models.usefulness import LONGEST_LINE
from portal.guarded_forms import GuardedForm
from portal.limits import allow

MINUTES, HOURS = 60, 60 * 60
TOO_MANY = (
    "Not sent: many answers came from here in a short time. Wait ten minutes: your words are still here."
)


class UsefulForm(GuardedForm):
    """Yes or no, and a line if somebody wishes."""

    useful = forms.ChoiceField(
        label="Was it useful?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )
    line = forms.CharField(
        label="What was good, or missing?",
        required=False,
        max_length=LONGEST_LINE,
        help_text="One line. Do not write about a child, or name anyone.",
        error_messages={"max_length": f"Use at most {LONGEST_LINE} characters."},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def useful(request, reference):
    """The form about one thing, then a page of thanks that leads back."""
    thing = usefulness.thing_of(reference, request)
    back = usefulness.public_address(thing, request) if thing else ""
    if not back:
        raise Http404
    context = {"thing": thing, "back": back}
    if "sent" in request.GET and request.method != "POST":
        return render(request, "content/useful_sent.html", context)
    form = UsefulForm(request.POST or None, initial={"useful": request.GET.get("answer", "")})
    status = 200
    if request.method == "POST":
        sent = redirect(f"{request.path}?sent=1")
        if form.is_machine:
            return sent
        if form.may_go():
            if _may_answer(request):
                usefulness.take(thing, form.cleaned_data["useful"] == "yes", form.cleaned_data["line"])
                return sent
            form.add_error(None, TOO_MANY)
            status = 429
    return render(request, "content/useful.html", {**context, "form": form}, status=status)


def _may_answer(request) -> bool:
    """Limits for an address, which is often a whole school."""
    who = address(request)
    few = allow("useful", who, 20, 10 * MINUTES) and allow("useful-day", who, 200, 24 * HOURS)
    return few and not usefulness.is_flooded()
