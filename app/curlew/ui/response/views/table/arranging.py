"""Filtering, sorting and summing up what a table shows, in a worker where it takes long."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from curlew.preview.table.arrange import Arranged, Wanted, arrange, sum_up
from curlew.preview.table.cells import Path
from curlew.preview.table.columns import Source
from curlew.preview.table.filter import FilterError
from curlew.preview.table.pace import Gate, Pace, Stopped
from curlew.text import _
from curlew.ui.context import Ui

AT_ONCE = 2000
TELL_MS = 100


class Arranging(QObject):
    """`arranged`: the order and the sums; `summed`: those of a selection; `told`: how far it has come, empty at the end."""

    arranged = Signal(object)
    summed = Signal(object, object)
    told = Signal(str)
    failed = Signal(str)

    def __init__(self, ui: Ui, gate: Gate, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = ui.tasks.for_owner(self)
        self._gate = gate
        self._pace = Pace()
        self._timer = QTimer(self)
        self._timer.setInterval(TELL_MS)
        self._timer.timeout.connect(self._tell)

    @property
    def is_busy(self) -> bool:
        return self._timer.isActive()

    def stop(self) -> None:
        self._pace.stop()
        self._tasks.cancel()
        if self._timer.isActive():
            self._timer.stop()
            self.told.emit("")

    def begin(self, rows: Source, wanted: Wanted) -> None:
        """Arrange all rows that are known."""
        self.stop()
        count = len(rows)
        is_regex = any(text.lstrip().startswith("/") for _path, text in wanted.filters)
        if count <= AT_ONCE and not is_regex and not any(rows.is_heavy(row) for row in range(count)):
            try:
                self.arranged.emit(arrange(rows, count, wanted, Pace()))
            except FilterError as error:
                self.failed.emit(str(error))
            return
        self._timer.start()
        self._tasks.start(self._arrange(rows, count, wanted), _("Arranging the table"))

    async def _arrange(self, rows: Source, count: int, wanted: Wanted) -> None:
        pace = self._pace = Pace(self._gate)
        try:
            done: Arranged = await asyncio.to_thread(arrange, rows, count, wanted, pace)
        except FilterError as error:
            self._end()
            self.failed.emit(str(error))
            return
        except Stopped:
            return
        finally:
            pace.stop()
        self._end()
        self.arranged.emit(done)

    def sum_up(self, rows: Source, chosen: Sequence[int], path: Path) -> None:
        """Sum up some rows of a column."""
        if self.is_busy:
            return
        if len(chosen) <= AT_ONCE:
            self.summed.emit(path, sum_up(rows, chosen, path, Pace()))
            return
        self._tasks.cancel()
        self._tasks.start(self._sum_up(rows, chosen, path), _("Summing up a column"))

    async def _sum_up(self, rows: Source, chosen: Sequence[int], path: Path) -> None:
        pace = self._pace = Pace(self._gate)
        try:
            sums = await asyncio.to_thread(sum_up, rows, chosen, path, pace)
        except Stopped:
            return
        finally:
            pace.stop()
        self.summed.emit(path, sums)

    def _end(self) -> None:
        self._timer.stop()
        self.told.emit("")

    def _tell(self) -> None:
        pace = self._pace
        share = min(99, 100 * pace.done // pace.total) if pace.total else 0
        self.told.emit(_("Arranging… {n} %").format(n=share))
