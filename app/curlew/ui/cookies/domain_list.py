"""The domains of a jar at the manager's left."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from curlew.text import _, ngettext
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import paint_icon

Index = QModelIndex | QPersistentModelIndex
COUNT = Qt.ItemDataRole.UserRole + 1


class DomainModel(QAbstractListModel):
    """Domains with the number of their cookies. The first row stands for all of them: its domain is empty."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, int]] = []

    def set_rows(self, rows: list[tuple[str, int]]) -> None:
        rows = [("", sum(count for _domain, count in rows)), *rows]
        if [domain for domain, _count in rows] == [domain for domain, _count in self._rows]:
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def domain(self, index: Index) -> str:
        return self._rows[index.row()][0] if index.isValid() and index.row() < len(self._rows) else ""

    def find(self, domain: str) -> QModelIndex:
        return next((self.index(number) for number, (name, _n) in enumerate(self._rows) if name == domain), self.index(0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        domain, count = self._rows[index.row()]
        name = domain or _("All domains")
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return name + ", " + ngettext("{n} cookie", "{n} cookies", count).format(n=count)
        return count if role == COUNT else None


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self._theme.px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme, QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.color("selected" if selected else "hover"))
            focused = selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(theme.color("accent"), 1) if focused else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect.adjusted(0.5, 1.5, -0.5, -1.5), 5, 5)
        icon = "globe" if index.row() else "layers"
        paint_icon(painter, theme, rect.x() + 10, rect.center().y(), icon, "accent" if selected else "text3", 15)
        count = str(index.data(COUNT))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text3"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0, 0, -11, 0), middle | Qt.AlignmentFlag.AlignRight, count)
        room = rect.adjusted(theme.px(36), 0, -(22 + QFontMetricsF(theme.font(12)).horizontalAdvance(count)), 0)
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text"))
        name = QFontMetricsF(theme.font(13)).elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, middle | Qt.TextFlag.TextSingleLine, name)
        painter.restore()


class DomainList(QListView):
    """One domain is current; `selectionModel().currentChanged` tells which."""

    def __init__(self, theme: Theme, model: DomainModel) -> None:
        super().__init__()
        self.setObjectName("cookie_domains")
        self.setAccessibleName(_("Domains"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(model)
        self.setItemDelegate(_Painter(theme, self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        theme.changed.connect(self.doItemsLayout)
