"""The table of a stream's events as a widget: columns, keys, and what it asks its view for."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from curlew.text import _
from curlew.ui.response.stream_model import AFTER, DATA, ID, KIND, SIZE, TIME, StreamModel, StreamPainter
from curlew.ui.theme import Theme

WIDTHS = {TIME: 112, AFTER: 84, KIND: 104, ID: 76, SIZE: 82}
NARROW = 720
"""Below this width, how long after the one before and the id of an event are left out."""


class StreamTable(QTableView):
    """Selects whole rows; `menu_wanted` comes with a place on the screen."""

    copy_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, model: StreamModel) -> None:
        super().__init__()
        self._theme = theme
        self._words = ""
        self._known = self._with_ids = True
        self.setAccessibleName(_("Events"))
        self.setObjectName("stream_table")
        self.setModel(model)
        self.setItemDelegate(StreamPainter(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        px = self._theme.px
        self.verticalHeader().setDefaultSectionSize(px(32))
        head = self.horizontalHeader()
        head.setFixedHeight(px(32))
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        for section, width in WIDTHS.items():
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
            head.resizeSection(section, px(width))
        head.setSectionResizeMode(DATA, QHeaderView.ResizeMode.Stretch)
        self.viewport().update()

    def say(self, words: str) -> None:
        """Set what is said while there is no row."""
        if words != self._words:
            self._words = words
            self.setAccessibleDescription(words)
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._words and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self._theme.color("text2"))
            painter.setFont(self._theme.font(13))
            inside = self.viewport().rect().adjusted(24, 8, -24, -8)
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
            painter.end()

    def show_times(self, known: bool, with_ids: bool) -> None:
        """Show the columns that this stream has something for."""
        self._known, self._with_ids = known, with_ids
        self._fit()
        self.horizontalHeader().resizeSection(TIME, self._theme.px(WIDTHS[TIME] if known else 84))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the room to the data where there is little; the details of an event tell the rest."""
        narrow = self.width() < self._theme.px(NARROW)
        for section, wanted in ((AFTER, self._known), (ID, self._with_ids)):
            if self.isColumnHidden(section) != (narrow or not wanted):
                self.setColumnHidden(section, narrow or not wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = self.indexAt(event.pos())
        if at.isValid() and not self.selectionModel().isSelected(at):
            self.selectRow(at.row())
        self.menu_wanted.emit(event.globalPos())
