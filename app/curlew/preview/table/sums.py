"""Sum, average, least and greatest of a column, exactly as its numbers are written."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact

from curlew.preview.table.cells import Cell
from curlew.preview.table.order import number

DIGITS = 60
"""Digits that a sum keeps; where they are not enough it is marked."""


class Sums:
    """`take` is given each cell. Anything that is no number is left out."""

    def __init__(self) -> None:
        self._context = Context(prec=DIGITS, Emax=999_999_999_999, Emin=-999_999_999_999, traps=[])
        self._sum = Decimal(0)
        self._least: tuple[Decimal, bytes] | None = None
        self._most: tuple[Decimal, bytes] | None = None
        self._places = 0
        self.count = 0

    def take(self, cell: Cell) -> None:
        if cell.kind != "number":
            return
        value = number(cell.raw)
        self.count += 1
        self._sum = self._context.add(self._sum, value)
        if self._least is None or value < self._least[0]:
            self._least = (value, cell.raw)
        if self._most is None or value > self._most[0]:
            self._most = (value, cell.raw)
        point = cell.raw.find(b".")
        if point >= 0 and len(cell.raw) - point - 1 > self._places:
            self._places = min(12, len(cell.raw) - point - 1)

    @property
    def sum(self) -> str:
        doubtful = self._context.flags[Inexact] and self._sum.is_finite()
        return f"{'≈ ' if doubtful else ''}{_written(self._sum)}"

    @property
    def average(self) -> str:
        """The mean, to two digits after the point or to as many as the numbers have."""
        if not self.count:
            return ""
        mean = self._context.divide(self._sum, Decimal(self.count))
        if not mean.is_finite() or mean.adjusted() > 30:
            return f"≈ {mean:.6E}"
        return _written(mean.quantize(Decimal(1).scaleb(-max(2, self._places)), ROUND_HALF_EVEN, self._context))

    @property
    def least(self) -> str:
        return self._least[1].decode() if self._least else ""

    @property
    def most(self) -> str:
        return self._most[1].decode() if self._most else ""


def _written(value: Decimal) -> str:
    if not value.is_finite():
        return "∞" if value > 0 else "-∞" if value < 0 else "–"
    return f"{value:,f}" if -20 < value.adjusted() < 30 else f"{value:.6E}"
