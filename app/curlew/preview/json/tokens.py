"""The tokens of JSON text as regular expressions over bytes, and what can be wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curlew.preview.buffer import Buffer
from curlew.text import _

_PIECE = 256 * 1024
_BEGINNINGS = bytes(byte for byte in range(256) if byte & 0xC0 != 0x80)  # all that begin a character in UTF-8

_WS = rb"[ \t\r\n]*+"
_PLAIN = rb"[ !#-\[\]-\xff]*+"  # all but quote, backslash and controls; said positively it runs twice as fast
_STRING = rb'"' + _PLAIN + rb'(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})' + _PLAIN + rb')*"'
_NUMBER = rb"-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+"
_SCALAR = rb"(?:" + _STRING + rb"|(?:" + _NUMBER + rb"|true|false|null)(?=[ \t\r\n,\]}]|\Z))"
_TEMPLATE = rb"\{\{[^{}\r\n]*+\}\}"

MEMBER = re.compile(_WS + rb"(" + _STRING + rb")" + _WS + rb":" + _WS + rb"(?:(" + _SCALAR + rb")" + _WS + rb"(,|(?=\}))|(?=[{\[]))")
"""A whole `"key": value,` of an object, valid in itself: key, scalar (None before a container), comma (empty before the end)."""

ELEMENT = re.compile(_WS + rb"(" + _SCALAR + rb")" + _WS + rb"(,|(?=\]))")
"""A whole `value,` of an array, valid in itself."""

BRACKET = re.compile(_WS + rb"(?:([{\[])|([}\]])" + _WS + rb"(,?))")
"""A bracket, a closing one with the comma after it."""

TOKEN = re.compile(
    _WS
    + rb"(?:(?P<mark>[{}\[\],:])"
    + rb'|(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+")'
    + rb'|(?P<word>(?:[^ \t\r\n{}\[\],:"/]++|/(?![/*]))+)'
    + rb"|(?P<comment>//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*(?:\*/|\Z))"
    + rb"|(?P<end>\Z)"
    + rb'|(?P<open>"))',
    re.DOTALL,
)
"""Any token, valid or not: together they cover every text; `open` is a string that never ends."""

TEMPLATE = re.compile(_WS + rb"(" + _TEMPLATE + rb")")
"""A `{{variable}}` standing where a value belongs."""

PREFIX = re.compile(rb"(?:\xef\xbb\xbf)?(?:(?P<guard>\)\]\}'(?:,(?=[ \t]*+[\r\n]))?|while\s?\((?:1|true)\);?+|for\s?\(;;\);)[ \t\r\n]*+)?")
"""A byte order mark, and the guards that some servers put before JSON so that a browser cannot run it."""

WRAPPER = re.compile(
    rb"(?:/\*\*/"
    + _WS
    + rb")?(?:[A-Za-z_$][A-Za-z0-9_$]*+)(?:\.[A-Za-z_$][A-Za-z0-9_$]*+|\[[A-Za-z0-9_$'\"]++\])*"
    + _WS
    + rb"\((?="
    + _WS
    + rb"[{\[])"
)
"""The call of a function around JSON (JSONP), up to its bracket."""

WRAPPER_END = re.compile(_WS + rb"\)" + _WS + rb";?+" + _WS + rb"\Z")

STRICT_NUMBER = re.compile(_NUMBER)
STRICT_STRING = re.compile(_STRING)
STRICT_SCALAR = re.compile(_SCALAR)
LOOSE_VALUE = re.compile(rb"(?:[+-]?(?:NaN|Infinity|[0-9.][0-9A-Za-z_.+-]*+)|undefined|nan|inf|-inf|True|False|None)\Z")
"""Words that are no JSON but surely one value: formatted, and reported."""

BARE_KEY = re.compile(rb"[A-Za-z_$][A-Za-z0-9_$-]*+\Z")


@dataclass(frozen=True, slots=True)
class Problem:
    """The first thing that is not JSON. line and column count from 1, column in characters; offset in bytes.

    kind: "comment" or "comma" (one with nothing after it) for what JSON with comments allows.
    """

    offset: int
    line: int
    column: int
    reason: str
    kind: str = ""

    def __str__(self) -> str:
        return _("line {line}, column {column}: {reason}").format(line=self.line, column=self.column, reason=self.reason)


def problem_at(data: Buffer, offset: int, reason: str, kind: str = "") -> Problem:
    """Return the problem with its place worked out."""
    lines, line_start = 0, 0
    for at in range(0, offset, _PIECE):
        piece = data[at : min(at + _PIECE, offset)]
        more = piece.count(b"\n")
        lines += more
        if more:
            line_start = at + piece.rfind(b"\n") + 1
    characters = 0
    for at in range(line_start, offset, _PIECE):
        piece = data[at : min(at + _PIECE, offset)]
        characters += len(piece) - len(piece.translate(None, _BEGINNINGS))
    return Problem(offset, lines + 1, characters + 1, reason, kind)


def name_of(token: bytes) -> str:
    """Return a token as a short quotation for a message."""
    text = token[:40].decode("utf-8", "replace")
    return f"“{text[:24]}…”" if len(text) > 24 else f"“{text}”"
