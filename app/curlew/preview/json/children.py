"""The values of one JSON container, found on the text itself: nothing is turned into objects, nothing is copied whole."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace

from curlew.preview.buffer import Buffer
from curlew.preview.json.scan import WORTH_IMPORTING, Scan
from curlew.preview.json.tokens import STRICT_NUMBER, STRICT_STRING
from curlew.text import _

CHECKED = 64 * 1024
"""Bytes up to which a text in quotes is checked for being JSON whenever it is asked for."""

BLANKS = re.compile(rb"(?:[ \t\r\n]++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*(?:\*/|\Z))*")
KEY = re.compile(rb'("[^"\\]*+(?:\\.[^"\\]*+)*+"|[^ \t\r\n{}\[\],:"]++)' + BLANKS.pattern + rb":", re.DOTALL)
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
WORD = re.compile(rb'[^ \t\r\n{}\[\],:"]++')
KINDS = {ord("{"): "object", ord("["): "array", ord('"'): "string", ord("-"): "number", **dict.fromkeys(b"0123456789", "number")}
_WORDS = {b"true": "true", b"false": "false", b"null": "null"}
_CLOSING = {"object": ord("}"), "array": ord("]")}


@dataclass(frozen=True, slots=True)
class JsonValue:
    """One value in the text. kind: object array string number true false null broken, or "top": several values one after another.

    start, end: its bytes, end exclusive. key: the bytes of its key with the quotes, for members of objects.
    """

    kind: str
    start: int
    end: int
    key: tuple[int, int] | None = None

    @property
    def holds_values(self) -> bool:
        """Whether `Children` can be asked."""
        return self.kind in ("object", "array", "top")


class Children:
    """The children of one container, or of the top level (kind "top"), known as far as `steps()` have come.

    start, end: the value of the container, with its brackets. Steps may run in a worker while `len` and `value` are asked.
    `problem`: what is wrong with the container itself, once it is complete. `end`: behind its closing bracket, once it is complete.
    """

    def __init__(self, data: Buffer, start: int, end: int, kind: str) -> None:
        self.data = data
        self.start = start
        self.end = end
        self.kind = kind
        self.complete = False
        self.problem = ""
        self._gap = 0 if kind == "top" else 1
        self._marks = array("q", [start])  # of the container's bracket, of each comma, of the closing bracket; at the top: of the ends

    def __len__(self) -> int:
        return len(self._marks) - 1

    def steps(self) -> Iterator[None]:
        """Find all children; each step takes a few milliseconds at most."""
        scan = Scan(self.data, self.start, self.end, top=self.kind == "top")
        while not scan.done:
            self._marks.extend(scan.step())
            yield
        self._finish(scan)

    @property
    def marks(self) -> array[int]:
        """What children stand between: child n from behind `marks[n]` (at the top: from it) to `marks[n + 1]`, blanks included."""
        return self._marks

    def value(self, index: int) -> JsonValue:
        """Return the child with this number; its end is sure only for one that is known (`index < len`)."""
        marks = self._marks
        return value_within(self.data, marks[index] + self._gap, marks[index + 1], self.kind)

    def _finish(self, scan: Scan) -> None:
        limit = scan.closed if scan.closed >= 0 else self.end
        last = self._marks[-1] + self._gap
        if last < limit and after_blanks(self.data, last, limit) < limit:
            self._marks.append(limit)
        elif len(self._marks) > 1 and self.kind != "top":
            self.problem = _("a comma with nothing after it")
        if scan.closed >= 0:
            behind = after_blanks(self.data, scan.closed + 1, self.end)
            if behind < self.end:
                self.problem = self.problem or _("there is more text after the end of the value")
            if self.data[scan.closed] != _CLOSING[self.kind]:
                self.problem = _("“{bracket}” closes it").format(bracket=chr(self.data[scan.closed]))
            self.end = scan.closed + 1
        elif scan.unclosed or self.kind != "top":
            self.problem = self._unclosed(scan)
        self.complete = True

    def _unclosed(self, scan: Scan) -> str:
        if scan.unclosed and self.kind != "top":
            return _("a text in quotes is never closed")
        if self.kind == "top":
            return _("the last value is never closed")
        return _("the object is never closed") if self.kind == "object" else _("the list is never closed")


def value_within(data: Buffer, start: int, end: int, kind: str) -> JsonValue:
    """Return the one value between two marks of a container of this kind ("object" where it has a key)."""
    key = None
    at = after_blanks(data, start, end)
    if kind == "object":
        found = KEY.match(data, at, end)
        if found is None:
            return JsonValue("broken", at, before_blanks(data, at, end))
        key = found.span(1)
        at = after_blanks(data, found.end(), end)
    end = before_blanks(data, at, end)
    value = "broken" if at >= end else KINDS.get(data[at]) or _WORDS.get(bytes(data[at : min(end, at + 6)]), "broken")
    if value in ("object", "array"):
        return JsonValue(value, at, _container_end(data, at, end, value), key)
    if value == "string":
        long = end - at > CHECKED
        good = data[end - 1] == ord('"') and end - at > 1 if long else STRICT_STRING.fullmatch(data, at, end) is not None
    else:
        good = value != "broken" and (value != "number" or STRICT_NUMBER.fullmatch(data, at, end) is not None)
    if good:
        return JsonValue(value, at, end, key)
    return _doubtful(data, at, end, key)


def _doubtful(data: Buffer, start: int, end: int, key: tuple[int, int] | None) -> JsonValue:
    """Return a scalar that has a comment behind it as what it is, anything else as broken."""
    token = (_STRING if data[start : start + 1] == b'"' else WORD).match(data, start, end)
    if token is not None and token.end() < end and after_blanks(data, token.end(), end) == end:
        return replace(value_within(data, start, token.end(), "array"), key=key)
    return JsonValue("broken", start, end, key)


def _container_end(data: Buffer, start: int, end: int, kind: str) -> int:
    """Return the end of a container between two marks: mostly all there is; less where a comment stands behind it."""
    if data[end - 1] == _CLOSING[kind] or end - start > WORTH_IMPORTING:
        return end
    scan = Scan(data, start, end)
    while not scan.done:
        scan.step()
    behind = scan.closed + 1
    return behind if behind and after_blanks(data, behind, end) == end else end


def after_blanks(data: Buffer, start: int, end: int) -> int:
    """Return where the next token begins, behind blanks and comments."""
    found = BLANKS.match(data, start, end)
    assert found is not None
    return min(found.end(), end)


def before_blanks(data: Buffer, start: int, end: int) -> int:
    """Return the end of a text without the blanks behind it; never before its beginning."""
    most = 64
    while end > start:
        piece = data[max(start, end - most) : end]
        kept = len(piece.rstrip(b" \t\r\n"))
        if kept:
            return end - len(piece) + kept
        end -= len(piece)
        most = 64 * 1024
    return start
