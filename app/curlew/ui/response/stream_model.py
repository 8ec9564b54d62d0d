"""The table of a stream's events: the newest first, filtered, painted row by row as far as it is seen."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from curlew.preview.stream import StreamEvent
from curlew.preview.stream_filter import Test
from curlew.preview.stream_log import Gap, Row, StreamLog
from curlew.preview.text.highlight import json_spans
from curlew.text import _
from curlew.ui.response.grid import one_line
from curlew.ui.response.texts import size
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import paint_badge, paint_icon

Index = QModelIndex | QPersistentModelIndex
TIME, AFTER, KIND, ID, SIZE, DATA = range(6)
PAD = 10
LONGEST_PAINTED = 300
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class StreamModel(QAbstractTableModel):
    """Rows are those of a log that pass the test, the newest on top. Gaps stand only where nothing is filtered."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log = StreamLog()
        self.test: Test | None = None
        self._shown: list[Row] = []

    def clear(self, log: StreamLog) -> None:
        self.beginResetModel()
        self.log, self._shown = log, []
        self.endResetModel()

    def add(self, rows: Sequence[Row]) -> int:
        """Put new rows on top; return how many pass."""
        passed = [row for row in rows if self.passes(row)]
        if passed:
            self.beginInsertRows(QModelIndex(), 0, len(passed) - 1)
            self._shown += passed
            self.endInsertRows()
        return len(passed)

    def drop_old(self) -> None:
        """Forget rows that the log has given up."""
        first = self.log.rows[0].number if self.log.rows else 0
        gone = 0
        while gone < len(self._shown) and self._shown[gone].number < first:
            gone += 1
        if gone:
            last = len(self._shown) - 1
            self.beginRemoveRows(QModelIndex(), last - gone + 1, last)
            del self._shown[:gone]
            self.endRemoveRows()

    def show_rows(self, rows: list[Row], test: Test | None) -> None:
        """Show other rows, which pass the test."""
        self.beginResetModel()
        self._shown, self.test = rows, test
        self.endResetModel()

    def passes(self, row: Row) -> bool:
        return self.test is None or (isinstance(row, StreamEvent) and self.test(row))

    def row(self, number: int) -> Row:
        return self._shown[len(self._shown) - 1 - number]

    def row_of(self, number: int) -> int:
        """Return the row that shows an event, by its number; -1 if none does."""
        for back, row in enumerate(reversed(self._shown)):
            if row.number == number and isinstance(row, StreamEvent):
                return back
            if row.number < number:
                break
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index.row())
        if isinstance(row, Gap):
            return gap_words(row) if index.column() == TIME else ""
        return self._text(row, index.column())

    def _text(self, event: StreamEvent, column: int) -> str:
        if column == TIME:
            return clock(event.at) if event.at is not None else f"#{event.number:,}"
        if column == AFTER:
            after = self.log.before(event)
            return "" if after is None else after_words(after)
        if column == SIZE:
            return size(event.size)
        return {KIND: event.kind, ID: event.id, DATA: event.look}[column]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("Time"), _("After"), _("Event"), _("Id"), _("Size"), _("Data"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in (AFTER, ID, SIZE) else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class StreamPainter(QStyledItemDelegate):
    """Paints only what is seen: a row's colours are worked out then."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, StreamModel)
        theme, rect, row = self._theme, option.rect, model.row(index.row())
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
        elif isinstance(row, Gap):
            painter.fillRect(rect, theme.color("band"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("line"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), theme.color("border"))
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Gap):
            self._gap(painter, rect, row)
        else:
            self._cell(painter, QRectF(rect).adjusted(PAD, 0, -PAD, 0), index.column(), row, str(index.data() or ""))
        painter.restore()

    def _gap(self, painter: QPainter, rect: QRect, gap: Gap) -> None:
        """Paint the part of the gap's words that lies in this cell: they run over all of the row."""
        left = self._view.columnViewportPosition(self._first_column()) + PAD
        paint_icon(painter, self._theme, left, rect.center().y(), "clock", "warn", 14)
        painter.setFont(self._theme.font(12, 500))
        painter.setPen(self._theme.color("text"))
        painter.drawText(QRectF(left + self._theme.px(14) + 6, rect.y(), 1000, rect.height()), _MIDDLE, gap_words(gap))

    def _first_column(self) -> int:
        return next(column for column in range(6) if not self._view.isColumnHidden(column))

    def _cell(self, painter: QPainter, rect: QRectF, column: int, event: StreamEvent, text: str) -> None:
        theme = self._theme
        if column == KIND:
            quiet = event.kind in ("comment", "text") or bool(event.note)
            metrics = QFontMetricsF(theme.font(11, 500))
            shown = metrics.elidedText(one_line(text[:80]), Qt.TextElideMode.ElideRight, rect.width() - 14)
            paint_badge(painter, theme, rect.x(), rect.center().y(), shown, *(("badge", "badge_text") if quiet else ("info_soft", "info")))
            return
        if column == DATA:
            self._data(painter, rect, event, text)
            return
        painter.setFont(theme.font(12, mono=True))
        painter.setPen(theme.color("text" if column == TIME else "text2"))
        side = Qt.AlignmentFlag.AlignRight if column in (AFTER, ID, SIZE) else Qt.AlignmentFlag.AlignLeft
        elided = QFontMetricsF(painter.font()).elidedText(one_line(text), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _MIDDLE | side, elided)

    def _data(self, painter: QPainter, rect: QRectF, event: StreamEvent, text: str) -> None:
        theme = self._theme
        font = theme.font(12, mono=True)
        metrics = QFontMetricsF(font)
        text = metrics.elidedText(one_line(text[:LONGEST_PAINTED]), Qt.TextElideMode.ElideRight, rect.width())
        painter.setFont(font)
        if not text:
            painter.setPen(theme.color("text3"))
            painter.drawText(rect, _MIDDLE, _("no data") if event.note == "no data" else _("empty"))
            return
        plain = "text3" if event.kind == "comment" else "text"
        at, x = 0, rect.x()
        spans = json_spans(text) if text[:1] in ("{", "[") and event.kind != "comment" else iter(())
        for start, end, token in (*spans, (len(text), len(text), "")):
            for piece, colour in ((text[at:start], plain), (text[start:end], token)):
                if piece:
                    painter.setPen(theme.color(colour))
                    painter.drawText(QRectF(x, rect.y(), rect.right() - x + 4, rect.height()), _MIDDLE, piece)
                    x += metrics.horizontalAdvance(piece)
            at = end


def clock(at: float) -> str:
    """Return a time of day to the millisecond."""
    return time.strftime("%H:%M:%S", time.localtime(at)) + f".{int(at * 1000) % 1000:03d}"


def after_words(seconds: float) -> str:
    return f"+{seconds:.2f} s" if seconds >= 0.1 else f"+{seconds * 1000:.0f} ms"


def gap_words(gap: Gap) -> str:
    return _("Nothing came for {s} s").format(s=f"{gap.seconds:,.1f}")
