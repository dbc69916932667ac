"""The key to the first steps: a link that works for a day, and only until there is an administrator."""

from django.core import signing
from django.urls import reverse
from django.utils.http import urlencode

from portal.accounts.models import User
from portal.accounts.roles import ADMINISTRATOR

LIFETIME_SECONDS = 24 * 60 * 60
_WORD = "set-up"


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="home.set_up")


def path_with_key() -> str:
    """Return the address of the first steps with a key made now."""
    return f"{reverse('home:set_up')}?{urlencode({'key': _signer().sign(_WORD)})}"


def opens(key: str) -> bool:
    """Return whether `key` was made here in the last day, and nobody has used one yet."""
    try:
        good = _signer().unsign(key, max_age=LIFETIME_SECONDS) == _WORD
    except signing.BadSignature:
        return False
    return good and not administrator_exists()


def administrator_exists() -> bool:
    """Return whether somebody can look after the portal already."""
    active = User.objects.filter(is_active=True)
    return active.filter(groups__name=ADMINISTRATOR).exists() or active.filter(is_superuser=True).exists()


def is_administrator(user) -> bool:
    """Return whether `user` may go through the steps."""
    return user.is_authenticated and (user.is_superuser or user.groups.filter(name=ADMINISTRATOR).exists())
