"""The differences as a list: sign, place, and what changed."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from curlew.preview.compare.packing import of_kind
from curlew.preview.compare.result import KINDS, Difference
from curlew.text import _, ngettext
from curlew.ui.compare.marks import LOOKS, change_words, place_words, spoken
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import paint_icon
from curlew.ui.widgets.parts import column, label

Index = QModelIndex | QPersistentModelIndex
WIDTH, ROW = 316, 44
NUMBER_ROLE = Qt.ItemDataRole.UserRole + 1
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine


class DifferenceModel(QAbstractListModel):
    """Rows are numbers of differences, of one kind or of all but the ignored."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._differences: Sequence[Difference] = []
        self.mode = "structure"
        self.shown = array("q")

    def show_differences(self, differences: Sequence[Difference], mode: str, kind: str = "") -> None:
        self.beginResetModel()
        self._differences, self.mode = differences, mode
        self.shown = of_kind(differences, (kind,) if kind else KINDS)
        self.endResetModel()

    def row_of(self, number: int) -> int:
        """Return where a difference stands in the list, -1 where it does not."""
        row = bisect_left(self.shown, number)
        return row if row < len(self.shown) and self.shown[row] == number else -1

    def difference(self, row: int) -> Difference:
        return self._differences[self.shown[row]]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.shown):
            return None
        if role == NUMBER_ROLE:
            return self.shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(self.difference(index.row()), self.mode)
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: DifferenceModel, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, found = self._theme, self._model.difference(index.row())
        look = LOOKS[found.kind]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(8, 1, -8, -1)
        chosen, hot = bool(option.state & QStyle.StateFlag.State_Selected), bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected" if chosen else "hover"))
            painter.drawRoundedRect(box, 6, 6)
        side = theme.px(18)
        badge = QRectF(box.x() + 8, box.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(look.soft))
        painter.drawRoundedRect(badge, 4, 4)
        if look.icon:
            paint_icon(painter, theme, badge.x() + (side - theme.px(12)) / 2, badge.center().y(), look.icon, look.token, 12)
        else:
            painter.setFont(theme.font(12, 700, mono=True))
            painter.setPen(theme.color(look.token))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, look.sign)
        left = badge.right() + 11
        half = box.height() / 2
        self._line(painter, QRectF(left, box.y() + 2, box.right() - left - 6, half), place_words(found, self._model.mode), "text", 12)
        self._line(
            painter, QRectF(left, box.y() + half - 2, box.right() - left - 6, half), change_words(found, self._model.mode), "text2", 11
        )
        painter.restore()

    def _line(self, painter: QPainter, box: QRectF, text: str, token: str, size: int) -> None:
        font = self._theme.font(size, mono=True)
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        flat = text[:400].replace("\n", " ")
        painter.drawText(box, _LEFT, QFontMetricsF(font).elidedText(flat, Qt.TextElideMode.ElideMiddle, box.width()))


class DifferenceList(QFrame):
    """`picked(number)`: go to a difference."""

    picked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._quiet = False
        self.setProperty("ground", "surface")
        self.setProperty("edge", "left")
        self.setFixedWidth(theme.px(WIDTH) if theme.zoom <= 1 else WIDTH)
        self.model = DifferenceModel(self)
        self._title = label("", "h2")
        self.view = QTableView()  # a list would lay out each of a million rows
        self.view.setObjectName("difference_list")
        self.view.setAccessibleName(_("Differences"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Delegate(theme, self.model, self.view))
        self.view.setStyleSheet("QTableView { background: transparent; selection-background-color: transparent; }")  # the delegate paints
        self.view.setMouseTracking(True)
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.horizontalHeader().hide()
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit_rows()
        self.view.selectionModel().currentChanged.connect(self._picked)
        head = column(self._title, margins=(16, 12, 12, 6))
        layout = column(head, self.view, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        theme.changed.connect(self._fit_rows)

    def _fit_rows(self) -> None:
        self.view.verticalHeader().setDefaultSectionSize(self._theme.px(ROW))

    def show_differences(self, differences: Sequence[Difference], mode: str, found: int, kind: str = "") -> None:
        """List differences; found: how many there are, where not all can be listed."""
        self.model.show_differences(differences, mode, kind)
        count = len(self.model.shown)
        if kind:
            title = f"{count:,} {LOOKS[kind].title}"
        else:
            title = ngettext("{n} difference", "{n} differences", found).format(n=f"{found:,}")
            if found > count:
                title = _("First {n} of {all} differences").format(n=f"{count:,}", all=f"{found:,}")
        self._title.setText(title)

    def select(self, number: int) -> None:
        """Select a difference without telling anybody."""
        row = self.model.row_of(number)
        if row >= 0:
            self._quiet = True
            self.view.setCurrentIndex(self.model.index(row))
            self._quiet = False

    def _picked(self, index: QModelIndex, _before: QModelIndex) -> None:
        number = index.data(NUMBER_ROLE)
        if isinstance(number, int) and not self._quiet:
            self.picked.emit(number)
