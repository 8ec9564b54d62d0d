"""What is said of a stream where its table has nothing to show, and how it ended."""

from __future__ import annotations

from curlew.model.exchange import Exchange
from curlew.preview.stream_log import StreamLog
from curlew.text import _
from curlew.ui.response.texts import size


def empty_words(log: StreamLog, live: bool, came: int, held: int = 0) -> str:
    """Return why no event is shown. came: bytes; held: events that wait while paused."""
    if log.rows and held == len(log.rows):
        return _("Paused. Go on to see what came.")
    if log.rows:
        return _("No event passes the filter.")
    if log.total:
        return _("Cleared. New events appear here.") if live else _("Cleared. The body keeps all events.")
    if not live:
        return _("The stream had no event. What came is in the body.") if came else _("The stream ended before anything came.")
    if came:
        return _("{size} came, and no whole event yet. It may not be what its content type says.").format(size=size(came))
    return _("Connected. Waiting for the first event…")


def ending(exchange: Exchange) -> str:
    """Return how a stream ended."""
    response = exchange.response
    if response is not None and response.stopped:
        return _("You stopped it")
    if exchange.error is not None:
        return exchange.error.title.rstrip(".")
    return _("The server ended it")
