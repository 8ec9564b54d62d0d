"""The popup in which columns are chosen: searched, ticked, put in another order."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from curlew.preview.table.cells import Path
from curlew.preview.table.columns import Column
from curlew.text import _
from curlew.ui.response.grid import one_line
from curlew.ui.response.views.table.popping import within
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import paint_check, paint_icon
from curlew.ui.widgets.parts import TextButton, column, frame, label, row
from curlew.ui.widgets.popup import Popup

Index = QModelIndex | QPersistentModelIndex
ROW, GRIP = 28, 30
WIDE, MOST_HIGH = 262, 360
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class ColumnList(QAbstractListModel):
    """All columns in their order; `changed` after each tick and each move."""

    changed = Signal()

    def __init__(self, columns: list[Column], shown: set[Path]) -> None:
        super().__init__()
        self._all = list(columns)
        self.shown = set(shown)
        self._wanted = ""
        self._listed = list(self._all)

    @property
    def columns(self) -> list[Column]:
        return self._all

    def search(self, text: str) -> None:
        self.beginResetModel()
        self._wanted = text.casefold()
        self._refresh()
        self.endResetModel()

    def _refresh(self) -> None:
        self._listed = [one for one in self._all if self._wanted in one.name.casefold()]

    def at(self, row: int) -> Column:
        return self._listed[row]

    def toggle(self, row: int) -> None:
        path = self._listed[row].path
        self.shown.symmetric_difference_update({path})
        self.dataChanged.emit(self.index(row), self.index(row))
        self.changed.emit()

    def move(self, row: int, to: int) -> bool:
        """Put a column in the place of another one."""
        if row == to or not 0 <= to < len(self._listed):
            return False
        moved, target = self._listed[row], self._listed[to]
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to + 1 if to > row else to)
        self._all.remove(moved)
        self._all.insert(self._all.index(target) + (1 if to > row else 0), moved)
        self._refresh()
        self.endMoveRows()
        self.changed.emit()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._listed)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        one = self._listed[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if one.path in self.shown else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{one.name[:200]}, {one.type}, {_('shown') if one.path in self.shown else _('hidden')}"
        return one.name[:1000] if role == Qt.ItemDataRole.DisplayRole else None


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ColumnList)
        theme, rect, one = self._theme, QRectF(option.rect), model.at(index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(rect, 4, 4)
        paint_icon(painter, theme, rect.x() + 8, rect.center().y(), "grip", "text3", 14)
        center = QPointF(rect.x() + theme.px(38), rect.center().y())
        paint_check(painter, theme, center, one.path in model.shown, hot=bool(option.state & QStyle.StateFlag.State_HasFocus))
        metrics = QFontMetricsF(theme.font(11))
        kind = metrics.horizontalAdvance(one.type)
        left = rect.x() + theme.px(56)
        painter.setFont(theme.font(12, mono=True))
        painter.setPen(theme.color("text"))
        room = QRectF(left, rect.y(), rect.right() - 10 - kind - 10 - left, rect.height())
        cut = QFontMetricsF(painter.font()).elidedText(one_line(one.name[:1000]), Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, _MIDDLE | Qt.AlignmentFlag.AlignLeft, cut)
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text3"))
        painter.drawText(rect.adjusted(0, 0, -10, 0), _MIDDLE | Qt.AlignmentFlag.AlignRight, one.type)
        painter.restore()


class _List(QListView):
    """A click ticks, dragging moves; Space and Alt with the arrows do the same."""

    def __init__(self, theme: Theme, columns: ColumnList) -> None:
        super().__init__()
        self._columns = columns
        self._dragged = -1
        self._moved = False
        self.setObjectName("column_list")
        self.setAccessibleName(_("Columns"))
        self.setAccessibleDescription(_("Space shows or hides a column, Alt with the arrow keys moves it."))
        self.setModel(columns)
        self.setItemDelegate(_Painter(theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged, self._moved = self.indexAt(event.position().toPoint()).row(), False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        to = self.indexAt(event.position().toPoint()).row()
        if event.buttons() & Qt.MouseButton.LeftButton and self._dragged >= 0 and to >= 0:
            if self._columns.move(self._dragged, to):
                self._dragged, self._moved = to, True
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        if row >= 0 and row == self._dragged and not self._moved:
            self._columns.toggle(row)
        self._dragged = -1
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() == Qt.Key.Key_Space and row >= 0:
            self._columns.toggle(row)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            to = row + (1 if event.key() == Qt.Key.Key_Down else -1)
            if self._columns.move(row, to):
                self.setCurrentIndex(self._columns.index(to))
        else:
            super().keyPressEvent(event)


class ColumnPicker(Popup):
    """`changed`: the columns in their order, and those that are shown. `reset_wanted`: back to how it was."""

    changed = Signal(object, object)
    reset_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget, columns: list[Column], shown: set[Path]) -> None:
        super().__init__(parent)
        self.setObjectName("column_picker")
        self._columns = ColumnList(columns, shown)
        self._columns.setParent(self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find a column"))
        self.search.setAccessibleName(_("Find a column"))
        self.search.addAction(theme.icon("search", "text3", 14), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._columns.search)
        self.search.installEventFilter(self)
        self.list = _List(theme, self._columns)
        self._count = label("", "meta")
        self._count.setObjectName("columns_shown")
        everything = TextButton(theme, _("Show all"), "link", act=self._show_all)
        reset = TextButton(theme, _("Reset"), "link", act=self.reset_wanted.emit)
        foot = row(self._count, None, everything, reset, margins=(8, 4, 4, 2), spacing=4)
        line = frame("line")
        line.setFixedHeight(1)
        self.fill(column(self.search, self.list, line, foot, margins=(8, 8, 8, 6), spacing=4))
        self._columns.changed.connect(self._tell)
        self._say()
        rows = min(len(columns), 10)
        self.list.setFixedHeight(max(theme.px(ROW) * rows, theme.px(ROW)) + 2)
        self.setFixedWidth(theme.px(WIDE))
        self.setFixedHeight(self.sizeHint().height())

    def open_below(self, anchor: QWidget) -> None:
        """Show it below a button, within the screen."""
        place = anchor.mapToGlobal(QPoint(anchor.width() - self.width() + 14, anchor.height() + 8))
        self.move(within(anchor.screen().availableGeometry(), place, self.size()))
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_columns(self, columns: list[Column], shown: set[Path]) -> None:
        """Begin anew with these."""
        self._columns.beginResetModel()
        self._columns._all, self._columns.shown = list(columns), set(shown)
        self._columns._refresh()
        self._columns.endResetModel()
        self._say()

    def _show_all(self) -> None:
        self._columns.shown.update(one.path for one in self._columns.columns)
        self.list.viewport().update()
        self._tell()

    def _tell(self) -> None:
        self._say()
        self.changed.emit(list(self._columns.columns), set(self._columns.shown))

    def _say(self) -> None:
        shown = sum(one.path in self._columns.shown for one in self._columns.columns)
        self._count.setText(_("{n} of {all} shown").format(n=f"{shown:,}", all=f"{len(self._columns.columns):,}"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self._columns.index(0))
            return True
        return super().eventFilter(watched, event)
