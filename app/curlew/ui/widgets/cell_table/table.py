"""The table itself: single click edits, keys and drag work on rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.cell_table.columns import Shape
from curlew.ui.widgets.cell_table.delegate import CellDelegate
from curlew.ui.widgets.cell_table.model import Index
from curlew.ui.widgets.cell_table.view import CellView
from curlew.ui.widgets.keys import with_keys
from curlew.ui.widgets.variable_field import VariableField
from curlew.ui.widgets.variables import VariableSource

_KEYS = QKeySequence.StandardKey


class CellTable(CellView):
    """A table over rows of one shape. `edited` comes with a merge key; `trail_clicked` with (row number, column id, icon).

    The icon is empty where a cell was activated that is painted and has no text to edit.

    fit: the table is as high as its rows, for stacking several in a scroll area. ghost: there is an empty last row to type into.
    """

    trail_clicked = Signal(int, str, str)
    left = Signal(int)

    def __init__(self, theme: Theme, source: VariableSource, shape: Shape, name: str, *, fit: bool = False, ghost: bool = True) -> None:
        super().__init__(theme, source, shape, name, fit=fit, ghost=ghost)
        self._press = QModelIndex()
        self._press_at = QPoint()
        self.painter_of_cells.moved.connect(self._go_on)
        self.painter_of_cells.pasted.connect(self._paste_while_editing)
        self.painter_of_cells.command.connect(self._row_key)

    # --- rows ---

    def chosen_rows(self) -> list[int]:
        """Return the numbers of the rows with selected cells, or of the current one; the ghost is none."""
        numbers = {index.row() for index in self.selectionModel().selectedIndexes()} or {self.currentIndex().row()}
        return sorted(number for number in numbers if 0 <= number < len(self.rows()))

    def edit_cell(self, row: int, column_id: str) -> None:
        """Go to a cell and edit it."""
        column = next((n for n, one in enumerate(self.cells.shape.columns) if one.id == column_id), 1)
        index = self.cells.index(row, column)
        self.setFocus()
        self.setCurrentIndex(index)
        self._edit(index)

    def open_field(self) -> VariableField | None:
        """Return the field of the cell that is being edited."""
        field = self.indexWidget(self.currentIndex()) if self.state() == QAbstractItemView.State.EditingState else None
        found = field or self.viewport().findChild(VariableField, "cellField")
        return found if isinstance(found, VariableField) and found.isVisible() else None

    # --- editing ---

    def _edit(self, index: QModelIndex, select: bool = True) -> None:
        column = self.cells.column(index)
        if column.kind == "pick" and self.cells.is_editable(index):
            self._pick(index)
        elif column.kind in ("text", "look") and self.cells.is_editable(index):
            super().edit(index)
            field = self.open_field()
            if field is not None and select:
                field.select_all()
        elif column.look is not None:
            self.trail_clicked.emit(index.row(), column.id, "")

    def _pick(self, index: QModelIndex) -> None:
        """Open the menu of a cell with choices."""
        column, row = self.cells.column(index), self.cells.row(index.row())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(column.title)
        for value, label in column.choices(row) if column.choices is not None else ():
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(value == column.get(row))
            action.triggered.connect(lambda _checked=False, value=value: self.cells.setData(index, value))
        rect = self.visualRect(index)
        menu.popup(self.viewport().mapToGlobal(rect.bottomLeft()))

    def closeEditor(self, editor: QWidget, hint: object) -> None:  # noqa: N802  Qt override
        row = self.indexAt(editor.geometry().center()).row()
        super().closeEditor(editor, hint)  # type: ignore[arg-type]
        QTimer.singleShot(0, self, lambda: self._tidy(row))
        self.left.emit(row)

    def _tidy(self, row: int) -> None:
        """Remove a row that was left with nothing in it."""
        if self.open_field() is None or self.currentIndex().row() != row:
            self.cells.drop_blank(row)

    def _go_on(self, columns: int, rows: int) -> None:
        """Edit the next cell that can be edited; past the last one the focus goes on to the next widget."""
        here = self.currentIndex()
        index = self.cells.index(here.row() + rows, here.column()) if rows else self._beside(here, columns)
        if not index.isValid():
            if columns:
                self.focusNextPrevChild(columns > 0)
            return
        self.setCurrentIndex(index)
        if self.cells.column(index).kind != "pick":
            self._edit(index)

    def _beside(self, here: QModelIndex, step: int) -> QModelIndex:
        row, column = here.row(), here.column() + step
        if step > 0 and self.cells.is_ghost(row):
            return QModelIndex()  # an untouched last row: Tab leads out of the table
        while 0 <= row < self.cells.rowCount():
            while 0 <= column < self.cells.columnCount():
                index = self.cells.index(row, column)
                if self.cells.column(index).kind != "check" and self.cells.is_editable(index):
                    return index
                column += step
            row += step
            column = 0 if step > 0 else self.cells.columnCount() - 1
        return QModelIndex()

    # --- keys ---

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or (control and event.key() == Qt.Key.Key_D):
            return bool(self.rows())
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        return alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._row_key(event):
            return
        index = self.currentIndex()
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            if index.isValid():
                self._activate(index)
            return
        if event.key() == Qt.Key.Key_Space and index.isValid() and self.cells.column(index).kind in ("check", "pick", "switch"):
            self._activate(index)
            return
        if (
            event.matches(_KEYS.Undo)
            or event.matches(_KEYS.Redo)
            or (event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.text())
        ):
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _activate(self, index: QModelIndex) -> None:
        if self.cells.column(index).kind in ("check", "switch"):
            self._toggle(index)
        else:
            self._edit(index)

    def _row_key(self, event: QKeyEvent) -> bool:
        """Carry out a key that works on rows."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_D and control:
            self.duplicate_rows()
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_rows(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.delete_rows()
        elif event.matches(_KEYS.Paste):
            self.paste_rows(QGuiApplication.clipboard().text())
        elif event.matches(_KEYS.Copy) or event.matches(_KEYS.Cut):
            QGuiApplication.clipboard().setText(self._copied())
            if event.matches(_KEYS.Cut):
                self.delete_rows()
        else:
            return False
        event.accept()
        return True

    def _copied(self) -> str:
        indexes = [index for index in self.selectionModel().selectedIndexes() if self.cells.column(index).kind != "check"]
        if len(indexes) == 1:
            return str(indexes[0].data(Qt.ItemDataRole.DisplayRole) or "")
        return self.cells.to_text(self.chosen_rows())

    def duplicate_rows(self) -> None:
        chosen = self.chosen_rows()
        if chosen and self.is_editable:
            self.commit_open_field()
            self.cells.insert(chosen[-1] + 1, [self.rows()[number] for number in chosen])
            self._select(range(chosen[-1] + 1, chosen[-1] + 1 + len(chosen)), max(1, self.currentIndex().column()))

    def delete_rows(self) -> None:
        chosen = self.chosen_rows()
        if chosen and self.is_editable:
            column = self.currentIndex().column()
            self.cells.remove(chosen)
            row = min(chosen[0], self.cells.rowCount() - 1)
            self._select(range(row, row + 1), max(0, column))

    def move_rows(self, step: int) -> None:
        chosen = self.chosen_rows()
        if not chosen or not self.is_editable:
            return
        to = chosen[0] - 1 if step < 0 else chosen[-1] + 2
        if 0 <= to <= len(self.rows()):
            column = self.currentIndex().column()
            self.commit_open_field()
            place = self.cells.move(chosen, to)
            self._select(range(place, place + len(chosen)), column)

    def _select(self, rows: range, column: int) -> None:
        self.clearSelection()
        self.setCurrentIndex(self.cells.index(rows[0], column))
        for row in rows:
            self.selectionModel().select(self.cells.index(row, column), QItemSelectionModel.SelectionFlag.Select)

    def commit_open_field(self) -> None:
        """Close the field of the edited cell; its text is in the model already."""
        field = self.open_field()
        if field is not None:
            self.closeEditor(field, CellDelegate.EndEditHint.NoHint)

    def paste_rows(self, text: str) -> None:
        """Put lines in as rows, at the current row; one line goes into the current cell."""
        index = self.currentIndex()
        lines = [line for line in text.splitlines() if line.strip()]
        if not self.is_editable or not lines:
            return
        if self.cells.shape.from_line is not None and (len(lines) > 1 or not index.isValid()):
            rows = [self.cells.shape.from_line(line) for line in lines]
            at = index.row() + 1 if index.isValid() and index.row() < len(self.rows()) else len(self.rows())
            self.cells.insert(at, rows)
            self.setCurrentIndex(self.cells.index(at + len(rows) - 1, 1))
        elif index.isValid() and self.cells.is_editable(index):
            self.cells.setData(index, text.strip())

    def _paste_while_editing(self, text: str) -> None:
        row = self.currentIndex().row()
        self.commit_open_field()
        self.setCurrentIndex(self.cells.index(row, 1))
        self.paste_rows(text)

    # --- mouse ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press = self.indexAt(event.position().toPoint()) if event.button() == Qt.MouseButton.LeftButton else QModelIndex()
        self._press_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the pressed row; a plain view would select cells instead, unless the row was selected before."""
        pressed = event.buttons() & Qt.MouseButton.LeftButton and self._press.isValid() and self.is_editable
        if not pressed or self.cells.is_ghost(self._press.row()):
            super().mouseMoveEvent(event)
        elif (event.position().toPoint() - self._press_at).manhattanLength() >= QApplication.startDragDistance():
            self.commit_open_field()
            self._press = QModelIndex()
            self.startDrag(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        plain = not event.modifiers() and event.button() == Qt.MouseButton.LeftButton
        if not plain or not index.isValid() or index != self._press or self.state() == QAbstractItemView.State.DraggingState:
            return
        trail = self.trail_at(index, place)
        if self.cells.column(index).kind in ("check", "switch"):
            self._toggle(index)
        elif trail:
            self.trail_clicked.emit(index.row(), self.cells.column(index).id, trail)
        elif self.open_field() is None or self.currentIndex() == index:
            self._edit(index, select=False)
            self._put_caret(event)

    def _put_caret(self, event: QMouseEvent) -> None:
        field = self.open_field()
        if field is not None:
            place = field.viewport().mapFromGlobal(event.globalPosition().toPoint())
            field.setTextCursor(field.cursorForPosition(place))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def _toggle(self, index: QModelIndex) -> None:
        column = self.cells.column(index)
        if column.kind == "switch" and self.cells.is_editable(index) and not self.cells.is_ghost(index.row()):
            self.cells.setData(index, "" if column.get(self.cells.row(index.row())) else "1")
        checked = index.data(Qt.ItemDataRole.CheckStateRole)
        if checked is not None:
            on = Qt.CheckState(checked) is Qt.CheckState.Checked
            self.cells.setData(index, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802  Qt override
        super().currentChanged(current, previous)
        if self._fit and current.isValid():
            self.current_moved.emit(self.visualRect(current))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.cells.rowCount():
            return
        index = self.currentIndex()  # Qt has chosen the first cell where there was none
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if not index.isValid() or (by_key and self.cells.column(index).kind == "check"):
            row = index.row() if index.isValid() else 0
            self.setCurrentIndex(self.cells.index(row, min(1, self.cells.columnCount() - 1)))  # where typing can begin

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.open_field() is None and event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.clearSelection()

    # --- menu ---

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.is_editable or not self.chosen_rows():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for title, keys, act in (
            (_("Duplicate"), "Ctrl+D", self.duplicate_rows),
            (_("Move up"), "Alt+Up", lambda: self.move_rows(-1)),
            (_("Move down"), "Alt+Down", lambda: self.move_rows(1)),
            (_("Delete"), "Del", self.delete_rows),
        ):
            menu.addAction(with_keys(title, keys), act)
        menu.popup(event.globalPos())
