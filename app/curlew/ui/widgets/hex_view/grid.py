"""The painted rows of a hex view, its caret and its selection. Only what is visible is read."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from curlew.preview.buffer import Buffer
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.hex_view.geometry import GROUP, Geometry
from curlew.ui.widgets.text_view.scroll_marks import MarkedScrollBar

Keys = QKeySequence.StandardKey
_ON_FIND = QColor("#1b2230")
_SHOWN = "".join(chr(byte) if 0x20 <= byte < 0x7F else "·" for byte in range(256))
MARKS = 2000
"""Places on the scroll bar that are told apart."""


class HexGrid(QAbstractScrollArea):
    """Shows a Buffer. `moved` when the caret or the selection has changed; positions are offsets in bytes."""

    moved = Signal()
    zoomed = Signal()

    def __init__(self, theme: Theme, title: str, px: int = 13) -> None:
        super().__init__()
        self.theme = theme
        self.data: Buffer = b""
        self.caret = self.anchor = 0
        self.found: array[int] = array("q")
        self.found_length = 0
        self.found_at = -1
        self._px = px
        self._in_text = False
        self._dragging = False
        self._bar = MarkedScrollBar(theme)
        self.setVerticalScrollBar(self._bar)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._bar.valueChanged.connect(lambda _value: self.viewport().update())
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())
        theme.changed.connect(self._dress)
        self._dress()

    # --- what it shows ---

    def set_data(self, data: Buffer) -> None:
        """Show other bytes, from the first on."""
        self.data = data
        self.caret = self.anchor = 0
        self.set_found(array("q"), 0)
        self._fit()
        self._bar.setValue(0)
        self._tell()

    def set_found(self, found: array[int], length: int) -> None:
        """Mark matches: their offsets, in order, and how long each is."""
        self.found, self.found_length, self.found_at = found, length, -1
        self.mark_found()

    def mark_found(self) -> None:
        """Show `found` and `found_at` after they changed."""
        total = max(1, len(self.data))
        every = max(1, len(self.found) // MARKS)
        self._bar.set_marks([offset / total for offset in self.found[::every]])
        self._bar.set_current(self.found[self.found_at] / total if self.found_at >= 0 else None)
        self.viewport().update()

    @property
    def selection(self) -> tuple[int, int]:
        """The selected offsets, the end exclusive; equal if nothing is selected."""
        return min(self.anchor, self.caret), max(self.anchor, self.caret)

    def select(self, anchor: int, caret: int, middle: bool = False) -> None:
        """Select from anchor to caret, and scroll there."""
        size = len(self.data)
        self.anchor, self.caret = min(max(0, anchor), size), min(max(0, caret), size)
        self._show(self.caret, middle)
        self.viewport().update()
        self._tell()

    def select_all(self) -> None:
        self.anchor, self.caret = 0, len(self.data)
        self.viewport().update()
        self._tell()

    def zoom_by(self, steps: int) -> None:
        """Make the bytes larger or smaller, between 8 and 32 px."""
        self._px = min(32, max(8, self._px + steps))
        self._dress()
        self.zoomed.emit()

    # --- measures ---

    @property
    def rows(self) -> int:
        return max(1, -(-(len(self.data) + 1) // self.geometry_.columns)) if len(self.data) else 1

    @property
    def rows_visible(self) -> int:
        return max(1, self.viewport().height() // self._height)

    def _dress(self) -> None:
        self._font = self.theme.font(self._px, mono=True)
        metrics = QFontMetricsF(self._font)
        self._cell = metrics.horizontalAdvance("0" * 64) / 64
        self._height = max(round(self.theme.px(self._px) * 1.5), round(metrics.height()))
        self._ascent = (self._height - metrics.height()) / 2 + metrics.ascent()
        self._fit()

    def _fit(self) -> None:
        self.geometry_ = Geometry.fitting(self._cell, self.viewport().width(), len(self.data))
        self._bar.setPageStep(self.rows_visible)
        self._bar.setRange(0, max(0, self.rows - self.rows_visible))
        side = self.horizontalScrollBar()
        side.setPageStep(self.viewport().width())
        side.setRange(0, max(0, round(self.geometry_.width) - self.viewport().width()))
        self.viewport().update()

    def _show(self, offset: int, middle: bool) -> None:
        row, top, visible = offset // self.geometry_.columns, self._bar.value(), self.rows_visible
        if row < top:
            self._bar.setValue(row - visible // 2 if middle else row)
        elif row >= top + visible:
            self._bar.setValue(row - visible // 2 if middle else row - visible + 1)

    def offset_at(self, point: QPoint) -> int:
        """Return the offset nearest to a point of the viewport."""
        column, _in_text = self.geometry_.column_at(point.x() + self.horizontalScrollBar().value())
        row = self._bar.value() + point.y() // self._height
        return min(len(self.data), max(0, row * self.geometry_.columns + column))

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, place = QPainter(self.viewport()), self.theme, self.geometry_
        painter.fillRect(event.rect(), theme.color("bg"))
        painter.setFont(self._font)
        painter.translate(-self.horizontalScrollBar().value(), 0)
        top = self._bar.value()
        for line in range(self.viewport().height() // self._height + 1):
            start = (top + line) * place.columns
            if start > len(self.data) or (start == len(self.data) and start):
                break
            self._paint_row(painter, start, line * self._height)

    def _paint_row(self, painter: QPainter, start: int, y: int) -> None:
        theme, place = self.theme, self.geometry_
        row = self.data[start : start + place.columns]
        baseline = y + self._ascent
        if start <= self.caret < start + place.columns:
            painter.fillRect(QRectF(place.hex_x - 10, y, self.viewport().width() - place.hex_x + 10, self._height), theme.color("line"))
        painter.setPen(theme.color("gutter_on" if start <= self.caret < start + place.columns else "gutter"))
        painter.drawText(QRectF(0, y, 0, 0).translated(16, self._ascent).topLeft(), f"{start:0{place.digits}x}")
        low, high = self.selection
        self._ground(painter, start, y, low, high, "sel")
        for number in self._found_in(start, start + place.columns):
            offset, current = self.found[number], number == self.found_at
            self._ground(painter, start, y, offset, offset + self.found_length, "find_on" if current else "find")
        for token, wanted in (("text3", _is_zero), ("string", _is_sign), ("number", _is_other)):
            pairs = "".join(_pair(byte, column, wanted) for column, byte in enumerate(row))
            if pairs.strip():
                painter.setPen(theme.color(token))
                painter.drawText(QRectF(place.hex_x, baseline, 0, 0).topLeft(), pairs)
                painter.drawText(QRectF(place.text_x, baseline, 0, 0).topLeft(), "".join(_SHOWN[b] if wanted(b) else " " for b in row))
        if start <= self.caret < start + place.columns and self.hasFocus():
            self._paint_caret(painter, self.caret - start, y)

    def _ground(self, painter: QPainter, start: int, y: int, low: int, high: int, token: str) -> None:
        """Fill the ground of a range of offsets, as far as it stands in the row that begins at `start`."""
        place = self.geometry_
        first, last = max(low, start) - start, min(high, start + place.columns) - start - 1
        if first > last:
            return
        color = self.theme.color(token)
        left, right = place.hex_of(first), place.hex_of(last) + 2 * self._cell
        painter.fillRect(QRectF(left - 2, y, right - left + 4, self._height), color)
        painter.fillRect(QRectF(place.text_of(first), y, (last - first + 1) * self._cell, self._height), color)

    def _paint_caret(self, painter: QPainter, column: int, y: int) -> None:
        place, accent = self.geometry_, self.theme.color("accent")
        main, other = place.hex_of(column), place.text_of(column)
        if self._in_text:
            main, other = other, main
        painter.fillRect(QRectF(main - 1, y + 1, 1.4, self._height - 2), accent)
        painter.fillRect(QRectF(other, y + self._height - 2, self._cell, 1.4), accent)

    def _found_in(self, start: int, end: int) -> range:
        """Return the numbers of the matches that touch a range."""
        return range(bisect_right(self.found, start - max(1, self.found_length)), bisect_left(self.found, end))

    # --- keyboard and mouse ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(Keys.SelectAll):
            self.select_all()
        elif not self._move_by_key(event):
            super().keyPressEvent(event)
            return
        event.accept()

    def _move_by_key(self, event: QKeyEvent) -> bool:
        columns, size, caret = self.geometry_.columns, len(self.data), self.caret
        page = max(1, self.rows_visible - 1) * columns
        row_end = min(size, caret - caret % columns + columns - 1)
        for plain, extending, target in (
            (Keys.MoveToNextChar, Keys.SelectNextChar, caret + 1),
            (Keys.MoveToPreviousChar, Keys.SelectPreviousChar, caret - 1),
            (Keys.MoveToNextLine, Keys.SelectNextLine, caret + columns),
            (Keys.MoveToPreviousLine, Keys.SelectPreviousLine, caret - columns),
            (Keys.MoveToNextPage, Keys.SelectNextPage, caret + page),
            (Keys.MoveToPreviousPage, Keys.SelectPreviousPage, caret - page),
            (Keys.MoveToNextWord, Keys.SelectNextWord, caret - caret % GROUP + GROUP),
            (Keys.MoveToPreviousWord, Keys.SelectPreviousWord, (caret - 1) // GROUP * GROUP),
            (Keys.MoveToStartOfLine, Keys.SelectStartOfLine, caret - caret % columns),
            (Keys.MoveToEndOfLine, Keys.SelectEndOfLine, row_end),
            (Keys.MoveToStartOfDocument, Keys.SelectStartOfDocument, 0),
            (Keys.MoveToEndOfDocument, Keys.SelectEndOfDocument, size),
        ):
            if event.matches(plain) or event.matches(extending):
                target = min(max(0, target), size)
                self.select(self.anchor if event.matches(extending) else target, target)
                return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        self._in_text = self.geometry_.column_at(point.x() + self.horizontalScrollBar().value())[1]
        offset = self.offset_at(point)
        extending = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._dragging = True
        self.select(self.anchor if extending else offset, offset)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging and event.buttons() & Qt.MouseButton.LeftButton:
            offset = self.offset_at(event.position().toPoint())
            self.select(self.anchor, offset + 1 if offset >= self.anchor else offset)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._dragging = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        first = self._bar.value() * self.geometry_.columns
        self._fit()
        self._bar.setValue(first // self.geometry_.columns)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _tell(self) -> None:
        """Tell of a new place, a screen reader too."""
        low, high = self.selection
        if high - low > 1:
            said = _("{n} bytes selected, from offset {first}").format(n=f"{high - low:,}", first=f"{low:,}")
        elif self.caret < len(self.data):
            byte = self.data[self.caret]
            said = _("Offset {n}: {hex}, {number}").format(n=f"{self.caret:,}", hex=f"{byte:02x}", number=byte)
        else:
            said = _("End, offset {n}").format(n=f"{self.caret:,}")
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.moved.emit()


def _is_zero(byte: int) -> bool:
    return byte == 0


def _is_sign(byte: int) -> bool:
    return 0x20 <= byte < 0x7F


def _is_other(byte: int) -> bool:
    return byte != 0 and not 0x20 <= byte < 0x7F


def _pair(byte: int, column: int, wanted: object) -> str:
    """Return a byte's digits with the gap before them, blanks where it is not wanted in this colour."""
    gap = "" if not column else " " if column % GROUP else "  "
    return f"{gap}{byte:02x}" if callable(wanted) and wanted(byte) else f"{gap}  "
