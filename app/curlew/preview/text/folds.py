"""Which lines of a text fold away: found by their indentation, for one line at a time or for a whole text step by step.

A line folds when the next one is indented further. What folds away ends before the first line that is not; a closing bracket or tag there
goes with it and is shown behind the folded line. A fold is known by the bytes that it hides: `[start, end)`, whole lines.
"""

from __future__ import annotations

import re
from array import array
from collections import deque
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from curlew.preview.buffer import Buffer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SLICE = 256 * 1024
CHUNK = 1024 * 1024
BY_HAND = 1024 * 1024
"""Smaller texts are done without numpy, whose import takes longer."""

MOST_LEVELS = 300
"""Texts of more different indentations are done without numpy, too."""

LONGEST_TAIL = 120
"""Bytes of a closing line that can stand behind the folded one."""

BLANK_LINES = 64
"""So many blank lines are looked past for the next line."""

_BLANKS = re.compile(rb"[ \t]*+")
_FIRST_INDENT = re.compile(rb"^( +)[^ \r\n]", re.MULTILINE)
_LINE = re.compile(rb"^([ \t]*+)([^ \t\r\n])", re.MULTILINE)
_CLOSERS = frozenset(b"}])")


def line_start(data: Buffer, at: int) -> int:
    """Return where the line begins that holds an offset."""
    return data.rfind(b"\n", 0, at) + 1


def next_line(data: Buffer, at: int) -> int:
    """Return where the line after an offset begins, the size of the text if there is none."""
    newline = data.find(b"\n", at)
    return len(data) if newline < 0 else newline + 1


def indent_of(data: Buffer, start: int) -> int:
    """Return how many blanks a line begins with."""
    found = _BLANKS.match(data, start)
    return found.end() - start if found else 0


def indent_unit(data: Buffer) -> int:
    """Return how many blanks a text is indented by for one level: those of its first line that has any, between 2 and 8."""
    found = _FIRST_INDENT.search(data[:4096])
    return max(2, min(8, len(found[1]))) if found else 2


def begins_fold(data: Buffer, start: int, second: int) -> bool:
    """Tell whether the line at `start` folds; `second` is where the next line begins."""
    indent = indent_of(data, start)
    if _is_blank(data, start + indent):
        return False
    for _line in range(BLANK_LINES):
        if second >= len(data):
            return False
        below = indent_of(data, second)
        if not _is_blank(data, second + below):
            return below > indent
        second = next_line(data, second + below)
    return False


def tail_of(data: Buffer, start: int, end: int) -> tuple[int, int] | None:
    """Return what a fold shows behind the folded line: the range of its closing line without blanks and line end; None without one."""
    last = line_start(data, end - 1)
    first = last + indent_of(data, last)
    opener = line_start(data, start - 1)
    if first - last != indent_of(data, opener) or not _closes(data, first, end):
        return None
    return first, first + len(data[first:end].rstrip())


def line_above(data: Buffer, start: int, indent: int) -> Generator[None, None, int | None]:
    """Look upwards from the line at `start` for one that is not indented further than `indent`; return where that begins."""
    pattern = _no_further(indent)
    while start > 0:
        low = line_start(data, max(0, start - SLICE))
        found = deque(pattern.finditer(b"\n" + data[low:start]), maxlen=1)
        if found:
            return low + found[0].start()
        start = low
        yield
    return None


