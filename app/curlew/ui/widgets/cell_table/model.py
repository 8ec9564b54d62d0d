"""The rows of a table as Qt sees them; the last, empty one is a real row that becomes one when something is typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from curlew.model.urls import align
from curlew.text import _
from curlew.ui.widgets.cell_table.columns import CellMark, Column, Row, Shape

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-curlew-rows"
_R = Qt.ItemDataRole


class CellModel(QAbstractTableModel):
    """Rows of one shape. `edited` comes with a merge key after a change by a person, never after `set_rows`."""

    edited = Signal(str)

    def __init__(self, shape: Shape, parent: QObject | None = None, *, ghost: bool = True) -> None:
        super().__init__(parent)
        self.shape = shape
        self._ghost = ghost
        self.is_read_only = not ghost and all(column.put is None for column in shape.columns)
        self._rows: list[Row] = []
        self._marks: dict[tuple[int, str], CellMark] = {}

    # --- rows ---

    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    def row(self, number: int) -> Row:
        """Return a row; the ghost is a blank one."""
        return self._rows[number] if number < len(self._rows) else self.shape.blank()

    def is_ghost(self, number: int) -> bool:
        return number >= len(self._rows)

    def column(self, index: Index) -> Column:
        return self.shape.columns[index.column()]

    def set_marks(self, marks: Mapping[tuple[int, str], CellMark]) -> None:
        """Mark cells, by row number and column id; others lose their marks."""
        if marks != self._marks:
            self._marks = dict(marks)
            if self._rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, self.columnCount() - 1))

    def mark(self, index: Index) -> CellMark | None:
        """Return the mark of a cell; rows that were switched off have none."""
        found = self._marks.get((index.row(), self.column(index).id)) if self._marks else None
        return found if found is not None and not self.is_ghost(index.row()) else None

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Show other rows; views are told of those alone that differ, so that the current cell and an open editor stay."""
        new = list(rows)
        old = self._rows
        start = 0
        while start < min(len(old), len(new)) and (old[start] is new[start] or old[start] == new[start]):
            start += 1
        tail = 0
        while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        gone, come = len(old) - tail - start, len(new) - tail - start
        shared = min(gone, come)
        if shared:
            old[start : start + shared] = new[start : start + shared]
            self.dataChanged.emit(self.index(start, 0), self.index(start + shared - 1, self.columnCount() - 1))
        at = start + shared
        if come > shared:
            self.beginInsertRows(QModelIndex(), at, at + come - shared - 1)
            old[at:at] = new[at : at + come - shared]
            self.endInsertRows()
        elif gone > shared:
            self.beginRemoveRows(QModelIndex(), at, at + gone - shared - 1)
            del old[at : at + gone - shared]
            self.endRemoveRows()

    # --- Qt's questions ---

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._rows) + (1 if self._ghost else 0)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.shape.columns)

    def data(self, index: Index, role: int = _R.DisplayRole) -> object:
        if not index.isValid():
            return None
        column, ghost = self.column(index), self.is_ghost(index.row())
        row = self.row(index.row())
        if column.kind == "check":
            if role == _R.CheckStateRole and not ghost:
                return Qt.CheckState.Checked if self.shape.enabled(row) else Qt.CheckState.Unchecked
            if role == _R.AccessibleTextRole:
                return _("new row") if ghost else _("on") if self.shape.enabled(row) else _("off")
            return None
        if column.kind == "switch":
            return (_("on") if column.get(row) else _("off")) if role == _R.AccessibleTextRole and not ghost else None
        if role in (_R.DisplayRole, _R.EditRole, _R.AccessibleTextRole):
            hidden = column.masked is not None and column.masked(row)
            return "••••••" if hidden and role != _R.EditRole else column.get(row)
        if role == _R.AccessibleDescriptionRole:
            mark = self.mark(index)
            return column.title if mark is None else f"{column.title}. {mark.text}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _R.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self.shape.columns):
            if role == _R.DisplayRole:
                return self.shape.columns[section].title
            if role == _R.AccessibleTextRole:
                return self.shape.columns[section].title or _("On")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.is_ghost(index.row()) and self._ghost:
            found |= Qt.ItemFlag.ItemIsDragEnabled
        column = self.column(index)
        if column.kind == "check":
            if not self.is_ghost(index.row()) and self.shape.switch is not None:
                found |= Qt.ItemFlag.ItemIsUserCheckable
        elif column.kind != "switch" and self.is_editable(index):
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def is_editable(self, index: Index) -> bool:
        column = self.column(index)
        return column.put is not None and (column.editable is None or column.editable(self.row(index.row())))

    # --- changes by a person ---

    def setData(self, index: Index, value: object, role: int = _R.EditRole) -> bool:
        if not index.isValid():
            return False
        number, column = index.row(), self.column(index)
        row = self.row(number)
        if role == _R.CheckStateRole and column.kind == "check" and self.shape.switch is not None and not self.is_ghost(number):
            self._change(number, self.shape.switch(row, Qt.CheckState(value) is Qt.CheckState.Checked), f"check:{number}")
            return True
        if role != _R.EditRole or column.put is None or column.get(row) == value:
            return False
        changed = column.put(row, str(value))
        if changed == row and not self.is_ghost(number):
            return False
        self._change(number, changed, f"{column.id}:{number}")
        return True

    def _change(self, number: int, row: Row, key: str) -> None:
        if self.is_ghost(number):
            self.beginInsertRows(QModelIndex(), number + 1, number + 1)
            self._rows.append(row)
            self.endInsertRows()
        else:
            self._rows[number] = row
        self.dataChanged.emit(self.index(number, 0), self.index(number, self.columnCount() - 1))
        self.edited.emit(key)

    def replace_row(self, number: int, row: Row, key: str = "") -> None:
        """Put another row in the place of one (or of the ghost)."""
        self._change(number, row, key)

    def insert(self, at: int, rows: Sequence[Row]) -> None:
        at = min(at, len(self._rows))
        if rows:
            self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
            self._rows[at:at] = rows
            self.endInsertRows()
            self.edited.emit("")

    def remove(self, numbers: Iterable[int]) -> None:
        """Remove rows as one change."""
        wanted = sorted({number for number in numbers if number < len(self._rows)}, reverse=True)
        for number in wanted:
            self.beginRemoveRows(QModelIndex(), number, number)
            del self._rows[number]
            self.endRemoveRows()
        if wanted:
            self.edited.emit("")

    def move(self, numbers: Iterable[int], to: int) -> int:
        """Move rows before the row that now stands at `to`, as one change; return where the first of them is then."""
        wanted = sorted({number for number in numbers if number < len(self._rows)})
        to = min(to, len(self._rows))
        rest = [row for number, row in enumerate(self._rows) if number not in wanted]
        place = to - sum(number < to for number in wanted)
        moved = [self._rows[number] for number in wanted]
        new = [*rest[:place], *moved, *rest[place:]]
        if wanted and new != self._rows:
            self.set_rows(new)
            self.edited.emit("")
        return place

    def drop_blank(self, number: int) -> None:
        """Remove a row in which nothing stands (any more)."""
        if number < len(self._rows) and self.shape.is_blank(self._rows[number]):
            self.remove([number])

    # --- text and drag ---

    def to_text(self, numbers: Iterable[int] | None = None) -> str:
        """Write rows as lines."""
        write = self.shape.to_line
        chosen = self._rows if numbers is None else [self._rows[n] for n in sorted(set(numbers)) if n < len(self._rows)]
        return "\n".join(write(row) for row in chosen) if write is not None else ""

    def from_text(self, text: str) -> tuple[Row, ...]:
        """Read rows from lines; what the lines do not say (descriptions) comes from the rows they stand for."""
        read, merge = self.shape.from_line, self.shape.merge
        if read is None:
            return ()
        found = [read(line) for line in text.splitlines() if line.strip()]
        if merge is None:
            return tuple(found)
        owners = align(self._rows, found, lambda old, new: self._same_line(old, new), self.shape.same_name)
        return tuple(row if owner is None else merge(owner, row) for row, owner in zip(found, owners, strict=True))

    def _same_line(self, old: Row, new: Row) -> bool:
        write = self.shape.to_line
        return write is not None and write(old) == write(new)

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        numbers = sorted({index.row() for index in indexes})
        data.setData(MIME, ",".join(map(str, numbers)).encode())
        data.setText(self.to_text(numbers))
        return data
