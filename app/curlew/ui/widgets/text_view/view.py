"""Reading a text: caret, selection by mouse and keyboard, copy, menu. It cannot be changed here."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QClipboard,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QMenu

from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.text_view.viewport import TextViewport

_WORD = re.compile(r"\w+|\s+|[^\w\s]+")
LARGEST_OFFER = 1_000_000
"""Bytes that a mere selection gives to the desktop; more wait for Copy."""

SPOKEN = 500
"""Characters of the current line that are given to a screen reader."""

Keys = QKeySequence.StandardKey


class TextView(TextViewport):
    """A read-only text. `find_requested` when the person asks to search in it."""

    find_requested = Signal()
    wrap_changed = Signal(bool)
    selection_changed = Signal()

    def __init__(self, theme: Theme, title: str, px: int = 13) -> None:
        """Name the view `title` for people who hear it."""
        super().__init__(theme, px)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
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
        self._speak()
        self.selection_changed.emit()

    def _reveal(self, anchor: int, caret: int) -> None:
        """Open the folds that hide a place that was jumped to."""
        for offset in {anchor, max(anchor, caret - 1) if caret > anchor else caret}:
            gap = self.shown.gap(self.shown.row_of(offset))
            if gap is not None and gap.hidden[0] <= offset < gap.hidden[1] and not gap.tail[0] <= offset <= gap.tail[1]:
                self.folding.reveal(offset)

    def select_all(self) -> None:
        self.select(0, len(self.source.data), show=False)

    def copy(self) -> None:
        """Put the selection into the clipboard; nothing where nothing is selected."""
        start, end = self.selection
        if start < end:
            QGuiApplication.clipboard().setText(self.source.copy(start, end))

    def copy_shown(self) -> None:
        """Put the selection into the clipboard, the whole text where nothing is selected."""
        start, end = self.selection
        QGuiApplication.clipboard().setText(self.source.copy(start, end) if start < end else self.source.copy(0, len(self.source.data)))

    def caret_place(self) -> tuple[int, int]:
        """Return the caret's line and its column in characters, both from 1."""
        rows = self.source.rows
        row = rows.row_of(self.caret)
        line = rows.line_of(row)
        first = rows.row_of_line(line)
        before = sum(len(self.source.text(piece)) for piece in range(first, row)) if row - first < 100 else (row - first) * rows.longest
        return line, before + self.source.index(row, self.caret) + 1

    def go_to_line(self, line: int) -> None:
        """Put the caret at the beginning of a line, counted from 1."""
        start = self.source.rows.bounds(self.source.rows.row_of_line(line))[0]
        self.select(start, start, middle=True)

    def toggle_wrap(self) -> None:
        self.set_wrap(not self.wrap)
        self.wrap_changed.emit(self.wrap)

    # --- keyboard ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(Keys.Copy):
            self.copy()
        elif event.matches(Keys.SelectAll):
            self.select_all()
        elif not self._move_by_key(event):
            super().keyPressEvent(event)
            return
        event.accept()

    def _move_by_key(self, event: QKeyEvent) -> bool:
        for plain, extending, move in self._moves():
            if event.matches(plain) or event.matches(extending):
                goal = self._goal_x
                target = move()
                self.select(self.anchor if event.matches(extending) else target, target)
                vertical = plain in (Keys.MoveToNextLine, Keys.MoveToPreviousLine, Keys.MoveToNextPage, Keys.MoveToPreviousPage)
                self._goal_x = (goal if goal is not None else self._goal_x) if vertical else None
                return True
        return False

    def _moves(self) -> tuple[tuple[QKeySequence.StandardKey, QKeySequence.StandardKey, Callable[[], int]], ...]:
        page = max(1, self.rows_visible() - 1)
        return (
            (Keys.MoveToNextChar, Keys.SelectNextChar, lambda: self._beside(1)),
            (Keys.MoveToPreviousChar, Keys.SelectPreviousChar, lambda: self._beside(-1)),
            (Keys.MoveToNextLine, Keys.SelectNextLine, lambda: self._below(1)),
            (Keys.MoveToPreviousLine, Keys.SelectPreviousLine, lambda: self._below(-1)),
            (Keys.MoveToNextPage, Keys.SelectNextPage, lambda: self._below(page)),
            (Keys.MoveToPreviousPage, Keys.SelectPreviousPage, lambda: self._below(-page)),
            (Keys.MoveToNextWord, Keys.SelectNextWord, lambda: self._word_beside(1)),
            (Keys.MoveToPreviousWord, Keys.SelectPreviousWord, lambda: self._word_beside(-1)),
            (Keys.MoveToStartOfLine, Keys.SelectStartOfLine, lambda: self._line_around(self.caret)[0]),
            (Keys.MoveToEndOfLine, Keys.SelectEndOfLine, lambda: self._line_around(self.caret)[1]),
            (Keys.MoveToStartOfDocument, Keys.SelectStartOfDocument, lambda: 0),
            (Keys.MoveToEndOfDocument, Keys.SelectEndOfDocument, lambda: len(self.source.data)),
        )

    def _beside(self, step: int) -> int:
        """Return the offset one character further."""
        shown, folded = self.shown, self.folded
        row = shown.row_of(self.caret)
        index = shown.index(row, self.caret) + step
        gap = shown.gap(row)
        if gap is not None and gap.start <= index < gap.end:
            index = gap.end if step > 0 else gap.start - 1
        if index < 0:
            return shown.end(folded.previous(row)) if row > 0 else 0
        target = shown.offset(row, index)
        if target <= self.caret and step > 0:
            below = folded.next(row)
            return self.source.rows.bounds(below)[0] if below < len(self.source.rows) else self.caret
        return target

    def _below(self, lines: int) -> int:
        """Return the offset so many screen lines further down, in the same column as far as there is one."""
        row, line, x = self.place_of(self.caret)
        if self._goal_x is None:
            self._goal_x = x
        return self.offset_in(*self.moved((row, line), lines), self._goal_x)

    def _word_beside(self, step: int) -> int:
        shown = self.shown
        row = shown.row_of(self.caret)
        index = shown.index(row, self.caret)
        starts = [found.start() for found in _WORD.finditer(shown.text(row)) if not found[0].isspace()]
        if step > 0:
            after = [start for start in starts if start > index]
            return shown.offset(row, after[0]) if after else self._after_row(row)
        before = [start for start in starts if start < index]
        if before:
            return shown.offset(row, before[-1])
        return shown.end(self.folded.previous(row)) if row > 0 else 0

    def _after_row(self, row: int) -> int:
        rows, end, below = self.source.rows, self.shown.end(row), self.folded.next(row)
        return rows.bounds(below)[0] if self.caret >= end and below < len(rows) else end

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

    # --- what a click takes ---

    @staticmethod
    def _point(offset: int) -> tuple[int, int]:
        return offset, offset

    def _word_around(self, offset: int) -> tuple[int, int]:
        row = self.source.rows.row_of(offset)
        text, index = self.source.text(row), self.source.index(row, offset)
        words = list(_WORD.finditer(text))
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

    # --- the rest ---

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(_("Copy"), self.copy)
        copy.setShortcut(QKeySequence(Keys.Copy))
        copy.setEnabled(self.selection[0] < self.selection[1])
        menu.addAction(_("Select all"), self.select_all).setShortcut(QKeySequence(Keys.SelectAll))
        menu.addSeparator()
        menu.addAction(_("Find…"), self.find_requested.emit).setShortcut(QKeySequence(Keys.Find))
        wrap = menu.addAction(_("Wrap long lines"), self.toggle_wrap)
        wrap.setCheckable(True)
        wrap.setChecked(self.wrap)
        menu.popup(event.globalPos())

    def _speak(self) -> None:
        """Give the current line, or what is selected, to a screen reader."""
        start, end = self.selection
        if start == end:
            row = self.source.rows.row_of(self.caret)
            said = f"{self.source.rows.line_of(row)}: {self.source.text(row)[:SPOKEN]}"
        else:
            said = self.source.copy(start, min(end, start + SPOKEN))
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
