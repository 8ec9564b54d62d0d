"""Searching in a hex view, in slices of the window's own thread."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QTimer

from curlew.preview.search.byte_search import ByteSearch
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.hex_view.find_bar import HexFindBar
from curlew.ui.widgets.hex_view.grid import HexGrid

STEP_S = 0.006


class HexFinder(QObject):
    """Connects a find bar, which it makes, with a grid."""

    def __init__(self, theme: Theme, grid: HexGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.bar = HexFindBar(theme)
        self._search: ByteSearch | None = None
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._advance)
        self.bar.changed.connect(self.begin)
        self.bar.step.connect(self.find_next)
        self.bar.closed.connect(self._closed)

    def begin(self) -> None:
        """Search for what the bar says."""
        self.stop()
        pattern = self.bar.pattern
        self._search = ByteSearch(self._grid.data, pattern)
        self._grid.set_found(self._search.found, pattern.length)
        if pattern.expression is None:
            self.bar.tell(_("Not a pattern: {reason}").format(reason=pattern.problem) if pattern.problem else "", bool(pattern.problem))
            return
        self._steps = self._search.steps()
        self._timer.start()
        self._advance()

    def find_next(self, step: int = 1) -> None:
        """Go to the next match, or the one before; round at the ends."""
        grid = self._grid
        if not grid.found:
            return
        if grid.found_at < 0:
            at = bisect_left(grid.found, grid.selection[0]) % len(grid.found)
        else:
            at = (grid.found_at + step) % len(grid.found)
        grid.found_at = at
        grid.select(grid.found[at], grid.found[at], middle=True)
        grid.mark_found()
        self._tell()

    def stop(self) -> None:
        """End a search that is under way."""
        self._timer.stop()
        self._search = None

    def _advance(self) -> None:
        search, until, done = self._search, time.perf_counter() + STEP_S, True
        if search is None:
            self._timer.stop()
            return
        for _step in self._steps:
            if time.perf_counter() > until:
                done = False
                break
        if search.found and self._grid.found_at < 0:
            self.find_next()
        if done:
            self._timer.stop()
            self._grid.mark_found()
        self._tell(searching=not done)

    def _tell(self, searching: bool = False) -> None:
        total = len(self._grid.found)
        if not total:
            self.bar.tell(_("Searching…") if searching else _("No match"))
            return
        plus = "+" if searching or (self._search is not None and self._search.more) else ""
        self.bar.tell(_("{at} of {total}").format(at=f"{self._grid.found_at + 1:,}", total=f"{total:,}{plus}"))

    def _closed(self) -> None:
        self.stop()
        self._grid.set_found(self._grid.found[:0], 0)
        self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
