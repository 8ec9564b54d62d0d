"""What a search found: matches by number, and by place; compact, and growing while they are read."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]


class Matches:
    """Matches in the order of the text, as (start, end) offsets; they do not overlap. This one is empty."""

    def __len__(self) -> int:
        return 0

    def __getitem__(self, number: int) -> Span:
        raise IndexError(number)

    def __iter__(self) -> Iterator[Span]:
        for number in range(len(self)):
            yield self[number]

    def first_from(self, offset: int) -> int:
        """Return the number of the first match that begins at an offset or later; their count if there is none."""
        return 0

    def any_between(self, start: int, end: int) -> bool:
        """Tell whether a match begins in a range."""
        number = self.first_from(start)
        return number < len(self) and self[number][0] < end

    def touching(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield (number, start, end) of the matches that overlap a range."""
        number, total = self.first_from(start), len(self)
        if number > 0 and self[number - 1][1] > start:
            number -= 1
        while number < total:
            low, high = self[number]
            if low >= end:
                return
            yield number, low, high
            number += 1


class FoundSpans(Matches):
    """Matches that are kept one by one, sixteen bytes each."""

    def __init__(self) -> None:
        self._starts = array("q")
        self._ends = array("q")

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, number: int) -> Span:
        return self._starts[number], self._ends[number]

    def add(self, starts: bytes, ends: bytes) -> None:
        """Take more matches: their starts and their ends as `array("q")`."""
        self._ends.frombytes(ends)  # first: a match counts once its start is there
        self._starts.frombytes(starts)

    def first_from(self, offset: int) -> int:
        return bisect_left(self._starts, offset)


def marked_shares(matches: Matches, edge: Callable[[int], int], bins: int) -> list[float]:
    """Return where matches stand along a scroll bar, 0 … 1, each of `bins` places at most once.

    edge: the offset at which a bin begins, for 0 … bins.
    """
    if not len(matches):
        return []
    shares, low = [], edge(0)
    for number in range(bins):
        high = edge(number + 1)
        if high > low and matches.any_between(low, high):
            shares.append(number / bins)
        low = max(low, high)
    return shares
