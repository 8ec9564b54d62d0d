"""The rows of a comparison on screen: runs of lines, folds, values on one line; a run costs the same however long it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

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


class DiffRows:
    """The runs of a comparison. only: equal lines are left out. Making one takes a while where there are many pieces: in a thread."""

    def __init__(self, pieces: Sequence[Piece] = (), only: bool = False) -> None:
        self.runs: list[Run] = []
        last = len(pieces) - 1
        for number, piece in enumerate(pieces):
            if piece.mark == SAME:
                if not only:
                    self.runs += _around(piece, number, number == 0, number == last)
            else:
                self.runs.append(Run(piece, number, 0, piece.rows, bool(piece.brief_a or piece.brief_b)))
        self._counts = [run.rows for run in self.runs]
        self._tops = list(accumulate(self._counts, initial=0))
        self._runs_of_pieces: dict[int, int] = {}
        for number, run in enumerate(self.runs):
            self._runs_of_pieces.setdefault(run.number, number)

    def __len__(self) -> int:
        return self._tops[-1]

    def at(self, row: int) -> tuple[Run, int]:
        """Return the run that a row belongs to, and which of its rows it is."""
        number = bisect_right(self._tops, row) - 1
        return self.runs[number], row - self._tops[number]

    def row_of_piece(self, piece: int) -> int:
        """Return the first row of a piece, 0 where it is not shown."""
        return self._tops[self._runs_of_pieces.get(piece, 0)]

    def toggle(self, row: int) -> bool:
        """Open what is folded at a row, or fold a value again; False where there is nothing to fold."""
        number = bisect_right(self._tops, row) - 1
        run = self.runs[number]
        if run.folded:
            self.runs[number] = replace(run, folded=False)
        elif run.piece.brief_a or run.piece.brief_b:
            self.runs[number] = replace(run, folded=True)
        else:
            return False
        self._counts[number] = self.runs[number].rows
        self._tops = list(accumulate(self._counts, initial=0))
        return True

    def can_toggle(self, row: int) -> bool:
        run, _offset = self.at(row)
        return run.folded or bool(run.piece.brief_a or run.piece.brief_b)


def _around(piece: Piece, number: int, is_first: bool, is_last: bool) -> list[Run]:
    """Return equal lines with their middle folded away."""
    lead, trail = 0 if is_first else AROUND, 0 if is_last else AROUND
    middle = piece.rows - lead - trail
    if middle < _FOLDED:
        return [Run(piece, number, 0, piece.rows)]
    runs = [Run(piece, number, 0, lead)] if lead else []
    runs.append(Run(piece, number, lead, middle, True))
    if trail:
        runs.append(Run(piece, number, lead + middle, trail))
    return runs
