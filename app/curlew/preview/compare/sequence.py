"""What two sequences have in common, in order: unique items first, then Myers' steps; never more work than a bound."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import TypeAlias

from curlew.preview.compare.anchors import WORTH_USING, anchored

Block: TypeAlias = tuple[int, int, int]
"""(from in a, from in b, how many): equal items."""

_MOST_STEPS = 120
"""Edits within a stretch that Myers' steps may find; beyond, items are matched by how often they came."""


class Matching:
    """`blocks` in order; `exact` is false where the answer may be coarser than the shortest one."""

    def __init__(self, a: Sequence[Hashable], b: Sequence[Hashable]) -> None:
        self._a, self._b = a, b
        self.exact = True
        self._pairs: list[Block] = []
        self._waiting = [(0, len(a), 0, len(b))]
        if isinstance(a, array) and isinstance(b, array) and min(len(a), len(b)) > WORTH_USING:
            self._pairs, self._waiting = anchored(a, b)
        while self._waiting:
            self._stretch(*self._waiting.pop())
        self.blocks = _joined(self._pairs)

    def _stretch(self, a: int, a_end: int, b: int, b_end: int) -> None:
        """Match what begins and ends alike, then look for anchors in between."""
        one, other = self._a, self._b
        begun = 0
        most = min(a_end - a, b_end - b)
        while begun < most and one[a + begun] == other[b + begun]:
            begun += 1
        if begun:
            self._pairs.append((a, b, begun))
            a, b = a + begun, b + begun
        ended = 0
        most -= begun
        while ended < most and one[a_end - 1 - ended] == other[b_end - 1 - ended]:
            ended += 1
        if ended:
            self._pairs.append((a_end - ended, b_end - ended, ended))
            a_end, b_end = a_end - ended, b_end - ended
        if a < a_end and b < b_end:
            self._between(a, a_end, b, b_end)

    def _between(self, a: int, a_end: int, b: int, b_end: int) -> None:
        if set(self._a[a:a_end]).isdisjoint(self._b[b:b_end]):
            return
        anchors = _rising(_unique(self._a, a, a_end, self._b, b, b_end))
        if not anchors:
            steps = _myers(self._a, a, a_end, self._b, b, b_end)
            if steps is not None:
                self._pairs += steps
                return
            self.exact = False
            anchors = _rising(_by_count(self._a, a, a_end, self._b, b, b_end))
            self._pairs += [(i, j, 1) for i, j in anchors]
            return
        self._pairs += [(i, j, 1) for i, j in anchors]
        for i, j in [*anchors, (a_end, b_end)]:
            if a < i and b < j:
                self._waiting.append((a, i, b, j))
            a, b = i + 1, j + 1


def _unique(one: Sequence[Hashable], a: int, a_end: int, other: Sequence[Hashable], b: int, b_end: int) -> list[tuple[int, int]]:
    """Return the places of items that stand exactly once on either side."""
    left, right = one[a:a_end], other[b:b_end]
    counts_a, counts_b = Counter(left), Counter(right)
    places = {item: at for at, item in enumerate(right, b) if counts_b[item] == 1}
    return [(at, places[item]) for at, item in enumerate(left, a) if counts_a[item] == 1 and item in places]


def _by_count(one: Sequence[Hashable], a: int, a_end: int, other: Sequence[Hashable], b: int, b_end: int) -> list[tuple[int, int]]:
    """Pair the first of each item with the first, the second with the second, and so on."""
    seen: dict[Hashable, int] = {}
    places: dict[tuple[Hashable, int], int] = {}
    for at in range(b, b_end):
        count = seen[other[at]] = seen.get(other[at], 0) + 1
        places[other[at], count] = at
    seen.clear()
    found = []
    for at in range(a, a_end):
        count = seen[one[at]] = seen.get(one[at], 0) + 1
        pair = places.get((one[at], count))
        if pair is not None:
            found.append((at, pair))
    return found


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part in which the second numbers rise, as the first ones do."""
    return [pairs[at] for at in rising([second for _first, second in pairs])]


def rising(numbers: Sequence[int]) -> list[int]:
    """Return the places of a longest rising part of different numbers."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(places[length - 1] if length else -1)
        if length == len(ends):
            ends.append(number)
            places.append(at)
        else:
            ends[length], places[length] = number, at
    found = []
    at = places[-1] if places else -1
    while at >= 0:
        found.append(at)
        at = before[at]
    return found[::-1]


def _myers(one: Sequence[Hashable], a: int, a_end: int, other: Sequence[Hashable], b: int, b_end: int) -> list[Block] | None:
    """Return the equal items of a shortest way from one to the other; None where it is longer than the bound."""
    size_a, size_b = a_end - a, b_end - b
    furthest = {1: 0}
    trace: list[dict[int, int]] = []
    for step in range(min(size_a + size_b, _MOST_STEPS) + 1):
        trace.append(dict(furthest))
        for diagonal in range(-step, step + 1, 2):
            down = diagonal == -step or (diagonal != step and furthest[diagonal - 1] < furthest[diagonal + 1])
            x = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            y = x - diagonal
            while x < size_a and y < size_b and one[a + x] == other[b + y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= size_a and y >= size_b:
                return _way_back(trace, size_a, size_b, a, b)
    return None


def _way_back(trace: list[dict[int, int]], x: int, y: int, a: int, b: int) -> list[Block]:
    found: list[Block] = []
    for step in range(len(trace) - 1, -1, -1):
        furthest, diagonal = trace[step], x - y
        down = diagonal == -step or (diagonal != step and furthest[diagonal - 1] < furthest[diagonal + 1])
        former = diagonal + 1 if down else diagonal - 1
        start_x = furthest[former] if step else 0
        start_y = start_x - former if step else 0
        moved_x = start_x + (0 if down else 1) if step else 0
        if x > moved_x:
            moved_y = moved_x - diagonal
            found.append((a + moved_x, b + moved_y, x - moved_x))
        x, y = start_x, start_y
    return found


def _joined(pairs: list[Block]) -> list[Block]:
    """Return the blocks in order; those that go on are one."""
    pairs.sort()
    joined: list[Block] = []
    for a, b, count in pairs:
        if joined and joined[-1][0] + joined[-1][2] == a and joined[-1][1] + joined[-1][2] == b:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + count)
        else:
            joined.append((a, b, count))
    return joined
