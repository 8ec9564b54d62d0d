"""What is missing of a response, and why it may have no body, in words."""

from __future__ import annotations

from curlew.model.exchange import Exchange
from curlew.text import _


def missing_words(exchange: Exchange) -> list[str]:
    """Return what is missing of a response that came in part; nothing where a person ended it."""
    response, error = exchange.response, exchange.error
    if response is None or response.stopped:
        return []
    if error is None:
        return [response.incomplete]
    reason = "" if response.incomplete and response.incomplete in error.reason else error.reason
    title = error.title.rstrip(".")
    said = title.lower() in response.incomplete.lower()  # once is enough
    words = ("" if said else f"{title}.", reason, *error.hint.splitlines())
    return [response.incomplete, " ".join(part for part in words if part)]


def stopped_words(exchange: Exchange) -> str:
    """Return that a person ended the response, empty if nobody did."""
    response = exchange.response
    if response is None or not response.stopped:
        return ""
    size = f"{response.body.size:,}"
    return _("Stopped by you. What came until then is kept: {size} bytes.").format(size=size)


def why_empty(exchange: Exchange) -> str:
    """Return why a response may have no body."""
    request, response = exchange.request, exchange.response
    if response is None or request is None:
        return ""
    if request.method.upper() == "HEAD":
        return _("A response to HEAD has no body.")
    if response.status in (204, 205, 304) or response.status < 200:
        return _("A response with status {status} has no body.").format(status=response.status)
    if response.incomplete or (exchange.error is not None and exchange.error.kind != "redirect"):
        return _("None of it was received.")
    return _("The server sent a head and nothing after it.")
