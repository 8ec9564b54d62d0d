"""Bytes as Base64 and back, in slices."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable

from curlew.preview.buffer import Buffer, Gathering

LINE = 57
"""Bytes that make a line of 76 characters (RFC 2045)."""

_SLICE = LINE * 9_000
_BLANKS = re.compile(rb"[ \t\r\n]+")
_ALPHABET = re.compile(rb"[A-Za-z0-9+/_-]*={0,2}\Z")


def encoded(data: Buffer, wrapped: bool, url_safe: bool, stopped: Callable[[], bool] = lambda: False) -> Buffer:
    """Return bytes in Base64, in lines of 76 characters or one. url_safe: with `-` and `_`, without padding. Raises OSError."""
    out = Gathering()
    for at in range(0, len(data), _SLICE):
        if stopped():
            break
        text = base64.b64encode(data[at : at + _SLICE])
        if url_safe:
            text = text.translate(_URL_SAFE).rstrip(b"=")
        if wrapped:
            text = b"\n".join(text[place : place + 76] for place in range(0, len(text), 76)) + (b"\n" if at + _SLICE < len(data) else b"")
        out.add(text)
    return out.buffer()


_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_STANDARD = bytes.maketrans(b"-_", b"+/")


def decoded(text: bytes) -> bytes | None:
    """Return what a text of Base64 stands for, with either alphabet, blanks, a `data:` prefix and missing padding; None if it is none."""
    if text.startswith(b"data:") and b";base64," in text[:200]:
        text = text.partition(b";base64,")[2]
    compact = _BLANKS.sub(b"", text)
    if len(compact) < 4 or len(compact.rstrip(b"=")) % 4 == 1 or not _ALPHABET.match(compact):
        return None
    try:
        bare = compact.rstrip(b"=").translate(_STANDARD)
        return base64.b64decode(bare + b"=" * (-len(bare) % 4), validate=True)
    except binascii.Error:
        return None
