"""The model of a table: it knows how many rows there are, and looks into those that are painted."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from curlew.preview.table.cells import MISSING, Cell, Path, shown
from curlew.preview.table.columns import Column, Source
from curlew.text import _

Index = QModelIndex | QPersistentModelIndex
KEPT = 600
"""Rows whose cells are remembered."""

MOST_ROWS = 20_000_000
"""Rows that a view can scroll through at any zoom; the rest is reached by filtering."""

WAITING = Cell("waiting", "…".encode())

LONGEST_TITLE = 1000
"""Characters of a title that are told; a key can have millions."""


class TableModel(QAbstractTableModel):
    """`heavy_wanted` comes with a row of the source whose cells take too long to be read here: `put_cells` brings them."""

    heavy_wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Source | None = None
        self.columns: list[Column] = []
        self._order: Sequence[int] | None = None
        self._count = 0
        self._kept: OrderedDict[int, dict[Path, Cell]] = OrderedDict()

    # --- what is shown ---

    def show_rows(self, rows: Source | None, columns: list[Column]) -> None:
        """Show a source from its beginning, as far as its rows are known."""
        self.beginResetModel()
        self.rows, self.columns, self._order = rows, columns, None
        self._kept.clear()
        self._count = min(len(rows), MOST_ROWS) if rows is not None else 0
        self.endResetModel()

    def grow(self) -> None:
        """Show the rows that have become known."""
        if self.rows is None or self._order is not None:
            return
        count = min(len(self.rows), MOST_ROWS)
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()

    def arrange(self, order: Sequence[int] | None) -> None:
        """Show these rows of the source in this order; None: all, as they came."""
        self.beginResetModel()
        self._order = order
        count = len(order) if order is not None else len(self.rows) if self.rows is not None else 0
        self._count = min(count, MOST_ROWS)
        self.endResetModel()

    def show_columns(self, columns: list[Column]) -> None:
        self.beginResetModel()
        self.columns = columns
        self.endResetModel()

    @property
    def order(self) -> Sequence[int] | None:
        return self._order

    def source_row(self, row: int) -> int:
        """Return which row of the source stands here."""
        return row if self._order is None else int(self._order[row])

    def row_of(self, source_row: int) -> int:
        """Return where a row of the source stands, -1 where it is filtered out."""
        if self._order is None:
            return source_row if source_row < self._count else -1
        return next((at for at, row in enumerate(self._order) if row == source_row), -1)

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows; long values are cut."""
        assert self.rows is not None
        source, path = self.source_row(row), self.columns[column].path
        cells = self._kept.get(source)
        if cells is None:
            cells = self._read(source)
        else:
            self._kept.move_to_end(source)
        found = cells.get(path)
        if found is not None:
            return found
        if WAITING.kind in (cell.kind for cell in cells.values()):
            return WAITING
        if len(path) > 1:
            found = cells[path] = self.rows.cell(source, path)
            return found
        return MISSING

    def whole(self, row: int, column: int) -> Cell:
        """Return the same with all of its text."""
        found = self.cell(row, column)
        if not found.cut or self.rows is None:
            return found
        return self.rows.cell(self.source_row(row), self.columns[column].path)

    def _read(self, source: int) -> dict[Path, Cell]:
        assert self.rows is not None
        if self.rows.is_heavy(source):
            cells: dict[Path, Cell] = {(): WAITING}
            self.heavy_wanted.emit(source)
        else:
            cells = self.rows.cells(source)
        self._keep(source, cells)
        return cells

    def put_cells(self, source: int, cells: dict[Path, Cell]) -> None:
        """Take the cells of a heavy row."""
        self._keep(source, cells)
        if self._count and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self.columns) - 1))

    def _keep(self, source: int, cells: dict[Path, Cell]) -> None:
        self._kept[source] = cells
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    # --- what Qt asks ---

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return printable(shown(cell)[:1000])
        return f"{self.columns[index.column()].name[:LONGEST_TITLE]}: {spoken(cell)}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return f"{section + 1:,}"
        return printable(self.columns[section].name[:LONGEST_TITLE]) if section < len(self.columns) else None


def spoken(cell: Cell) -> str:
    """Return what a cell says to a screen reader."""
    if cell.kind == "missing":
        return _("empty")
    text = printable(shown(cell)[:300])
    if cell.times > 1:
        return _("{value}, the key stands {n} times").format(value=text, n=cell.times)
    return text or _("empty text")


def printable(text: str) -> str:
    """Return a text that Qt can take: lone surrogates as signs."""
    return text.encode("utf-8", "replace").decode() if any("\ud800" <= c <= "\udfff" for c in text) else text
