"""Finding the rows of a text while it is shown: short ones at once, long ones on a thread of their own."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QTimer, Signal

from curlew.preview.text.rows import Rows
from curlew.preview.working import worked_off

AT_ONCE = 512 * 1024
"""Bytes whose rows are found in well under a millisecond."""

LOOK_MS = 30


class Indexing(QObject):
    """`start` finds the rows; `grown` comes while more and more are known, `completed` when all are (both on the window's thread)."""

    grown = Signal()
    completed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        wanted = self._wanted = list[Rows]()
        """The rows that are being found, if any: shared with the thread, which ends when they are none of these."""
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.destroyed.connect(lambda: wanted.clear())

    def start(self, rows: Rows) -> None:
        """Find rows, and end the search for those before. Those of a short text are all known afterwards; nothing is emitted for them."""
        self.stop()
        if len(rows.data) <= AT_ONCE:
            for _step in rows.steps():
                pass
            return
        wanted = self._wanted
        wanted.append(rows)
        threading.Thread(target=worked_off, args=(rows.steps(), lambda: rows in wanted), daemon=True, name="rows").start()
        self._timer.start()

    def stop(self) -> None:
        """End the search; the thread stops within a millisecond."""
        self._wanted.clear()
        self._timer.stop()

    def _look(self) -> None:
        if all(rows.complete for rows in self._wanted):
            self.stop()
            self.completed.emit()
        else:
            self.grown.emit()
