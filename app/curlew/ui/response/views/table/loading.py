"""Bringing the rows of a body into a table: at once where it is small, else in a worker while the first ones are shown."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, QTimer, Signal

from curlew.preview.buffer import Buffer
from curlew.preview.table.columns import SAMPLED, Columns, Source
from curlew.preview.table.look import Found, look
from curlew.preview.table.pace import Gate, Pace, Stopped
from curlew.text import _
from curlew.ui.context import Ui

AT_ONCE = 8 * 1024
"""Bytes of a body that is taken in at once."""

FIRST_MS, LATER_MS = 15, 150


class Loading(QObject):
    """`started`: the first rows and their columns are known; `grown`: more of them; `found_more`: other containers; `ended`: all."""

    started = Signal()
    grown = Signal()
    found_more = Signal(object)
    rows_known = Signal()
    ended = Signal()

    def __init__(self, ui: Ui, gate: Gate, parent: QObject) -> None:
        super().__init__(parent)
        self._gate = gate
        self._tasks = ui.tasks.for_owner(self)
        self._pace = Pace()
        self._is_sampled = self._is_started = self._is_told = False
        self._found: list[Found] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self.rows: Source | None = None
        self.columns: Columns | None = None
        self.is_whole = False
        """Whether all rows are known."""
        self.is_complete = False
        """Whether all columns are, too."""

    def stop(self) -> None:
        self._pace.stop()
        self._timer.stop()
        self._tasks.cancel()

    def begin(self, data: Buffer, rows: Source, looks: bool) -> None:
        """Take in rows of a body. looks: whether other containers are looked for as well."""
        self.stop()
        self.rows, self.columns, self.is_whole, self.is_complete = rows, Columns(rows), False, False
        self._is_sampled = self._is_started = self._is_told = False
        self._found = []
        if len(data) <= AT_ONCE:
            self._take_in(data, rows, self.columns, looks, Pace())
            self._look()
            self._finish()
            return
        self._timer.start(FIRST_MS)
        self._tasks.start(self._work(data, rows, self.columns, looks), _("Reading the rows"))

    async def _work(self, data: Buffer, rows: Source, columns: Columns, looks: bool) -> None:
        pace = self._pace = Pace(self._gate)
        try:
            await asyncio.to_thread(self._take_in, data, rows, columns, looks, pace)
        except Stopped:
            return
        finally:
            pace.stop()
        self._look()
        self._timer.stop()
        self._finish()

    def _take_in(self, data: Buffer, rows: Source, columns: Columns, looks: bool, pace: Pace) -> None:
        """Do all of it, in whatever thread."""
        sampled = False
        for _step in rows.steps():
            if not sampled and len(rows) >= SAMPLED:
                columns.sample()
                sampled = self._is_sampled = True
            pace.rest()
        columns.sample()
        self._is_sampled = self.is_whole = True
        if looks:
            found = []
            for one in look(data):
                if one is not None:
                    found.append(one)
                pace.rest()
            self._found = found
        for _step in columns.steps():
            pace.rest()
        self.is_complete = True

    def _look(self) -> None:
        """Tell what has become known meanwhile."""
        if self._is_sampled and not self._is_started:
            self._is_started = True
            self._timer.setInterval(LATER_MS)
            self.started.emit()
        if self._is_started:
            self.grown.emit()
        if self._is_started and self.is_whole and not self._is_told:
            self._is_told = True
            self.rows_known.emit()
        if self._found:
            found, self._found = self._found, []
            self.found_more.emit(found)

    def _finish(self) -> None:
        self.ended.emit()
