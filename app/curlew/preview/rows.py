"""Where the rows of a text begin: lines, the long ones cut at character boundaries. Eight bytes a row, built step by step."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, count
from operator import add

SLICE = 256 * 1024
"""Bytes between two steps: about a millisecond of work."""

LONGEST_ROW = 1024
"""Longer lines are cut into rows of about this many bytes."""

_ESCAPE = re.compile(rb"\\.", re.DOTALL)


class Rows:
    """The rows of `data` (UTF-8). While `steps` has not ended, the rows known so far can be shown.

    A row is a line without its end, or a piece of a long line. Lines are numbered from 1, rows from 0, offsets are in bytes.
    """

    def __init__(self, data: bytes, longest: int = LONGEST_ROW) -> None:
        self.data = data
        self.complete = not data
        self.longest = max(longest, 16)
        self._starts = array("q", [0])
        self._pieces = array("q")  # the rows that go on with the line of the row before
        self._inside = bytearray()  # for each piece: whether it begins within a JSON string

    def __len__(self) -> int:
        return len(self._starts)

    @property
    def lines(self) -> int:
        return len(self._starts) - len(self._pieces)

    def steps(self) -> Iterator[None]:
        """Find the rows, pausing after every slice."""
        data, size, at = self.data, len(self.data), 0
        while at < size:
            end = min(at + SLICE, size)
            if end < size:
                end = data.rfind(b"\n", at, end) + 1
            at = self._long_line(at, size) if end <= at else self._lines(at, end)
            if at < size:
                yield
        if len(self._starts) > 1 and self._starts[-1] == size:
            self._starts.pop()  # the end of the last line begins no row of its own
        self.complete = True

    def _lines(self, at: int, end: int) -> int:
        """Take the whole lines of a slice, which begins at a line; return where it ends."""
        parts = self.data[at:end].split(b"\n")
        lengths = list(map(len, parts))
        if max(lengths) <= self.longest:
            self._starts.extend(map(add, accumulate(lengths, initial=at), count()))
            del self._starts[-len(parts) - 1]  # the slice's first line was known already
            self._starts.pop()
            return end
        for length in lengths[:-1]:
            self._cut(at, at + length)
            at += length + 1
            self._starts.append(at)
        self._cut(at, end)
        return end

    def _long_line(self, at: int, size: int) -> int:
        """Take a slice of a line that is longer than a slice; return where the next one goes on."""
        stop = min(at + SLICE, size)
        newline = self.data.find(b"\n", at, stop)
        end = newline if newline >= 0 else stop
        last = self._cut(at, end)
        if newline >= 0:
            self._starts.append(newline + 1)
            return newline + 1
        if stop == size:
            return size
        return last if last > at else stop

    def _cut(self, start: int, end: int) -> int:
        """Cut the line from `start`, which begins a row, into pieces; return where the last one begins."""
        data, inside = self.data, False
        if self._pieces and self._pieces[-1] == len(self._starts) - 1:
            inside = bool(self._inside[-1])
        while end - start > self.longest:
            cut = self._boundary(start + self.longest)
            inside ^= bool(_quotes(data[start:cut]) & 1)
            self._pieces.append(len(self._starts))
            self._inside.append(inside)
            self._starts.append(cut)
            start = cut
        return start

    def _boundary(self, cut: int) -> int:
        """Return the next place before `cut` that parts no character and no escape."""
        data = self.data
        for place in range(cut, cut - 4, -1):
            if data[place] & 0xC0 != 0x80:
                cut = place
                break
        return cut - 1 if data[cut - 1] == 0x5C and data[cut - 2] != 0x5C else cut

    # --- asking ---

    def bounds(self, row: int) -> tuple[int, int]:
        """Return the offsets of a row's beginning and end, without the end of its line."""
        start = self._starts[row]
        if row + 1 < len(self._starts):
            end = self._starts[row + 1]
        else:
            end = len(self.data)
            if not self.complete:
                newline = self.data.find(b"\n", start, start + self.longest)
                end = newline if newline >= 0 else min(end, start + self.longest)
        if end > start and self.data[end - 1] == 0x0A:
            end -= 1
        if end > start and self.data[end - 1] == 0x0D:
            end -= 1
        return start, end

    def row_of(self, offset: int) -> int:
        """Return the row that holds an offset."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def line_of(self, row: int) -> int:
        """Return the number of a row's line, from 1."""
        return row - bisect_right(self._pieces, row) + 1

    def row_of_line(self, line: int) -> int:
        """Return the first row of a line, the last row for a line past the end."""
        low, high = 0, len(self._starts) - 1
        while low < high:
            middle = (low + high) // 2
            if self.line_of(middle) < line:
                low = middle + 1
            else:
                high = middle
        return low

    def is_piece(self, row: int) -> bool:
        """Tell whether a row goes on with the line of the row before."""
        place = bisect_right(self._pieces, row) - 1
        return place >= 0 and self._pieces[place] == row

    def begins_in_string(self, row: int) -> bool:
        """Tell whether a row of JSON begins within a string."""
        place = bisect_right(self._pieces, row) - 1
        return place >= 0 and self._pieces[place] == row and bool(self._inside[place])


def _quotes(piece: bytes) -> int:
    """Return how many quotes of a piece of JSON begin or end a string."""
    return (_ESCAPE.sub(b"", piece) if b"\\" in piece else piece).count(b'"')
