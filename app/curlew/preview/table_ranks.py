"""Where each row's value comes among all values of a column, as a number: rows are then sorted by numbers alone."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from curlew.preview.table_cells import Cell, Reader, text_of
from curlew.preview.table_order import EMPTY, KINDS, Key, is_plain, key_of, natural, number
from curlew.preview.table_pace import Pace
from curlew.preview.table_sums import Sums

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MANY = 20_000
"""Values from which on numpy is worth its import."""

STRIDE = 64
"""Rows between two rests."""

WIDE = 40
"""Bytes of a text that numpy sorts by; what is alike so far is sorted in full."""

_RUN = 1024


def ranks(reader: Reader, chosen: Sequence[int], down: bool, pace: Pace, sums: Sums | None = None) -> Sequence[int]:
    """Return a number for each chosen row, equal for equal values. down: the other way round, but null and missing stay last."""
    ids, values, kinds = _read(reader, chosen, pace, sums)
    places, filled = _places(values, kinds, pace)
    while values:  # a million of them would be freed in one go, which takes as long as many slices
        del values[-_RUN:]
        pace.rest()
    if down:
        last = filled - 1
        places = array("l", (last - place if place <= last else place for place in places))
    if len(chosen) < MANY:
        return [places[one] for one in ids]
    import numpy as np

    found: NDArray[np.int64] = np.asarray(places)[np.asarray(ids)]
    return found  # type: ignore[return-value]  # as good as a sequence


def _read(reader: Reader, chosen: Sequence[int], pace: Pace, sums: Sums | None) -> tuple[array[int], list[bytes], list[str]]:
    """Return for each row the number of its value, and the different values with their kinds.

    Nothing here is an object that Python's garbage collector would look at: with a million of them it holds everybody up.
    """
    numbers: dict[bytes | None, int] = {}
    ids = array("l")
    read, began = reader.read, pace.done
    for at, row in enumerate(chosen):
        raw = read(row)
        ids.append(numbers.setdefault(raw, len(numbers)))
        if sums is not None and raw is not None:
            sums.take(Cell(reader.kind(raw), raw))
        if at % STRIDE == 0:
            pace.done = began + at
            pace.rest()
    kinds: list[str] = []
    values: list[bytes] = []
    for raw in numbers:
        values.append(raw or b"")
        kinds.append("missing" if raw is None else reader.kind(raw))
        if len(kinds) % STRIDE == 0:
            pace.rest()
    return ids, values, kinds


def _places(values: list[bytes], kinds: list[str], pace: Pace) -> tuple[array[int], int]:
    """Return the place of each different value, and how many places are not null or missing."""
    by_rank: dict[int, Sequence[int]] = {}
    if len(set(kinds)) == 1:
        by_rank[KINDS[kinds[0]]] = range(len(kinds))
    else:
        by_rank = _by_rank(kinds, pace)
    places = array("l", bytes(8 * len(values)))
    place = filled = 0
    for rank in sorted(by_rank):
        which = by_rank[rank]
        floats = _floats(values, which, pace) if rank == KINDS["number"] and len(which) >= MANY else None
        if floats is not None:
            place += _place_floats(floats, which, places, place)
            filled = place
            continue
        ordered = _in_order(values, kinds, which, rank, pace)
        for done, alike in enumerate(ordered):
            for at in alike:
                places[at] = place
            place += 1
            if done % STRIDE == 0:
                pace.rest()
        if rank < EMPTY:
            filled = place
    return places, filled


def _by_rank(kinds: list[str], pace: Pace) -> dict[int, Sequence[int]]:
    found: dict[int, array[int]] = {}
    for at, kind in enumerate(kinds):
        found.setdefault(KINDS[kind], array("l")).append(at)
        if at % STRIDE == 0:
            pace.rest()
    return dict(found)


def _in_order(values: list[bytes], kinds: list[str], which: Sequence[int], rank: int, pace: Pace) -> Iterator[list[int]]:
    """Yield groups of values that are equal, the least first."""
    if rank == KINDS["number"]:
        plain = True
        for done, at in enumerate(which):
            if not is_plain(values[at]):
                plain = False
                break
            if done % STRIDE == 0:
                pace.rest()
        numeric = float if plain else number
        return _merged(which, lambda at: key_of("number", values[at], numeric), pace)
    if rank == KINDS["string"] and len(which) >= MANY:
        return _by_texts(values, kinds, which, pace)
    return _merged(which, lambda at: key_of(kinds[at], values[at]), pace)


def _floats(values: list[bytes], which: Sequence[int], pace: Pace) -> array[float] | None:
    """Return numbers as floats; None where that would lose something."""
    floats = array("d")
    for begin in range(0, len(which), STRIDE):
        for at in which[begin : begin + STRIDE]:
            if not is_plain(values[at]):
                return None
            floats.append(float(values[at]))
        pace.rest()
    return floats


def _place_floats(floats: array[float], which: Sequence[int], places: array[int], first: int) -> int:
    """Give each number its place from `first` on; return how many places that are."""
    import numpy as np

    different, inverse = np.unique(np.asarray(floats), return_inverse=True)
    np.asarray(places)[np.asarray(which)] = inverse + first
    return len(different)


def _by_texts(values: list[bytes], kinds: list[str], which: Sequence[int], pace: Pace) -> Iterator[list[int]]:
    """Sort by the beginnings of the texts, then what is alike so far by all of them."""
    import numpy as np

    keys = np.zeros(len(which), f"S{WIDE}")
    shared = _shared(values, kinds, which, pace)
    for begin in range(0, len(which), STRIDE):
        piece = which[begin : begin + STRIDE]
        keys[begin : begin + len(piece)] = [_encoded(kinds[at], values[at])[shared : shared + WIDE] for at in piece]
        pace.rest()
    order = np.argsort(keys, kind="stable")
    for group in _groups(order, keys, which, pace):
        if len(group) == 1:
            yield group
        else:
            yield from _merged(group, lambda at: key_of(kinds[at], values[at]), pace)


def _encoded(kind: str, raw: bytes) -> bytes:
    return natural(text_of(kind, raw)).encode("utf-8", "surrogatepass")


def _shared(values: list[bytes], kinds: list[str], which: Sequence[int], pace: Pace) -> int:
    """Return how many bytes all texts begin with alike."""
    first = _encoded(kinds[which[0]], values[which[0]])
    shared = len(first)
    for done, at in enumerate(which):
        if not shared:
            break
        text = _encoded(kinds[at], values[at])
        while not text.startswith(first[:shared]):
            shared -= 1
        if done % STRIDE == 0:
            pace.rest()
    return shared


def _groups(order: NDArray[np.intp], keys: NDArray[np.generic], which: Sequence[int], pace: Pace) -> Iterator[list[int]]:
    """Yield what has the same key, in order, in slices."""
    size, begin = len(order), 0
    group: list[int] = []
    while begin < size:
        piece = order[begin : begin + 4096]
        found = keys[piece]
        same = [begin > 0 and bool(found[0] == keys[order[begin - 1]]), *(found[1:] == found[:-1]).tolist()]
        for at, again in zip(piece.tolist(), same, strict=True):
            if not again and group:
                yield group
                group = []
            group.append(which[at])
        begin += len(piece)
        pace.rest()
    if group:
        yield group


def _merged(which: Sequence[int], key: Callable[[int], Key], pace: Pace) -> Iterator[list[int]]:
    """Sort in short runs, which are then merged: one long sort would hold the interpreter to its end."""
    runs = []
    for begin in range(0, len(which), _RUN):
        run = []
        for done, at in enumerate(which[begin : begin + _RUN]):
            run.append((key(at), at))
            if done % STRIDE == 0:
                pace.rest()
        run.sort()
        runs.append(run)
    for _key, alike in groupby(heapq.merge(*runs), key=lambda pair: pair[0]):
        yield [at for _same, at in alike]
