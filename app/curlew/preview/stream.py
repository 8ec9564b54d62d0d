"""Streams of events as they come: server-sent events by the HTML standard (section 9.2.6), and one JSON value or text a line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from curlew.model.streams import EVENTS

MOST_KEPT = 1024 * 1024
"""Bytes of one event's data that are kept; the body has all of it."""

SHOWN = 400
"""Characters of an event's first look."""


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """One event. number: from 1. offset, size: where its bytes stand in the body, unpacked. at: seconds since the epoch, None if unknown.

    kind: the event's name (`message` without one), `comment`, `retry`, or for lines `json` or `text`. id: its own.
    data: at most MOST_KEPT bytes of it; cut says that there were more. retry: milliseconds, where the event sets them.
    note: `no data` (browsers pass it over) or `partial` (the stream ended within it).
    """

    number: int
    offset: int
    size: int
    at: float | None
    kind: str
    data: bytes
    id: str = ""
    retry: int | None = None
    cut: bool = False
    note: str = ""

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", "replace")

    @property
    def look(self) -> str:
        """The beginning, on one line."""
        return self.data[: 4 * SHOWN].decode("utf-8", "replace")[:SHOWN].replace("\n", " ↵ ")


class Parser(Protocol):
    """`feed` returns the events that are complete, `finish` what is left at the stream's end. Slices may cut anywhere."""

    def feed(self, data: bytes, at: float | None = None) -> list[StreamEvent]: ...

    def finish(self, at: float | None = None) -> list[StreamEvent]: ...


class _Lines:
    """Cuts bytes into lines that end in LF, CR LF or, if `alone`, CR; keeps MOST_KEPT bytes of each and counts all."""

    def __init__(self, alone: bool) -> None:
        self._alone = alone
        self._tail = b""
        self._tail_size = 0
        self._after_cr = False
        self._begun = False

    def feed(self, data: bytes) -> list[tuple[bytes, int]]:
        """Return whole lines without their ends, each with the bytes that it took."""
        extra = 0
        if not self._begun and data:
            if len(self._tail + data) < 3 and b"\xef\xbb\xbf".startswith(self._tail + data):
                self._tail += data
                return []
            data, self._tail, self._begun = self._tail + data, b"", True
            if data.startswith(b"\xef\xbb\xbf"):
                data, extra = data[3:], 3
        if self._after_cr and data:
            self._after_cr = False
            if data.startswith(b"\n"):
                data, extra = data[1:], extra + 1
        found: list[tuple[bytes, int]] = []
        for line in data.splitlines(keepends=True) if self._alone else data.split(b"\n"):
            found.append((line, len(line)))
        return self._joined(found, extra)

    def _joined(self, pieces: list[tuple[bytes, int]], extra: int) -> list[tuple[bytes, int]]:
        lines: list[tuple[bytes, int]] = []
        self._tail_size += extra
        last = len(pieces) - 1
        for number, (piece, size) in enumerate(pieces):
            ends = piece.endswith((b"\n", b"\r")) if self._alone else number < last
            taken = size if self._alone else size + (number < last)
            self._tail_size += taken
            if len(self._tail) < MOST_KEPT + 2:
                self._tail = self._tail + piece if self._tail else piece
            if ends:
                lines.append((self._tail.rstrip(b"\r\n") if self._alone else self._tail.removesuffix(b"\r"), self._tail_size))
                self._tail, self._tail_size = b"", 0
        self._after_cr = self._alone and bool(pieces) and pieces[-1][0].endswith(b"\r")
        return lines

    def finish(self) -> tuple[bytes, int]:
        """Return what stands behind the last line end."""
        rest = self._tail, max(self._tail_size, len(self._tail))
        self._tail, self._tail_size = b"", 0
        return rest


