"""Which rows of a text are hidden by the folds that are closed, and which row stands where on the screen."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterable

from curlew.preview.text.folds import AllFolds
from curlew.preview.text.rows import Rows

FEW = 2000
"""So many folds are worked on without numpy."""


class Folded:
    """The folds of a text, closed or open, by the bytes that they hide (`folds`). Folds lie within or beside each other.

    Screen rows are the rows that are not hidden, counted from 0.
    """

    def __init__(self) -> None:
        self._starts, self._ends = array("q"), array("q")
        self._firsts, self._lasts = array("q"), array("q")  # the rows that they hide
        self._closed = bytearray()
        self.levels = array("q")
        """How deep each fold lies, from 1; empty unless all folds of the text are known."""
        self._settle()

    @property
    def hidden(self) -> int:
        """How many rows are hidden."""
        return self._hidden

    @property
    def closed(self) -> Iterable[tuple[int, int]]:
        """The closed folds, also those within others, in the order of the text."""
        return ((start, end) for start, end, closed in zip(self._starts, self._ends, self._closed, strict=True) if closed)

    def __len__(self) -> int:
        return len(self._starts)

    # --- changes ---

    def close(self, start: int, end: int, rows: Rows) -> None:
        """Close a fold."""
        at = bisect_left(self._starts, start)
        if at == len(self._starts) or self._starts[at] != start:
            first, last = rows_hidden(rows, start, end)
            self.levels = array("q")
            for column, value in ((self._starts, start), (self._ends, end), (self._firsts, first), (self._lasts, last)):
                column.insert(at, value)
            self._closed.insert(at, 0)
        self._closed[at] = 1
        self._settle()

    def open(self, start: int) -> None:
        """Open a fold; those within it stay as they are."""
        at = bisect_left(self._starts, start)
        if at < len(self._starts) and self._starts[at] == start:
            self._closed[at] = 0
            self._settle()

    def reveal(self, offset: int) -> bool:
        """Open all folds that hide an offset; tell whether there were any."""
        opened = False
        for at in self._around(offset):
            opened |= bool(self._closed[at])
            self._closed[at] = 0
        if opened:
            self._settle()
        return opened

    def clear(self) -> None:
        """Open all folds and forget them."""
        self.__init__()  # type: ignore[misc]  # the same as new

    def take_all(self, found: AllFolds, ranges: tuple[array[int], array[int]], above: int) -> None:
        """Take all folds of a text with the rows that they hide; those deeper than the level `above` are closed, 0 for all."""
        self._starts, self._ends, self.levels = found.starts, found.ends, found.levels
        self._firsts, self._lasts = ranges
        self.close_below(above)

    def close_below(self, above: int) -> None:
        """Close the folds deeper than a level and open the others; all folds must be known."""
        if len(self.levels) > FEW:
            import numpy as np

            self._closed = bytearray((np.frombuffer(self.levels, dtype=np.int64) > above).tobytes())
        else:
            self._closed = bytearray(map(above.__lt__, self.levels))
        self._settle()

    # --- asking ---

    def is_closed(self, start: int) -> bool:
        at = bisect_left(self._starts, start)
        return at < len(self._starts) and self._starts[at] == start and bool(self._closed[at])

    def end_of(self, start: int) -> int | None:
        """Return where a fold ends that is known already."""
        at = bisect_left(self._starts, start)
        return self._ends[at] if at < len(self._starts) and self._starts[at] == start else None

    def after(self, row: int) -> tuple[int, int] | None:
        """Return the fold that hides the rows behind a row that is shown: (start, end); None where nothing is hidden."""
        at = bisect_left(self._first, row + 1)
        if at == len(self._first) or self._first[at] != row + 1:
            return None
        return self._start[at], self._ends[bisect_left(self._starts, self._start[at])]

    def hiding(self, row: int) -> int | None:
        """Return the start of the outermost closed fold that hides a row, None if the row is shown."""
        at = bisect_right(self._first, row) - 1
        return self._start[at] if at >= 0 and row <= self._last[at] else None

    def shown(self, row: int) -> int:
        """Return a row itself, or for a hidden one the folded row that stands for it."""
        at = bisect_right(self._first, row) - 1
        return self._first[at] - 1 if at >= 0 and row <= self._last[at] else row

    def screen_row(self, row: int) -> int:
        """Return which row on the screen a row is; for a hidden one that of the folded line."""
        at = bisect_right(self._first, row) - 1
        if at < 0:
            return row
        if row <= self._last[at]:
            return self._first[at] - 1 - self._before[at]
        return row - self._before[at] - (self._last[at] - self._first[at] + 1)

    def row_at(self, screen_row: int) -> int:
        """Return the row that is so many rows down on the screen."""
        at = bisect_right(self._edges, screen_row) - 1
        return screen_row if at < 0 else screen_row + self._before[at] + self._last[at] - self._first[at] + 1

    def next(self, row: int) -> int:
        """Return the row below one that is shown."""
        at = bisect_left(self._first, row + 1)
        return self._last[at] + 1 if at < len(self._first) and self._first[at] == row + 1 else row + 1

    def previous(self, row: int) -> int:
        """Return the row above one that is shown."""
        at = bisect_left(self._last, row - 1)
        return self._first[at] - 1 if at < len(self._last) and self._last[at] == row - 1 else row - 1

    # --- inner workings ---

    def _around(self, offset: int) -> Iterable[int]:
        """Return the places of the folds that hide an offset."""
        before = bisect_right(self._starts, offset)
        if before > FEW:
            import numpy as np

            found: list[int] = np.flatnonzero(np.frombuffer(self._ends, dtype=np.int64)[:before] > offset).tolist()
            return found
        return [at for at in range(before) if self._ends[at] > offset]

    def _settle(self) -> None:
        """Work out which rows are hidden: those of the closed folds that lie in no other closed one."""
        if len(self._starts) > FEW:
            self._settle_many()
            return
        self._start, self._first, self._last = array("q"), array("q"), array("q")
        self._before, self._edges = array("q"), array("q")
        hidden, covered = 0, -1
        for start, end, first, last, closed in zip(self._starts, self._ends, self._firsts, self._lasts, self._closed, strict=True):
            if closed and start >= covered:
                covered = end
                columns = self._start, self._first, self._last, self._before, self._edges
                for column, value in zip(columns, (start, first, last, hidden, first - hidden), strict=True):
                    column.append(value)
                hidden += last - first + 1
        self._hidden = hidden

    def _settle_many(self) -> None:
        import numpy as np

        closed = np.flatnonzero(np.frombuffer(self._closed, dtype=np.uint8))
        starts, ends, firsts, lasts = (
            np.frombuffer(column, dtype=np.int64) for column in (self._starts, self._ends, self._firsts, self._lasts)
        )
        outer = np.ones(len(closed), dtype=bool)
        outer[1:] = starts[closed[1:]] >= np.maximum.accumulate(ends[closed])[:-1]
        closed = closed[outer]
        start, first, last = starts[closed], firsts[closed], lasts[closed]
        counts = last - first + 1
        before = np.cumsum(counts) - counts
        columns = (start, first, last, before, first - before)
        self._start, self._first, self._last, self._before, self._edges = (array("q", column.tobytes()) for column in columns)
        self._hidden = int(counts.sum())


def rows_hidden(rows: Rows, start: int, end: int) -> tuple[int, int]:
    """Return the first and the last row that a fold hides."""
    return rows.row_of(start), (len(rows) if end >= len(rows.data) else rows.row_of(end)) - 1


def ranges_of(found: AllFolds, rows: Rows) -> Generator[None, None, tuple[array[int], array[int]]]:
    """Find the rows that all folds of a text hide, in steps, when its rows are known."""
    if found.start_lines:
        firsts = rows.rows_of(found.starts, found.start_lines)
        yield
        lasts = rows.rows_of(found.ends, found.end_lines, -1)
        yield
        return firsts, lasts
    firsts, lasts = array("q"), array("q")
    for number, (start, end) in enumerate(zip(found.starts, found.ends, strict=True)):
        first, last = rows_hidden(rows, start, end)
        firsts.append(first)
        lasts.append(last)
        if number % 200 == 199:
            yield
    return firsts, lasts
