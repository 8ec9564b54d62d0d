"""A response head, read strictly enough to be safe and plainly enough to say what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curlew.net.errors import ProtocolError
from curlew.text import _

MAX_HEAD = 256 * 1024
"""Bytes; counted over the whole head, so that it does not matter how the network cut it."""

END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/(1\.[01])[ ]+([1-9][0-9]{2})(?:[ ](.*))?")
_NAME = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Framing:
    """Where the body ends: `none`, `length`, `chunked`, or `close` (when the connection does)."""

    kind: str
    length: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """A parsed head. `raw` is exactly what came, `keep_alive` whether the connection may serve another request."""

    raw: bytes
    version: str
    status: int
    reason: bytes
    headers: tuple[tuple[bytes, bytes], ...]

    def values(self, name: bytes) -> list[bytes]:
        return [value for key, value in self.headers if key.lower() == name]

    @property
    def keep_alive(self) -> bool:
        tokens = {token.strip().lower() for value in self.values(b"connection") for token in value.split(b",")}
        return b"close" not in tokens and (self.version == "HTTP/1.1" or b"keep-alive" in tokens)

    def texts(self) -> tuple[tuple[str, str], ...]:
        return tuple((text_of(name), text_of(value)) for name, value in self.headers)


def text_of(data: bytes) -> str:
    """Return bytes as UTF-8, else Latin-1."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def shown(data: bytes, limit: int = 80) -> str:
    """Return bytes as a person can read them on one line: control characters and non-UTF-8 escaped, long ones cut."""
    text = data[:limit].decode("utf-8", "backslashreplace")
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return f"“{text}{'…' if len(data) > limit else ''}”"


def looks_like_http(start: bytes | bytearray) -> bool:
    """Return whether the first bytes, after any line ends, can still become a status line."""
    start = start[:80].lstrip(b"\r\n")
    return b"HTTP/"[: len(start)] == start[:5]


_SETTINGS = b"\x04\x00" + bytes(4)
"""Type, flags and stream of the frame with which a server of HTTP/2 begins, behind its length (RFC 9113 section 3.4)."""


def not_http(start: bytes) -> ProtocolError:
    """Return the error for a first line that is not HTTP, with a guess at what it is."""
    if start[:1] in (b"\x15", b"\x16") and start[1:2] == b"\x03":
        return ProtocolError(
            "protocol",
            _("This port speaks TLS, not plain HTTP"),
            _("The server answered with a TLS record."),
            _("Try https:// in the URL."),
            "wait",
        )
    if start[3:9] == _SETTINGS and len(start) >= 9:
        return ProtocolError(
            "protocol",
            _("This port speaks HTTP/2, not HTTP/1.1"),
            _("The server began with a frame of HTTP/2, without waiting to be asked for it."),
            _("Set the HTTP version to 2 in the request’s settings."),
            "wait",
        )
    line = start.lstrip(b"\r\n").split(b"\n", 1)[0].rstrip(b"\r")
    return ProtocolError(
        "protocol",
        _("The server’s first line is not valid HTTP"),
        _("It said {line}.").format(line=shown(line)),
        _("Check host and port: another service may be listening there."),
        "wait",
    )


def parse_head(raw: bytes) -> Head:
    """Parse a whole head, the blank line at its end included. Raise ProtocolError naming the line that is wrong."""
    first, *rest = re.split(rb"\r?\n", END_OF_HEAD.split(raw.lstrip(b"\r\n"), maxsplit=1)[0])
    found = _STATUS_LINE.fullmatch(first)
    if not found:
        raise not_http(raw)
    headers: list[tuple[bytes, bytes]] = []
    for number, line in enumerate(rest, start=2):
        if line[:1] in (b" ", b"\t"):
            if not headers:
                raise _bad_line(number, line, _("It begins with a blank, but there is no header before it to continue."))
            name, value = headers[-1]
            headers[-1] = (name, value + b" " + _checked(number, line))
            continue
        name, colon, value = line.partition(b":")
        if not colon:
            raise _bad_line(number, line, _("A header needs a colon after its name."))
        if not _NAME.fullmatch(name):
            raise _bad_line(number, line, _("A header’s name cannot be empty or hold blanks or such characters."))
        headers.append((name, _checked(number, value)))
    return Head(raw, f"HTTP/{found[1].decode()}", int(found[2]), (found[3] or b"").strip(), tuple(headers))


def _checked(number: int, value: bytes) -> bytes:
    if b"\0" in value or b"\r" in value:
        what = _("a NUL byte") if b"\0" in value else _("a bare carriage return")
        raise _bad_line(number, value, _("It holds {what}.").format(what=what))
    return value.strip(b" \t")


def _bad_line(number: int, line: bytes, why: str) -> ProtocolError:
    return ProtocolError(
        "protocol",
        _("Line {number} of the response’s head is not valid HTTP").format(number=number),
        _("It says {line}. {why}").format(line=shown(line), why=why),
        _("The bytes that came are shown below."),
        "receive",
    )


def framing_of(head: Head, method: str, notes: list[str]) -> Framing:
    """Return where the body of this response ends (RFC 9112 section 6.3); what is odd but harmless goes to `notes`."""
    # Only blanks are stripped: what else looks like one (a vertical tab) is a trick on servers that disagree about it.
    codings = [
        token.strip(b" \t").lower() for value in head.values(b"transfer-encoding") for token in value.split(b",") if token.strip(b" \t")
    ]
    lengths = {part.strip(b" \t") for value in head.values(b"content-length") for part in value.split(b",")}
    if method == "HEAD" or head.status in (204, 304) or head.status < 200 or (method == "CONNECT" and head.status < 300):
        return Framing("none")
    if codings:
        if codings != [b"chunked"]:
            raise ProtocolError(
                "protocol",
                _("The response is transferred in a way that Curlew does not know"),
                _("Transfer-Encoding says {value}.").format(value=shown(b", ".join(codings))),
                _("Only “chunked” is common; the server, or a proxy before it, is probably set up wrongly."),
                "receive",
            )
        if lengths:
            notes.append(
                _("The response has both Content-Length and Transfer-Encoding: proxies may disagree on where it ends (request smuggling).")
            )
        return Framing("chunked")
    if not lengths:
        return Framing("close")
    if len(lengths) > 1 or not all(re.fullmatch(rb"[0-9]{1,19}", length) for length in lengths):
        raise ProtocolError(
            "protocol",
            _("The response’s Content-Length is not one number"),
            _("It says {value}.").format(value=shown(b", ".join(head.values(b"content-length")))),
            _("Where the body ends cannot be known, so it was not read."),
            "receive",
        )
    if len(head.values(b"content-length")) > 1 or b"," in head.values(b"content-length")[0]:
        notes.append(_("The response repeats its Content-Length."))
    return Framing("length", int(lengths.pop()))
