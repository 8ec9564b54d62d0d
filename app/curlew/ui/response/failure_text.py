"""A failed send in words: what of the request went out, what came back, and a report that can be passed on."""

from __future__ import annotations

from dataclasses import dataclass

from curlew.engine.redact import redacted
from curlew.model.exchange import Exchange
from curlew.model.sendevent import Progress
from curlew.preview.timeline_text import timeline_text
from curlew.text import _
from curlew.ui.response.texts import exact_size, host_of

CONNECTING = ("", "prepare", "queue", "dns", "connect", "proxy", "tls")


@dataclass(frozen=True, slots=True)
class BytesSoFar:
    """Of the request (head and body) and of a response. sent: None where only a part went out and nobody counted it."""

    sent: int | None
    total: int
    received: int


def bytes_so_far(exchange: Exchange, progress: Progress | None = None) -> BytesSoFar | None:
    """Return how many bytes went out and came in; None where none can have. progress: what was counted last."""
    error, request = exchange.error, exchange.request
    if error is None or request is None:
        return None
    head = len(request.head or b"")
    total = head + request.body.size
    received = len(exchange.received)
    if not total and not received:
        return None  # it ended before there was a head to send
    if error.phase in CONNECTING:
        return BytesSoFar(0, total, received)
    if error.phase == "send":
        return BytesSoFar(head + progress.sent if progress is not None else None, total, received)
    return BytesSoFar(total, total, received)


def bytes_words(counted: BytesSoFar) -> str:
    """Return the bytes in a sentence."""
    total, received = exact_size(counted.total), exact_size(counted.received)
    if counted.sent is None:
        return _("Of your request a part of {total}, of a response {received}.").format(total=total, received=received)
    sent = f"{counted.sent:,}"
    return _("Of your request {sent} of {total}, of a response {received}.").format(sent=sent, total=total, received=received)


def what_reached(exchange: Exchange) -> str:
    """Return in one sentence what of the request reached the server."""
    error = exchange.error
    if error is None or exchange.request is None:
        return _("The send was stopped before a response came.") if error and error.kind == "cancelled" else _("Nothing was sent.")
    host = host_of(exchange.request.url)
    if error.phase in CONNECTING:
        return _("Nothing of the request reached {host}.").format(host=host)
    if error.phase == "send":
        return _("Part of the request may have reached {host}.").format(host=host)
    return _("The request went to {host}; no whole response came back.").format(host=host)


def told(exchange: Exchange) -> str:
    """Return a failure as plain text, for a report: the words first, then how the send went. Secrets are masked."""
    masked = redacted(exchange)
    error, lines = masked.error, []
    if error is not None:
        lines = [error.title, what_reached(masked), error.reason, *error.hint.splitlines(), error.code]
    text = "\n".join(line for line in lines if line)
    return f"{text}\n\n{timeline_text(masked)}" if masked.hops else text
