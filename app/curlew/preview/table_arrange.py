"""Which rows of a table are shown and in which order: filtered and sorted, in a worker that can be stopped."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from curlew.preview.table_cells import Path, text_of
from curlew.preview.table_columns import Source
from curlew.preview.table_filter import Pattern, Test, parsed
from curlew.preview.table_order import EMPTY, KINDS, is_plain, key_of, number
from curlew.preview.table_pace import Pace
from curlew.preview.table_sums import Sums

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MANY = 20_000
"""Rows from which on numpy is worth its import."""

BATCH = 2000
STRIDE = 64
"""Rows between two rests."""

_RUN = 1024


@dataclass(frozen=True, slots=True)
class Wanted:
    """filters: column and what was typed. sorts: column and whether it goes down, the first one weighs most. summed: a column, or none."""

    filters: tuple[tuple[Path, str], ...] = ()
    sorts: tuple[tuple[Path, bool], ...] = ()
    summed: Path | None = None


@dataclass(frozen=True, slots=True)
class Arranged:
    """order: the rows that are shown, as they are shown; None for all as they came."""

    order: Sequence[int] | None = None
    sums: Sums | None = None


def arrange(rows: Source, count: int, wanted: Wanted, pace: Pace) -> Arranged:
    """Filter and sort the first `count` rows. Raises FilterError, and Stopped where it has been ended."""
    pace.total = count * (bool(wanted.filters) + len(wanted.sorts))
    chosen: Sequence[int] = _filtered(rows, count, wanted, pace) if wanted.filters else range(count)
    sums = Sums() if wanted.summed is not None else None
    if wanted.summed is not None and wanted.summed not in [path for path, _down in wanted.sorts]:
        sums = sum_up(rows, chosen, wanted.summed, pace)
    if not wanted.sorts:
        return Arranged(chosen if wanted.filters else None, sums)
    columns = []
    for path, down in wanted.sorts:
        ranks = _Ranks(rows, chosen, path, pace, sums if path == wanted.summed else None)
        columns.append(ranks.down() if down else ranks.ranks)
    return Arranged(_sorted(chosen, columns), sums)


def _sorted(chosen: Sequence[int], columns: list[Sequence[int]]) -> Sequence[int]:
    if len(chosen) < MANY:
        places = sorted(range(len(chosen)), key=lambda at: [column[at] for column in columns])
        return array("I", (chosen[at] for at in places))
    import numpy as np

    order: NDArray[np.intp] = np.lexsort([np.asarray(column) for column in reversed(columns)])
    return np.asarray(chosen, np.uint32)[order].data


def sum_up(rows: Source, chosen: Sequence[int], path: Path, pace: Pace) -> Sums:
    """Return what the numbers of some rows come to."""
    sums = Sums()
    for at, row in enumerate(chosen):
        sums.take(rows.cell(row, path))
        if at % STRIDE == 0:
            pace.rest()
    return sums


# --- filtering ---


def _filtered(rows: Source, count: int, wanted: Wanted, pace: Pace) -> array[int]:
    tests: list[tuple[Path, Test]] = []
    patterns: list[tuple[Path, Pattern]] = []
    for path, text in wanted.filters:
        test = parsed(text)
        if isinstance(test, Pattern):
            patterns.append((path, test))
        elif test is not None:
            tests.append((path, test))
    chosen = array("I")
    for begin in range(0, count, STRIDE):
        for row in range(begin, min(begin + STRIDE, count)):
            for path, test in tests:
                if not test(rows.cell(row, path)):
                    break
            else:
                chosen.append(row)
        pace.done = begin
        pace.rest()
    for path, pattern in patterns:
        chosen = _matching(rows, chosen, path, pattern, pace)
    return chosen


def _matching(rows: Source, chosen: array[int], path: Path, pattern: Pattern, pace: Pace) -> array[int]:
    from curlew.preview.table_regex import RegexChild

    child, found = RegexChild(pattern), array("I")
    try:
        for begin in range(0, len(chosen), BATCH):
            batch, texts = chosen[begin : begin + BATCH], []
            for at, row in enumerate(batch):
                cell = rows.cell(row, path)
                texts.append("" if cell.kind == "missing" else text_of(cell.kind, cell.raw))
                if at % STRIDE == 0:
                    pace.rest()
            hits = child.matches(texts, pace.rest)
            found.extend(row for row, hit in zip(batch, hits, strict=True) if hit)
    finally:
        child.close()
    return found


# --- sorting ---


class _Ranks:
    """`ranks`: for each chosen row a number that says where its value comes; the same for values that are equal."""

    def __init__(self, rows: Source, chosen: Sequence[int], path: Path, pace: Pace, sums: Sums | None) -> None:
        self._rows, self._chosen, self._path, self._pace, self._sums = rows, chosen, path, pace, sums
        self._filled = 0
        ids, values = self._read()
        places = self._places(values)
        if len(chosen) < MANY:
            self.ranks: Sequence[int] = [places[one] for one in ids]
        else:
            import numpy as np

            ranks: NDArray[np.int64] = np.asarray(places)[np.asarray(ids)]
            self.ranks = ranks  # type: ignore[assignment]  # read by index, and by numpy

    def down(self) -> Sequence[int]:
        """Return the ranks for the other direction: null and missing stay last."""
        last = self._filled - 1
        if len(self._chosen) < MANY:
            return [last - rank if rank <= last else rank for rank in self.ranks]
        import numpy as np

        ranks = np.asarray(self.ranks)
        turned: Sequence[int] = np.where(ranks <= last, last - ranks, ranks)  # type: ignore[assignment]
        return turned

    def _read(self) -> tuple[array[int], list[tuple[str, bytes]]]:
        """Return for each row the number of its value, and the different values."""
        numbers: dict[tuple[str, bytes], int] = {}
        ids = array("l")
        cell_of, path, sums, pace = self._rows.cell, self._path, self._sums, self._pace
        began = pace.done = (pace.done + STRIDE) // STRIDE * STRIDE
        for at, row in enumerate(self._chosen):
            cell = cell_of(row, path)
            ids.append(numbers.setdefault((cell.kind, cell.raw), len(numbers)))
            if sums is not None:
                sums.take(cell)
            if at % STRIDE == 0:
                pace.done = began + at
                pace.rest()
        return ids, list(numbers)

    def _places(self, values: list[tuple[str, bytes]]) -> array[int]:
        """Return the rank of each different value."""
        plain = all(is_plain(raw) for kind, raw in values if kind == "number")
        numeric = float if plain else number
        places = array("l", bytes(8 * len(values)))
        rank = -1
        for _key, alike in groupby(self._in_order(values, numeric), key=lambda pair: pair[0]):
            rank += 1
            for _same, number_of in alike:
                places[number_of] = rank
                if KINDS[values[number_of][0]] < EMPTY:
                    self._filled = rank + 1
        return places

    def _in_order(self, values: list[tuple[str, bytes]], numeric: type[float] | object) -> Iterator[tuple[object, int]]:
        runs = []
        for begin in range(0, len(values), _RUN):
            run = []
            for at in range(begin, min(begin + _RUN, len(values))):
                run.append((key_of(*values[at], numeric), at))  # type: ignore[arg-type]
                if at % STRIDE == 0:
                    self._pace.rest()
            run.sort()
            runs.append(run)
        for at, pair in enumerate(heapq.merge(*runs)):
            if at % STRIDE == 0:
                self._pace.rest()
            yield pair
