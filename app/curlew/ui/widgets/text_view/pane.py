"""A text view with its find bar."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from curlew.preview.find import TextSearch
from curlew.preview.regex_search import RegexResult, RegexSearch, compiled
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import column
from curlew.ui.widgets.text_view.find_bar import FindBar
from curlew.ui.widgets.text_view.view import TextView
from curlew.ui.widgets.text_view.viewport import STEP_S


class TextPane(QWidget):
    """Shows a text and searches in it."""

    _regex_done = Signal(object, object)

    def __init__(self, theme: Theme, title: str, px: int = 13) -> None:
        super().__init__()
        self.view = TextView(theme, title, px)
        self.bar = FindBar(theme)
        self.setLayout(column(self.bar, self.view, spacing=0))
        self.setFocusProxy(self.view)
        self._search: TextSearch | None = None
        self._regex: RegexSearch | None = None
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._advance)
        self.bar.changed.connect(self._begin)
        self.bar.step.connect(self.find_next)
        self.bar.closed.connect(self._closed)
        self.view.find_requested.connect(self.open_find)
        self._regex_done.connect(self._regex_ended)

    def set_text(self, data: bytes, language: str = "", keep_place: bool = False) -> None:
        """Show UTF-8 text. language: `json`, `xml`, `html`, or "" for no colours."""
        self.view.set_source(data, language, keep_place)
        if self.bar.isVisibleTo(self):
            self._begin()

    def open_find(self) -> None:
        """Open the find bar, with what is selected if that is one line."""
        chosen = self.view.selected_text() if self.view.selection[1] - self.view.selection[0] < 200 else ""
        self.bar.open("" if "\n" in chosen else chosen)

    def find_next(self, step: int = 1) -> None:
        """Go to the next match, or the one before; round at the ends."""
        found = self.view.found
        if not found:
            return
        if self.view.found_at < 0:
            at = next((n for n, (start, _end) in enumerate(found) if start >= self.view.selection[0]), 0)
        else:
            at = (self.view.found_at + step) % len(found)
        self._go_to(at)

    def stop(self) -> None:
        """End a search that is under way."""
        self._timer.stop()
        self._search = None
        if self._regex is not None:
            self._regex.stop()
            self._regex = None

    # --- inner workings ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3:
            self.find_next(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape and self.bar.isVisible():
            self.bar.close_bar()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        self.stop()
        self.view.found, self.view.found_at = [], -1
        self.view.refresh_marks()
        wanted = self.bar.wanted
        if not wanted:
            self.bar.tell("")
        elif self.bar.regex:
            self._begin_regex(wanted)
        else:
            self._search = TextSearch(self.view.source.data, wanted, self.bar.case)
            self._steps = self._search.steps()
            self._timer.start()
            self._advance()

    def _advance(self) -> None:
        search, until = self._search, time.perf_counter() + STEP_S
        if search is None:
            self._timer.stop()
            return
        before, done = len(self.view.found), True
        for _step in self._steps:
            if time.perf_counter() > until:
                done = False
                break
        self.view.found = search.found
        if search.found and not before:
            self.find_next()
        if done:
            self._timer.stop()
            self._search = None
            self.view.refresh_marks()
        self._tell(search.more, searching=not done)

    def _begin_regex(self, pattern: str) -> None:
        try:
            compiled(pattern, self.bar.case)
        except (re.error, OverflowError, RecursionError) as error:
            self.bar.tell(_("Not an expression: {reason}").format(reason=error), wrong=True)
            return
        search = self._regex = RegexSearch(self.view.source.data, pattern, self.bar.case)
        self.bar.tell(_("Searching…"))
        threading.Thread(target=self._run_regex, args=(search,), daemon=True, name="regex search").start()

    def _run_regex(self, search: RegexSearch) -> None:
        result = search.run()
        try:
            self._regex_done.emit(search, result)
        except RuntimeError:
            pass  # the pane was closed meanwhile

    def _regex_ended(self, search: RegexSearch, result: RegexResult) -> None:
        if search is not self._regex:
            return
        self._regex = None
        self.view.found = result.found
        if result.problem:
            self.bar.tell(result.problem, wrong=True)
            return
        self.find_next()
        self.view.refresh_marks()
        self._tell(result.more)

    def _go_to(self, at: int) -> None:
        self.view.found_at = at
        start, end = self.view.found[at]
        self.view.select(start, end, middle=True)
        self._tell()

    def _tell(self, more: bool = False, searching: bool = False) -> None:
        total = len(self.view.found)
        if not total:
            self.bar.tell(_("Searching…") if searching else _("No match"), wrong=False)
            return
        plus = "+" if more or searching else ""
        self.bar.tell(_("{at} of {total}").format(at=f"{self.view.found_at + 1:,}", total=f"{total:,}{plus}"))

    def _closed(self) -> None:
        self.stop()
        self.view.found, self.view.found_at = [], -1
        self.view.refresh_marks()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> dict[str, Any]:
        return self.view.state()

    def restore_state(self, state: dict[str, Any]) -> None:
        self.view.restore_state(state)
