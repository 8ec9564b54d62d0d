"""The cells that are selected in a table, as ranges: a million of them cost nothing until they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from PySide6.QtCore import QItemSelection, QItemSelectionRange

from curlew.ui.response.views.table.model import TableModel

MOST_SUMMED = 100_000
"""Selected rows that are summed up where not all are selected."""


class Selected:
    """Of a selection."""

    def __init__(self, selection: QItemSelection) -> None:
        self._ranges = [(one.top(), one.bottom(), one.left(), one.right()) for one in _ranges(selection) if one.isValid()]

    @property
    def cells(self) -> int:
        return sum((bottom - top + 1) * (right - left + 1) for top, bottom, left, right in self._ranges)

    @property
    def columns(self) -> list[int]:
        """Those that have a selected cell, in order."""
        return sorted({at for _top, _bottom, left, right in self._ranges for at in range(left, right + 1)})

    @property
    def only_column(self) -> int | None:
        """The one column in which all selected cells stand."""
        columns = self.columns
        return columns[0] if len(columns) == 1 else None

    def rows(self) -> Iterator[int]:
        """Yield the rows that have a selected cell, in order, each once."""
        last = -1
        for top, bottom in sorted((top, bottom) for top, bottom, _left, _right in self._ranges):
            yield from range(max(top, last + 1), bottom + 1)
            last = max(last, bottom)


def source_rows(chosen: Selected, model: TableModel) -> Sequence[int]:
    """Return which rows of the source are selected."""
    if chosen.cells >= model.rowCount():
        return range(model.rowCount()) if model.order is None else model.order
    return [model.source_row(row) for row in islice(chosen.rows(), MOST_SUMMED)]


def _ranges(selection: QItemSelection) -> list[QItemSelectionRange]:
    return [selection.at(number) for number in range(selection.count())]
