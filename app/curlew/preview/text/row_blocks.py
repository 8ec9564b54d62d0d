"""The rows between two places of an index: found again, the same ones, whenever they are asked for."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, count
from operator import add

from curlew.preview.buffer import Buffer

BLOCK = 32 * 1024
"""Bytes between two places that are kept."""


class Walk:
    """Goes from the beginning of a block to its end, at the first row that begins `BLOCK` bytes on; offsets are in the whole text."""

    def __init__(self, data: Buffer, longest: int, start: int, inner: int) -> None:
        self.start, self.at, self.inner, self.cuts = start, start, inner, 0
        self._size, self._longest = len(data), longest
        self._stop = start + BLOCK
        self.data = data[start : self._stop + 2 * longest + 8]  # as far as the last row can reach
        self._inside = inner == 2

    def stretches(self) -> Iterator[tuple[int, bool]]:
        """Yield after every stretch of whole lines, and for every piece of a long one: (where it begins in the block, whether that)."""
        data, start, longest = self.data, self.start, self._longest
        while self.at < min(self._stop, self._size):
            low = self.at - start
            newline = -1 if self.inner else data.rfind(b"\n", low, low + longest + 1)
            if newline >= 0:
                self.at = start + newline + 1
                yield low, False
            elif self._size - self.at <= longest and not self.inner and data.find(b"\n", low) < 0:
                self.at = self._size
                yield low, False
            else:
                yield from self._long_line(low)

    def _long_line(self, low: int) -> Iterator[tuple[int, bool]]:
        """Go along a line that is (or began) too long for one row, to its end or that of the block."""
        data, longest = self.data, self._longest
        newline = data.find(b"\n", low)
        end = len(data) if newline < 0 else newline
        closed = newline >= 0 or self.start + len(data) == self._size
        text_end = end - 1 if closed and end > low and data[end - 1] == 0x0D else end
        while text_end - low > longest:
            cut = _boundary(data, low, low + longest)
            self._inside ^= bool(_quotes(data[low:cut]) & 1)
            self.cuts += 1
            yield low, True
            low = cut
            self.inner = 2 if self._inside else 1
            if self.start + low >= self._stop:
                self.at = self.start + low
                return
        yield low, True
        self.at = self.start + end + (newline >= 0)
        self.inner, self._inside = 0, False


class Block:
    """The rows of a block: where they begin in it, and where its last one ends."""

    def __init__(self, data: Buffer, longest: int, start: int, inner: int) -> None:
        starts = array("l")
        insides: dict[int, bool] = {}
        pieces = []
        walk = Walk(data, longest, start, inner)
        for low, is_piece in walk.stretches():
            if is_piece:
                if walk.inner:
                    pieces.append(len(starts))
                    insides[len(starts)] = walk.inner == 2
                starts.append(low)
            else:
                lengths = list(map(len, walk.data[low : walk.at - start].split(b"\n")))
                if not lengths[-1]:
                    lengths.pop()
                starts.extend(map(add, accumulate(lengths[:-1], initial=low), count()))
        self._data = walk.data
        self._end = walk.at - start
        self._is_last = walk.at == len(data)
        self.starts = starts
        self._pieces = pieces
        self._insides = insides
        self._is_within = inner > 0

    def bounds(self, row: int) -> tuple[int, int]:
        start = self.starts[row]
        is_last = row + 1 == len(self.starts)
        end = self._end if is_last else self.starts[row + 1]
        data = self._data
        if end > start and data[end - 1] == 0x0A:
            end -= 1
        elif not is_last or not self._is_last:
            return start, end  # a piece
        if end > start and data[end - 1] == 0x0D:
            end -= 1
        return start, end

    def line_of(self, row: int) -> int:
        """Return the number of a row's line, counted from the first that ends in the block."""
        return row + 1 - bisect_right(self._pieces, row) + self._is_within

    def is_piece(self, row: int) -> bool:
        return row in self._insides

    def begins_in_string(self, row: int) -> bool:
        return self._insides.get(row, False)


def _boundary(data: bytes, start: int, cut: int) -> int:
    """Return the next place before `cut` that parts no character and no escape; `start` begins neither in the middle."""
    for place in range(cut, cut - 4, -1):
        if data[place] & 0xC0 != 0x80:
            cut = place
            break
    if data[cut - 1] == 0x5C:
        slashes = cut - start - len(data[start:cut].rstrip(b"\\"))
        return cut - slashes % 2
    return cut


def _quotes(piece: bytes) -> int:
    """Return how many quotes of a piece of JSON begin or end a string."""
    if b"\\" not in piece:
        return piece.count(b'"')
    piece = piece.replace(b"\\\\", b"")
    return piece.count(b'"') - piece.count(b'\\"')
