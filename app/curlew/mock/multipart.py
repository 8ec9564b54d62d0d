"""Multipart bodies taken apart while they stream in (RFC 7578, RFC 2046 section 5.1.1)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from urllib.parse import unquote

from curlew.mock.shapes import ReceivedPart

KEEP_PART = 1024 * 1024
KEEP_ALL = 16 * 1024 * 1024
"""Parts are kept up to these sizes, each and together; of the rest only size and hash are told."""

MAX_PARTS = 10_000
MAX_PART_HEAD = 64 * 1024

_PARAMETER = re.compile(r';\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))')


def parameters(value: str) -> dict[str, str]:
    """Return the parameters of a header such as Content-Disposition, by lower-case name; `name*` is decoded (RFC 8187)."""
    found: dict[str, str] = {}
    for name, quoted, bare in _PARAMETER.findall(";" + value.partition(";")[2]):
        text = re.sub(r'\\(["\\])', r"\1", quoted) if quoted else bare.strip()
        key = name.lower()
        if key.endswith("*"):
            charset, _, rest = text.partition("'")
            key, text = key[:-1], _decoded(rest.partition("'")[2], charset)
            found[key] = text
        else:
            found.setdefault(key, text)
    return found


def _decoded(text: str, charset: str) -> str:
    try:
        return unquote(text, encoding=charset or "utf-8", errors="replace")
    except LookupError:
        return unquote(text, errors="replace")


def boundary_of(content_type: str) -> bytes:
    """Return the boundary that a Content-Type names; empty if none or longer than the standard's 70 and then some."""
    boundary = parameters(content_type).get("boundary", "").encode("utf-8", "replace")
    return boundary if len(boundary) <= 200 else b""


class _OpenPart:
    """A part whose bytes are still coming; up to `keep` of them are kept."""

    def __init__(self, head: bytes, keep: int) -> None:
        self._keep = keep
        headers: dict[str, str] = {}
        for line in head.split(b"\r\n"):
            name, _, value = _text(line).partition(":")
            headers[name.strip().lower()] = value.strip()
        disposition = parameters(headers.get("content-disposition", ""))
        self.name = disposition.get("name", "")
        self.filename = disposition.get("filename")
        self.content_type = headers.get("content-type", "")
        self.size = 0
        self.hash = hashlib.sha256()
        self.kept: bytearray | None = bytearray()

    def feed(self, data: bytes) -> None:
        self.size += len(data)
        self.hash.update(data)
        if self.kept is not None:
            if self.size <= self._keep:
                self.kept += data
            else:
                self.kept = None

    def close(self) -> ReceivedPart:
        data = None if self.kept is None else bytes(self.kept)
        return ReceivedPart(self.name, self.filename, self.content_type, self.size, self.hash.hexdigest(), data)


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


class MultipartParser:
    """Feed it a body's pieces; `parts` grows. What is wrong stands in `problem`, after which the rest is passed over."""

    def __init__(self, boundary: bytes) -> None:
        self.parts: list[ReceivedPart] = []
        self.problem = ""
        self._delimiter = b"\r\n--" + boundary
        self._buffer = bytearray(b"\r\n")  # so that a delimiter at the very start looks like the others
        self._part: _OpenPart | None = None
        self._left = KEEP_ALL
        self._step: Callable[[], bool] | None = self._in_body

    def feed(self, data: bytes) -> None:
        if self._step is None:
            return
        self._buffer += data
        while self._step is not None and self._step():
            pass

    def finish(self) -> None:
        """Say so if the closing delimiter never came."""
        if self._step is not None:
            self._fail("the closing boundary is missing")

    def _in_body(self) -> bool:
        at = self._buffer.find(self._delimiter)
        end = at if at >= 0 else max(0, len(self._buffer) - len(self._delimiter) + 1)
        if self._part is not None:
            self._part.feed(bytes(self._buffer[:end]))
        del self._buffer[:end]
        if at < 0:
            return False
        del self._buffer[: len(self._delimiter)]
        if self._part is not None:
            self.parts.append(self._part.close())
            self._left -= len(self._part.kept or b"")
            self._part = None
        self._step = self._after_delimiter
        return True

    def _after_delimiter(self) -> bool:
        if len(self._buffer) < 2:
            return False
        if self._buffer.startswith(b"--"):
            self._step = None
            self._buffer.clear()
            return False
        end = self._buffer.find(b"\r\n")
        if end < 0:
            return self._too_long("a boundary's line")
        if self._buffer[:end].strip(b" \t"):
            return self._fail("there is text behind a boundary")
        del self._buffer[:end]  # the line end stays: with an empty head it is the first half of the blank line
        self._step = self._in_head
        return True

    def _in_head(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return self._too_long("a part's head")
        if len(self.parts) >= MAX_PARTS:
            return self._fail(f"there are more than {MAX_PARTS} parts")
        self._part = _OpenPart(bytes(self._buffer[2 : max(2, end)]), min(KEEP_PART, self._left))
        del self._buffer[: end + 4]
        self._step = self._in_body
        return True

    def _too_long(self, what: str) -> bool:
        return self._fail(f"{what} is longer than {MAX_PART_HEAD} bytes") if len(self._buffer) > MAX_PART_HEAD else False

    def _fail(self, problem: str) -> bool:
        self.problem = problem
        self._step = None
        self._part = None
        self._buffer.clear()
        return False
