"""The viewport of a text: paints the visible rows, scrolls, and follows the text while its rows are still being found."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from curlew.preview.buffer import Buffer
from curlew.preview.search.matches import Matches, marked_shares
from curlew.preview.text.folded import Folded
from curlew.preview.text.folds import indent_of, indent_unit
from curlew.preview.text.rows import LONGEST_ROW
from curlew.ui.theme import Theme
from curlew.ui.widgets.text_view.brackets import Brackets
from curlew.ui.widgets.text_view.colouring import Colouring
from curlew.ui.widgets.text_view.folded_source import FoldedSource
from curlew.ui.widgets.text_view.folding import Folding
from curlew.ui.widgets.text_view.indexing import Indexing
from curlew.ui.widgets.text_view.painting import chip_cells, chip_rect, paint_caret, paint_rows
from curlew.ui.widgets.text_view.scroll_marks import MarkedScrollBar
from curlew.ui.widgets.text_view.shapes import Shape, Type, shape
from curlew.ui.widgets.text_view.source import Source

SHAPES_KEPT = 400
TEXT_LEFT = 10
SMALLEST, LARGEST = 8, 32


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
        self._found_at = -1
        self.indent_unit = 2
        self._px = self._usual_px = px
        self._wrap = True
        self.type = Type.of(theme, px)
        self._shapes: dict[int, Shape] = {}
        self.top = (0, 0)
        self._wanted: int | None = None
        """The offset to be at the top once its row is known."""
        self._rest = self._gutter = 0
        self._widest = 0.0
        self.folding = Folding(self)
        self.folding.changed.connect(self._folds_changed)
        self.shown = self._see()
        self.brackets = Brackets(self)
        self.brackets.changed.connect(self.viewport().update)
        self._indexing = Indexing(self)
        self._indexing.grown.connect(self._rows_grown)
        self._indexing.completed.connect(self._rows_known)
        self._colouring = Colouring(self)
        self._colouring.ready.connect(self._coloured)
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
        self.folding.text_changed()
        self.shown = self._see()
        self._shapes.clear()
        self.found, self._found_at, self._wanted = Matches(), -1, None
        self._bar.set_marks(())
        self.brackets.forget()
        if not keep_place:
            self.indent_unit = indent_unit(data)
            self.anchor = self.caret = 0
            self.top, self._widest = (0, 0), 0.0
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
        """Make the text larger or smaller, between 8 and 32 px; 0 for its usual size."""
        self._px = min(LARGEST, max(SMALLEST, self._px + steps)) if steps else self._usual_px
        self._retype()

    @property
    def folded(self) -> Folded:
        return self.folding.folded

    def refresh_marks(self) -> None:
        """Show `found` and `found_at` after they changed."""
        total, bins = max(1, self.screen_rows()), max(1, self._bar.height() - 2)
        rows, folded = self.source.rows, self.folded

        def edge(number: int) -> int:
            return rows.about(folded.row_at(number * total // bins)) if number < bins else len(self.source.data)

        self._bar.set_marks(marked_shares(self.found, edge, bins))
        self.found_at = self._found_at

    @property
    def found_at(self) -> int:
        """The number of the match that stands out, -1 for none."""
        return self._found_at

    @found_at.setter
    def found_at(self, number: int) -> None:
        self._found_at, share = number, None
        if 0 <= number < len(self.found):
            row = self.source.rows.row_of(self.found[number][0])
            share = self.folded.screen_row(row) / max(1, self.screen_rows())
        self._bar.set_current(share)
        self.viewport().update()

    def stop(self) -> None:
        """End what is under way: folds and brackets that are looked for, rows that are not known yet."""
        self.folding.stop()
        self.brackets.stop()
        self._indexing.stop()

    def _see(self) -> FoldedSource:
        return FoldedSource(self.source, self.folded, lambda words: chip_cells(self, words))

    def _folds_changed(self) -> None:
        """Show what is folded now; the row at the top stays there, or the line that hides it."""
        self.shown = self._see()
        self._shapes.clear()
        self.top = (self.folded.shown(self.top[0]), 0)
        self._go_to(self.top)
        self._fit_bars()
        self.refresh_marks()

    # --- places ---

    def rows_visible(self) -> int:
        return max(1, self.viewport().height() // self.type.height)

    def place_of(self, offset: int) -> tuple[int, int, float]:
        """Return the row, the line within it, and the x of an offset, from the left edge of the text."""
        row = self.shown.row_of(offset)
        line, x = self.shape_of(row).place(self.shown.index(row, offset))
        return row, line, x

    def offset_at(self, point: QPoint) -> int:
        """Return the offset of the character nearest to a point of the viewport."""
        row, line = self.top
        wanted = point.y() // self.type.height
        row, line = self.moved((row, line), wanted)
        return self.offset_in(row, line, point.x() - self.text_x())

    def offset_in(self, row: int, line: int, x: float) -> int:
        return self.shown.offset(row, self.shape_of(row).index(line, max(0.0, x)))

    def moved(self, place: tuple[int, int], lines: int) -> tuple[int, int]:
        """Return the place so many screen lines further down (or up), within the text."""
        row, line = place
        folded, last = self.folded, self.folded.shown(len(self.source.rows) - 1)
        line += lines
        while line < 0 and row > 0:
            row = folded.previous(row)
            line += self.shape_of(row).lines
        while row < last and line >= self.shape_of(row).lines:
            line -= self.shape_of(row).lines
            row = folded.next(row)
        return row, min(max(line, 0), self.shape_of(row).lines - 1)

    def chip_at(self, point: QPoint) -> int | None:
        """Return the row whose chip is at a point of the viewport."""
        row, line = self.moved(self.top, point.y() // self.type.height)
        gap, y = self.shown.gap(row), self.y_of((row, 0))
        if gap is None:
            return None
        upper = y if y is not None else -line * self.type.height
        return row if chip_rect(self, self.shape_of(row), gap, upper).contains(point.toPointF()) else None

    def row_at(self, y: int) -> int | None:
        """Return the row at a height of the viewport; None below the text."""
        row, line = self.moved(self.top, y // self.type.height)
        upper = self.y_of((row, line))
        return row if upper is not None and upper <= y < upper + self.type.height else None

    def indent_of(self, row: int) -> int:
        """Return how far a row's line is indented, 0 for a blank one and for pieces of a long line."""
        start, end = self.source.rows.bounds(row)
        indent = indent_of(self.source.data, start)
        return indent if start + indent < end else 0

    def screen_rows(self) -> int:
        """Return how many rows can be scrolled through."""
        return len(self.source.rows) - self.folded.hidden

    def shape_of(self, row: int) -> Shape:
        found = self._shapes.get(row)
        if found is None:
            if len(self._shapes) > SHAPES_KEPT:
                self._shapes.clear()
            text = self.shown.text(row)
            found = self._shapes[row] = shape(self.type, text, self.shown.colours(row, text), self._wrap_width())
        return found

    # --- scrolling ---

    def scroll_lines(self, lines: int) -> None:
        self._go_to(self.moved(self.top, lines))

    def show_offset(self, offset: int, middle: bool = False) -> None:
        """Scroll so that an offset can be seen; middle: into the middle, if it could not."""
        row, line, x = self.place_of(offset)
        visible = self.rows_visible()
        if (row, line) < self.top:
            self._go_to(self.moved((row, line), -visible // 2 if middle else 0))
        elif (row, line) > self.moved(self.top, visible - 1):
            self._go_to(self.moved((row, line), -visible // 2 if middle else 1 - visible))
        bar, width = self.horizontalScrollBar(), self._text_width()
        if not self._wrap and not bar.value() <= x <= bar.value() + width - 20:
            self._fit_horizontally(x + 40)
            bar.setValue(round(x - width / 3) if x > width else 0)

    def _go_to(self, top: tuple[int, int]) -> None:
        self.top = min(top, self._last_top())
        self._bar.blockSignals(True)
        self._bar.setValue(self.folded.screen_row(self.top[0]))
        self._bar.blockSignals(False)
        self.viewport().update()

    def _bar_moved(self, value: int) -> None:
        self.top = min((self.folded.row_at(value), 0), self._last_top())
        self.viewport().update()

    def _last_top(self) -> tuple[int, int]:
        """Return the place at the top when the text's end is at the bottom."""
        rows = self.source.rows
        if not self._wrap:
            return self.folded.row_at(max(0, self.screen_rows() - self.rows_visible())), 0
        last = self.folded.shown(len(rows) - 1)
        if not rows.complete:
            return last, 0
        end = (last, self.shape_of(last).lines - 1)
        return self.moved(end, 1 - self.rows_visible())

    def _fit_bars(self) -> None:
        self._bar.blockSignals(True)
        self._bar.setPageStep(self.rows_visible())
        self._bar.setRange(0, self.folded.screen_row(self._last_top()[0]))
        self._bar.setValue(self.folded.screen_row(self.top[0]))
        self._bar.blockSignals(False)
        self._fit_horizontally(0.0)

    def _fit_horizontally(self, at_least: float) -> None:
        self._widest = max(self._widest, at_least)
        bar, width = self.horizontalScrollBar(), self._text_width()
        bar.setPageStep(max(1, int(width)))
        bar.setSingleStep(max(1, round(self.type.advance * 4)))
        bar.setRange(0, 0 if self._wrap else max(0, round(self._widest + 24 - width)))

    # --- measures ---

    def gutter_width(self) -> int:
        digits = max(3, len(f"{self.source.rows.lines:,}"))
        return round(digits * self.type.advance) + 26

    def text_x(self) -> float:
        return self.gutter_width() + TEXT_LEFT - self.horizontalScrollBar().value()

    def _text_width(self) -> float:
        return max(40.0, self.viewport().width() - self.gutter_width() - TEXT_LEFT - 6)

    def _wrap_width(self) -> float | None:
        return self._text_width() if self._wrap else None

    def _longest_row(self) -> int:
        """Return where long lines are cut: where a wrapped line ends, so that no short piece stands in between."""
        cells = int(self._text_width() / self.type.advance) if self._wrap else LONGEST_ROW
        return max(1, LONGEST_ROW // max(1, cells)) * max(16, cells)

    # --- changes ---

    def _rows_grown(self) -> None:
        if self._wrap and self.gutter_width() != self._gutter:
            self._shapes.clear()  # numbers have more digits: there is less room to wrap in
        self._gutter = self.gutter_width()
        self._fit_bars()
        self.viewport().update()

    def _rows_known(self) -> None:
        if self._wanted is not None:
            self.top, self._wanted = (self.source.rows.row_of(self._wanted), 0), None
        self.folding.rows_known()
        self._go_to(self.top)
        self.completed.emit()
        self._rows_grown()

    def _coloured(self) -> None:
        """Paint with the colours that are known now."""
        self._shapes.clear()
        self.viewport().update()

    def _relayout(self) -> None:
        """Lay everything out anew; the row at the top stays there."""
        self._shapes.clear()
        self._widest = 0.0
        rows = self.source.rows
        if rows.complete and rows.lines != len(rows) and rows.longest != self._longest_row():
            wanted, found, at = rows.bounds(self.top[0])[0], self.found, self.found_at
            self.set_source(self.source.data, self.source.language, keep_place=True)
            self.found, self.found_at, self._wanted = found, at, wanted
            self.top = (self.source.rows.row_of(wanted), 0)
        self.top = min((self.top[0], 0), self._last_top())
        self._fit_bars()
        self.viewport().update()

    def _retype(self) -> None:
        self.type = Type.of(self.theme, self._px)
        self._relayout()

    # --- events ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wrap and event.oldSize().width() != event.size().width():
            self._relayout()
        else:
            self._go_to(self.top)
            self._fit_bars()
        if len(self.found) and event.oldSize().height() != event.size().height():
            self.refresh_marks()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        widest = paint_rows(self, painter, event.rect())
        if not self._wrap and widest > self._widest:
            self._widest = widest
            QTimer.singleShot(0, self, self._fit_bars)
        if self.hasFocus():
            paint_caret(self, painter)
        self._colouring.go_on(self.source.lexing)

    def y_of(self, place: tuple[int, int]) -> int | None:
        """Return where a place is on the viewport, None if it is not."""
        row, line = self.top
        y = -line * self.type.height
        if place < self.top:
            return None
        while row < place[0]:
            y += self.shape_of(row).lines * self.type.height
            row = self.folded.next(row)
            if y > self.viewport().height():
                return None
        return y + place[1] * self.type.height
