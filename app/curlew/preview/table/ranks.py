"""Where each row's value comes among all values of a column, as a number: rows are then sorted by numbers alone."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from curlew.preview.table.cells import Cell, Reader, text_of
from curlew.preview.table.order import EMPTY, KINDS, Key, is_plain, key_of, natural, number
from curlew.preview.table.pace import Pace
from curlew.preview.table.sums import Sums

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

_PARTS = 256
"""Dictionaries that share the different values: a single one with a million of them holds the interpreter whenever it grows."""

_PIECE = 32 * 1024
"""Numbers that numpy takes in one go."""


def ranks(reader: Reader, chosen: Sequence[int], down: bool, pace: Pace, sums: Sums | None = None) -> Sequence[int]:
    """Return a number for each chosen row, equal for equal values. down: the other way round, but null and missing stay last."""
    ids, values, kinds = _read(reader, chosen, pace, sums)
    places, filled = _places(values, kinds, pace)
    while values:  # a million of them would be freed in one go, which takes as long as many slices
        del values[-_RUN:]
        pace.rest()
    last = filled - 1
    if len(chosen) < MANY:
        return [last - places[one] if down and places[one] <= last else places[one] for one in ids]
    import numpy as np

    found, of_value, of_row = np.empty(len(ids), np.int64), np.asarray(places), np.asarray(ids)
    for begin in range(0, len(ids), _PIECE):
        piece = of_value[of_row[begin : begin + _PIECE]]
        found[begin : begin + _PIECE] = np.where(piece <= last, last - piece, piece) if down else piece
        pace.rest()
    return found  # type: ignore[return-value]  # as good as a sequence


def _read(reader: Reader, chosen: Sequence[int], pace: Pace, sums: Sums | None) -> tuple[array[int], list[bytes], list[str]]:
    """Return for each row the number of its value, and the different values with their kinds.

    Nothing here is an object that Python's garbage collector would look at: with a million of them it holds everybody up.
    """
    numbers: list[dict[bytes | None, int]] = [{} for _part in range(_PARTS)]
    ids = array("l")
    kinds: list[str] = []
    values: list[bytes] = []
    read, began = reader.read, pace.done
    for at, row in enumerate(chosen):
        raw = read(row)
        new = len(values)
        one = numbers[hash(raw) % _PARTS].setdefault(raw, new)
        ids.append(one)
        if one == new:
            values.append(raw or b"")
            kinds.append("missing" if raw is None else reader.kind(raw))
        if sums is not None and raw is not None:
            sums.take(Cell(reader.kind(raw), raw))
        if at % STRIDE == 0:
            pace.done = began + at
            pace.rest()
    while numbers:
        numbers.pop().clear()
        pace.rest()
    return ids, values, kinds


def _places(values: list[bytes], kinds: list[str], pace: Pace) -> tuple[array[int], int]:
    """Return the place of each different value, and how many places are not null or missing."""
    by_rank: dict[int, Sequence[int]] = {}
    if _is_one(kinds, pace):
        by_rank[KINDS[kinds[0]]] = range(len(kinds))
    else:
        by_rank = _by_rank(kinds, pace)
    places = array("l", bytes(8 * len(values)))
    place = filled = 0
    for rank in sorted(by_rank):
        which = by_rank[rank]
        floats = _floats(values, which, pace) if rank == KINDS["number"] and len(which) >= MANY else None
        if floats is not None:
            place += _place_floats(floats, which, places, place, pace)
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


def _is_one(kinds: list[str], pace: Pace) -> bool:
    """Tell whether all are of one kind."""
    for begin in range(0, len(kinds), _PIECE):
        if len({kinds[0], *kinds[begin : begin + _PIECE]}) > 1:
            return False
        pace.rest()
    return bool(kinds)


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


def _place_floats(floats: array[float], which: Sequence[int], places: array[int], first: int, pace: Pace) -> int:
    """Give each number its place from `first` on; return how many places that are."""
    import numpy as np

    numbers, target = np.asarray(floats), np.asarray(places)
    behind = which.start if isinstance(which, range) else np.asarray(which)
    order = np.argsort(numbers)
    place = first - 1
    for begin in range(0, len(order), _PIECE):
        piece = order[begin : begin + _PIECE]
        found = numbers[piece]
        is_new = np.ones(len(piece), np.int64)
        is_new[0] = begin == 0 or found[0] != numbers[order[begin - 1]]
        is_new[1:] = found[1:] != found[:-1]
        new = place + np.cumsum(is_new)
        target[piece + behind if isinstance(behind, int) else behind[piece]] = new
        place = int(new[-1])
        pace.rest()
    return place + 1 - first


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