class SseParser:
    """`text/event-stream`. Comments and events without data are told too, marked, though browsers pass them over."""

    def __init__(self) -> None:
        self._lines = _Lines(alone=True)
        self._offset = 0
        self._number = 0
        self._fresh()

    def _fresh(self) -> None:
        self._size = 0
        self._kind = self._id = ""
        self._data: list[bytes] = []
        self._kept = 0
        self._retry: int | None = None
        self._comments: list[bytes] = []
        self._cut = self._any = False

    def feed(self, data: bytes, at: float | None = None) -> list[StreamEvent]:
        events: list[StreamEvent] = []
        for line, size in self._lines.feed(data):
            self._size += size
            if line:
                self._take(line)
            else:
                events += self._event(at)
        return events

    def finish(self, at: float | None = None) -> list[StreamEvent]:
        line, size = self._lines.finish()
        self._size += size
        if line:
            self._take(line)
        return self._event(at, "partial")

    def _take(self, line: bytes) -> None:
        self._any = True
        name, _colon, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if not name:
            self._keep(self._comments, value)
        elif name == b"data":
            self._keep(self._data, value)
        elif name == b"event":
            self._kind = value[:200].decode("utf-8", "replace")
        elif name == b"id" and b"\0" not in value:
            self._id = value[:1000].decode("utf-8", "replace")
        elif name == b"retry" and value.isdigit() and len(value) < 16:
            self._retry = int(value)

    def _keep(self, lines: list[bytes], value: bytes) -> None:
        room = MOST_KEPT - self._kept
        self._cut = self._cut or len(value) > room
        if room > 0:
            lines.append(value[:room])
        self._kept += len(value) + 1

    def _event(self, at: float | None, note: str = "") -> list[StreamEvent]:
        offset, size, any_line = self._offset, self._size, self._any
        self._offset += size
        if not any_line:
            self._size = 0
            return []
        self._number += 1
        comment = not self._data and bool(self._comments) and not (self._kind or self._id)
        waiting = not self._data and self._retry is not None and not (self._kind or self._id)  # how long to wait before connecting again
        if not self._data and not comment and not waiting and not note:
            note = "no data"
        kind = "retry" if waiting else "comment" if comment else self._kind or "message"
        data = b"%d" % self._retry if waiting and self._retry is not None else b"\n".join(self._comments if comment else self._data)
        event = StreamEvent(self._number, offset, size, at, kind, data, self._id, self._retry, self._cut, note)
        self._fresh()
        return [event]


class LineParser:
    """NDJSON, JSON text sequences (their record separator is passed over), or any text: one event a line, empty lines none."""

    def __init__(self) -> None:
        self._lines = _Lines(alone=False)
        self._offset = self._number = 0

    def feed(self, data: bytes, at: float | None = None) -> list[StreamEvent]:
        return [event for line, size in self._lines.feed(data) if (event := self._event(line, size, at))]

    def finish(self, at: float | None = None) -> list[StreamEvent]:
        line, size = self._lines.finish()
        event = self._event(line, size, at)
        return [event] if event else []

    def _event(self, line: bytes, size: int, at: float | None) -> StreamEvent | None:
        offset = self._offset
        self._offset += size
        line = line.lstrip(b"\x1e")
        if not line.strip():
            return None
        self._number += 1
        return StreamEvent(self._number, offset, size, at, _kind_of(line), line[:MOST_KEPT], cut=len(line) > MOST_KEPT)


TRIED = 16 * 1024
"""Lines up to this long are read as JSON to tell whether they are; longer ones are judged by how they begin and end."""


def _kind_of(line: bytes) -> str:
    if len(line) > TRIED:
        return "json" if line.lstrip()[:1] in (b"{", b"[") else "text"
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return "text"
    return "json"


PARSERS: dict[str, Callable[[], Parser]] = {EVENTS: SseParser}


def parser_for(kind: str) -> Parser:
    """Return a parser for a kind of stream as `model.streams.stream_kind` names them; any other is read line by line."""
    return PARSERS.get(kind, LineParser)()


def data_of(block: bytes, kind: str, at: int = 0) -> bytes:
    """Return the data of an event, whole, from its bytes in the body. at: where they stand; only the first may begin with a mark."""
    if at == 0:
        block = block.removeprefix(b"\xef\xbb\xbf")
    if kind != EVENTS:
        return block.lstrip(b"\x1e").rstrip(b"\r\n")
    lines = [line.rstrip(b"\r\n") for line in block.splitlines()]
    data = [line[5:].removeprefix(b" ") for line in lines if line.startswith(b"data:") or line == b"data"]
    comments = [line[1:].removeprefix(b" ") for line in lines if line.startswith(b":")]
    return b"\n".join(data or comments)
