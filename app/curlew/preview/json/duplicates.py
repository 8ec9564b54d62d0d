"""Keys that stand more than once in their object, counted in a large text: beside the laying out, mostly without the interpreter."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

from curlew.preview.buffer import Buffer
from curlew.preview.json.scan import Scan
from curlew.preview.json.structure import frame_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_OPENING, _COLON = ord("{"), ord(":")
_FIRST, _LAST, _LENGTH, _CONTAINER = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93


def duplicates_in(data: Buffer, stop: Callable[[], bool] | None = None) -> int:
    """Return how many keys repeat one of their object; as far as the text is JSON, and until `stop` says so. For a worker thread."""
    start, end = frame_of(data)
    if end - start < _EIGHT:
        return 0
    scan = DuplicateScan(data, start, end)
    while not scan.done and not (stop is not None and stop()):
        scan.step()
    return scan.finish()


_EIGHT = 8


class DuplicateScan(Scan):
    """Gives every container a number and every key a number of 64 bits, and looks for the same pair twice; then at the bytes.

    Containers that end in the piece they began in are done with it; the keys of the others wait for the end.
    """

    def __init__(self, data: Buffer, start: int, end: int) -> None:
        import numpy as np

        super().__init__(data, start, end, top=True)
        self._by_numpy = True
        self._watched = b"/:"
        self._bytes = np.frombuffer(data, np.uint8)
        self._eights = np.lib.stride_tricks.sliding_window_view(self._bytes, _EIGHT)
        self._before = np.empty(0, np.int64)  # the last quotes of the piece before
        self._numbers = [0]  # of the containers that are open, by depth
        self._next = 1
        self._waiting: list[tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = []
        self._count = 0

    def finish(self) -> int:
        """Return the count, with the keys of containers that were longer than one piece."""
        import numpy as np

        if self._waiting:
            parts = [np.concatenate(part) for part in zip(*self._waiting, strict=True)]
            self._look(parts[0].view(np.uint64), *parts[1:])
            self._waiting.clear()
        return self._count

    def _regex_step(self) -> array[int]:
        self.at, self.done = self.end, True  # comments or worse: not looked at further
        return array("q")

    def _numpy_step(self) -> array[int]:
        import numpy as np

        begin = self.at
        places, marks, depths = self._numpy_marks()
        quotes = np.concatenate((self._before, self._quotes + begin))
        self._before = quotes[-2:]
        opening = (marks | 0x20) == _OPENING
        events = np.flatnonzero(opening | (marks == _COLON))
        if len(events):
            self._events(places[events], opening[events], depths[events], quotes)
        del self._numbers[self._depth + 1 :]
        return array("q")

    def _events(self, places: NDArray[np.int64], opening: NDArray[np.bool_], depths: NDArray[np.int32], quotes: NDArray[np.int64]) -> None:
        """Give the containers of a piece their numbers, and its keys to those."""
        import numpy as np

        order = np.argsort(depths.astype(np.int16) if int(depths.max()) < 2**15 else depths, kind="stable")
        places, opening, depths = places[order], opening[order], depths[order]
        new_depth = np.diff(depths, prepend=-1) != 0
        begins = new_depth | opening
        groups = np.cumsum(begins) - 1
        firsts = np.flatnonzero(begins)
        numbers = self._next + np.arange(len(firsts), dtype=np.int64)
        self._next += len(firsts)
        depth_of = depths[firsts]
        lasting = np.append(depth_of[1:] != depth_of[:-1], True) & (depth_of <= self._depth)
        carried = ~opening[firsts]
        for group in np.flatnonzero(carried).tolist():
            depth = int(depth_of[group])
            numbers[group] = self._numbers[depth] if depth < len(self._numbers) else 0
        for group in np.flatnonzero(lasting).tolist():
            depth = int(depth_of[group])
            self._numbers += [0] * (depth + 1 - len(self._numbers))
            self._numbers[depth] = int(numbers[group])
        colons = ~opening
        at = np.searchsorted(quotes, places[colons])
        whole = at >= 2
        starts, ends = quotes[at[whole] - 2] + 1, quotes[at[whole] - 1]
        group_of = groups[colons][whole]
        keys = self._hashes(starts, ends)
        later = (carried | lasting)[group_of]
        if later.any():
            self._waiting.append((keys[later], numbers[group_of[later]], starts[later], ends[later]))
        here = ~later
        self._look(keys[here], numbers[group_of[here]], starts[here], ends[here])

    def _hashes(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return a number for each key, made of its first and last eight bytes and its length."""
        import numpy as np

        lengths = ends - starts
        firsts, lasts = self._eight_at(starts), self._eight_at(np.maximum(ends - _EIGHT, 0))
        short = lengths < _EIGHT
        shift = (8 * (_EIGHT - np.minimum(lengths, _EIGHT))).astype(np.uint64)
        full: NDArray[np.uint64] = np.where(lengths > 0, (firsts << shift) >> shift, np.uint64(0))
        lasts = np.where(short, np.uint64(0), lasts)
        full *= np.uint64(_FIRST)
        full ^= lasts * np.uint64(_LAST) ^ lengths.astype(np.uint64) * np.uint64(_LENGTH)
        return full

    def _eight_at(self, places: NDArray[np.int64]) -> NDArray[np.uint64]:
        import numpy as np

        within = np.minimum(places, len(self._eights) - 1)
        found: NDArray[np.uint64] = np.ascontiguousarray(self._eights[within]).view(np.uint64).ravel()
        found >>= (8 * (places - within)).astype(np.uint64)
        return found

    def _look(self, keys: NDArray[np.uint64], numbers: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        """Count pairs of the same key in the same container."""
        import numpy as np

        both = keys ^ (numbers.astype(np.uint64) * np.uint64(_CONTAINER))
        order = np.argsort(both)
        ranked = both[order]
        for index in np.flatnonzero(ranked[1:] == ranked[:-1]).tolist():
            one, other = int(order[index]), int(order[index + 1])
            same = numbers[one] == numbers[other] and self.data[starts[one] : ends[one]] == self.data[starts[other] : ends[other]]
            self._count += bool(same)
