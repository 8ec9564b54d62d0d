"""What must be done to a list of ids to make it another one, in few steps: which may stay where they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def staying(old: Sequence[int], new: Sequence[int]) -> set[int]:
    """Return a largest set of ids whose order is the same in both lists; all others have to move.

    The longest increasing run of positions (patience sorting), in n log n.
    """
    if list(new[: len(old)]) == list(old):
        return set(old)
    place = {item: at for at, item in enumerate(new)}
    kept = [item for item in old if item in place]
    ends: list[int] = []  # position in `new` of the last of the best run of each length
    ends_at: list[int] = []  # its index in `kept`
    before: list[int] = []
    for at, item in enumerate(kept):
        length = bisect_left(ends, place[item])
        before.append(ends_at[length - 1] if length else -1)
        ends[length : length + 1] = [place[item]]
        ends_at[length : length + 1] = [at]
    stays: set[int] = set()
    at = ends_at[-1] if ends_at else -1
    while at >= 0:
        stays.add(kept[at])
        at = before[at]
    return stays


def runs_downwards(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Group ascending rows into (first, last) runs, the lowest run last: safe to remove one after the other."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs[::-1]
