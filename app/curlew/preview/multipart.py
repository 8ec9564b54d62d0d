"""The parts of a multipart body: where each stands, and what its headers say. Nothing is copied."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Generator
from dataclasses import dataclass
from urllib.parse import unquote

from curlew.preview.buffer import Buffer
from curlew.preview.charset import codec_of
from curlew.preview.kinds import media_type
from curlew.text import _

SLICE = 512 * 1024
MOST = 10_000
"""Parts that are looked for."""

LONGEST_HEAD = 64 * 1024
LARGEST_DECODED = 16 * 1024 * 1024

_BOUNDARY = re.compile(r";\s*boundary\s*=\s*(?:\"([^\"]{1,200})\"|([^\s;]{1,200}))", re.IGNORECASE)
_PARAMETER = re.compile(r";\s*([\w*.-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;]*))")
_FIRST_LINE = re.compile(rb"(?:\r?\n)?--([^\r\n]{1,200}?)[ \t]*\r?\n")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers, and where its body stands."""

    headers: tuple[tuple[str, str], ...]
    start: int
    end: int

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def name(self) -> str:
        """The field's name, empty without."""
        return parameter(self.header("content-disposition"), "name")

    @property
    def file_name(self) -> str:
        return parameter(self.header("content-disposition"), "filename") or parameter(self.header("content-type"), "name")

    @property
    def content_type(self) -> str:
        return self.header("content-type")

    def content(self, data: Buffer) -> bytes | None:
        """Return the body without its transfer encoding (Base64, quoted-printable); None where it has none, and stands as it is."""
        encoding = self.header("content-transfer-encoding").strip().lower()
        if encoding not in ("base64", "quoted-printable") or self.end - self.start > LARGEST_DECODED:
            return None
        try:
            written = data[self.start : self.end]
            return base64.b64decode(written) if encoding == "base64" else quopri.decodestring(written)
        except (binascii.Error, ValueError):
            return None

    def whole(self, data: Buffer) -> bytes:
        """Return the body without its transfer encoding, or as it stands."""
        content = self.content(data)
        return data[self.start : self.end] if content is None else content


def is_multipart(content_type: str) -> bool:
    return media_type(content_type).startswith("multipart/")


class Parts:
    """Finds the parts: `for _ in parts.steps(): …`; `found` grows meanwhile. problem: what is wrong with the whole, in words."""

    def __init__(self, data: Buffer, content_type: str) -> None:
        self.found: list[Part] = []
        self.problem = ""
        self.boundary = _boundary(content_type, data[:1024])
        self._data = data

    def steps(self) -> Generator[None, None, None]:
        """Find them, pausing after every slice."""
        if not self.boundary:
            self.problem = _("No boundary is declared.")
            return
        data, mark, began = self._data, b"--" + self.boundary, -1
        found = self._next(mark, 0)
        at = yield from found
        while at >= 0 and len(self.found) < MOST:
            if began >= 0:
                self._take(began, at)
            after = at + len(mark)
            if data[after : after + 2] == b"--":
                return
            line = data.find(b"\n", after, after + 200)
            began = line + 1 if line >= 0 else after
            at = yield from self._next(mark, began)
        if began >= 0 and len(self.found) < MOST:
            self._take(began, len(data))
            self.problem = _("The last boundary is missing: the body may have been cut off.")
        elif began < 0:
            self.problem = _("The declared boundary stands nowhere.")
        else:
            self.problem = _("Only the first {n} parts are shown.").format(n=f"{MOST:,}")

    def _next(self, mark: bytes, at: int) -> Generator[None, None, int]:
        """Return where the next boundary begins a line, -1 for nowhere."""
        data, size = self._data, len(self._data)
        while at < size:
            stop = min(at + SLICE, size)
            place = data.find(mark, at, min(stop + len(mark), size))
            while place >= 0:
                if place == 0 or data[place - 1] == 0x0A:
                    return place
                place = data.find(mark, place + 1, min(stop + len(mark), size))
            at = stop
            yield
        return -1

    def _take(self, start: int, end: int) -> None:
        data = self._data
        if end < len(data) or data[end - 1 : end] == b"\n":
            end -= 1 if data[end - 1 : end] == b"\n" else 0
            end -= 1 if data[end - 1 : end] == b"\r" else 0
        head = data[start : min(end, start + LONGEST_HEAD)]
        lines, at = [], 0
        while at < len(head):
            stop = head.find(b"\n", at)
            line = head[at : stop if stop >= 0 else len(head)].rstrip(b"\r")
            at = stop + 1 if stop >= 0 else len(head)
            if not line:
                break
            lines.append(line)
        self.found.append(Part(_headers(lines), min(start + at, max(start, end)), max(start, end)))


def _boundary(content_type: str, begin: bytes) -> bytes:
    found = _BOUNDARY.search(content_type)
    if found:
        return (found[1] or found[2]).encode("utf-8", "surrogateescape")
    line = _FIRST_LINE.match(begin)
    return line[1] if line else b""


def _headers(lines: list[bytes]) -> tuple[tuple[str, str], ...]:
    headers: list[tuple[str, str]] = []
    for line in lines[:100]:
        text = line.decode("utf-8", "replace")
        if text[:1] in " \t" and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {text.strip()}")
            continue
        name, _colon, value = text.partition(":")
        headers.append((name.strip(), value.strip()))
    return tuple(headers)


def parameter(value: str, name: str) -> str:
    """Return a parameter of a header's value; one with a star (RFC 8187) counts for more."""
    plain = ""
    for key, quoted, bare in _PARAMETER.findall(value):
        if key.lower() == f"{name}*":
            charset, _quote, rest = (quoted or bare).strip().partition("'")
            codec = codec_of(charset) or "utf-8"
            return unquote(rest.partition("'")[2], codec, "replace")
        if key.lower() == name and not plain:
            plain = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare.strip()
    return plain
