"""What a row of a tree says: cut short where it is long, with what cannot be seen made visible, and times in local time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from curlew.preview.buffer import Buffer
from curlew.preview.picked import as_text
from curlew.preview.words import size
from curlew.text import _, ngettext

LONGEST = 400
"""Bytes of a value that are looked at for a row."""

COUNTED = 256 * 1024
"""Bytes of a text whose characters are counted."""

_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)")
_EPOCH = re.compile(rb"[1-4]\d{9}(?:\d{3})?")
_TIME_KEY = re.compile(r"time|date|stamp|expir|creat|updat|modif|since|until|(?:_at|At|_ts|^ts|^exp|^iat|^nbf|^at)$", re.IGNORECASE)
_LATEST = 4_102_444_800  # the year 2100


@dataclass(frozen=True, slots=True)
class RowText:
    """One row. key: empty for none; is_index: it is a number in an array. sign: `{ }`, `[ ]`, `< >`, empty for a value without children.

    summary: beside the sign. value, token: its source text and colour. type: at the right edge. note: muted, behind the value.
    flags: what is odd, in words. counted: false where the number of children is not known yet.
    """

    key: str = ""
    is_index: bool = False
    sign: str = ""
    summary: str = ""
    value: str = ""
    token: str = "text"
    type: str = ""
    note: str = ""
    flags: tuple[str, ...] = ()
    counted: bool = True


def visible(text: str) -> str:
    """Return a text for one painted line: signs for what cannot be seen or would turn the text around."""
    text = as_text(text)
    return text if text.isprintable() else "".join(char if char.isprintable() else _sign(char) for char in text)


def _sign(char: str) -> str:
    if char < " ":
        return chr(0x2400 + ord(char))
    return " " if char.isspace() and char not in "\x85\u2028\u2029" else "▯"


def cut(data: Buffer, start: int, end: int) -> str:
    """Return the beginning of a text in the source, with an ellipsis where that is not all."""
    if end - start <= LONGEST:
        return visible(data[start:end].decode("utf-8", "replace"))
    return visible(data[start : start + LONGEST].decode("utf-8", "replace").rstrip("\ufffd")) + "…"


def length_words(data: Buffer, start: int, end: int) -> str:
    """Return how long a text is: in characters, or in bytes where counting would take too long."""
    if end - start > COUNTED:
        return size(end - start)
    n = len(data[start:end].decode("utf-8", "replace"))
    return characters(n)


def characters(n: int) -> str:
    return ngettext("{n} character", "{n} characters", n).format(n=f"{n:,}")


def moment_of(text: str) -> str:
    """Return the local time that an ISO 8601 text with a zone stands for; empty for anything else."""
    if len(text) > 40 or _ISO.fullmatch(text) is None:
        return ""
    try:
        return _local(datetime.fromisoformat(text))
    except (ValueError, OverflowError, OSError):
        return ""


def moment_of_number(raw: bytes, key: str) -> str:
    """Return the local time that seconds or milliseconds since 1970 stand for, under a key that speaks of a time."""
    if _EPOCH.fullmatch(raw) is None or not _TIME_KEY.search(key):
        return ""
    seconds = int(raw) if len(raw) == 10 else int(raw) / 1000
    try:
        return _local(datetime.fromtimestamp(seconds).astimezone()) if seconds < _LATEST else ""
    except (ValueError, OverflowError, OSError):
        return ""


def _local(moment: datetime) -> str:
    local = moment.astimezone()
    return _("{day} {rest} local time").format(day=local.day, rest=local.strftime("%b %Y, %H:%M"))
