"""How a table looks: its measures, what the pointer tells, and rows dragged to another place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetricsF,
    QGuiApplication,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QToolTip

from curlew.model.template import PLACEHOLDER
from curlew.ui.theme import Theme
from curlew.ui.widgets.cell_table.columns import Row, Shape
from curlew.ui.widgets.cell_table.delegate import TRAIL, CellDelegate
from curlew.ui.widgets.cell_table.model import MIME, CellModel, Index
from curlew.ui.widgets.parts import plain_tip
from curlew.ui.widgets.variable_card import VariableCard
from curlew.ui.widgets.variables import VariableSource


class CellView(QTableView):
    """The painted half of a CellTable."""

    edited = Signal(str)
    current_moved = Signal(QRect)
    height_changed = Signal()
    files_dropped = Signal(int, object)
    """Files from outside were dropped on a row: (row number, list of paths); only where `accepts_files` is set."""

    def __init__(self, theme: Theme, source: VariableSource, shape: Shape, name: str, *, fit: bool, ghost: bool) -> None:
        super().__init__()
        self.theme, self.source = theme, source
        self.cells = CellModel(shape, self, ghost=ghost)
        self.cells.edited.connect(self.edited)
        self.painter_of_cells = CellDelegate(theme, source, self.cells)
        self._fit, self._shares = fit, [column.share for column in shape.columns]
        self._drop_at = -1
        self.accepts_files = False
        self.setAccessibleName(name)
        self.setModel(self.cells)
        self.setItemDelegate(self.painter_of_cells)
        self._set_up()
        source.changed.connect(self.viewport().update)
        theme.changed.connect(self._dress)
        self.horizontalHeader().sectionResized.connect(self._keep_widths)
        self.cells.rowsInserted.connect(self._fit_height)
        self.cells.rowsRemoved.connect(self._fit_height)
        self._dress()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setStretchLastSection(True)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)  # a click on a title would select the column
        head.setMinimumSectionSize(24)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if self._fit:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _dress(self) -> None:
        self.verticalHeader().setMinimumSectionSize(20)
        self.verticalHeader().setDefaultSectionSize(self.theme.px(self.cells.shape.row_height))
        self._share_widths()
        self._fit_height()
        self.viewport().update()

    def rows(self) -> tuple[Row, ...]:
        return self.cells.rows()

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        self.cells.set_rows(rows)

    @property
    def is_editable(self) -> bool:
        """Whether rows can be added, and with that moved and removed."""
        return self.cells.rowCount() > len(self.rows())

    # --- sizes ---

    def _share_widths(self) -> None:
        columns = self.cells.shape.columns
        fixed = sum(self.theme.px(column.width) for column in columns if column.width)
        total = sum(share for share, column in zip(self._shares, columns, strict=True) if not column.width) or 1.0
        room = max(0, self.viewport().width() - fixed)
        for number, column in enumerate(columns):
            self.setColumnWidth(number, self.theme.px(column.width) if column.width else round(room * self._shares[number] / total))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._share_widths()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_height()  # a style sheet of the window counts from now on: the head may be higher than it was

    def _fit_height(self) -> None:
        if self._fit:
            head = self.horizontalHeader()
            head.ensurePolished()
            height = head.sizeHint().height() if not head.isHidden() else 0
            self.setFixedHeight(height + self.cells.rowCount() * self.theme.px(self.cells.shape.row_height))
            self.height_changed.emit()

    def _keep_widths(self) -> None:
        """Take the widths that a person drags the columns to as their shares."""
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._shares = [float(self.columnWidth(number)) for number in range(len(self._shares))]

    # --- what the pointer tells ---

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._heat((index.row(), index.column()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._heat((-1, -1))
        super().leaveEvent(event)

    def _heat(self, cell: tuple[int, int]) -> None:
        if cell != self.painter_of_cells.hot:
            self.painter_of_cells.hot = cell
            self.viewport().update()

    def trail_at(self, index: Index, place: QPoint) -> str:
        """Return the icon under a point at the right of a cell, empty if there is none."""
        column, row = self.cells.column(index), self.cells.row(index.row())
        look = column.look(row) if column.look is not None and not self.cells.is_ghost(index.row()) else None
        if look is None:
            return ""
        from_right = self.visualRect(index).right() - 4 - place.x()
        number = len(look.trail) - 1 - from_right // TRAIL
        return look.trail[number][0] if from_right >= 0 and 0 <= number < len(look.trail) else ""

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return self._tell(event)
        return super().viewportEvent(event)

    def _tell(self, event: QHelpEvent) -> bool:
        index = self.indexAt(event.pos())
        if not index.isValid():
            return True
        mark = self.cells.mark(index)
        if mark is not None:
            QToolTip.showText(event.globalPos(), plain_tip(mark.text), self)
            return True
        column, text = self.cells.column(index), str(index.data() or "")
        found = PLACEHOLDER.search(text) if column.mono else None
        if found is not None:
            names = [one.group(1).strip() for one in PLACEHOLDER.finditer(text)]
            at = self._variable_under(index, text, event.pos().x())
            VariableCard.show_for(self, self.theme, self.source, names[min(at, len(names) - 1)], event.globalPos())
            return True
        trail = self.trail_at(index, event.pos())
        if trail and column.look is not None:
            look = column.look(self.cells.row(index.row()))
            does = next((text for icon, text in look.trail if icon == trail), "") if look is not None else ""
            QToolTip.showText(event.globalPos(), does, self)
        return True

    def _variable_under(self, index: Index, text: str, x: int) -> int:
        """Return which of the variables of a cell is under x."""
        metrics = QFontMetricsF(self.theme.font(12, 400, mono=True))
        left = self.visualRect(index).x() + 10
        ends = [left + metrics.horizontalAdvance(text[: found.end()]) for found in PLACEHOLDER.finditer(text)]
        return next((number for number, end in enumerate(ends) if x <= end), max(0, len(ends) - 1))

    # --- drag to reorder ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self.accepts_files and event.mimeData().hasUrls():
            event.acceptProposedAction()
            return
        if event.source() is not self or not event.mimeData().hasFormat(MIME) or not self.is_editable:
            event.ignore()
            return
        self._drop_at = self._row_under(event.position().toPoint())
        self.viewport().update()
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()

    def _row_under(self, place: QPoint) -> int:
        index = self.indexAt(place)
        if not index.isValid():
            return len(self.rows())
        rect = self.visualRect(index)
        return min(len(self.rows()), index.row() + (1 if place.y() > rect.center().y() else 0))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_at = -1
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.accepts_files and event.mimeData().hasUrls():
            paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
            row = self.indexAt(event.position().toPoint()).row()
            event.acceptProposedAction()
            self.files_dropped.emit(row if row >= 0 else len(self.rows()), paths)
            return
        numbers = [int(number) for number in bytes(event.mimeData().data(MIME).data()).decode().split(",") if number]
        to, self._drop_at = self._row_under(event.position().toPoint()), -1
        self.viewport().update()
        column = max(1, self.currentIndex().column())
        self.clearSelection()
        self.setCurrentIndex(self.cells.index(self.cells.move(numbers, to), column))
        event.setDropAction(Qt.DropAction.IgnoreAction)  # the rows have moved already: nothing may be removed after the drag
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_at >= 0:
            painter = QPainter(self.viewport())
            y = self.rowViewportPosition(self._drop_at) if self._drop_at < self.cells.rowCount() else self._bottom()
            painter.fillRect(0, y - 1, self.viewport().width(), 2, self.theme.color("accent"))
            painter.end()

    def _bottom(self) -> int:
        last = self.cells.rowCount() - 1
        return self.rowViewportPosition(last) + self.rowHeight(last)
