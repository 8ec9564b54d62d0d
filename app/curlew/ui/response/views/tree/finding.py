"""Searching in a tree: in its text, on a thread; the way to each match is opened when the person goes there."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from curlew.preview.buffer import Buffer
from curlew.preview.search.matches import Matches
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.text_view.find_bar import FindBar
from curlew.ui.widgets.text_view.searching import Searching

LOOK_MS = 20


class TreeFinder(QObject):
    """Makes the bar. `went(offset)` when the person goes to a match; `closed` when the bar is."""

    went = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QObject, text: Callable[[], Buffer], offset: Callable[[], int]) -> None:
        """text: what is searched now. offset: where the person is, from where the first match is looked for."""
        super().__init__(parent)
        self._text, self._offset = text, offset
        self.bar = FindBar(theme)
        self._search: Searching | None = None
        self._at = -1
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.bar.changed.connect(self.begin)
        self.bar.step.connect(self.find_next)
        self.bar.closed.connect(self._close)
        running = self._running = list[Searching]()
        self.destroyed.connect(lambda: _stop_all(running))

    @property
    def found(self) -> Matches:
        return self._search.found if self._search is not None else Matches()

    def begin(self) -> None:
        """Search anew."""
        self.forget()
        bar = self.bar
        if not bar.wanted:
            bar.tell("")
            return
        try:
            self._search = Searching(self._text(), bar.wanted, bar.case, bar.whole, bar.regex)
        except (re.error, OverflowError, RecursionError) as error:
            bar.tell(_("Not an expression: {reason}").format(reason=error), wrong=True)
            return
        self._running.append(self._search)
        self._timer.start()
        self._look()

    def stop(self) -> None:
        """End a search that is under way; what was found stays."""
        self._timer.stop()
        _stop_all(self._running)

    def forget(self) -> None:
        """Let go of the text that was searched."""
        self.stop()
        self._search, self._at = None, -1

    def find_next(self, step: int = 1) -> None:
        """Go to the next match, or the one before; round at the ends."""
        found = self.found
        if len(found):
            self._at = (found.first_from(self._offset()) if self._at < 0 else self._at + step) % len(found)
            self.went.emit(found[self._at][0])
            self._tell()

    def _look(self) -> None:
        search = self._search
        if search is None:
            return
        if search.took_s is not None:
            self.stop()
        if self._at < 0 and len(search.found):
            self.find_next()
        self._tell()

    def _tell(self) -> None:
        search = self._search
        if search is None:
            return
        total = len(search.found)
        if not total:
            done = search.took_s is not None
            self.bar.tell(search.problem or (_("No match") if done else _("Searching…")), wrong=bool(search.problem))
            return
        plus = "+" if search.more or search.problem or search.took_s is None else ""
        self.bar.tell(_("{at} of {total}").format(at=f"{self._at + 1:,}", total=f"{total:,}{plus}"))

    def _close(self) -> None:
        self.forget()
        self.closed.emit()


def _stop_all(running: list[Searching]) -> None:
    for search in running:
        search.stop()
    running.clear()
