"""What goes wrong on an HTTP/2 connection, in plain words that name HTTP/2's own error."""

from __future__ import annotations

from curlew.net.errors import ProtocolError, ReadingError, StaleError
from curlew.net.head import shown
from curlew.text import _

_NAMES = (
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED",
)

REFUSED_STREAM = 7


class UnprocessedError(StaleError):
    """The server said that it has not touched the request: sending it again does no harm, whatever its method."""

    untouched = True


def name_of(code: int) -> str:
    return _NAMES[code] if 0 <= code < len(_NAMES) else f"0x{code:X}"


def _meaning(code: int) -> tuple[str, str]:
    """Return what an error code means, and what to try."""
    again = _("Send again; if it happens each time, the server’s log says why.")
    return {
        0: (_("It gave no error as its reason."), again),
        1: (_("It says that HTTP/2’s rules were broken."), _("Set the HTTP version to 1.1 in the request’s settings.")),
        2: (_("It made a mistake of its own."), again),
        3: (_("It says that more was sent than it had allowed."), again),
        4: (_("It waited in vain for HTTP/2’s settings to be confirmed."), again),
        6: (_("It says that a frame had a wrong size."), _("Set the HTTP version to 1.1 in the request’s settings.")),
        7: (_("It refused the request before it did anything with it."), _("Send again later: it may be busy.")),
        8: (_("It no longer wants the request, or to answer it."), again),
        11: (_("It gets too many requests, or too much of something."), _("Wait a while, and send fewer requests at a time.")),
        12: (_("It finds the encryption too weak."), _("Raise the minimum TLS version in the request’s settings.")),
        13: (_("It wants this request by HTTP/1.1."), _("Set the HTTP version to 1.1 in the request’s settings.")),
    }.get(code, (_("It gave no further reason."), again))


def stream_reset(code: int, came: str) -> ReadingError:
    """Return the error for a stream that the server ended. came: what is there of the body, in words; empty before the headers."""
    why, hint = _meaning(code)
    if code == REFUSED_STREAM and not came:
        return UnprocessedError(
            "refused", _("The server refused the request"), f"{why} (REFUSED_STREAM)", hint, "wait", code="REFUSED_STREAM"
        )
    title = _("The server broke its answer off") if came else _("The server ended the request without an answer")
    if code == 11 and not came:
        title = _("The server says: too many requests")
    reason = f"{why} ({name_of(code)})" + (f" {came}" if came else "")
    return ReadingError("reset", title, reason, hint, "receive" if came else "wait", code=name_of(code))


def going_away(code: int, debug: bytes, processed: bool) -> ReadingError:
    """Return the error for a request on a connection that the server gave up (GOAWAY)."""
    why, hint = _meaning(code)
    said = _(" It adds {text}.").format(text=shown(debug)) if debug else ""
    reason = f"{why} ({name_of(code)}){said}"
    if not processed:
        return UnprocessedError("closed", _("The server gave the connection up"), reason, hint, "wait", code=name_of(code))
    return ReadingError("closed", _("The server gave the connection up during the request"), reason, hint, "receive", code=name_of(code))


def not_http2(start: bytes) -> ProtocolError:
    """Return the error for a server whose first bytes are no HTTP/2."""
    if start[:5] == b"HTTP/":
        line = start.split(b"\n", 1)[0].rstrip(b"\r")
        return ProtocolError(
            "http2",
            _("The server answered HTTP/2 by HTTP/1.1"),
            _("It said {line}.").format(line=shown(line)),
            _("Set the HTTP version to 1.1 in the request’s settings."),
            "wait",
        )
    return ProtocolError(
        "http2",
        _("What the server sent is no HTTP/2"),
        _("Its answer begins with {bytes}.").format(bytes=shown(start[:40])),
        _("Set the HTTP version to 1.1 in the request’s settings, and check host and port."),
        "wait",
    )


_FRAMES = ("DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING", "GOAWAY", "WINDOW_UPDATE", "CONTINUATION")


def broken_rules(kind: int, said: Exception | str) -> ProtocolError:
    """Return the error for a server that broke the rules of HTTP/2 with a frame of that kind. said: what is wrong, by the library."""
    frame = _FRAMES[kind] if kind < len(_FRAMES) else str(kind)
    text = str(said)
    reason = _("It sent a frame of the kind {frame} that may not come there, or holds what it may not hold.")
    if "decoding header" in text:
        reason = _("Its headers cannot be unpacked.")
    elif "header list" in text.lower() or "too many" in text.lower():
        reason = _("It sends more headers than can be taken in.")
    elif "frame size" in text.lower():
        reason = _("It sent a frame of the kind {frame} that is larger than allowed.")
    return ProtocolError(
        "http2",
        _("The server broke the rules of HTTP/2"),
        reason.format(frame=frame),
        _("Set the HTTP version to 1.1 in the request’s settings, or look into the server’s log."),
        "receive",
        code=text,
    )
