"""The rows of a comparison on screen: runs of lines, folds, values on one line; a run costs the same however long it is."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from curlew.preview.compare.result import SAME, Piece

AROUND = 3
"""Equal lines that stay in view around a difference."""
_FOLDED = 4
"""Fewer equal lines than that are not folded away."""


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of one kind. first: the line of the piece that its first row shows; lines: how many; folded: they take one row.

    A folded piece of equal lines tells how many they are, any other shows its value on one line.
    """

    piece: Piece
    number: int
    first: int
    lines: int
    folded: bool = False

    @property
    def rows(self) -> int:
        return 1 if self.folded else self.lines

    @property
    def is_gap(self) -> bool:
        return self.folded and self.piece.mark == SAME

    def line_a(self, offset: int) -> int:
        """Return the line on the left of a row, -1 for none."""
        return self._line(self.piece.a, self.piece.lines_a, offset)

    def line_b(self, offset: int) -> int:
        return self._line(self.piece.b, self.piece.lines_b, offset)

    def _line(self, start: int, lines: int, offset: int) -> int:
        at = self.first + offset
        return start + at if start >= 0 and at < lines else -1


class Columns(NamedTuple):
    """Runs in columns. numbers: of their pieces; folded: a byte each; tops: the first row of each, and one behind the last."""

    numbers: Sequence[int]
    firsts: Sequence[int]
    lines: Sequence[int]
    folded: Sequence[int]
    tops: Sequence[int]


class DiffRows:
    """The rows of a comparison. What a person unfolds costs nothing but itself, however many runs there are."""

    def __init__(self, pieces: Sequence[Piece], columns: Columns) -> None:
        self._pieces, self.columns = pieces, columns
        self._turned: list[int] = []
        self._shifts = [0]

    @classmethod
    def of(cls, pieces: Sequence[Piece] = (), only: bool = False) -> DiffRows:
        """Make the rows of pieces. only: equal lines are left out. It takes a while where there are many: not on the window's thread."""
        numbers, firsts, lines, tops = (array("q") for _column in range(4))
        folded = bytearray()
        last, top = len(pieces) - 1, 0
        for number, piece in enumerate(pieces):
            for first, count, is_folded in _runs(piece, number == 0, number == last, only):
                numbers.append(number)
                firsts.append(first)
                lines.append(count)
                folded.append(is_folded)
                tops.append(top)
                top += 1 if is_folded else count
        tops.append(top)
        return cls(pieces, Columns(numbers, firsts, lines, folded, tops))

    def __len__(self) -> int:
        return self.columns.tops[-1] + self._shifts[-1]

    def at(self, row: int) -> tuple[Run, int]:
        """Return the run that a row belongs to, and which of its rows it is."""
        number = self._number(row)
        return self._run(number), row - self._top(number)

    def row_of_piece(self, piece: int) -> int:
        """Return the first row of a piece; where it is not shown that of the next one."""
        return self._top(min(bisect_left(self.columns.numbers, piece), max(0, len(self.columns.numbers) - 1)))

    def toggle(self, row: int) -> bool:
        """Open what is folded at a row, or fold a value again; False where there is nothing to fold."""
        if not self.can_toggle(row):
            return False
        number = self._number(row)
        if number in self._turned:
            self._turned.remove(number)
        else:
            insort(self._turned, number)
        lines, folded = self.columns.lines, self.columns.folded
        grown = (lines[number] - 1 if folded[number] else 1 - lines[number] for number in self._turned)
        self._shifts = list(accumulate(grown, initial=0))
        return True

    def can_toggle(self, row: int) -> bool:
        run, _offset = self.at(row)
        return run.folded or bool(run.piece.brief_a or run.piece.brief_b)

    def _number(self, row: int) -> int:
        return bisect_right(range(len(self.columns.numbers)), row, key=self._top) - 1

    def _top(self, number: int) -> int:
        return self.columns.tops[number] + self._shifts[bisect_left(self._turned, number)]

    def _run(self, number: int) -> Run:
        numbers, firsts, lines, folded, _tops = self.columns
        piece = numbers[number]
        return Run(self._pieces[piece], piece, firsts[number], lines[number], bool(folded[number]) != (number in self._turned))


def _runs(piece: Piece, is_first: bool, is_last: bool, only: bool) -> list[tuple[int, int, bool]]:
    """Return the first line of each run of a piece, how many lines it has, and whether they are folded."""
    if piece.mark != SAME:
        return [(0, piece.rows, bool(piece.brief_a or piece.brief_b))]
    if only:
        return []
    lead, trail = 0 if is_first else AROUND, 0 if is_last else AROUND
    middle = piece.rows - lead - trail
    if middle < _FOLDED:
        return [(0, piece.rows, False)]
    runs = [(0, lead, False), (lead, middle, True), (lead + middle, trail, False)]
    return [run for run in runs if run[1]]
