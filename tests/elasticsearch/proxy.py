"""A proxy that stands before Elasticsearch and misbehaves as a network, a balancer or a tired server does."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

CHUNK = 1 << 16
REFUSAL = (
    "HTTP/1.1 {status} No\r\nX-elastic-product: Elasticsearch\r\nContent-Type: application/json\r\n"
    "Content-Length: {length}\r\n\r\n{body}"
)


class Proxy:
    """Passes everything on, until `behave` is set to one of the functions below."""

    def __init__(self, url: str):
        address = urlsplit(url)
        self.target = (address.hostname, address.port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.behave: Callable[[bytes], str | int | None] = well
        self.requests = 0
        self.searches = 0
        self._open: list[socket.socket] = []

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error):
        for each in [self.listener, *self._open]:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                self._open.append(client)
                threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """Read request after request of one connection."""
        with suppress(OSError), client, socket.create_connection(self.target) as server:
            while request := read_message(client):
                self.requests += 1
                self.searches += b"/_search" in request.partition(b"\r\n")[0]
                said = self.behave(request)
                if isinstance(said, int):
                    client.sendall(refusal(said))
                    continue
                if said == "cut":
                    return
                if said == "hang":
                    time.sleep(60)
                server.sendall(request)
                answer = read_message(server, has_body=not request.startswith(b"HEAD"))
                if said == "lose":
                    return
                client.sendall(answer)


def well(request: bytes) -> None:
    """Pass the request and its answer on."""


def down(request: bytes) -> str:
    """Close the connection at once."""
    return "cut"


def hanging(request: bytes) -> str:
    """Take the request and never answer."""
    return "hang"


def slow(request: bytes) -> None:
    """Answer after three seconds."""
    time.sleep(3)


def overloaded(request: bytes) -> int:
    """Refuse as Elasticsearch does whose queue is full."""
    return 429


def unavailable(request: bytes) -> int:
    """Refuse as a cluster without a master, or a balancer without a server."""
    return 503


def losing_answers(request: bytes) -> str:
    """Let Elasticsearch do what was asked, and lose its answer."""
    return "lose"


def refusing_over(length: int) -> Callable[[bytes], int | None]:
    """Refuse what is longer, as a proxy with a limit."""
    return lambda request: 413 if len(request) > length else None


def refusal(status: int) -> bytes:
    """Return an answer of HTTP that refuses."""
    body = json.dumps({"error": {"type": "refused", "reason": "by the proxy"}, "status": status})
    return REFUSAL.format(status=status, length=len(body), body=body).encode()


def read_message(source: socket.socket, has_body: bool = True) -> bytes:
    """Read one request or answer: headers, and a body by its length or in chunks. Nothing at the end."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := source.recv(CHUNK)):
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
    chunked = re.search(rb"transfer-encoding: *chunked", head, re.IGNORECASE)
    while has_body and (
        (length and len(body) < int(length[1])) or (chunked and not body.endswith(b"0\r\n\r\n"))
    ):
        if not (more := source.recv(CHUNK)):
            break
        body += more
    return head + b"\r\n\r\n" + body
