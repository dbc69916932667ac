"""A circuit breaker: what has failed three times is left alone for half a minute.

M. Nygard, "Release It!" (2007). One for each process: a web server with four notices four times.
"""

import threading
import time
from collections.abc import Callable

FAILURES = 3
PAUSE = 30  # seconds


class Breaker:
    """Closed while calls succeed; open after `failures` in a row, for `pause` seconds; then one may try."""

    def __init__(self, failures: int = FAILURES, pause: float = PAUSE, clock: Callable = time.monotonic):
        self.failures = failures
        self.pause = pause
        self.clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._until = 0.0

    @property
    def is_open(self) -> bool:
        """Return whether calls are refused just now."""
        return self._failed >= self.failures and self.clock() < self._until

    def allows(self) -> bool:
        """Return whether to call. After a pause the first to ask may, and the rest wait for how it goes."""
        with self._lock:
            if self._failed < self.failures:
                return True
            if self.clock() < self._until:
                return False
            self._until = self.clock() + self.pause
            return True

    def succeeded(self) -> None:
        """Note that a call did what it should."""
        self._failed = 0

    def failed(self) -> None:
        """Note that a call failed."""
        with self._lock:
            self._failed += 1
            self._until = self.clock() + self.pause


elastic = Breaker()
