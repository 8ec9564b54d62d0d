"""What every protocol does with a request once it is read: the guard, the routes, the headers that each answer carries."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus

from curlew import __version__
from curlew.mock.answers import error_reply
from curlew.mock.identity import NAME
from curlew.mock.loopback import is_loopback_host, without_port
from curlew.mock.routes import answer
from curlew.mock.shapes import EchoRequest, Reply

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Site:
    """The server behind a connection. names: hosts that it answers to besides those of this machine; `seen` gets a line for each answer."""

    names: frozenset[str] = frozenset()
    seen: Callable[[str], None] | None = None

    def answer(self, request: EchoRequest) -> Reply:
        """Return the reply to a request; a fault of a route becomes a reply, too."""
        refused = self._refused(request)
        if refused is not None:
            return refused
        try:
            return answer(request)
        except Exception:
            log.exception("%s %s", request.method, request.target)
            return error_reply(500, "The echo server failed on this request.", "This is a fault of Curlew; please report it.")

    def _refused(self, request: EchoRequest) -> Reply | None:
        host = request.host
        if not host and request.http_version == "1.0":
            return None
        if is_loopback_host(host) or without_port(host).lower() in self.names:
            return None
        return error_reply(
            403,
            f"This server only answers to names of this machine, not to the Host {host!r}.",
            "Use 127.0.0.1 or localhost in the address. (A page of another site must not reach it through a renamed address.)",
        )

    def tell(self, request: EchoRequest, reply: Reply, seconds: float) -> None:
        if self.seen is not None:
            self.seen(f"{request.method} {request.target} {reply.status} {seconds * 1000:.1f} ms")


def head_of(reply: Reply) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with those that all have: Server, Date and, where it is known, Content-Length."""
    headers = [(name.encode("latin-1"), value.encode()) for name, value in reply.headers]
    given = {name.lower() for name, _ in headers}
    if b"server" not in given:
        headers.append((b"Server", f"{NAME}/{__version__}".encode()))
    if b"date" not in given:
        headers.append((b"Date", formatdate(usegmt=True).encode()))
    length = len(reply.body) if isinstance(reply.body, bytes) else reply.length
    if length is not None and reply.status not in (204, 304) and not reply.trailers:
        headers.append((b"Content-Length", str(length).encode()))
    return headers


def reason_of(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode()
    except ValueError:
        return b"Unnamed"


def as_text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
