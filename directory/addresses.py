"""The portal's own address, for what leaves it: cards, codes, posters."""

from django.conf import settings


def live_address(thing) -> str:
    """Return the full address of the page of `thing`, from the settings and never from a request.

    A request may name any host; what is printed or saved must lead here.
    """
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + thing.get_absolute_url()
