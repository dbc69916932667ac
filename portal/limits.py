"""How often one address may do something, without keeping the address."""

import logging
import threading
import time

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)


def allow(what: str, address: str, limit: int, seconds: int) -> bool:
    """Return whether `address` may do `what` once more: at most `limit` times in `seconds`.

    Each time takes one of `limit` places, which the cache gives away once only, however many ask at
    the same moment. What is kept is a hash that nobody can turn back, with another salt every day.
    Where the cache does not answer, everybody may: a limit must not stop a reader.
    """
    day = timezone.localdate().isoformat()
    key = salted_hmac(f"portal.limits {day}", address, algorithm="sha256").hexdigest()[:40]
    try:
        return any(cache.add(f"limit:{what}:{key}:{place}", 1, seconds) for place in range(limit))
    except Exception:
        logger.warning("limit_not_counted", exc_info=True)
        return True


_counting = threading.Lock()
_counted: dict[str, tuple[int, int]] = {}
MOST_COUNTED = 10_000


def allow_in_memory(what: str, address: str, limit: int, seconds: int) -> bool:
    """Return whether `address` may do `what` once more, for what happens at each key that is pressed.

    It is counted in this process alone and asks no database: with several processes the limit is that
    much higher, and it is there against a machine. What is kept is the same hash, for `seconds`.
    """
    day = timezone.localdate().isoformat()
    key = salted_hmac(f"portal.limits {day} {what}", address, algorithm="sha256").hexdigest()[:40]
    window = int(time.monotonic() // seconds)
    with _counting:
        if len(_counted) >= MOST_COUNTED:
            _counted.clear()
        began, count = _counted.get(key, (window, 0))
        count = count + 1 if began == window else 1
        _counted[key] = window, count
    return count <= limit
