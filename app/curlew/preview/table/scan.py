"""The members of one row of a table, found in its JSON text at the speed of the expression engine."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from curlew.preview.buffer import Buffer
from curlew.preview.json.structure import Children, decoded

Span: TypeAlias = tuple[int, int, int, int]
"""Where a key starts and ends (both -1 within an array), and where its value does."""

AT_ONCE = 512 * 1024
"""Bytes of a container that are looked through in one go."""

DEEPEST = 6
"""Levels of containers that one expression knows; deeper ones are walked."""

_BLANKS = rb"[ \t\r\n]*+"
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_OTHER = rb'[^"{}\[\]/]*+'


def _value() -> bytes:
    value = _STRING
    for _level in range(DEEPEST):
        value = rb"(?:" + _STRING + rb"|[{\[]" + _OTHER + rb"(?:" + value + _OTHER + rb")*[}\]])"
    return rb"(?:" + value + rb'|[^ \t\r\n"{}\[\],:/]++)'


_VALUE = _value()
_KEY = rb"(" + _STRING + rb")" + _BLANKS + rb":" + _BLANKS
_MEMBER = re.compile(_BLANKS + _KEY + rb"(" + _VALUE + rb")" + _BLANKS + rb"(?:,|(?=\}))", re.DOTALL)
_ELEMENT = re.compile(_BLANKS + rb"()(" + _VALUE + rb")" + _BLANKS + rb"(?:,|(?=\]))", re.DOTALL)
_ONLY_BLANKS = re.compile(_BLANKS)


def spans(data: Buffer, start: int, end: int) -> list[Span]:
    """Return the members or elements of a container; of a large one as well, which takes its time: not in the window's thread."""
    quick = _quick_spans(data, start, end) if end - start <= AT_ONCE else None
    if quick is not None:
        return quick
    found: list[Span] = []
    for _step in walk(data, start, end, found):
        pass
    return found


def walk(data: Buffer, start: int, end: int, into: list[Span]) -> Iterator[None]:
    """Gather the same as `spans` in steps of a few milliseconds."""
    children = Children(data, start, end, "object" if data[start : start + 1] == b"{" else "array")
    yield from children.steps()
    for index in range(len(children)):
        value = children.value(index)
        into.append((*(value.key or (-1, -1)), value.start, value.end))
        if index % 500 == 499:
            yield


def _quick_spans(data: Buffer, start: int, end: int) -> list[Span] | None:
    """Return what one expression finds; None where the container is deep, or not what it should be."""
    found: list[Span] = []
    at, keyed = start + 1, data[start : start + 1] == b"{"
    for match in (_MEMBER if keyed else _ELEMENT).finditer(data, at, end):
        if match.start() != at:
            return None
        at = match.end()
        found.append((*(match.span(1) if keyed else (-1, -1)), *match.span(2)))
    rest = _ONLY_BLANKS.match(data, at, end)
    if rest is None or rest.end() != end - 1 or (found and data[at - 1] == 0x2C):
        return None
    return found


class KeySearch:
    """Finds the value of one key in many objects: `find` looks no further than it must."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._plain = _literal(key)
        self._is_plain = b"\\" not in self._plain  # else it may be written in several ways
        wanted = re.escape(self._plain)
        others = rb"(?:(?!" + wanted + _BLANKS + rb":)" + _STRING + _BLANKS + rb":" + _BLANKS + _VALUE + _BLANKS + rb"," + _BLANKS + rb")*"
        self._walk = re.compile(
            _BLANKS + others + wanted + _BLANKS + rb":" + _BLANKS + rb"(" + _VALUE + rb")(?=" + _BLANKS + rb"[,}])", re.DOTALL
        )

    def reader(self, data: Buffer, marks: Sequence[int], gap: int, slow: Callable[[int], bytes | None]) -> Callable[[int], bytes | None]:
        """Return what reads the key's value from the object between two marks, by the number of the first; `slow` is asked in doubt."""
        name, plain = self._plain[1:-1], self._is_plain
        within = re.compile(_BLANKS + rb"\{" + self._walk.pattern, re.DOTALL).match

        def read(row: int) -> bytes | None:
            start, end = marks[row] + gap, marks[row + 1]
            if plain and end - start <= AT_ONCE and data.find(b"\\", start, end) < 0:
                match = within(data, start, end)
                if match is not None:
                    return match[1]
                if data.find(name, start, end) < 0:
                    return None
            return slow(row)

        return read

    def find(self, data: Buffer, start: int, end: int) -> tuple[int, int] | None:
        """Return where the value stands in the object at start:end, None where the key is missing. The first one of several counts."""
        if end - start <= AT_ONCE and self._is_plain:
            match = self._walk.match(data, start + 1, end)
            escapes = data.find(b"\\", start, match.start(1) if match else end) >= 0
            if match is not None and not escapes:
                return match.span(1)
            if match is None and not escapes and data.find(self._plain[1:-1], start, end) < 0:
                return None
        return self._slow(data, start, end)

    def _slow(self, data: Buffer, start: int, end: int) -> tuple[int, int] | None:
        for key_start, key_end, value_start, value_end in spans(data, start, end):
            if key_end > key_start >= 0 and decoded(data, key_start, key_end) == self._key:
                return value_start, value_end
        return None


class KnownKeys:
    """Tells of an object, in one go, that it has no keys but these."""

    def __init__(self, keys: Iterable[str]) -> None:
        names = rb"|".join(re.escape(_literal(key)) for key in keys)
        member = rb"(?:" + names + rb")" + _BLANKS + rb":" + _BLANKS + _VALUE + _BLANKS
        self._only = re.compile(rb"\{" + _BLANKS + rb"(?:" + member + rb"(?:," + _BLANKS + rb"|(?=\})))*\}", re.DOTALL)

    def cover(self, data: Buffer, start: int, end: int) -> bool:
        """Return whether they do; False where it is not sure."""
        if end - start > AT_ONCE:
            return False
        match = self._only.match(data, start, end)
        return match is not None and match.end() == end


def _literal(key: str) -> bytes:
    return json.dumps(key, ensure_ascii=False).encode("utf-8", "surrogatepass")
