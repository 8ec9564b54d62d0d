"""Reading a text: moving by keyboard, copying, folding, a menu, and words for who hears it. It cannot be changed here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QMenu

from curlew.preview.buffer import Buffer
from curlew.text import _, ngettext
from curlew.ui.theme import Theme
from curlew.ui.widgets.text_view.copying import Copying
from curlew.ui.widgets.text_view.folding import LEVELS
from curlew.ui.widgets.text_view.selecting import WORD, SelectingView
from curlew.ui.widgets.text_view.text_menu import fill_menu

SPOKEN = 500
"""Characters of the current line that are given to a screen reader."""

Keys = QKeySequence.StandardKey
Mod = Qt.KeyboardModifier


class TextView(SelectingView):
    """A read-only text. `find_requested` and `go_to_requested` when the person asks to search in it, or for a line.

    menu_opening: emitted with the context menu before it is shown, and the offset it is about; others can add to it.
    """

    find_requested = Signal()
    go_to_requested = Signal()
    menu_opening = Signal(object, object)

    def __init__(self, theme: Theme, title: str, px: int = 13) -> None:
        """Name the view `title` for people who hear it."""
        super().__init__(theme, px)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.copying = Copying(self)
        self.announced = ""
        self.selection_changed.connect(self._speak)
        self.folding.changed.connect(self._speak)
        self.completed.connect(self._speak)

    def set_source(self, data: Buffer, language: str, keep_place: bool = False) -> None:
        super().set_source(data, language, keep_place)
        if not keep_place:
            self._speak()

    # --- commands ---

    def copy(self) -> None:
        """Put the selection into the clipboard; nothing where nothing is selected."""
        start, end = self.selection
        if start < end:
            self.copying.start(self.source.copied(start, end), end - start)

    def copy_all(self) -> None:
        """Put the whole text into the clipboard."""
        self.copying.start(self.source.copied(0, len(self.source.data)), len(self.source.data))

    def copy_shown(self) -> None:
        """Put the selection into the clipboard, the whole text where nothing is selected."""
        if self.selection[0] < self.selection[1]:
            self.copy()
        else:
            self.copy_all()

    def caret_place(self) -> tuple[int, int]:
        """Return the caret's line and its column in characters, both from 1."""
        rows = self.source.rows
        row = rows.row_of(self.caret)
        line = rows.line_of(row)
        first = rows.row_of_line(line)
        before = (
            sum(len(self.source.text(piece)) for piece in range(first, row))
            if row - first < 100
            else rows.bounds(row)[0] - rows.bounds(first)[0]
        )
        return line, before + self.source.index(row, self.caret) + 1

    def go_to_line(self, line: int, column: int = 1) -> None:
        """Put the caret into a line, counted from 1, before its column-th character."""
        rows = self.source.rows
        row = rows.row_of_line(line)
        left = max(0, column - 1)
        while left > (width := len(self.source.text(row))) and row + 1 < len(rows) and rows.is_piece(row + 1):
            left -= width
            row += 1
        offset = self.source.offset(row, min(left, len(self.source.text(row))))
        self.select(offset, offset, middle=True)

    def stop(self) -> None:
        super().stop()
        self.copying.stop()

    # --- keyboard ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(Keys.Copy):
            self.copy()
        elif event.matches(Keys.SelectAll):
            self.select_all()
        elif not self._move_by_key(event) and not self._command_by_key(event):
            super().keyPressEvent(event)
            return
        event.accept()

    def _command_by_key(self, event: QKeyEvent) -> bool:
        act = self._commands().get((Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier))
        if act is not None:
            act()
        return act is not None

    def _commands(self) -> dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]]:
        """Return what the view's own keys do; brackets arrive as braces where Shift makes them that."""
        folding, row = self.folding, self.shown.row_of(self.caret)
        commands: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]] = {
            (Qt.Key.Key_G, Mod.ControlModifier): self.go_to_requested.emit,
            (Qt.Key.Key_BracketLeft, Mod.ControlModifier | Mod.AltModifier): lambda: folding.close_below(0),
            (Qt.Key.Key_BracketRight, Mod.ControlModifier | Mod.AltModifier): folding.open_all,
        }
        for key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BraceLeft):
            commands[key, Mod.ControlModifier | Mod.ShiftModifier] = lambda: folding.close_at(self.caret)
        for key in (Qt.Key.Key_BracketRight, Qt.Key.Key_BraceRight):
            commands[key, Mod.ControlModifier | Mod.ShiftModifier] = lambda: folding.open(row)
        for level in range(1, LEVELS + 1):
            commands[Qt.Key(Qt.Key.Key_0 + level), Mod.AltModifier] = partial(folding.close_below, level)
        return commands

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
            (Keys.MoveToStartOfLine, Keys.SelectStartOfLine, lambda: self._shown_line()[0]),
            (Keys.MoveToEndOfLine, Keys.SelectEndOfLine, lambda: self._shown_line()[1]),
            (Keys.MoveToStartOfDocument, Keys.SelectStartOfDocument, lambda: 0),
            (Keys.MoveToEndOfDocument, Keys.SelectEndOfDocument, lambda: len(self.source.data)),
        )

    def _shown_line(self) -> tuple[int, int]:
        """Return where the line of the caret begins and ends, as it is shown: with what stands behind a fold."""
        row = self.shown.row_of(self.caret)
        start, end = self._line_around(self.source.rows.bounds(row)[0])
        return start, end if self.shown.gap(row) is None else self.shown.end(row)

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
        starts = [found.start() for found in WORD.finditer(shown.text(row)) if not found[0].isspace()]
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

    # --- the rest ---

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.brackets.caret_moved()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            offset = self.offset_at(event.pos())
            if not self.selection[0] <= offset <= self.selection[1] or self.selection[0] == self.selection[1]:
                self.select(offset, offset, show=False)
        else:
            row, line, x = self.place_of(self.caret)
            y = self.y_of((row, line))
            corner = QPoint(round(self.text_x() + x), y + self.type.height if y is not None else 0)
            place = self.viewport().mapToGlobal(corner)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(self, menu)
        menu.popup(place)

    def _speak(self) -> None:
        """Give the current line, or what is selected, to a screen reader; tell of a match that was gone to."""
        start, end = self.selection
        row = self.shown.row_of(self.caret)
        line = f"{self.source.rows.line_of(row):,}"
        if start == end:
            said = f"{line}: {self.shown.text(row)[:SPOKEN]}"
            if self.shown.gap(row) is not None:
                said = _("{line}, folded").format(line=said)
        else:
            text = self.source.copy(start, min(end, start + SPOKEN))
            counted = ngettext("{n} byte selected", "{n} bytes selected", end - start).format(n=f"{end - start:,}")
            said = text if end - start <= SPOKEN else f"{counted}: {text}"
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        if 0 <= self.found_at < len(self.found) and self.found[self.found_at] == (start, end):
            words = _("Match {at} of {total}, line {line}")
            self.announce(words.format(at=f"{self.found_at + 1:,}", total=f"{len(self.found):,}", line=line))

    def announce(self, words: str) -> None:
        """Let a screen reader say something."""
        self.announced = words
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
