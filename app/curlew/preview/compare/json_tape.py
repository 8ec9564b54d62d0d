"""JSON text that is laid out, as a tape: a value for each line that begins one; numbers and strings stay text."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence

from curlew.preview.buffer import Buffer
from curlew.preview.json.structure import frame_of

OBJECT, ARRAY, TOP = b"{"[0], b"["[0], 0
_COMMA = b","[0]
_OPENING = b"{["
_WORTH_NUMPY = 50_000
"""Lines from which on numpy finds the brackets that belong together."""
_BEGIN = re.compile(rb'[ ]*+("[^"\\]*+(?:\\.[^"\\]*+)*+"(?=: ))?(?:: )?', re.DOTALL)

Tick = Callable[[float], None]


class NotJsonError(ValueError):
    """The text is no JSON. offset: where it stops being it, roughly."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Tape:
    """Values by number: 0 is the whole, whose children are the top-level values; any other is the line it begins in, from 1.

    The text has to be valid JSON as `lay_out` writes it: each scalar, each opening and each closing bracket in a line of its own,
    empty containers in one. Nothing is read before it is asked for but where lines end and which brackets belong together.
    """

    def __init__(self, data: Buffer, breaks: array[int]) -> None:
        """Take a text and where its line breaks stand. Raises NotJsonError where brackets do not fit."""
        self.data = data
        start, end = frame_of(data)
        first, last = bisect_left(breaks, start), bisect_left(breaks, end - 1)
        self._first, self._last = first + 1, last + 1
        self._begins = _begins(breaks)
        self._begins[first], self._begins[last + 1] = start, end + 1
        make = _closes_of_many if last - first > _WORTH_NUMPY else _closes
        self._closes = make(data, self._begins, first, last)

    def kind(self, node: int) -> int:
        """Return the first byte of a value, 0 for the whole."""
        return self.data[self.start(node)] if node else TOP

    def is_container(self, node: int) -> bool:
        return not node or self._closes[node] != node or self.data[self.start(node)] in _OPENING

    def children(self, node: int) -> list[int]:
        """Return the values right inside a container."""
        closes = self._closes
        child, end = (node + 1, closes[node]) if node else (self._first, self._last + 1)
        found = []
        while child < end:
            found.append(child)
            child = closes[child] + 1
        return found

    def lines_of(self, node: int) -> tuple[int, int]:
        """Return the first line of a value, from 0, and how many it takes."""
        return node - 1, self._closes[node] - node + 1

    def last_line(self, node: int) -> int:
        """Return the number of the line of a value's closing bracket; its own for what has none."""
        return self._closes[node]

    # --- text ---

    def begin(self, node: int) -> int:
        """Return where the line of a value begins."""
        return self._begins[node - 1]

    def start(self, node: int) -> int:
        """Return where a value begins, behind its key."""
        found = _BEGIN.match(self.data, self._begins[node - 1])
        assert found is not None
        return found.end()

    def end(self, node: int) -> int:
        """Return where a value ends, before its comma."""
        end = self._begins[self._closes[node]] - 1
        return end - 1 if self.data[end - 1] == _COMMA else end

    def raw(self, node: int) -> bytes:
        return self.data[self.start(node) : self.end(node)]

    def head(self, node: int, longest: int) -> bytes:
        """Return the first bytes of a value."""
        start = self.start(node)
        return self.data[start : min(self.end(node), start + longest)]

    def text(self, node: int) -> bytes:
        """Return a value with its key and the blanks before it: equal texts at one depth are equal members."""
        return self.data[self._begins[node - 1] : self.end(node)]

    def key(self, node: int) -> bytes:
        """Return the key of an object's member, as it stands in the text, with its quotes; empty for others."""
        found = _BEGIN.match(self.data, self._begins[node - 1])
        assert found is not None
        return found[1] or b""

    def share(self, node: int) -> float:
        """Return how far into the text a value stands, from 0 to 1."""
        return node / len(self._begins)


def _begins(breaks: array[int]) -> array[int]:
    """Return where each line begins, and where one behind the last would."""
    begins = array(breaks.typecode, [0])
    if len(breaks) > _WORTH_NUMPY:
        import numpy

        begins.frombytes((numpy.frombuffer(breaks, f"u{breaks.itemsize}") + 1).tobytes())
    else:
        begins.extend(at + 1 for at in breaks)
    begins.append(0)
    return begins


def _closes(data: Buffer, begins: array[int], first: int, last: int) -> Sequence[int]:
    """Return the number of the closing line of each line that opens a container, of any other its own."""
    closes = array("I", range(len(begins)))
    stack: list[int] = []
    for number in range(first + 1, last + 2):
        end = begins[number] - 1
        tail = data[max(begins[number - 1], end - 3) : end].removesuffix(b",")
        if tail[-1:] in (b"{", b"["):
            stack.append(number)
        elif tail[-1:] in (b"}", b"]") and tail[-2:] not in (b"{}", b"[]"):
            if not stack:
                raise NotJsonError(end)
            closes[stack.pop()] = number
    if stack:
        raise NotJsonError(len(data))
    return closes


def _closes_of_many(data: Buffer, begins: array[int], first: int, last: int) -> Sequence[int]:
    """Do `_closes` for very many lines: brackets of one depth come in turns."""
    import numpy

    text = numpy.frombuffer(data, numpy.uint8)
    ends = numpy.frombuffer(begins, f"u{begins.itemsize}")[first + 1 : last + 2].astype(numpy.int64) - 2  # the last byte of each line
    ends -= text[ends] == _COMMA
    marks, before = text[ends], text[numpy.maximum(ends - 1, 0)]
    opens = (marks == OBJECT) | (marks == ARRAY)
    closing = ((marks == OBJECT + 2) | (marks == ARRAY + 2)) & (before != OBJECT) & (before != ARRAY)
    brackets = numpy.flatnonzero(opens | closing)
    is_opening = opens[brackets]
    depths = numpy.cumsum(numpy.where(is_opening, 1, -1).astype(numpy.int32))
    if len(depths) and (depths[-1] != 0 or depths.min() < 0):
        raise NotJsonError(len(data))
    depths += ~is_opening  # a closing bracket is as deep as what it closes
    order = brackets[numpy.argsort(depths, kind="stable")]
    closes = numpy.arange(len(begins), dtype=numpy.uint32)
    closes[order[::2] + first + 1] = order[1::2] + first + 1
    return memoryview(closes)  # type: ignore[arg-type]  # it is one