class FoldSearch:
    """Looks for what the line at `start` hides. `found` is (start, end) afterwards, None if it does not fold."""

    def __init__(self, data: Buffer, start: int) -> None:
        self.data = data
        self.found: tuple[int, int] | None = None
        self._start = start

    def steps(self) -> Iterator[None]:
        """Look, pausing after every slice: well below a millisecond."""
        data, size, indent = self.data, len(self.data), indent_of(self.data, self._start)
        second = next_line(data, self._start)
        if not begins_fold(data, self._start, second):
            return
        pattern = _no_further(indent)
        at = second - 1
        while at < size:
            met = pattern.search(data, at, min(size, at + SLICE + indent + 2))
            if met is not None and met.start() < at + SLICE:
                self.found = second, self._end(met.start() + 1, indent)
                return
            at += SLICE
            yield
        self.found = second, self._before(size)

    def _end(self, line: int, indent: int) -> int:
        """Return where the lines end that fold, given the first line that is not indented further."""
        data, after = self.data, next_line(self.data, line)
        own = indent_of(data, line)
        if own == indent and _closes(data, line + own, after) and not begins_fold(data, line, after):
            return after
        return self._before(line)

    def _before(self, last: int) -> int:
        """Return where the last line ends that is not blank."""
        data = self.data
        while last > 0 and data[last - 1 : last] in (b"\n", b"\r", b" ", b"\t"):
            last -= 1
        return next_line(data, last)


class AllFolds:
    """Finds every fold of a text. Afterwards `starts`, `ends` and `levels` (from 1) are in the order of the text.

    start_lines, end_lines: for large texts also the numbers of the lines that begin there; empty for others.
    """

    def __init__(self, data: Buffer) -> None:
        self.data = data
        self.starts, self.ends, self.levels = array("q"), array("q"), array("q")
        self.start_lines, self.end_lines = array("q"), array("q")

    def steps(self) -> Iterator[None]:
        """Look, pausing every few milliseconds; for large texts to be run in a worker."""
        if len(self.data) <= BY_HAND:
            yield from self._by_hand()
            return
        yield from self._by_numpy()

    # --- one line after another ---

    def _by_hand(self) -> Iterator[None]:
        found: list[tuple[int, int]] = []
        open_: list[tuple[int, int]] = []  # (indent, start of what is hidden)
        before: tuple[int, int] | None = None  # indent and beginning of the line before
        lines = self._lines()
        for number, (indent, line, next_indent) in enumerate(lines):
            while open_ and open_[-1][0] >= indent:
                deeper, start = open_.pop()
                assert before is not None
                goes_with = deeper == indent and next_indent <= indent and _closes(self.data, line + indent, next_line(self.data, line))
                found.append((start, next_line(self.data, line if goes_with else before[1])))
            if next_indent > indent:
                open_.append((indent, next_line(self.data, line)))
            before = indent, line
            if number % 2000 == 1999:
                yield
        found.extend((start, self._last_end(before)) for _indent, start in open_)
        found.sort()
        self._take(found)

    def _lines(self) -> Iterator[tuple[int, int, int]]:
        """Yield indent and beginning of each line that is not blank, and the next one's indent."""
        waiting: tuple[int, int] | None = None
        for met in _LINE.finditer(self.data):
            indent = met.end(1) - met.start(1)
            if waiting is not None:
                yield (*waiting, indent)
            waiting = indent, met.start()
        if waiting is not None:
            yield (*waiting, 0)

    def _last_end(self, before: tuple[int, int] | None) -> int:
        return next_line(self.data, before[1]) if before is not None else len(self.data)

    def _take(self, found: list[tuple[int, int]]) -> None:
        enclosing: list[int] = []
        for start, end in found:
            while enclosing and enclosing[-1] <= start:
                enclosing.pop()
            enclosing.append(end)
            self.starts.append(start)
            self.ends.append(end)
            self.levels.append(len(enclosing))

    # --- many lines at once ---

    def _by_numpy(self) -> Iterator[None]:
        import numpy as np

        parts: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]] = []
        at, size, line = 0, len(self.data), 1
        while at < size:
            end = self.data.rfind(b"\n", at, at + CHUNK) + 1 or next_line(self.data, at)
            line, part = _measured(self.data, at, end, line)
            parts.append(part)
            at = end
            yield
        after, numbers, indents, closing = (np.concatenate(column) for column in zip(*parts, strict=True))
        parts.clear()
        indentations = np.unique(indents)
        yield
        if len(indentations) == 0 or len(indentations) > MOST_LEVELS:
            yield from self._by_hand()
            return
        first, last = yield from _matched(indentations, indents, closing)
        starts, ends = after[first], after[last]
        yield
        levels = np.arange(1, len(starts) + 1) - np.searchsorted(np.sort(ends), starts, side="right")
        lines = (self.start_lines, numbers[first]), (self.end_lines, numbers[last])
        for column, values in ((self.starts, starts), (self.ends, ends), (self.levels, levels), *lines):
            column.frombytes(np.ascontiguousarray(values, dtype=np.int64).tobytes())
            yield


