"""Connects a find bar with a view: matches are shown while they are found, and the next key ends the search before."""

from __future__ import annotations

import re
import time

from PySide6.QtCore import QObject, Qt, QTimer

from curlew.preview.search.matches import Matches
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.text_view.find_bar import FindBar
from curlew.ui.widgets.text_view.searching import Searching, stop_all
from curlew.ui.widgets.text_view.view import TextView

LOOK_MS = 12
MARKS_EVERY_S = 0.25


class Finder(QObject):
    """Makes the bar, and searches the view's text for what stands in it."""

    def __init__(self, theme: Theme, view: TextView) -> None:
        super().__init__(view)
        self._view = view
        self.bar = FindBar(theme)
        self._search: Searching | None = None
        self._last: Searching | None = None
        self._marked = 0.0
        self._is_ahead = False
        """The match that was gone to lies where the rows are not known yet."""
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        view.completed.connect(self._rows_known)
        self.bar.changed.connect(self.search)
        self.bar.step.connect(self.find_next)
        self.bar.closed.connect(self._closed)
        running = self._running = list[Searching]()
        self.destroyed.connect(lambda: stop_all(running))

    def open(self) -> None:
        """Open the bar, with what is selected if that is one line."""
        start, end = self._view.selection
        chosen = self._view.selected_text() if end - start < 200 else ""
        self.bar.open("" if "\n" in chosen else chosen)

    def text_changed(self) -> None:
        """Search again: another text is shown."""
        if not self.bar.isHidden():
            self.search()
        else:
            self.stop()

    @property
    def is_searching(self) -> bool:
        return self._search is not None

    def search(self) -> None:
        """Search for what stands in the bar; ends a search before."""
        self.stop()
        self._last = None
        self._view.found, self._view.found_at = Matches(), -1
        bar = self.bar
        if not bar.wanted:
            bar.tell("")
            self._view.refresh_marks()
            return
        try:
            self._search = Searching(self._view.source.data, bar.wanted, bar.case, bar.whole, bar.regex)
        except (re.error, OverflowError, RecursionError) as error:
            bar.tell(_("Not an expression: {reason}").format(reason=error), wrong=True)
            self._view.refresh_marks()
            return
        self._last = self._search
        self._running.append(self._search)
        self._view.found = self._search.found
        self._marked = time.monotonic()
        self._look()
        if self._search is not None:
            self._timer.start()

    def find_next(self, step: int = 1) -> None:
        """Go to the next match, or the one before; round at the ends."""
        found = self._view.found
        if not len(found):
            return
        if self._view.found_at < 0:
            at = found.first_from(self._view.selection[0]) % len(found)
        else:
            at = (self._view.found_at + step) % len(found)
        self._go_to(at)

    def stop(self) -> None:
        """End a search that is under way."""
        self._timer.stop()
        if self._search is not None:
            self._search.stop()
        self._search = None
        self._running.clear()

    # --- inner workings ---

    def _look(self) -> None:
        """Show what was found since the last look."""
        search = self._search
        if search is None:
            return
        done = search.took_s is not None
        if done:
            self.stop()
        if self._view.found_at < 0 and len(search.found):
            self.find_next()
        if done or time.monotonic() - self._marked > MARKS_EVERY_S:
            self._marked = time.monotonic()
            self._view.refresh_marks()
        self._tell()

    def _go_to(self, at: int) -> None:
        self._view.found_at = at
        start, end = self._view.found[at]
        self._is_ahead = start >= self._view.source.rows.known
        self._view.select(start, end, middle=True)
        self._tell()

    def _tell(self) -> None:
        search, total = self._last, len(self._view.found)
        if search is None:
            return
        seconds = "" if search.took_s is None else f"{max(0.01, search.took_s):.2f}"
        if not total:
            words = search.problem or (_("No match") if seconds else _("Searching…"))
            took = _("searched in {n} s").format(n=seconds) if seconds and not search.problem else ""
            self.bar.tell(words, wrong=bool(search.problem), took=took)
            return
        plus = "+" if search.more or search.problem or search.took_s is None else ""
        words = _("{at} of {total}").format(at=f"{self._view.found_at + 1:,}", total=f"{total:,}{plus}")
        took = _("found in {n} s").format(n=seconds) if seconds else ""
        self.bar.tell(words, took=search.problem or took)

    def _rows_known(self) -> None:
        if not self._view.source.data or self._view.found_at < 0:
            return
        self._view.refresh_marks()
        if self._is_ahead:
            self._is_ahead = False
            self._view.show_offset(self._view.caret, middle=True)

    def _closed(self) -> None:
        self.stop()
        self._last = None
        self._view.found, self._view.found_at = Matches(), -1
        self._view.refresh_marks()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
