"""Searching in a text view: plain text in slices, expressions in a child process."""

from __future__ import annotations

import re
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from curlew.preview.find import TextSearch
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.text_view.find_bar import FindBar
from curlew.ui.widgets.text_view.view import TextView
from curlew.ui.widgets.text_view.viewport import STEP_S

if TYPE_CHECKING:
    from curlew.preview.regex_search import RegexResult, RegexSearch


class Finder(QObject):
    """Connects a find bar, which it makes, with a view."""

    _regex_done = Signal(object, object)

    def __init__(self, theme: Theme, view: TextView) -> None:
        super().__init__(view)
        self._view = view
        self.bar = FindBar(theme)
        self._search: TextSearch | None = None
        self._regex: RegexSearch | None = None
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._advance)
        self.bar.changed.connect(self._begin)
        self.bar.step.connect(self.find_next)
        self.bar.closed.connect(self._closed)
        self._regex_done.connect(self._regex_ended)

    def open(self) -> None:
        """Open the bar, with what is selected if that is one line."""
        start, end = self._view.selection
        chosen = self._view.selected_text() if end - start < 200 else ""
        self.bar.open("" if "\n" in chosen else chosen)

    def text_changed(self) -> None:
        """Search again: another text is shown."""
        if not self.bar.isHidden():
            self._begin()

    def find_next(self, step: int = 1) -> None:
        """Go to the next match, or the one before; round at the ends."""
        found = self._view.found
        if not found:
            return
        if self._view.found_at < 0:
            at = bisect_left(found, (self._view.selection[0],)) % len(found)
        else:
            at = (self._view.found_at + step) % len(found)
        self._go_to(at)

    def stop(self) -> None:
        """End a search that is under way."""
        self._timer.stop()
        self._search = None
        if self._regex is not None:
            self._regex.stop()
            self._regex = None

    # --- inner workings ---

    def _begin(self) -> None:
        self.stop()
        self._view.found, self._view.found_at = [], -1
        self._view.refresh_marks()
        wanted = self.bar.wanted
        if not wanted:
            self.bar.tell("")
        elif self.bar.regex:
            self._begin_regex(wanted)
        else:
            self._search = TextSearch(self._view.source.data, wanted, self.bar.case)
            self._steps = self._search.steps()
            self._timer.start()
            self._advance()

    def _advance(self) -> None:
        search, until = self._search, time.perf_counter() + STEP_S
        if search is None:
            self._timer.stop()
            return
        before, done = len(self._view.found), True
        for _step in self._steps:
            if time.perf_counter() > until:
                done = False
                break
        self._view.found = search.found
        if search.found and not before:
            self.find_next()
        if done:
            self._timer.stop()
            self._search = None
            self._view.refresh_marks()
        self._tell(search.more, searching=not done)

    def _begin_regex(self, pattern: str) -> None:
        from curlew.preview.regex_search import RegexSearch, compiled  # brings multiprocessing, which few sessions need

        try:
            compiled(pattern, self.bar.case)
        except (re.error, OverflowError, RecursionError) as error:
            self.bar.tell(_("Not an expression: {reason}").format(reason=error), wrong=True)
            return
        search = self._regex = RegexSearch(self._view.source.data, pattern, self.bar.case)
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
        self._view.found = result.found
        if result.problem:
            self.bar.tell(result.problem, wrong=True)
            return
        self.find_next()
        self._view.refresh_marks()
        self._tell(result.more)

    def _go_to(self, at: int) -> None:
        self._view.found_at = at
        start, end = self._view.found[at]
        self._view.select(start, end, middle=True)
        self._tell()

    def _tell(self, more: bool = False, searching: bool = False) -> None:
        total = len(self._view.found)
        if not total:
            self.bar.tell(_("Searching…") if searching else _("No match"), wrong=False)
            return
        plus = "+" if more or searching else ""
        self.bar.tell(_("{at} of {total}").format(at=f"{self._view.found_at + 1:,}", total=f"{total:,}{plus}"))

    def _closed(self) -> None:
        self.stop()
        self._view.found, self._view.found_at = [], -1
        self._view.refresh_marks()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
