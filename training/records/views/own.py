"""Whose pages these are: one's own, and nobody else's."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST


def private(view):
    """Call `view` for whoever is signed in; no report of an error says what was typed, no cache keeps it."""
    return never_cache(sensitive_post_parameters()(login_required(view)))


def pressed(view):
    """Call `view` for a button that somebody signed in pressed.

    Whoever is not signed in any more is led to their learning afterwards: the button has no page of its own.
    """

    @require_POST
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("records:my_learning"))
        return view(request, *args, **kwargs)

    return wrapped
