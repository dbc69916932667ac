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
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urljoin, urlsplit

AGENT = "BridgeLinkCheck/1.0 (checks links of a safeguarding portal; asks each page once)"
PORTS = {"http": 80, "https": 443}
MOST_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
# They answer, and do not say whether the page is there: no dead link.
NOT_SAYING = {401, 403, 405, 407, 429}
# An IPv4 address in the last four bytes of one of IPv6 (RFC 6052).
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


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
        if inner := _inner(ip):
            return self._is_outside(str(inner))
        # To Python some addresses are global that no public page has, such as fec0::1 and ::10.0.0.1.
        is_special = ip.is_multicast or ip.is_reserved or getattr(ip, "is_site_local", False)
        return (ip.is_global and not is_special) or (self.allow_loopback and ip.is_loopback)

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
            answer = connection.getresponse()  # what follows the head is never read
            return answer.status, answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            if connection.hung_up:
                raise TimeoutError from None
            raise
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
        self.hung_up = False
        self.default_port = PORTS["https" if tls else "http"]

    def connect(self) -> None:
        """Connect to the address that was judged; the certificate must be the host's."""
        self.sock = socket.create_connection((self.where, self.port), self.timeout)
        if self.tls:
            # The handshake comes second, so that `hang_up` can end it too.
            self.sock = self.tls.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def hang_up(self) -> None:
        """End a call that takes too long, from another thread."""
        self.hung_up = True
        if self.sock:
            # To close it would not wake the thread that waits for an answer.
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _inner(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that stands in one of IPv6, where one does."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in TRANSLATED:
        return ipaddress.IPv4Address(ip.packed[-4:])
    return ip.ipv4_mapped or ip.sixtofour


def _connection(parts: SplitResult, where: str, timeout: float) -> _Pinned:
    host = (
        str(parts.hostname).encode("idna").decode() if not str(parts.hostname).isascii() else parts.hostname
    )
    tls = ssl.create_default_context() if parts.scheme == "https" else None
    return _Pinned(str(host), where, parts.port or PORTS[parts.scheme], timeout, tls)
