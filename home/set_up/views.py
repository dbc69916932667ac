"""The first steps of an empty portal: from the first account to the first number that schools can call.

The first step is open to whoever holds the key; every other one to Administrators, signed in with
their second factor. All of it is closed (404) to anyone else, and over once there is a service.
"""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from directory.models import Service
from home.set_up import forms, keys
from portal.accounts import second_factor
from portal.content.models import Area, PortalSettings

KEY = "set_up_key"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

TITLES = {
    "account": "Your account",
    "second-factor": "Your second step at sign-in",
    "portal": "The portal",
    "authorities": "Authorities",
    "colours": "Colours",
    "first-service": "The first number to call",
}
ORDER = list(TITLES)


@never_cache
@require_http_methods(["GET", "HEAD"])
def begin(request):
    """Lead to the first step that is not done."""
    if keys.is_administrator(request.user):
        return _go_to(_next_step(request))
    key = request.GET.get("key", "")
    if not keys.opens(key):
        raise Http404("The first steps are closed.")
    request.session[KEY] = key
    return _go_to("account")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, step):
    """Show one step, or take its form."""
    if step not in {*ORDER, "done"}:
        raise Http404("There is no such step.")
    if step == "account":
        return _account(request)
    if not keys.is_administrator(request.user):
        raise Http404("The first steps are closed.")
    if not _signed_in_twice(request):
        if step != "second-factor":
            return _go_to("second-factor")
        return _second_factor(request)
    if _is_over() or step == "done":
        return _done(request) if step == "done" and _is_over() else _go_to(_next_step(request))
    if step == "second-factor":
        return _go_to(_next_step(request))
    return _form_step(request, step)


def _account(request):
    """Make the first Administrator and sign them in."""
    if keys.is_administrator(request.user):
        return _go_to(_next_step(request))
    if not keys.opens(request.session.get(KEY, "")):
        raise Http404("The first steps are closed.")
    form = forms.AccountForm(request.POST or None)
    if not form.is_valid():
        return _show(request, "account", form)
    user = form.save()
    request.session.pop(KEY)
    login(request, user, backend=BACKEND)
    # Setting up the second factor asks for the password again: it was typed a moment ago.
    record_authentication(request, user, method="password", email=user.email, reauthenticated=True)
    return _go_to("second-factor")


def _second_factor(request):
    """Send the administrator to set up a second factor, and wait until they have."""
    if second_factor.has_one(request.user):
        return second_factor.demand(request)
    context = {**_progress("second-factor"), "not_yet": request.method == "POST"}
    return render(request, "home/set_up/second_factor.html", context)


def _form_step(request, step: str):
    """Show or save one of the steps that change the portal."""
    portal = PortalSettings.for_request(request)
    data = request.POST if request.method == "POST" else None
    form = {
        "portal": lambda: forms.PortalForm(data, instance=portal, user=request.user),
        "authorities": lambda: forms.AuthoritiesForm(data, user=request.user, portal=portal),
        "colours": lambda: forms.ColoursForm(data, instance=portal),
        "first-service": lambda: forms.FirstServiceForm(data, user=request.user),
    }[step]()
    if step == "first-service" and not Area.objects.authorities().exists():
        return _go_to("authorities")
    if not form.is_valid():
        if step in {"portal", "colours"}:
            portal.refresh_from_db()  # the frame of the page shows what is saved, not what was refused
        return _show(request, step, form)
    form.save()
    following = ORDER[ORDER.index(step) + 1 :]
    return _go_to(following[0] if following else "done")


def _show(request, step: str, form):
    return render(request, "home/set_up/step.html", {**_progress(step), "form": form})


def _done(request):
    service = Service.objects.published().order_by("pk").first()
    return render(request, "home/set_up/done.html", {"service": service})


def _progress(step: str) -> dict:
    """Return what every step says of itself: its title, its number and the one before."""
    at = ORDER.index(step)
    return {
        "step": step,
        "title": TITLES[step],
        "number": at + 1,
        "steps": len(ORDER),
        "before": ORDER[at - 1] if at > ORDER.index("portal") else "",
    }


def _next_step(request) -> str:
    """Return the first step that is not done."""
    if not _signed_in_twice(request):
        return "second-factor"
    if _is_over():
        return "done"
    if not PortalSettings.for_request(request).publisher:
        return "portal"
    return "colours" if Area.objects.authorities().exists() else "authorities"


def _signed_in_twice(request) -> bool:
    return second_factor.has_one(request.user) and second_factor.session_used_it(request)


def _is_over() -> bool:
    """Return whether the portal holds what these steps are for."""
    return Service.objects.exists()


def _go_to(step: str):
    return redirect("home:set_up_step", step)
