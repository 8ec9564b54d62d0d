"""Where bytes stand in a hex view: columns for the offset, the hex pairs and the characters."""

from __future__ import annotations

from dataclasses import dataclass

GROUP = 8
"""Bytes between two wider gaps."""

LEFT, GAP, RIGHT = 16, 22, 12


@dataclass(frozen=True, slots=True)
class Geometry:
    """Measures in pixels. cell: the width of a character; columns: bytes in a row; digits: of the offset."""

    cell: float
    columns: int
    digits: int

    @classmethod
    def fitting(cls, cell: float, width: int, size: int) -> Geometry:
        """Return the one with the most bytes a row that fits the width, 4 at least."""
        digits = max(8, len(f"{max(0, size - 1):x}"))
        for columns in (32, 16, 8):
            made = cls(cell, columns, digits)
            if made.width <= width:
                return made
        return cls(cell, 4, digits)

    @property
    def hex_x(self) -> float:
        return LEFT + self.digits * self.cell + GAP

    @property
    def text_x(self) -> float:
        return self.hex_of(self.columns - 1) + 2 * self.cell + GAP

    @property
    def width(self) -> float:
        return self.text_x + self.columns * self.cell + RIGHT

    def hex_of(self, column: int) -> float:
        """Return the x of a byte's first hex digit."""
        return self.hex_x + (column * 3 + column // GROUP) * self.cell

    def text_of(self, column: int) -> float:
        return self.text_x + column * self.cell

    def column_at(self, x: float) -> tuple[int, bool]:
        """Return the column nearest to x, and whether x is among the characters."""
        if x >= self.text_x - GAP / 2:
            return min(self.columns - 1, max(0, int((x - self.text_x) / self.cell))), True
        nearest = min(range(self.columns), key=lambda column: abs(self.hex_of(column) + self.cell - x))
        return nearest, False
