"""Selecting in a text by mouse: characters, words and lines, over any distance; folds by a click; zoom and sideways by the wheel."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from curlew.ui.theme import Theme
from curlew.ui.widgets.text_view.viewport import LARGEST, SMALLEST, TextViewport

WORD = re.compile(r"\w+|\s+|[^\w\s]+")
LARGEST_OFFER = 1_000_000
"""Bytes that a mere selection gives to the desktop; more wait for Copy."""


class SelectingView(TextViewport):
    """A text of which a part is selected: from `anchor` to `caret`."""

    wrap_changed = Signal(bool)
    selection_changed = Signal()

    def __init__(self, theme: Theme, px: int = 13) -> None:
        super().__init__(theme, px)
        self.viewport().setMouseTracking(True)
        self.folding.caret_wanted.connect(lambda offset: self.select(offset, offset))
        self._drag: Callable[[int], tuple[int, int]] | None = None
        self._drag_from = (0, 0)
        self._last_double: QPoint | None = None
        self._goal_x: float | None = None
        self._scroller = QTimer(self)
        self._scroller.setInterval(40)
        self._scroller.timeout.connect(self._scroll_drag)

    # --- selection ---

    @property
    def selection(self) -> tuple[int, int]:
        """The selected offsets, equal if nothing is selected."""
        return min(self.anchor, self.caret), max(self.anchor, self.caret)

    def selected_text(self) -> str:
        return self.source.copy(*self.selection)

    def select(self, anchor: int, caret: int, show: bool = True, middle: bool = False) -> None:
        """Select from anchor to caret, and scroll there."""
        self.anchor, self.caret = anchor, caret
        if middle:
            self._reveal(anchor, caret)
        if show:
            self.show_offset(caret, middle)
        self.brackets.caret_moved()
        self.viewport().update()
        self.selection_changed.emit()

    def _reveal(self, anchor: int, caret: int) -> None:
        """Open the folds that hide a place that was jumped to."""
        for offset in {anchor, max(anchor, caret - 1) if caret > anchor else caret}:
            gap = self.shown.gap(self.shown.row_of(offset))
            if gap is not None and gap.hidden[0] <= offset < gap.hidden[1] and not gap.tail[0] <= offset <= gap.tail[1]:
                self.folding.reveal(offset)

    def select_all(self) -> None:
        self.select(0, len(self.source.data), show=False)

    def toggle_wrap(self) -> None:
        self.set_wrap(not self.wrap)
        self.wrap_changed.emit(self.wrap)

    # --- mouse ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        if self._fold_by_click(point):
            return
        offset = self.offset_at(point)
        self._goal_x = None
        near = self._last_double is not None and (point - self._last_double).manhattanLength() < QApplication.startDragDistance()
        if point.x() < self.gutter_width() or near:
            self._last_double = None
            self._begin_drag(self._line_with_end, offset)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._drag, self._drag_from = self._point, (self.anchor, self.anchor)
            self.select(self.anchor, offset, show=False)
        else:
            self._begin_drag(self._point, offset)

    def _fold_by_click(self, point: QPoint) -> bool:
        """Fold or unfold by a click on a chevron or a chip; tell whether there was one."""
        row = self.chip_at(point)
        if row is not None:
            self.folding.open(row)
            return True
        row = self.row_at(point.y())
        if not self._on_chevron(point) or row is None or not self.folding.begins(row):
            return False
        self.folding.toggle(row)
        return True

    def _on_chevron(self, point: QPoint) -> bool:
        return self.gutter_width() - 16 <= point.x() < self.gutter_width() + 4

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._fold_by_click(event.position().toPoint()):
            self._last_double = event.position().toPoint()
            QTimer.singleShot(QApplication.doubleClickInterval(), self, self._forget_double)
            self._begin_drag(self._word_around, self.offset_at(self._last_double))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if not event.buttons():
            in_gutter = point.x() < self.gutter_width() or self.chip_at(point) is not None
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor if in_gutter else Qt.CursorShape.IBeamCursor)
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(point)
            outside = not 0 <= point.y() < self.viewport().height()
            if outside != self._scroller.isActive():
                self._scroller.start() if outside else self._scroller.stop()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._drag = None
        self._scroller.stop()
        self._offer_selection()

    def _offer_selection(self) -> None:
        """Offer what was selected to a middle click, on desktops that know that."""
        clipboard, (start, end) = QGuiApplication.clipboard(), self.selection
        if start < end and end - start <= LARGEST_OFFER and clipboard.supportsSelection():
            clipboard.setText(self.source.copy(start, end), QClipboard.Mode.Selection)

    def _begin_drag(self, unit: Callable[[int], tuple[int, int]], offset: int) -> None:
        self._drag, self._drag_from = unit, unit(offset)
        self.select(*self._drag_from, show=False)

    def _drag_to(self, point: QPoint) -> None:
        if self._drag is None:
            return
        start, end = self._drag(self.offset_at(QPoint(point.x(), min(max(point.y(), 0), self.viewport().height() - 1))))
        first, last = self._drag_from
        if start < first:
            self.select(last, start, show=False)
        else:
            self.select(first, max(end, last), show=False)

    def _scroll_drag(self) -> None:
        point = self.viewport().mapFromGlobal(self.cursor().pos())
        below = point.y() - self.viewport().height()
        self.scroll_lines(1 + below // 20 if below > 0 else point.y() // 20)
        self._drag_to(point)

    def _forget_double(self) -> None:
        self._last_double = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta, keys = event.angleDelta(), event.modifiers()
        along = delta.y() or delta.x()
        if keys & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if along > 0 else -1)
        elif keys & Qt.KeyboardModifier.AltModifier:
            self.scroll_lines(-self.rows_visible() if along > 0 else self.rows_visible())
        elif keys & Qt.KeyboardModifier.ShiftModifier or abs(delta.x()) > abs(delta.y()):
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - (delta.x() or delta.y()))
        else:
            self._rest += delta.y()
            lines = int(self._rest / 40)
            self._rest -= lines * 40
            self.scroll_lines(-lines)
        event.accept()

    # --- what a click takes ---

    @staticmethod
    def _point(offset: int) -> tuple[int, int]:
        return offset, offset

    def _word_around(self, offset: int) -> tuple[int, int]:
        row = self.source.rows.row_of(offset)
        text, index = self.source.text(row), self.source.index(row, offset)
        words = list(WORD.finditer(text))
        at = bisect_right([word.start() for word in words], min(index, max(0, len(text) - 1))) - 1
        if at < 0:
            return offset, offset
        return self.source.offset(row, words[at].start()), self.source.offset(row, words[at].end())

    def _line_around(self, offset: int) -> tuple[int, int]:
        """Return where the whole line around an offset begins and ends, all its pieces together."""
        rows = self.source.rows
        first = rows.row_of_line(rows.line_of(rows.row_of(offset)))
        newline = self.source.data.find(b"\n", offset)
        start = rows.bounds(first)[0]
        end = len(self.source.data) if newline < 0 else newline
        return start, end - 1 if end > start and self.source.data[end - 1] == 0x0D else end

    def _line_with_end(self, offset: int) -> tuple[int, int]:
        start, _end = self._line_around(offset)
        newline = self.source.data.find(b"\n", offset)
        return start, len(self.source.data) if newline < 0 else newline + 1

    # --- where the person is ---

    def state(self) -> dict[str, Any]:
        """Return what brings the place back, for the same text."""
        return {
            "top": list(self.top),
            "x": self.horizontalScrollBar().value(),
            "caret": self.caret,
            "anchor": self.anchor,
            "wrap": self._wrap,
            "px": self._px,
            "folds": self.folding.state(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to a place; anything that does not fit the text is ignored."""
        self.set_wrap(bool(state.get("wrap", self._wrap)))
        px = state.get("px")
        if isinstance(px, int) and px != self._px and SMALLEST <= px <= LARGEST:
            self._px = px
            self._retype()
        self.folding.restore_state(state.get("folds"))
        size = len(self.source.data)
        self.anchor, self.caret = (min(_number(state.get(name)), size) for name in ("anchor", "caret"))
        top = state.get("top")
        if isinstance(top, list) and len(top) == 2 and all(isinstance(part, int) and part >= 0 for part in top):
            row = min(top[0], len(self.source.rows) - 1)
            row = self.folded.shown(row)
            self._go_to((row, min(top[1], self.shape_of(row).lines - 1)))
        self.horizontalScrollBar().setValue(min(_number(state.get("x")), self.horizontalScrollBar().maximum()))


def _number(value: object) -> int:
    """Return a number of a state, 0 for anything that is none."""
    return max(0, value) if isinstance(value, int) else 0
