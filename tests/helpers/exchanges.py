"""Exchanges as a send gives them, for tests of what shows and keeps them."""

from __future__ import annotations

from curlew.model.content import Content
from curlew.model.exchange import Connection, Exchange, Hop, Response, SendError, SentRequest, Timings

JSON = (("Content-Type", "application/json; charset=utf-8"),)
NEW = Timings(dns=4.1, connect=20.8, tls=35.6, send=0.7, wait=112.2, receive=9.1, total=182.5)
KEPT = Timings(send=0.5, wait=60.0, receive=2.5, total=63.0)


def a_response(
    body: bytes | Content = b'{"id": 1}', status: int = 200, headers: tuple[tuple[str, str], ...] = JSON, **fields: object
) -> Response:
    """Return a response whose head are the bytes that its headers stand for."""
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers)]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")
    content = Content.of(body) if isinstance(body, bytes) else body
    given: dict[str, object] = {"headers": headers, "body": content, "encoded_size": content.size, "head": head, **fields}
    return Response(status, **given)  # type: ignore[arg-type]


def a_hop(response: Response | None = None, url: str = "https://api.example.dev/v2/pets", method: str = "GET", **fields: object) -> Hop:
    """Return a request and its response over a connection made for it."""
    head = f"{method} {url.partition('.dev')[2] or '/'} HTTP/1.1\r\nHost: api.example.dev\r\nCookie: sid=1; theme=dark\r\n\r\n".encode()
    request = SentRequest(method, url, (("Host", "api.example.dev"), ("Cookie", "sid=1; theme=dark")), head=head)
    given: dict[str, object] = {"timings": NEW, "connection": Connection("203.0.113.24:443", "192.0.2.20:52944", tls="TLSv1.3"), **fields}
    return Hop(request, response, **given)  # type: ignore[arg-type]


def an_exchange(response: Response | None = None, **fields: object) -> Exchange:
    """Return a send of one hop that was answered."""
    hop = a_hop(response or a_response())
    return Exchange((hop,), timings=hop.timings, started=1_795_209_000.0, id="x1", **fields)  # type: ignore[arg-type]


def a_failure(phase: str = "tls", received: bytes = b"", **fields: str) -> Exchange:
    """Return a send that failed in a phase, without a response."""
    known = {
        "kind": "tls",
        "title": "The server's certificate has expired",
        "reason": "It was valid until 14 Nov 2026.",
        "hint": "Renew it on the server.",
        **fields,
    }
    order = ("dns", "connect", "tls", "send", "wait", "receive")
    reached = order[: order.index(phase) + 1] if phase in order else ()
    timings = Timings(**dict.fromkeys(reached, 10.5), total=61.0)
    hop = a_hop(None, timings=timings, connection=Connection("203.0.113.24:443"))
    return Exchange((hop,), SendError(phase=phase, **known), timings, started=1_795_209_000.0, received=received)


def a_redirected(count: int = 1) -> Exchange:
    """Return a send that was redirected so many times, over one connection."""
    hops = [
        a_hop(a_response(b"", 308, (("Location", f"/v2/pets/{n}"), ("Content-Length", "0"))), f"https://api.example.dev/v2/{n}")
        for n in range(count)
    ]
    last = a_hop(a_response(), "https://api.example.dev/v2/pets/", timings=KEPT, connection=Connection("203.0.113.24:443", reused=True))
    total = Timings(total=sum(hop.timings.total or 0 for hop in (*hops, last)))
    return Exchange((*hops, last), timings=total, started=1_795_209_000.0)
