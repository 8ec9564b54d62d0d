"""Which rows of a table are shown and in which order: filtered and sorted, in a worker that can be stopped."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curlew.preview.table.cells import Cell, Path, text_of
from curlew.preview.table.columns import Source
from curlew.preview.table.filter import Pattern, Test, parsed
from curlew.preview.table.pace import Pace
from curlew.preview.table.ranks import MANY, STRIDE, ranks
from curlew.preview.table.sums import Sums

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 2000


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
        columns.append(ranks(rows.reader(path), chosen, down, pace, sums if path == wanted.summed else None))
    return Arranged(_sorted(chosen, columns), sums)


def _sorted(chosen: Sequence[int], columns: list[Sequence[int]]) -> Sequence[int]:
    if len(chosen) < MANY:
        places = sorted(range(len(chosen)), key=lambda at: [column[at] for column in columns])
        return array("I", (chosen[at] for at in places))
    import numpy as np

    order: NDArray[np.intp] = np.lexsort([np.asarray(column) for column in reversed(columns)])
    if isinstance(chosen, range):  # all of them; numpy would go through them one by one
        return order.astype(np.uint32).data
    return np.asarray(chosen, np.uint32)[order].data


def sum_up(rows: Source, chosen: Sequence[int], path: Path, pace: Pace) -> Sums:
    """Return what the numbers of some rows come to."""
    sums, cell = Sums(), rows.reader(path).cell
    for at, row in enumerate(chosen):
        sums.take(cell(row))
        if at % STRIDE == 0:
            pace.rest()
    return sums


# --- filtering ---


def _filtered(rows: Source, count: int, wanted: Wanted, pace: Pace) -> array[int]:
    tests: list[tuple[Callable[[int], Cell], Test]] = []
    patterns: list[tuple[Path, Pattern]] = []
    for path, text in wanted.filters:
        test = parsed(text)
        if isinstance(test, Pattern):
            patterns.append((path, test))
        elif test is not None:
            tests.append((rows.reader(path).cell, test))
    chosen = array("I")
    for begin in range(0, count, STRIDE):
        for row in range(begin, min(begin + STRIDE, count)):
            for cell, test in tests:
                if not test(cell(row)):
                    break
            else:
                chosen.append(row)
        pace.done = begin
        pace.rest()
    for path, pattern in patterns:
        chosen = _matching(rows, chosen, path, pattern, pace)
    return chosen


def _matching(rows: Source, chosen: array[int], path: Path, pattern: Pattern, pace: Pace) -> array[int]:
    from curlew.preview.table.regex import RegexChild

    child, found, read = RegexChild(pattern), array("I"), rows.reader(path).cell
    try:
        for begin in range(0, len(chosen), BATCH):
            batch, texts = chosen[begin : begin + BATCH], []
            for at, row in enumerate(batch):
                cell = read(row)
                texts.append("" if cell.kind == "missing" else text_of(cell.kind, cell.raw))
                if at % STRIDE == 0:
                    pace.rest()
            hits = child.matches(texts, pace.rest)
            found.extend(row for row, hit in zip(batch, hits, strict=True) if hit)
    finally:
        child.close()
    return found
