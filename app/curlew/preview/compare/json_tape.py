"""JSON text as a tape: where each value begins and ends, and which value follows it; numbers and strings stay text."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from curlew.preview.json_tokens import BRACKET, ELEMENT, MEMBER, PREFIX, STRICT_SCALAR

OBJECT, ARRAY, TOP = b"{"[0], b"["[0], 0
_TOLD_EVERY = 50_000

Tick = Callable[[float], None]


class NotJsonError(ValueError):
    """The text is no JSON. offset: where it stops being it."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Tape:
    """Values in the order of the text; number 0 is the whole, whose children are the top-level values."""

    def __init__(self, data: bytes, tick: Tick = lambda _share: None) -> None:
        """Read a text whole. Raises NotJsonError. tick: told now and then how much is done, from 0 to 1."""
        code = "I" if len(data) < 2**32 else "Q"
        self.data = data
        self.starts = array(code, [0])
        self.ends = array(code, [len(data)])
        self.afters = array(code, [0])
        self.keys = array(code, [0])
        self._tick = tick
        self._read()

    def __len__(self) -> int:
        return len(self.starts)

    def kind(self, node: int) -> int:
        """Return the first byte of a value, 0 for the whole."""
        return self.data[self.starts[node]] if node else TOP

    def is_container(self, node: int) -> bool:
        return not node or self.data[self.starts[node]] in b"{["

    def children(self, node: int) -> list[int]:
        """Return the values right inside a container."""
        found = []
        child, end, afters = node + 1, self.afters[node], self.afters
        while child < end:
            found.append(child)
            child = afters[child]
        return found

    def raw(self, node: int) -> bytes:
        return self.data[self.starts[node] : self.ends[node]]

    def key(self, node: int) -> bytes:
        """Return the key of an object's member, as it stands in the text, with its quotes."""
        at = self.keys[node]
        end = self.data.find(b'"', at + 1)
        while _is_escaped(self.data, end):
            end = self.data.find(b'"', end + 1)
        return self.data[at : end + 1]

    def begins(self, node: int) -> int:
        """Return where a value's line begins: at its key, where it has one."""
        return self.keys[node] or self.starts[node]

    # --- reading ---

    def _read(self) -> None:
        prefix = PREFIX.match(self.data)
        at = prefix.end() if prefix else 0
        stack: list[int] = []
        self._values(at, stack)
        if stack:
            raise NotJsonError(len(self.data))
        self.afters[0] = len(self.starts)

    def _values(self, at: int, stack: list[int]) -> None:
        """Read value after value. `expects`: a value must come; `closes`: the end of the container may."""
        data, size = self.data, len(self.data)
        starts, keys = self.starts, self.keys
        kind, expects, closes = TOP, True, False
        told = _TOLD_EVERY
        while True:
            if len(starts) > told:
                told += _TOLD_EVERY
                self._tick(at / size)
            if expects and kind == OBJECT and (found := MEMBER.match(data, at)):
                keys.append(found.start(1))
                at = found.end()
                if found[2] is not None:
                    self._scalar(found.start(2), found.end(2))
                    expects = found.end(3) > found.start(3)
                    closes = not expects
                    continue
            elif expects and kind == ARRAY and (found := ELEMENT.match(data, at)):
                keys.append(0)
                at = found.end()
                self._scalar(found.start(1), found.end(1))
                expects = found.end(2) > found.start(2)
                closes = not expects
                continue
            elif kind == TOP:
                at = _blank(data, at)
                if at >= size:
                    return
                scalar = STRICT_SCALAR.match(data, at)
                keys.append(0)
                if scalar:
                    self._scalar(at, scalar.end())
                    at = scalar.end()
                    continue
            elif expects and kind == ARRAY and _opens(data, at):
                keys.append(0)
            elif closes:
                at, expects = self._close(at, kind, stack)
                kind = self.kind(stack[-1]) if stack else TOP
                expects, closes = expects or kind == TOP, not expects
                continue
            else:
                raise NotJsonError(at)
            at, kind = self._open(at, stack)
            expects = closes = True

    def _scalar(self, start: int, end: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.afters.append(len(self.starts))

    def _open(self, at: int, stack: list[int]) -> tuple[int, int]:
        found = BRACKET.match(self.data, at)
        if not found or found[1] is None:
            raise NotJsonError(at)
        stack.append(len(self.starts))
        self.starts.append(found.start(1))
        self.ends.append(0)
        self.afters.append(0)
        return found.end(), self.data[found.start(1)]

    def _close(self, at: int, kind: int, stack: list[int]) -> tuple[int, bool]:
        found = BRACKET.match(self.data, at)
        if not found or found[2] is None or found[2] != (b"}" if kind == OBJECT else b"]"):
            raise NotJsonError(at)
        node = stack.pop()
        self.ends[node] = found.end(2)
        self.afters[node] = len(self.starts)
        if not stack:
            return found.end(2), False
        return found.end(), found.end(3) > found.start(3)


def _opens(data: bytes, at: int) -> bool:
    found = BRACKET.match(data, at)
    return found is not None and found[1] is not None


def _blank(data: bytes, at: int) -> int:
    while at < len(data) and data[at] in b" \t\r\n\x1e":
        at += 1
    return at


def _is_escaped(data: bytes, quote: int) -> bool:
    count = 0
    while data[quote - 1 - count] == 0x5C:
        count += 1
    return count % 2 == 1
