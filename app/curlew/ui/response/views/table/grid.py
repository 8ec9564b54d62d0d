"""The table itself: fixed rows, painted as far as they are seen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from curlew.preview.table.pace import Gate
from curlew.text import _
from curlew.ui.response.views.table.header import PAD, TITLE, RowNumbers, TableHeader
from curlew.ui.response.views.table.model import TableModel
from curlew.ui.response.views.table.painter import CellPainter
from curlew.ui.theme import Theme

WIDEST, FITTED_ROWS = 320, 20
FITTED_COLUMNS = 12
"""Columns that are fitted to their rows when they are first shown; each takes a fraction of a millisecond."""

WIDTHS = {"number": 100, "boolean": 96, "array": 160, "object": 200}


class Corner(QWidget):
    """What stands where the numbers of the rows and the titles meet."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, inside = self._theme, QPainter(self), self.rect()
        painter.fillRect(inside, theme.color("bg"))
        painter.setFont(theme.font(12, 600))
        painter.setPen(theme.color("text2"))
        title = QRect(0, 0, inside.width() - PAD, theme.px(TITLE) - 1)
        painter.drawText(title, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "#")
        for line in (QRect(0, theme.px(TITLE) - 1, inside.width(), 1), QRect(0, inside.bottom(), inside.width(), 1)):
            painter.fillRect(line, theme.color("border"))
        painter.fillRect(QRect(inside.right(), 0, 1, inside.height()), theme.color("border"))
        painter.end()


class TableGrid(QTableView):
    """`menu_wanted`: a cell and a place on the screen; `open_wanted`: a cell. `gate` tells workers that it is painting."""

    copy_wanted = Signal()
    menu_wanted = Signal(QModelIndex, QPoint)
    open_wanted = Signal(QModelIndex)
    filter_wanted = Signal()

    def __init__(self, theme: Theme, model: TableModel, gate: Gate) -> None:
        super().__init__()
        self._theme, self._table, self._gate = theme, model, gate
        self._words = ""
        self.setObjectName("response_table")
        self.setAccessibleName(_("Rows of the body"))
        self.setModel(model)
        self.painter = CellPainter(theme, self)
        self.setItemDelegate(self.painter)
        self.head = TableHeader(theme, model, self)
        self.setHorizontalHeader(self.head)
        self._numbers = RowNumbers(theme, self)
        self.setVerticalHeader(self._numbers)
        self.setCornerButtonEnabled(False)
        self._corner = Corner(theme, self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.doubleClicked.connect(self.open_wanted)
        self.horizontalScrollBar().valueChanged.connect(self.head.place_fields)
        self.head.sectionHandleDoubleClicked.connect(self.fit_column)
        self.head.left.connect(self.setFocus)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        px = self._theme.px
        self._numbers.setDefaultSectionSize(px(32))
        self._numbers.setMinimumSectionSize(px(32))
        self.verticalScrollBar().setSingleStep(px(32))
        self.updateGeometries()
        self._place_corner()
        self.viewport().update()

    def say(self, words: str) -> None:
        """Set what is said while there is no row."""
        if words != self._words:
            self._words = words
            self.setAccessibleDescription(words)
            self.viewport().update()

    def widen(self) -> None:
        """Leave room for the numbers of the rows that there are now."""
        self.updateGeometries()
        self._place_corner()

    def fit_column(self, section: int) -> None:
        """Make a column as wide as the widest of its cells that are near."""
        self.head.resizeSection(section, self.fitting(section, 1200))

    def fitting(self, section: int, widest: int = WIDEST) -> int:
        """Return how wide a column would like to be by its title and the rows around."""
        first = max(0, self.rowAt(0))
        rows = range(first, min(first + FITTED_ROWS, self._table.rowCount()))
        column = self._table.columns[section]
        if section >= FITTED_COLUMNS and widest == WIDEST:
            wanted = self._theme.px(WIDTHS.get(column.type, 150))
        else:
            wanted = max((self.painter.width_of(self._table.cell(row, section)) for row in rows), default=0)
        title = self.head.fontMetrics().horizontalAdvance(column.name[:60]) + 2 * PAD + self._theme.px(34)
        least = self._theme.px(96 if column.type != "number" else 62)
        return min(max(wanted, title, least), self._theme.px(widest))

    def show_row(self, row: int, column: int = 0) -> None:
        """Go to a cell."""
        index = self._table.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    # --- events ---

    def paintEvent(self, event: QPaintEvent) -> None:
        self._gate.busy = True
        try:
            super().paintEvent(event)
        finally:
            self._gate.busy = False
        if self._words and not self._table.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self._theme.color("text2"))
            painter.setFont(self._theme.font(13))
            inside = self.viewport().rect().adjusted(24, 8, -24, -8)
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_corner()
        self.head.place_fields()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Polish, QEvent.Type.Show):
            self._place_corner()
        return done

    def _place_corner(self) -> None:
        self._corner.setGeometry(0, 0, self._numbers.width(), self.head.height())
        self._corner.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and index.isValid():
            self.open_wanted.emit(index)
        elif event.key() == Qt.Key.Key_Up and event.modifiers() == Qt.KeyboardModifier.NoModifier and index.row() == 0:
            self.filter_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not at.isValid():
            return
        if not self.selectionModel().isSelected(at):
            self.setCurrentIndex(at)
        place = self.viewport().mapToGlobal(self.visualRect(at).bottomLeft()) if by_key else event.globalPos()
        self.menu_wanted.emit(at, place)
