"""The list of environments in the sidebar: model, painting, keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
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
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from curlew.engine.session import Session
from curlew.model.tree import ROOT
from curlew.text import _, ngettext
from curlew.ui.environments.colours import has_secrets, paint_dot
from curlew.ui.environments.listing import Entry, Heading, Row, rows
from curlew.ui.theme import Theme
from curlew.ui.tree.labels import one_line
from curlew.ui.widgets.paint import badge_width, paint_badge, paint_icon

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
LEFT = 14


class EnvironmentModel(QAbstractListModel):
    """Headings and environments, read anew from the session by `refresh`."""

    renamed = Signal(object, str)  # Entry, name

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._text = ""
        self._rows: list[Row] = list(rows(session))

    def refresh(self, text: str | None = None) -> None:
        """Look again; `text` is a new filter."""
        self._text = self._text if text is None else text
        new = list(rows(self._session, self._text))
        if len(new) == len(self._rows):
            self._rows = new
            if new:
                self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def find(self, owner: int, name: str) -> QModelIndex:
        """Return the index of an environment."""
        for number, row in enumerate(self._rows):
            if isinstance(row, Entry) and row.owner == owner and row.file.name == name:
                return self.index(number)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.title if isinstance(row, Heading) else row.file.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.title if isinstance(row, Heading) else _told(row)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Entry) and row.file.problem:
            return row.file.problem.replace("&", "&amp;").replace("<", "&lt;")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if not isinstance(row, Entry):
            return Qt.ItemFlag.ItemIsEnabled if row is not None else Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags if row.file.problem else flags | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for a rename; the row changes when the disk has it."""
        row = self.row(index)
        name = one_line(str(value)).strip()
        if role == Qt.ItemDataRole.EditRole and isinstance(row, Entry) and name and name != row.file.name:
            self.renamed.emit(row, name)
        return False


def _told(row: Entry) -> str:
    count = len(row.file.value.variables)
    parts = [row.file.name, _("environment"), ngettext("{n} variable", "{n} variables", count).format(n=count)]
    if row.active:
        parts.append(_("in use"))
    if row.file.problem:
        parts.append(row.file.problem)
    return ", ".join(parts)


class EnvironmentDelegate(QStyledItemDelegate):
    """Paints headings with an icon, environments with their dot, use, lock and number of variables."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self._theme.px(36 if isinstance(index.data(ROW_ROLE), Heading) else 32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Heading):
            self._heading(painter, QRectF(option.rect), row)
        elif isinstance(row, Entry):
            self._entry(painter, option, row)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRectF, row: Heading) -> None:
        theme, middle = self._theme, rect.center().y() + 2
        paint_icon(painter, theme, rect.x() + LEFT - 5, middle, "globe" if row.owner == ROOT else "layers", "text2", 15)
        painter.setFont(self._theme.font(13, 600))
        painter.setPen(self._theme.color("text"))
        self._text(
            painter, QRectF(rect.x() + LEFT + theme.px(16), rect.y() + 4, rect.width() - LEFT - theme.px(24), rect.height() - 4), row.title
        )

    def _entry(self, painter: QPainter, option: QStyleOptionViewItem, row: Entry) -> None:
        rect, theme = QRectF(option.rect), self._theme
        self._pill(painter, rect, option.state)
        middle = rect.center().y()
        right = rect.right() - 12
        broken = bool(row.file.problem)
        if broken:
            paint_icon(painter, theme, rect.x() + LEFT - 3, middle, "warning", "err", 14)
        else:
            paint_dot(painter, theme, rect.x() + LEFT + 4, middle, row.file.value.color)
            right = self._count(painter, rect, right, len(row.file.value.variables))
        left = rect.x() + LEFT + theme.px(19)
        used = badge_width(theme, _("in use")) + 8 if row.active else 0
        locked = 20 if has_secrets(row.file.value) else 0
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("err" if broken else "text"))
        left = self._text(painter, QRectF(left, rect.y(), right - left - used - locked - 6, rect.height()), row.file.name) + 8
        if row.active:
            left = paint_badge(painter, theme, left, middle, _("in use"), "ok_soft", "ok") + 8
        if locked:
            paint_icon(painter, theme, left, middle, "lock", "text3", 12)

    def _pill(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        theme = self._theme
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected" if selected else "hover"))
        elif state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), 1))
        else:
            return
        painter.drawRoundedRect(rect.adjusted(0.5, 1.5, -0.5, -1.5), 5, 5)

    def _count(self, painter: QPainter, rect: QRectF, right: float, count: int) -> float:
        painter.setFont(self._theme.font(11))
        painter.setPen(self._theme.color("text3"))
        painter.drawText(
            QRectF(rect.x(), rect.y(), right - rect.x(), rect.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            str(count),
        )
        return right - QFontMetricsF(self._theme.font(11)).horizontalAdvance(str(count)) - 4

    def _text(self, painter: QPainter, room: QRectF, text: str) -> float:
        """Paint one elided line and return where it ends."""
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(one_line(text), Qt.TextElideMode.ElideRight, max(0.0, room.width()))
        painter.drawText(room.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        return room.x() + metrics.horizontalAdvance(shown)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QLineEdit:
        editor = QLineEdit(parent)
        editor.setObjectName("RenameField")
        editor.setAccessibleName(_("New name"))
        line, ground = self._theme.hex("accent"), self._theme.hex("bg")
        look = f"border: 1px solid {line}; border-radius: 4px; padding: 0 5px; min-height: 0; background: {ground};"
        editor.setStyleSheet(f"QLineEdit {{ {look} }}")
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(LEFT + 12, 3, -4, -3))


class EnvironmentListView(QListView):
    """`opened`: a click or Enter on an environment; `menu_wanted`: Entry, Heading or None, and a global point."""

    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    key_pressed = Signal(QKeyEvent)

    def __init__(self, theme: Theme, model: EnvironmentModel) -> None:
        super().__init__()
        self.setObjectName("EnvironmentList")
        self.setAccessibleName(_("Environments"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(model)
        self.setItemDelegate(EnvironmentDelegate(theme, self))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setViewportMargins(6, 0, 6, 0)
        self.clicked.connect(lambda index: self._open(index.data(ROW_ROLE)))
        theme.changed.connect(self.doItemsLayout)

    def current_row(self) -> Row | None:
        found = self.currentIndex().data(ROW_ROLE)
        return found if isinstance(found, (Entry, Heading)) else None

    def _open(self, row: Row | None) -> None:
        if isinstance(row, Entry):
            self.opened.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.current_row())
            return
        if event.key() == Qt.Key.Key_Menu:
            rect = self.visualRect(self.currentIndex())
            self.menu_wanted.emit(self.current_row(), self.viewport().mapToGlobal(QPointF(40, rect.bottom()).toPoint()))
            return
        self.key_pressed.emit(event)
        if not event.isAccepted():
            event.accept()
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: Any) -> None:
        index = self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
        self.menu_wanted.emit(index.data(ROW_ROLE), event.globalPos())
