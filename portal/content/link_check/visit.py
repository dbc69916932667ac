"""Ask an outside address whether it answers: politely, and never one inside our own network.

A name is looked up once and the connection goes to the very address that was judged, so that a name
which answers differently the second time leads nowhere else. Each redirect is judged anew.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urljoin, urlsplit

AGENT = "BridgeLinkCheck/1.0 (checks links of a safeguarding portal; asks each page once)"
PORTS = {"http": 80, "https": 443}
MOST_REDIRECTS = 5
MOST_BYTES = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
# They answer, and do not say whether the page is there: no dead link.
NOT_SAYING = {401, 403, 405, 407, 429}


class RefusedError(Exception):
    """The address is not one to be asked; the message says why."""


@dataclass(frozen=True)
class Answer:
    """The status of HTTP, or 0 and why there is none."""

    status: int
    error: str = ""

    @property
    def is_dead(self) -> bool:
        """Return whether a reader who follows the link would stand before nothing."""
        return not self.status or (self.status >= 400 and self.status not in NOT_SAYING)


@dataclass
class Visitor:
    """Asks addresses one after another. `allow_loopback` is for tests, which have their own server."""

    delay: float = 2.0  # seconds between two questions to one host
    timeout: float = 10.0  # for each wait
    longest: float = 30.0  # for one question in all
    allow_loopback: bool = False
    asked_at: dict[str, float] = field(default_factory=dict)

    def ask(self, url: str) -> Answer:
        """Return how `url` answers, after its redirects. Never raises."""
        try:
            for _ in range(MOST_REDIRECTS + 1):
                status, onward = self._ask_once(url)
                if not onward:
                    return Answer(status)
                url = urljoin(url, onward)
            return Answer(0, "It leads on and on: too many redirects.")
        except RefusedError as reason:
            return Answer(0, str(reason))
        except TimeoutError:
            return Answer(0, "Nobody answered in time.")
        except ssl.SSLError:
            return Answer(0, "The connection is not secure: its certificate is not right.")
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer(0, f"No answer: {type(error).__name__}.")

    def _ask_once(self, url: str) -> tuple[int, str]:
        """Return (status, address of the redirect or "") of one address: HEAD, and GET where that fails."""
        parts = urlsplit(url)
        where = self._judge(parts)
        status, onward = self._request("HEAD", parts, where)
        if status >= 400:  # many servers do not know HEAD
            status, onward = self._request("GET", parts, where)
        return status, onward if status in REDIRECTS else ""

    def _judge(self, parts: SplitResult) -> str:
        """Return the network address to connect to. Raises RefusedError for what must not be asked."""
        if parts.scheme not in PORTS:
            raise RefusedError("Only addresses with http or https are checked.")
        if not parts.hostname or parts.username is not None:
            raise RefusedError("This is no address of a public page.")
        if parts.port not in {None, PORTS[parts.scheme]} and not self.allow_loopback:
            raise RefusedError("Only the usual ports of the web are checked.")
        try:
            rows = socket.getaddrinfo(
                parts.hostname, parts.port or PORTS[parts.scheme], type=socket.SOCK_STREAM
            )
        except (OSError, UnicodeError):
            raise RefusedError("There is no such host.") from None
        addresses = list(dict.fromkeys(str(row[4][0]) for row in rows))
        if not addresses or not all(self._is_outside(each) for each in addresses):
            raise RefusedError("This address is not on the public internet.")
        return addresses[0]

    def _is_outside(self, address: str) -> bool:
        ip = ipaddress.ip_address(address.split("%")[0])
        inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
        if inner is not None:
            return self._is_outside(str(inner))
        return (ip.is_global and not ip.is_multicast) or (self.allow_loopback and ip.is_loopback)

    def _request(self, method: str, parts: SplitResult, where: str) -> tuple[int, str]:
        self._wait_for(str(parts.hostname))
        connection = _connection(parts, where, self.timeout)
        # A server that sends a byte now and then would hold us for ever.
        alarm = threading.Timer(self.longest, connection.hang_up)
        alarm.daemon = True
        alarm.start()
        try:
            target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
                "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]") if parts.query else ""
            )
            connection.request(method, target, headers={"User-Agent": AGENT, "Accept": "*/*"})
            answer = connection.getresponse()
            if method == "GET":
                answer.read(MOST_BYTES)
            return answer.status, answer.headers.get("Location", "")
        finally:
            alarm.cancel()
            connection.close()

    def _wait_for(self, host: str) -> None:
        """Leave some time between two questions to one host."""
        now = time.monotonic()
        wait = self.asked_at.get(host, now - self.delay) + self.delay - now
        if wait > 0:
            time.sleep(wait)
        self.asked_at[host] = time.monotonic()


class _Pinned(http.client.HTTPConnection):
    """A connection to one network address, whatever the name would lead to now."""

    def __init__(self, host: str, where: str, port: int, timeout: float, tls: ssl.SSLContext | None):
        super().__init__(host, port, timeout=timeout)
        self.where = where
        self.tls = tls
        self.default_port = PORTS["https" if tls else "http"]

    def connect(self) -> None:
        """Connect to the address that was judged; the certificate must be the host's."""
        self.sock = socket.create_connection((self.where, self.port), self.timeout)
        if self.tls:
            self.sock = self.tls.wrap_socket(self.sock, server_hostname=self.host)

    def hang_up(self) -> None:
        """End a call that takes too long, from another thread."""
        if self.sock:
            self.sock.close()


def _connection(parts: SplitResult, where: str, timeout: float) -> _Pinned:
    host = (
        str(parts.hostname).encode("idna").decode() if not str(parts.hostname).isascii() else parts.hostname
    )
    tls = ssl.create_default_context() if parts.scheme == "https" else None
    return _Pinned(str(host), where, parts.port or PORTS[parts.scheme], timeout, tls)
