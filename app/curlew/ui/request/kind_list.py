"""A list of kinds at the left of a form: a name, a line below it where there is something to add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import paint_icon

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind: its id, its name, and a remark; or a heading over those that follow, which cannot be chosen."""

    id: str
    label: str
    detail: str = ""
    heading: bool = False


class KindModel(QAbstractListModel):
    """The rows of the list."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[KindRow] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        one = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{one.label}, {one.detail}" if one.detail else one.label
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.rows[index.row()].heading:
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def show(self, rows: Sequence[KindRow]) -> None:
        if list(rows) != self.rows:
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: KindModel) -> None:
        super().__init__(model)
        self._theme, self._model = theme, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self._theme.px(44 if self._model.rows[index.row()].detail else 29))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, one = self._theme, self._model.rows[index.row()]
        rect = QRectF(option.rect)
        if one.heading:
            painter.save()
            painter.setFont(theme.font(12, 600))
            painter.setPen(theme.color("text3"))
            painter.drawText(rect.adjusted(10, 6, -10, 0), _LEFT, one.label)
            painter.restore()
            return
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected" if current else "hover"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 5, 5)
        if current and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("accent"))
            painter.drawRoundedRect(rect.adjusted(0.5, 1.5, -0.5, -1.5), 5, 5)
        painter.setFont(theme.font(13, 600 if current else 400))
        painter.setPen(theme.color("text"))
        first = rect.adjusted(10, 3, -28, -rect.height() / 2) if one.detail else rect.adjusted(10, 0, -28, 0)
        painter.drawText(first, _LEFT, one.label)
        if one.detail:
            painter.setFont(theme.font(11))
            painter.setPen(theme.color("text2"))
            text = QFontMetricsF(theme.font(11)).elidedText(one.detail, Qt.TextElideMode.ElideRight, rect.width() - 40)
            painter.drawText(rect.adjusted(10, rect.height() / 2 - 2, -28, -4), _LEFT, text)
        if current:
            paint_icon(painter, theme, rect.right() - 24, rect.center().y(), "tick", "text2", 14)
        painter.restore()


class KindList(QListView):
    """`chosen` comes with the id of the kind that a person picked."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._model = KindModel()
        self._model.setParent(self)
        self._quiet = False
        self._across = False
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self._model))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._current_changed)
        theme.changed.connect(self._dress)
        self._dress()

    def set_across(self, across: bool) -> None:
        """Lie across the top, some rows high, where the pane is too narrow to stand at its left."""
        if across != self._across:
            self._across = across
            self._dress()

    def _dress(self) -> None:
        side, limit = self._theme.px(206), 16_777_215  # Qt's own "no limit"
        self.setMinimumWidth(0 if self._across else side)
        self.setMaximumWidth(limit if self._across else side)
        self.setMinimumHeight(0)
        self.setMaximumHeight(self._theme.px(112) if self._across else limit)
        ground, line = self._theme.hex("surface"), self._theme.hex("border")
        edge = "bottom" if self._across else "right"
        self.setStyleSheet(f"QListView {{ background: {ground}; border: 0; border-{edge}: 1px solid {line}; padding: 8px 6px; }}")

    def show_rows(self, rows: Sequence[KindRow], current: str) -> None:
        """Show the kinds with one of them chosen, without telling anybody."""
        self._quiet = True
        self._model.show(rows)
        place = next((number for number, one in enumerate(rows) if one.id == current), -1)
        self.setCurrentIndex(self._model.index(place, 0))
        self._quiet = False

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._quiet and current.isValid():
            self.chosen.emit(self._model.rows[current.row()].id)
