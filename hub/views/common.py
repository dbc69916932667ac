"""What the pages share on which readers take part."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.views.decorators.cache import never_cache

from hub.models import HubPage
from portal.accounts.lockout import address
from portal.limits import allow

MINUTES, HOURS = 60, 60 * 60
LONGEST_KEPT = 300_000  # characters
TOO_MANY = "Not sent: a lot came from here in a short time. Wait ten minutes: your words are still here."
_KEPT = "kept:"
_NOT_KEPT = {"csrfmiddlewaretoken", "opened", "website"}


def signed_in_keeping_words(view):
    """Call `view` for people who are signed in; lead others to sign in, and keep what they sent.

    A session may end while somebody writes. The words wait in the new, empty session until they have
    signed in, and then stand in the form again (`kept_words`).
    """

    @never_cache
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST" and allow("keep", address(request), 30, 10 * MINUTES):
            words = {name: value for name, value in request.POST.items() if name not in _NOT_KEPT}
            if sum(map(len, words.values())) <= LONGEST_KEPT:
                request.session[_KEPT + request.path] = words
        return redirect_to_login(request.path)

    return wrapped


def kept_words(request) -> dict:
    """Return what was sent to this address just before somebody signed in. It is given out once."""
    return request.session.pop(_KEPT + request.path, {})


def readable_page(request, pk: int) -> HubPage:
    """Return the published page `pk` that this reader may read in full. Raises Http404."""
    page = HubPage.objects.live().filter(pk=pk).first()
    if page is None or not page.is_open_to(request.user):
        raise Http404
    if not all(rule.accept_request(request) for rule in page.get_view_restrictions()):
        raise Http404
    return page
