"""Times, sizes, phases and states of an exchange in words, for the window and the command line alike."""

from __future__ import annotations

from http import HTTPStatus

from curlew.model.exchange import Exchange, Hop, Response
from curlew.text import _, ngettext

PHASES = ("prepare", "queue", "dns", "connect", "proxy", "tls", "send", "wait", "receive")


def phase_title(phase: str) -> str:
    """Return what a phase is called."""
    return {
        "prepare": _("Preparing"),
        "queue": _("Queue"),
        "dns": _("DNS"),
        "connect": _("TCP connect"),
        "proxy": _("Proxy"),
        "tls": _("TLS"),
        "send": _("Request sent"),
        "wait": _("Waiting"),
        "receive": _("Download"),
    }.get(phase, phase)


def event_title(kind: str) -> str:
    """Return what a mark of the timeline is called."""
    return {
        "queue": _("Turn came"),
        "dns": _("Name found"),
        "try": _("Tried"),
        "connect": _("Connected"),
        "proxy": _("Proxy"),
        "tls": _("TLS ready"),
        "sent": _("Request sent"),
        "interim": _("Interim response"),
        "first-byte": _("First byte"),
        "received": _("Received"),
        "redirect": _("Redirect"),
        "auth": _("Authentication"),
        "retry": _("Sent again"),
        "asked": _("Asked"),
        "answered": _("Answered"),
        "failed": _("Failed"),
    }.get(kind, kind)


def why_words(hop: Hop) -> str:
    """Return what led to a hop, empty for the first."""
    return {
        "redirect": _("Redirect followed"),
        "auth": _("Sent again with credentials"),
        "retry": _("Sent again: the kept connection had been closed"),
    }.get(hop.why, "")


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
    return ngettext("{n} byte", "{n} bytes", count).format(n=f"{count:,}")


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


def hop_counts(exchange: Exchange) -> str:
    """Return how many requests a send was, and why more than one: "3 requests, 1 redirect, 1 with credentials"."""
    hops = exchange.hops
    if not hops:
        return ""
    parts = [ngettext("{n} request", "{n} requests", len(hops)).format(n=len(hops))]
    kinds = [hop.why or "redirect" for hop in hops[1:]]
    for kind, one, many in (
        ("redirect", _("{n} redirect"), _("{n} redirects")),
        ("auth", _("{n} with credentials"), _("{n} with credentials")),
        ("retry", _("{n} sent again"), _("{n} sent again")),
    ):
        if count := kinds.count(kind):
            parts.append(ngettext(one, many, count).format(n=count))
    return ", ".join(parts)


def tls_words(hop: Hop) -> str:
    """Return the TLS version and cipher, or that there is none; empty where a kept connection does not say, or there was none."""
    if hop.connection.tls:
        return hop.connection.tls
    is_plain = hop.request.url.lower().startswith("http:") and bool(hop.connection.remote)
    return _("none: not encrypted") if is_plain else ""


def verified_words(hop: Hop) -> str:
    """Return what is known of the server's certificate, empty without TLS."""
    way = hop.connection
    if way.verified is None and not way.certificates:
        return ""
    if way.pinned:
        return _("not valid, but trusted for this host on this machine")
    if way.verified:
        return _("verified")
    return _("not verified")


def printable(text: str) -> str:
    """Return a text on one line: what is not printable is written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