def _measured(
    data: Buffer, at: int, end: int, line: int
) -> tuple[int, tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]]:
    """Look at a slice whose first line has the number `line`; return the number of the line after it, and a row of facts.

    For each line that is not blank: where the next line begins, that one's number, the line's own indent, whether it closes something.
    """
    import numpy as np

    slice_ = np.frombuffer(data[at:end] + b"\n\0", dtype=np.uint8)
    solid = np.flatnonzero((slice_ != 0x20) & (slice_ != 0x09))[:-1]
    is_newline = slice_[solid] == 0x0A
    newlines = solid[is_newline]
    begins = np.concatenate(([0], newlines[:-1] + 1))
    firsts = solid[np.concatenate(([0], np.flatnonzero(is_newline)[:-1] + 1))]
    first = slice_[firsts]
    kept = (first != 0x0A) & (first != 0x0D)
    begins, firsts, first = begins[kept], firsts[kept], first[kept]
    after = np.minimum(newlines[kept] + 1, end - at)
    closing = (first == 0x7D) | (first == 0x5D) | (first == 0x29) | ((first == 0x3C) & (slice_[firsts + 1] == 0x2F))
    numbers = np.flatnonzero(kept) + line + 1
    ended = len(newlines) - 1 if data[end - 1] == 0x0A else len(newlines)
    return line + ended, (after + at, numbers, firsts - begins, closing & (after - firsts <= LONGEST_TAIL))


def _matched(
    indentations: NDArray[np.int64], indents: NDArray[np.int64], closing: NDArray[np.bool_]
) -> Generator[None, None, tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Return each line that folds and the last one it hides: from the deepest indentation up, the next line that is not further in."""
    import numpy as np

    opens = np.zeros(len(indents), dtype=bool)
    opens[:-1] = indents[1:] > indents[:-1]
    alive = np.arange(len(indents))
    found, lasts = [], []
    for indent in indentations[::-1]:
        alive = alive[indents[alive] <= indent]
        mine = alive[(indents[alive] == indent) & opens[alive]]
        yield
        following = np.append(alive, len(indents))[np.searchsorted(alive, mine, side="right")]
        inside = np.minimum(following, len(indents) - 1)
        goes_with = (following < len(indents)) & (indents[inside] == indent) & closing[inside] & ~opens[inside]
        found.append(mine)
        lasts.append(np.where(goes_with, following, following - 1))
        yield
    first, last = np.concatenate(found), np.concatenate(lasts)
    order = np.argsort(first, kind="stable")
    return first[order], last[order]


def _no_further(indent: int) -> re.Pattern[bytes]:
    """Return what finds a line, by the line end before it, that is indented by so much at most and not blank."""
    return re.compile(rb"\n[ \t]{0,%d}+[^ \t\r\n]" % min(indent, 0x7FFF0000))


def _is_blank(data: Buffer, at: int) -> bool:
    return data[at : at + 1] in (b"", b"\n", b"\r")


def _closes(data: Buffer, at: int, end: int) -> bool:
    """Tell whether what stands at `at` up to the end of its line is a closing bracket or tag that can stand behind another line."""
    return end - at <= LONGEST_TAIL and (data[at] in _CLOSERS or data[at : at + 2] == b"</")
