"""The list of a request's examples: status, name and what they are for; renamed, put in order and deleted with keys, mouse and menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from curlew.model.request import Example
from curlew.storage.opencollection.examples import answer_in, note_of
from curlew.text import _
from curlew.ui.response.texts import status_role
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import paint_badge

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_LONGEST = 200
_MARKS = dict.fromkeys(map(ord, "#*`"))
"""Markdown that only stands in the way on one line."""


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """What is seen of an example. status: None where it has none."""

    name: str
    status: int | None
    words: str

    @classmethod
    def of(cls, example: Example) -> ExampleRow:
        answer = answer_in(example)
        words = " ".join(note_of(example).content[:_LONGEST].translate(_MARKS).split())
        return cls(" ".join(example.name[:_LONGEST].split()), (answer.status or None) if answer is not None else None, words)


def row_of(example: Example, known: dict[int, tuple[Example, ExampleRow]]) -> ExampleRow:
    """Return the row of an example; one that was seen before is not read again."""
    kept = known.get(id(example))
    return kept[1] if kept is not None and kept[0] is example else ExampleRow.of(example)


class ExampleModel(QAbstractListModel):
    """`renamed` asks for another name; the row changes when the request has it."""

    renamed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ExampleRow] = []
        self._known: dict[int, tuple[Example, ExampleRow]] = {}

    def show(self, examples: Sequence[Example]) -> None:
        rows = [row_of(example, self._known) for example in examples]
        self._known = {id(example): (example, row) for example, row in zip(examples, rows, strict=True)}
        if len(rows) == len(self.rows):
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            status = str(row.status) if row.status is not None else _("no status")
            return ", ".join(part for part in (row.name or _("Without a name"), status, row.words) if part)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = " ".join(str(value).split())
        if role == Qt.ItemDataRole.EditRole and name and name != self.rows[index.row()].name:
            self.renamed.emit(index.row(), name)
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW_ROLE)
        return QSize(100, self._theme.px(48 if row is not None and row.words else 32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, row, rect = self._theme, index.data(ROW_ROLE), QRectF(option.rect)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, option, current)
        line = theme.px(32)
        top = QRectF(rect.x(), rect.y(), rect.width(), line)
        role = status_role(row.status) if row.status is not None else ""
        ground, token = (f"{role}_soft", role) if role else ("badge", "badge_text")
        left = paint_badge(painter, theme, rect.x() + 8, top.center().y(), str(row.status) if role else "–", ground, token) + 8
        font = theme.font(13, 600 if current else 400)
        painter.setFont(font)
        painter.setPen(theme.color("text" if row.name else "text3"))
        room = top.adjusted(left - rect.x(), 0, -8, 0)
        text = QFontMetricsF(font).elidedText(row.name or _("Without a name"), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, text)
        if row.words:
            small = theme.font(12)
            painter.setFont(small)
            painter.setPen(theme.color("text2"))
            below = QRectF(rect.x() + 8, rect.y() + line - 6, rect.width() - 16, rect.height() - line)
            painter.drawText(below, _LEFT, QFontMetricsF(small).elidedText(row.words, Qt.TextElideMode.ElideRight, below.width()))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, current: bool) -> None:
        if current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("selected" if current else "hover"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 5, 5)
        if current and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.color("accent"))
            painter.drawRoundedRect(rect.adjusted(0.5, 1.5, -0.5, -1.5), 5, 5)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = QLineEdit(parent)
        field.setAccessibleName(_("Name of the example"))
        return field

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.x(), option.rect.y(), option.rect.width(), self._theme.px(32))


class ExampleList(QListView):
    """`chosen` comes with a place, `moved` with two; `duplicate_wanted` and `delete_wanted` from keys."""

    chosen = Signal(int)
    moved = Signal(int, int)
    renamed = Signal(int, str)
    duplicate_wanted = Signal(int)
    delete_wanted = Signal(int)
    menu_wanted = Signal(int, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._quiet = False
        self._model = ExampleModel()
        self._model.setParent(self)
        self._model.renamed.connect(self.renamed)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self))
        self.setAccessibleName(_("Examples"))
        self.setAccessibleDescription(_("Alt and an arrow key move an example, F2 renames it, Ctrl+D doubles it, Delete deletes it"))
        self.setObjectName("example_list")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.selectionModel().currentChanged.connect(self._current_changed)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setStyleSheet("QListView { background: transparent; border: 0; padding: 4px 6px; }")
        self.scheduleDelayedItemsLayout()

    def show_examples(self, examples: Sequence[Example], at: int) -> None:
        """Show the examples with one of them chosen, without telling anybody."""
        self._quiet = True
        self._model.show(examples)
        self.scheduleDelayedItemsLayout()
        if self.currentIndex().row() != at or not self.selectionModel().isSelected(self._model.index(at)):
            self.setCurrentIndex(self._model.index(at))
        self._quiet = False

    def rename(self, at: int) -> None:
        """Let a name be typed in its row."""
        self.edit(self._model.index(at))

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._quiet and current.isValid():
            self.chosen.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at, key = self.currentIndex().row(), event.key()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if at < 0:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and step:
            if 0 <= at + step < self._model.rowCount():
                self.moved.emit(at, at + step)
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(at)
        elif key == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.duplicate_wanted.emit(at)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()) if by_key else event.globalPos()
        if index.isValid():
            self.menu_wanted.emit(index.row(), place)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the move; the view itself moves nothing."""
        source, place = self.currentIndex().row(), event.position().toPoint()
        index = self.indexAt(place)
        target = self._model.rowCount() if not index.isValid() else index.row() + (place.y() > self.visualRect(index).center().y())
        target -= target > source
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if event.source() is self and source >= 0 and target != source:
            self.moved.emit(source, target)
