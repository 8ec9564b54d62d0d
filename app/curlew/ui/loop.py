"""The event loop: asyncio on Qt's, with what qasync 0.28.0 lacks."""

from __future__ import annotations

import math
import os
from asyncio import Handle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimerEvent
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_API", "pyside6")  # qasync takes PyQt where both are installed

from qasync import QEventLoop

LONGEST_TIMER_MS = 2**31 - 1
WORKERS = 6


class _Timers(QObject):
    """One Qt timer a callback: exact (qasync's were up to 5 % off), never early (it cut fractions off), and bounded (it overflowed)."""

    def __init__(self) -> None:
        super().__init__()
        self._handles: dict[int, Handle] = {}
        self._stopped = False

    def add_callback(self, handle: Handle, delay: float = 0) -> Handle:
        wait = min(math.ceil(max(0.0, delay) * 1000), LONGEST_TIMER_MS)
        self._handles[self.startTimer(wait, Qt.TimerType.PreciseTimer)] = handle
        return handle

    def timerEvent(self, event: QTimerEvent) -> None:
        timer = event.timerId()
        self.killTimer(timer)
        handle = self._handles.pop(timer, None)
        if handle is not None and not self._stopped and not handle.cancelled():
            handle._run()

    def stop(self) -> None:
        self._stopped = True
        for timer in tuple(self._handles):
            self.killTimer(timer)
        self._handles.clear()

    def set_debug(self, enabled: bool) -> None:
        """Nothing: debug mode's slow-callback report is asyncio's own."""


class Loop(QEventLoop):  # type: ignore[misc]
    """Use it through `run_until_complete`, with the application's `quitOnLastWindowClosed` off."""

    def __init__(self, app: QApplication, already_running: bool = False) -> None:
        super().__init__(app, already_running=already_running)
        self._timer = _Timers()
        # qasync's own executor waits for its threads when the loop closes: one hung name look-up would hang quitting.
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="curlew")
        self.set_default_executor(self._threads)

    def close(self) -> None:
        if not self.is_closed():
            self._threads.shutdown(wait=False, cancel_futures=True)
            self.set_default_executor(None)
        super().close()

    async def shutdown_default_executor(self, timeout: Any = None) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
