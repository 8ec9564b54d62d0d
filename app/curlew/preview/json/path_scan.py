"""Which containers are open at a byte of a JSON text, and how many commas each of them has before it."""

from __future__ import annotations

from array import array

from curlew.preview.buffer import Buffer
from curlew.preview.json.scan import CLOSE, COMMA, END, MARK, OPEN, OWN_MARKS, QUOTE, STEP, Scan


class PathScan(Scan):
    """Walks from the bracket of a container to a byte in it.

    Then `levels`: for each open container, outermost first, the offset of its bracket, that of its last comma (of the bracket, before
    any), and how many commas it had.
    """

    def __init__(self, data: Buffer, start: int, end: int) -> None:
        super().__init__(data, start, end)
        self._stack: list[tuple[int, int, int]] = [(start, start, 0)]

    @property
    def levels(self) -> list[tuple[int, int, int]]:
        return self._stack

    def _regex_step(self) -> array[int]:
        data, at, end, stack = self.data, self.at, self.end, self._stack
        pause = min(at + STEP // 16, end)
        while at < pause and not self.done:
            match = OWN_MARKS.match(data, at, end)
            assert match is not None
            kind, at = match.lastindex, match.end()
            if kind == OPEN:
                stack.append((at - 1, at - 1, 0))
            elif kind == CLOSE:
                stack.pop()
                self.done = not stack
            elif kind == MARK:
                bracket, _last, count = stack[-1]
                stack[-1] = (bracket, at - 1, count + 1)
            elif kind in (QUOTE, END):
                at = end
        self.at = at
        return array("q")

    def _numpy_step(self) -> array[int]:
        import numpy as np

        places, marks, depths = self._numpy_marks()
        if not len(depths):
            return array("q")
        lowest = np.minimum.accumulate(depths[::-1])[::-1]
        lasting = lowest == depths  # nothing behind goes below: the container of this mark is still open at the end
        del self._stack[int(lowest[0]) :]
        opened = places[lasting & ((marks | 0x20) == ord("{")) & (depths > len(self._stack))]
        self._stack += [(place, place, 0) for place in opened.tolist()]
        commas = lasting & (marks == COMMA)
        level_of, place_of = depths[commas], places[commas]
        counts = np.bincount(level_of)
        lasts = np.cumsum(counts) - 1  # levels only grow along these commas
        for level in np.flatnonzero(counts).tolist():
            bracket, _last, count = self._stack[level - 1]
            self._stack[level - 1] = (bracket, int(place_of[lasts[level]]), count + int(counts[level]))
        return array("q")
