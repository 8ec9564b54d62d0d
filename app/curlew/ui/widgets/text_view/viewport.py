"""The viewport of a text: paints the visible rows, scrolls, and follows the text while its rows are still being found."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from curlew.preview.buffer import Buffer
from curlew.preview.matches import Matches, marked_shares
from curlew.preview.rows import LONGEST_ROW
from curlew.ui.theme import Theme
from curlew.ui.widgets.text_view.indexing import Indexing
from curlew.ui.widgets.text_view.scroll_marks import MarkedScrollBar
from curlew.ui.widgets.text_view.shapes import Mark, Shape, Type, shape
from curlew.ui.widgets.text_view.source import Source

SHAPES_KEPT = 400
TEXT_LEFT = 10
_ON_FIND = QColor("#1b2230")
"""Text on the current match, which is light in both themes."""


class TextViewport(QAbstractScrollArea):
    """Shows a `Source`. Positions in the text are byte offsets; a place on screen is (row, line within the row)."""

    completed = Signal()
    """All rows are known."""

    def __init__(self, theme: Theme, px: int = 13) -> None:
        super().__init__()
        self.theme = theme
        self.source = Source()
        self.source.rows.complete = True
        self.anchor = self.caret = 0
        self.found = Matches()
        self.found_at = -1
        self._px = px
        self._wrap = True
        self._type = Type.of(theme, px)
        self._shapes: dict[int, Shape] = {}
        self._top = (0, 0)
        self._wanted: int | None = None
        """The offset to be at the top once its row is known."""
        self._rest = 0
        self._widest = 0.0
        self._indexing = Indexing(self)
        self._indexing.grown.connect(self._rows_grown)
        self._indexing.completed.connect(self._rows_known)
        self._bar = MarkedScrollBar(theme)
        self.setVerticalScrollBar(self._bar)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._bar.valueChanged.connect(self._bar_moved)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())
        theme.changed.connect(self._retype)

    # --- what it shows ---

    def set_source(self, data: Buffer, language: str, keep_place: bool = False) -> None:
        """Show a text. keep_place: it goes on with what is shown, so place and selection stay."""
        self.source = Source(data, language, self._longest_row())
        self._indexing.start(self.source.rows)
        self._shapes.clear()
        self.found, self.found_at, self._wanted = Matches(), -1, None
        self._bar.set_marks(())
        if not keep_place:
            self.anchor = self.caret = 0
            self._top, self._widest = (0, 0), 0.0
            self.horizontalScrollBar().setValue(0)
        if self.source.rows.complete:
            self._rows_known()
        else:
            self._rows_grown()

    @property
    def wrap(self) -> bool:
        return self._wrap

    def set_wrap(self, wrap: bool) -> None:
        """Wrap rows at the right edge, or let them run on."""
        if wrap != self._wrap:
            self._wrap = wrap
            self._relayout()

    def zoom_by(self, steps: int) -> None:
        """Make the text larger or smaller, between 8 and 32 px."""
        self._px = min(32, max(8, self._px + steps))
        self._retype()

    def refresh_marks(self) -> None:
        """Show `found` and `found_at` after they changed."""
        rows, total = self.source.rows, len(self.source.rows)
        bins = max(1, self._bar.height())
        self._bar.set_marks(marked_shares(self.found, lambda number: rows.about(total * number // bins), bins), self._current_share())
        self.viewport().update()

    def _current_share(self) -> float | None:
        if not 0 <= self.found_at < len(self.found):
            return None
        return self.source.rows.row_of(self.found[self.found_at][0]) / max(1, len(self.source.rows))

    # --- places ---

    def rows_visible(self) -> int:
        return max(1, self.viewport().height() // self._type.height)

    def place_of(self, offset: int) -> tuple[int, int, float]:
        """Return the row, the line within it, and the x of an offset, from the left edge of the text."""
        row = self.source.rows.row_of(offset)
        line, x = self.shape_of(row).place(self.source.index(row, offset))
        return row, line, x

    def offset_at(self, point: QPoint) -> int:
        """Return the offset of the character nearest to a point of the viewport."""
        row, line = self._top
        wanted = point.y() // self._type.height
        row, line = self.moved((row, line), wanted)
        return self.offset_in(row, line, point.x() - self._text_x())

    def offset_in(self, row: int, line: int, x: float) -> int:
        return self.source.offset(row, self.shape_of(row).index(line, max(0.0, x)))

    def moved(self, place: tuple[int, int], lines: int) -> tuple[int, int]:
        """Return the place so many screen lines further down (or up), within the text."""
        row, line = place
        last = len(self.source.rows) - 1
        line += lines
        while line < 0 and row > 0:
            row -= 1
            line += self.shape_of(row).lines
        while row < last and line >= self.shape_of(row).lines:
            line -= self.shape_of(row).lines
            row += 1
        return row, min(max(line, 0), self.shape_of(row).lines - 1)

    def shape_of(self, row: int) -> Shape:
        found = self._shapes.get(row)
        if found is None:
            if len(self._shapes) > SHAPES_KEPT:
                self._shapes.clear()
            text = self.source.text(row)
            found = self._shapes[row] = shape(self._type, text, self.source.spans(row, text), self._wrap_width())
        return found

    # --- scrolling ---

    def scroll_lines(self, lines: int) -> None:
        self._go_to(self.moved(self._top, lines))

    def show_offset(self, offset: int, middle: bool = False) -> None:
        """Scroll so that an offset can be seen; middle: into the middle, if it could not."""
        row, line, x = self.place_of(offset)
        visible = self.rows_visible()
        if (row, line) < self._top:
            self._go_to(self.moved((row, line), -visible // 2 if middle else 0))
        elif (row, line) > self.moved(self._top, visible - 1):
            self._go_to(self.moved((row, line), -visible // 2 if middle else 1 - visible))
        bar, width = self.horizontalScrollBar(), self._text_width()
        if not self._wrap and not bar.value() <= x <= bar.value() + width - 20:
            self._fit_horizontally(x + 40)
            bar.setValue(round(x - width / 3) if x > width else 0)

    def _go_to(self, top: tuple[int, int]) -> None:
        self._top = min(top, self._last_top())
        self._bar.blockSignals(True)
        self._bar.setValue(self._top[0])
        self._bar.blockSignals(False)
        self.viewport().update()

    def _bar_moved(self, value: int) -> None:
        self._top = min((value, 0), self._last_top())
        self.viewport().update()

    def _last_top(self) -> tuple[int, int]:
        """Return the place at the top when the text's end is at the bottom."""
        rows = self.source.rows
        if not self._wrap:
            return max(0, len(rows) - self.rows_visible()), 0
        if not rows.complete:
            return max(0, len(rows) - 1), 0
        end = (len(rows) - 1, self.shape_of(len(rows) - 1).lines - 1)
        return self.moved(end, 1 - self.rows_visible())

    def _fit_bars(self) -> None:
        self._bar.blockSignals(True)
        self._bar.setPageStep(self.rows_visible())
        self._bar.setRange(0, self._last_top()[0])
        self._bar.setValue(self._top[0])
        self._bar.blockSignals(False)
        self._fit_horizontally(0.0)

    def _fit_horizontally(self, at_least: float) -> None:
        self._widest = max(self._widest, at_least)
        bar, width = self.horizontalScrollBar(), self._text_width()
        bar.setPageStep(max(1, int(width)))
        bar.setSingleStep(max(1, round(self._type.advance * 4)))
        bar.setRange(0, 0 if self._wrap else max(0, round(self._widest + 24 - width)))

    # --- measures ---

    def gutter_width(self) -> int:
        digits = max(3, len(str(self.source.rows.lines)))
        return round(digits * self._type.advance) + 26

    def _text_x(self) -> float:
        return self.gutter_width() + TEXT_LEFT - self.horizontalScrollBar().value()

    def _text_width(self) -> float:
        return max(40.0, self.viewport().width() - self.gutter_width() - TEXT_LEFT - 6)

    def _wrap_width(self) -> float | None:
        return self._text_width() if self._wrap else None

    def _longest_row(self) -> int:
        """Return where long lines are cut: where a wrapped line ends, so that no short piece stands in between."""
        cells = int(self._text_width() / self._type.advance) if self._wrap else LONGEST_ROW
        return max(1, LONGEST_ROW // max(1, cells)) * max(16, cells)

    # --- changes ---

    def _rows_grown(self) -> None:
        self._fit_bars()
        self.viewport().update()

    def _rows_known(self) -> None:
        if self._wanted is not None:
            self._top, self._wanted = (self.source.rows.row_of(self._wanted), 0), None
        self._go_to(self._top)
        self.completed.emit()
        self._rows_grown()

    def _relayout(self) -> None:
        """Lay everything out anew; the row at the top stays there."""
        self._shapes.clear()
        self._widest = 0.0
        rows = self.source.rows
        if rows.complete and rows.lines != len(rows) and rows.longest != self._longest_row():
            wanted, found, at = rows.bounds(self._top[0])[0], self.found, self.found_at
            self.set_source(self.source.data, self.source.language, keep_place=True)
            self.found, self.found_at, self._wanted = found, at, wanted
            self._top = (self.source.rows.row_of(wanted), 0)
        self._top = min((self._top[0], 0), self._last_top())
        self._fit_bars()
        self.viewport().update()

    def _retype(self) -> None:
        self._type = Type.of(self.theme, self._px)
        self._relayout()

    # --- events ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wrap and event.oldSize().width() != event.size().width():
            self._relayout()
        else:
            self._go_to(self._top)
            self._fit_bars()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(event.angleDelta().x()) > abs(event.angleDelta().y()):
            delta = event.angleDelta().x() or event.angleDelta().y()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - delta)
            event.accept()
        else:
            self._rest += event.angleDelta().y()
            lines = int(self._rest / 40)
            self._rest -= lines * 40
            self.scroll_lines(-lines)
            event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setFont(self._type.font)
        painter.fillRect(event.rect(), self.theme.color("bg"))
        gutter, width = self.gutter_width(), self.viewport().width()
        clip = (gutter + 4.0, float(width))
        caret_row = self.source.rows.row_of(self.caret)
        row, line = self._top
        y, bottom = -line * self._type.height, self.viewport().height()
        while y < bottom and row < len(self.source.rows):
            found = self.shape_of(row)
            height = found.lines * self._type.height
            if row == caret_row:
                painter.fillRect(QRectF(gutter, y, width - gutter, height), self.theme.color("line"))
            painter.save()
            painter.setClipRect(QRectF(clip[0], max(0, y), clip[1] - clip[0], height + min(0, y)))
            found.paint(painter, self._text_x(), y, clip, self._marks(row))
            painter.restore()
            if not self.source.rows.is_piece(row):
                self._paint_number(painter, row, y, row == caret_row)
            if not self._wrap and found.width > self._widest:
                self._widest = found.width
                QTimer.singleShot(0, self, self._fit_bars)
            y += height
            row += 1
        if self.hasFocus():
            self._paint_caret(painter)

    def _paint_number(self, painter: QPainter, row: int, y: float, current: bool) -> None:
        painter.setPen(self.theme.color("gutter_on" if current else "gutter"))
        place = QRectF(0, y, self.gutter_width() - 16, self._type.height)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(self.source.rows.line_of(row)))

    def _paint_caret(self, painter: QPainter) -> None:
        row, line, x = self.place_of(self.caret)
        y = self.y_of((row, line))
        left = self._text_x() + x
        if y is not None and left >= self.gutter_width() + 4:
            painter.fillRect(QRectF(left, y + 1, 1.4, self._type.height - 2), self.theme.color("accent"))

    def y_of(self, place: tuple[int, int]) -> int | None:
        """Return where a place is on the viewport, None if it is not."""
        row, line = self._top
        y = -line * self._type.height
        if place < self._top:
            return None
        while row < place[0]:
            y += self.shape_of(row).lines * self._type.height
            row += 1
            if y > self.viewport().height():
                return None
        return y + place[1] * self._type.height

    def _marks(self, row: int) -> list[Mark]:
        """Return the grounds of a row: the selection, then what was found."""
        start, end = self.source.rows.bounds(row)
        selected = min(self.anchor, self.caret), max(self.anchor, self.caret)
        marks: list[Mark] = []
        if selected[0] < selected[1] and selected[0] <= end and selected[1] > start:
            marks.append((self.source.index(row, selected[0]), self.source.index(row, selected[1]), self.theme.color("sel"), None))
        for number, low, high in self.found.touching(start, end):
            places = self.source.index(row, low), self.source.index(row, high)
            if number == self.found_at:
                marks.append((*places, self.theme.color("find_on"), _ON_FIND))
            elif selected[0] >= high or selected[1] <= low:
                marks.append((*places, self.theme.color("find"), None))
        return marks

    def state(self) -> dict[str, Any]:
        """Return what brings the place back, for the same text."""
        return {
            "top": list(self._top),
            "x": self.horizontalScrollBar().value(),
            "caret": self.caret,
            "anchor": self.anchor,
            "wrap": self._wrap,
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to a place; anything that does not fit the text is ignored."""
        self.set_wrap(bool(state.get("wrap", self._wrap)))
        size = len(self.source.data)
        self.anchor, self.caret = (min(max(0, int(state.get(name, 0))), size) for name in ("anchor", "caret"))
        top = state.get("top")
        if isinstance(top, list) and len(top) == 2 and all(isinstance(part, int) and part >= 0 for part in top):
            row = min(top[0], len(self.source.rows) - 1)
            self._go_to((row, min(top[1], self.shape_of(row).lines - 1)))
        self.horizontalScrollBar().setValue(int(state.get("x", 0)))
