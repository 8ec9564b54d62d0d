"""Paints the rows of the history: two lines a send, one a day."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from curlew.storage.history import HistoryEntry
from curlew.text import _
from curlew.ui.history.model import ROW_ROLE, Heading, path_of, when
from curlew.ui.response.texts import duration, host_of, status_role
from curlew.ui.theme import Theme
from curlew.ui.tree.labels import label_token, short_label
from curlew.ui.widgets.paint import paint_badge, paint_icon

Index = QModelIndex | QPersistentModelIndex
ROW, HEAD, SIDE, METHOD = 47, 30, 8, 52
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine


class HistoryDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        is_heading = isinstance(index.data(ROW_ROLE), Heading)
        return QSize(100, self._theme.px(HEAD if is_heading else ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(SIDE, 0, -SIDE, 0)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self._ground(painter, rect, chosen and isinstance(row, HistoryEntry), hot, focused)
        if isinstance(row, Heading):
            self._heading(painter, rect, row)
        elif isinstance(row, HistoryEntry):
            self._entry(painter, rect, row)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, chosen: bool, hot: bool, focused: bool) -> None:
        if chosen or hot or focused:
            painter.setPen(self._theme.color("accent") if focused else Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("selected" if chosen else "hover") if chosen or hot else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _heading(self, painter: QPainter, rect: QRectF, heading: Heading) -> None:
        middle = rect.center().y()
        paint_icon(painter, self._theme, rect.x() + 3, middle, "chevron_right" if heading.folded else "chevron_down", "text3", 12)
        self._text(painter, rect.adjusted(22, 0, -8, 0), heading.title, self._theme.font(12, 600), "text2")
        self._text(painter, rect.adjusted(22, 0, -9, 0), f"{heading.count:,}", self._theme.font(11, 500), "text3", _RIGHT)

    def _entry(self, painter: QPainter, rect: QRectF, entry: HistoryEntry) -> None:
        theme, px = self._theme, self._theme.px
        inner = rect.adjusted(10, px(4), -9, -px(4))
        first = QRectF(inner.x(), inner.y(), inner.width(), inner.height() / 2)
        second = first.translated(0, inner.height() / 2)
        left = px(METHOD)
        time = when(entry)
        clock = f"{time:%H:%M}" if time is not None else ""
        self._text(painter, first, short_label(entry.method), theme.font(10, 700), label_token(entry.method))
        width = self._text(painter, first, clock, theme.font(12), "text2", _RIGHT)
        self._text(painter, first.adjusted(left, 0, -width - 8, 0), path_of(entry), theme.font(13), "text")
        outcome = str(entry.status) if entry.status is not None else _("cancelled") if entry.error == "cancelled" else _("failed")
        role = status_role(entry.status) if entry.status is not None else "warn" if entry.error == "cancelled" else "err"
        end = paint_badge(painter, theme, second.x() - 1, second.center().y(), outcome, f"{role}_soft", role)
        took = duration(entry.total_ms) if entry.total_ms is not None else ""
        width = self._text(painter, second, took, theme.font(11), "text2", _RIGHT)
        host_left = max(left, end - second.x() + 8)
        self._text(painter, second.adjusted(host_left, 0, -width - 8, 0), host_of(entry.url), theme.font(11), "text2")

    def _text(self, painter: QPainter, rect: QRectF, text: str, font: QFont, token: str, flags: int = int(_LEFT)) -> float:
        """Paint one line, elided, and return its width."""
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text[:500], Qt.TextElideMode.ElideRight, max(0.0, rect.width()))
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        painter.drawText(rect, flags, shown)
        return metrics.horizontalAdvance(shown)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        row = index.data(ROW_ROLE)
        if event.type() == QEvent.Type.ToolTip and isinstance(row, HistoryEntry):
            time = when(row)
            lines = [f"{row.method} {row.url[:1000]}", f"{time:%Y-%m-%d %H:%M:%S}" if time is not None else "", row.name, row.environment]
            QToolTip.showText(event.globalPos(), "<br>".join(html.escape(line) for line in lines if line), view)
            return True
        return super().helpEvent(event, view, option, index)
