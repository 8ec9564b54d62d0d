"""Times, sizes and states of a response in words."""

from __future__ import annotations

from http import HTTPStatus

from curlew.model.exchange import Hop, Response
from curlew.text import _

PHASES = ("prepare", "dns", "connect", "tls", "send", "wait", "receive")


def phase_title(phase: str) -> str:
    """Return what a phase is called."""
    return {
        "prepare": _("Preparing"),
        "dns": _("DNS"),
        "connect": _("TCP connect"),
        "tls": _("TLS"),
        "send": _("Request sent"),
        "wait": _("Waiting"),
        "receive": _("Download"),
    }.get(phase, phase)


def duration(ms: float | None) -> str:
    """Return milliseconds as people read them."""
    if ms is None:
        return "–"
    if ms < 10:
        return _("{n} ms").format(n=f"{ms:.1f}")
    if ms < 1000:
        return _("{n} ms").format(n=f"{ms:.0f}")
    if ms < 100_000:
        return _("{n} s").format(n=f"{ms / 1000:.2f}")
    return _("{m} min {s} s").format(m=int(ms // 60_000), s=int(ms % 60_000 // 1000))


def size(count: int) -> str:
    """Return a number of bytes as people read it, in thousands."""
    if count < 1000:
        return _("{n} B").format(n=count)
    for unit, factor in (("KB", 1e3), ("MB", 1e6), ("GB", 1e9)):
        if count < factor * 999.5:
            number = count / factor
            return f"{number:.2f} {unit}" if number < 10 else f"{number:.1f} {unit}"
    return f"{count / 1e12:.2f} TB"


def exact_size(count: int) -> str:
    return _("{n} bytes").format(n=f"{count:,}")


def reason_of(response: Response) -> str:
    """Return the reason phrase: the server's, or the usual one."""
    if response.reason:
        return response.reason
    try:
        return HTTPStatus(response.status).phrase
    except ValueError:
        return ""


def status_text(response: Response) -> str:
    return f"{response.status} {reason_of(response)}".strip()


def status_role(status: int) -> str:
    """Return the colour of a status: `ok`, `info`, `warn` or `err`."""
    if status < 200:
        return "info"
    if status < 300:
        return "ok"
    if status < 400:
        return "info"
    return "warn" if status < 500 else "err"


def meaning_of_status(status: int) -> str:
    """Return what a status says in general."""
    try:
        return HTTPStatus(status).description
    except ValueError:
        return ""


def tls_words(hop: Hop) -> str:
    """Return the TLS version and cipher, or that there is none; empty where a kept connection does not say."""
    if hop.connection.tls:
        return hop.connection.tls
    return _("none: not encrypted") if hop.request.url.lower().startswith("http:") else ""


def host_of(url: str) -> str:
    """Return host and port of a URL, without user and password."""
    rest = url.partition("://")[2] or url
    authority = rest
    for stop in "/?#":
        authority = authority.partition(stop)[0]
    return authority.rpartition("@")[2]
