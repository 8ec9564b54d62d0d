"""A comparison as it passes between processes: columns of numbers and bytes, read when they are asked for."""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, overload

from curlew.preview.buffer import Buffer, Gathering
from curlew.preview.compare.comparing import Outcome
from curlew.preview.compare.result import ADDED, CHANGED, IGNORED, MOVED, NEAR, REMOVED, SAME, SPELLED, Difference, Piece
from curlew.preview.compare.rows import Columns, DiffRows

_MARKS = (SAME, ADDED, REMOVED, CHANGED, MOVED, IGNORED, SPELLED, NEAR)
_SLICE = 20_000
_NUMBERS = 5

Where: TypeAlias = tuple[int, int, str]
"""Where a column begins and ends in the packed bytes, and the code of its numbers; empty for bytes."""


class Packing:
    """Takes columns and gives them as one Buffer, with where each of them stands."""

    def __init__(self) -> None:
        self._gathering = Gathering()
        self.places: dict[str, Where] = {}

    def numbers(self, name: str, values: Sequence[int]) -> None:
        """Take a column of numbers."""
        self._take(name, "q", (array("q", values[at : at + _SLICE]).tobytes() for at in range(0, len(values), _SLICE)))

    def raw(self, name: str, values: Iterable[int]) -> None:
        """Take a column of numbers from 0 to 255."""
        self._take(name, "", (bytes(values),))

    def blobs(self, name: str, values: Iterable[bytes]) -> None:
        """Take a column of bytes."""
        ends = array("q", [0])

        def pieces() -> Iterable[bytes]:
            for value in values:
                ends.append(ends[-1] + len(value))
                yield value

        self._take(name, "", pieces())
        self.numbers(f"{name} ends", ends)

    def _take(self, name: str, code: str, pieces: Iterable[bytes]) -> None:
        self._gathering.add(bytes(-self._gathering.size % 8))
        start = self._gathering.size
        waiting, size = list[bytes](), 0
        for piece in pieces:
            waiting.append(piece)
            size += len(piece)
            if size > 1024 * 1024:
                self._gathering.add(b"".join(waiting))
                waiting, size = [], 0
        self._gathering.add(b"".join(waiting))
        self.places[name] = start, self._gathering.size, code

    def buffer(self) -> Buffer:
        return self._gathering.buffer()


class Unpacking:
    """Gives the columns of packed bytes, none of which is read meanwhile."""

    def __init__(self, data: Buffer, places: dict[str, Where]) -> None:
        self._data, self._places = memoryview(data), places

    def column(self, name: str) -> memoryview:
        """Return a column."""
        start, end, code = self._places[name]
        found = self._data[start:end]
        return found.cast("q") if code else found


class PackedPieces(Sequence[Piece]):
    """Pieces that are made when they are asked for."""

    def __init__(self, packed: Unpacking) -> None:
        self._marks, self._numbers = packed.column("marks"), packed.column("numbers")
        self._briefs, self._ends = packed.column("briefs"), packed.column("briefs ends")

    def __len__(self) -> int:
        return len(self._marks)

    @overload
    def __getitem__(self, index: int) -> Piece: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Piece]: ...
    def __getitem__(self, index: int | slice) -> Piece | Sequence[Piece]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        a, b, lines_a, lines_b, difference = self._numbers[at * _NUMBERS : (at + 1) * _NUMBERS]
        brief_a, brief_b = (bytes(self._briefs[self._ends[n] : self._ends[n + 1]]) for n in (2 * at, 2 * at + 1))
        briefs = (brief.decode("utf-8", "surrogatepass") for brief in (brief_a, brief_b))
        return Piece(_MARKS[self._marks[at]], a, b, lines_a, lines_b, difference, *briefs)


class PackedDifferences(Sequence[Difference]):
    """Differences that are made when they are asked for."""

    def __init__(self, packed: Unpacking) -> None:
        self._kinds = packed.column("kinds")
        self._blobs, self._ends = packed.column("differences"), packed.column("differences ends")

    def __len__(self) -> int:
        return len(self._kinds)

    def kinds(self) -> bytes:
        """Return the kind of each as one byte: a place in `MARKS`."""
        return bytes(self._kinds)

    @overload
    def __getitem__(self, index: int) -> Difference: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Difference]: ...
    def __getitem__(self, index: int | slice) -> Difference | Sequence[Difference]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        found: Difference = pickle.loads(self._blobs[self._ends[at] : self._ends[at + 1]])
        return found


def kinds_of(differences: Sequence[Difference]) -> bytes:
    """Return the kind of each difference as one byte."""
    if isinstance(differences, PackedDifferences):
        return differences.kinds()
    return bytes(_MARKS.index(found.kind) for found in differences)


def of_kind(differences: Sequence[Difference], wanted: Iterable[str]) -> array[int]:
    """Return the numbers of the differences of some kinds; quick for a million."""
    from itertools import compress

    table = bytearray(256)
    for kind in wanted:
        table[_MARKS.index(kind)] = 1
    return array("q", compress(range(len(differences)), kinds_of(differences).translate(table)))


def pack(outcome: Outcome) -> tuple[Buffer, dict[str, Where]]:
    """Pack what a comparison found, and where lines end."""
    pieces, differences = outcome.comparison.pieces, outcome.comparison.differences
    packing = Packing()
    packing.raw("marks", (_MARKS.index(piece.mark) for piece in pieces))
    packing.numbers("numbers", array("q", (n for piece in pieces for n in piece[1:6])))
    packing.blobs("briefs", (brief.encode("utf-8", "surrogatepass") for piece in pieces for brief in piece[6:8]))
    packing.raw("kinds", kinds_of(differences))
    packing.blobs("differences", (pickle.dumps(found, pickle.HIGHEST_PROTOCOL) for found in differences))
    for which, one in zip(("all", "only"), outcome.rows, strict=True):
        for name, column in one.columns._asdict().items():
            packing.raw(f"{which} {name}", column) if name == "folded" else packing.numbers(f"{which} {name}", column)
    packing.numbers("breaks a", outcome.a.breaks)
    packing.numbers("breaks b", outcome.b.breaks)
    return packing.buffer(), packing.places


def unpack(data: Buffer, places: dict[str, Where]) -> tuple[PackedPieces, PackedDifferences, tuple[DiffRows, DiffRows]]:
    """Return what was packed; nothing of it is read yet."""
    packed = Unpacking(data, places)
    pieces = PackedPieces(packed)

    def rows(which: str) -> DiffRows:
        columns: Any = {name: packed.column(f"{which} {name}") for name in Columns._fields}
        return DiffRows(pieces, Columns(**columns))

    return pieces, PackedDifferences(packed), (rows("all"), rows("only"))


def breaks_of(data: Buffer, places: dict[str, Where]) -> tuple[Sequence[int], Sequence[int]]:
    """Return where the lines of both texts end."""
    packed = Unpacking(data, places)
    return packed.column("breaks a"), packed.column("breaks b")
