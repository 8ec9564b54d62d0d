"""The rows of a tree on the screen: mouse, keyboard, typing ahead, menu."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip

from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.views.tree.delegate import INDENT, ROW, TreeDelegate
from curlew.ui.response.views.tree.loading import Loader
from curlew.ui.response.views.tree.model import TreeModel
from curlew.ui.widgets.parts import plain_tip

Index = QModelIndex | QPersistentModelIndex
SEARCH_S = 0.008
TIP = 1500


class TreeTable(QTableView):
    """`row_changed` when another row has the keyboard, `menu_wanted(row, QPoint)`, `expand_wanted(row)` for everything below a row."""

    row_changed = Signal(int)
    menu_wanted = Signal(int, QPoint)
    expand_wanted = Signal(int)
    escaped = Signal()

    def __init__(self, ui: Ui, model: TreeModel, loader: Loader) -> None:
        super().__init__()
        self._theme, self._tree = ui.theme, model
        self.setObjectName("body_tree")
        self.setAccessibleName(_("Body as a tree"))
        self.setModel(model)
        self.delegate = TreeDelegate(ui.theme, self, model, loader)
        self.setItemDelegate(self.delegate)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setWordWrap(False)
        self._fit()
        ui.theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self.verticalHeader().setMinimumSectionSize(self._theme.px(ROW))
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW))
        self.verticalScrollBar().setSingleStep(self._theme.px(ROW))

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802  Qt override
        super().currentChanged(current, previous)
        self.row_changed.emit(current.row())

    @property
    def row(self) -> int:
        """The row that has the keyboard, -1 for none."""
        return self.currentIndex().row()

    def go_to(self, row: int, middle: bool = False) -> None:
        """Give a row the keyboard, and show it."""
        model: QAbstractItemModel = self._tree
        index = model.index(row, 0)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, self.ScrollHint.PositionAtCenter if middle else self.ScrollHint.EnsureVisible)

    # --- opening and closing ---

    def toggle(self, row: int) -> None:
        node, index = self._tree.spot(row)
        if self._tree.is_open(node, index):
            self.close_row(row)
        elif index >= 0:
            self._tree.open(node, index)

    def close_row(self, row: int) -> None:
        """Close a container; the keyboard goes to it if it was inside."""
        node, index = self._tree.spot(row)
        child = node.child(index) if index >= 0 else None
        if child is not None:
            inside = row < self.row <= row + child.rows
            self._tree.close(node, index)
            if inside:
                self.go_to(row)

    def _close_or_leave(self, row: int) -> None:
        node, index = self._tree.spot(row)
        if self._tree.is_open(node, index):
            self.close_row(row)
        elif node.parent is not None:
            self.go_to(self._tree.row_of(node.parent, node.at))

    def _open_or_enter(self, row: int) -> None:
        node, index = self._tree.spot(row)
        child = node.child(index) if index >= 0 else None
        if child is not None:
            if child.rows:
                self.go_to(row + 1)
        elif index >= 0:
            self._tree.open(node, index)

    # --- keyboard ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, last = self.row, self._tree.rowCount() - 1
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            event.ignore()
            return
        if last < 0 or event.matches(QKeySequence.StandardKey.Copy):
            event.ignore()
            return
        act = self._act_for(event, max(row, 0), last)
        if act is None:
            super().keyPressEvent(event)
            return
        act()
        event.accept()

    def _act_for(self, event: QKeyEvent, row: int, last: int) -> Callable[[], None] | None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
        if plain not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
            return None
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return lambda: self.go_to(0 if event.key() == Qt.Key.Key_Home else last)
        if plain != Qt.KeyboardModifier.NoModifier:
            return None
        page = max(1, self.viewport().height() // self._theme.px(ROW) - 1)
        return {
            Qt.Key.Key_Left: lambda: self._close_or_leave(row),
            Qt.Key.Key_Right: lambda: self._open_or_enter(row),
            Qt.Key.Key_Minus: lambda: self.close_row(row),
            Qt.Key.Key_Plus: lambda: self._open_only(row),
            Qt.Key.Key_Asterisk: lambda: self.expand_wanted.emit(row),
            Qt.Key.Key_Return: lambda: self.toggle(row),
            Qt.Key.Key_Enter: lambda: self.toggle(row),
            Qt.Key.Key_Space: lambda: self.toggle(row),
            Qt.Key.Key_PageDown: lambda: self.go_to(min(last, row + page)),
            Qt.Key.Key_PageUp: lambda: self.go_to(max(0, row - page)),
        }.get(Qt.Key(event.key()))

    def _open_only(self, row: int) -> None:
        node, index = self._tree.spot(row)
        if index >= 0:
            self._tree.open(node, index)

    def keyboardSearch(self, search: str) -> None:
        """Go to the next row whose key begins with what is typed; rows are looked at for a few milliseconds only."""
        count, wanted = self._tree.rowCount(), search.lower()
        first = self.row + (1 if len(search) == 1 else 0)
        until = time.perf_counter() + SEARCH_S
        for step in range(count):
            row = (first + step) % count
            if self._tree.text(row).key.lower().startswith(wanted):
                self.go_to(row)
                return
            if time.perf_counter() > until:
                return

    # --- mouse ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        row = self.rowAt(place.y())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0 and self._on_chevron(row, place.x()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.go_to(row)
            self.toggle(row)
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        row = self.rowAt(place.y())
        if event.button() != Qt.MouseButton.LeftButton or row < 0:
            return
        self.toggle(row)

    def _on_chevron(self, row: int, x: int) -> bool:
        node, _index = self._tree.spot(row)
        end = self.delegate.text_x(node.depth)
        return self._tree.is_container(row) and end - self._theme.px(INDENT) - 3 <= x < end

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.row if by_key else self.rowAt(event.pos().y())
        if row < 0:
            return
        self.go_to(row)
        place = event.globalPos()
        if by_key:
            rect = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(QPoint(self.delegate.text_x(2), rect.bottom()))
        self.menu_wanted.emit(row, place)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.rowAt(event.pos().y())
            value = self._tree.value(row) if row >= 0 else None
            text = self._tree.text(row) if value is not None else None
            if value is not None and text is not None and self._tree.shape is not None and (len(text.value) > 60 or text.flags):
                long = self._tree.shape.data[value.start : min(value.end, value.start + TIP)].decode("utf-8", "replace")
                QToolTip.showText(event.globalPos(), plain_tip(long + ("…" if value.end - value.start > TIP else "")), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)
