"""The life of the window after its first paint: session, panels, and the end in good order."""

from __future__ import annotations

import asyncio
import gc
import signal
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from curlew.engine.session import Session
from curlew.storage.lock import ProfileLock
from curlew.text import _
from curlew.ui.app import SAMPLE
from curlew.ui.first_window import FirstWindow
from curlew.ui.loop import Loop
from curlew.ui.reports import Reports
from curlew.ui.shell.workbench import Workbench

SETTLED_S = 10.0
"""A start that lives so long is no crash."""
CLOSING_S = 4.0


class _Inbox(QObject):
    """Brings a path from the lock's thread to the window's."""

    came = Signal(str)


def run(app: QApplication, first: FirstWindow, lock: ProfileLock, wanted: str) -> int:
    """Run until the window is closed; return the exit code."""
    reports = Reports(first.profile.state)
    reports.install()
    loop = Loop(app)
    loop.set_exception_handler(lambda _loop, found: _report(reports, found))
    try:
        loop.run_until_complete(_main(app, first, reports, lock, wanted))
    except RuntimeError as error:  # the loop was stopped from outside: the screen is gone
        reports.write(str(error), "The window lost its screen")
        return 1
    finally:
        reports.detach()
        loop.close()
    return 0


def _report(reports: Reports, found: dict[str, object]) -> None:
    error = found.get("exception")
    doing = str(found.get("message", ""))
    reports.report(error if isinstance(error, BaseException) else RuntimeError(doing), doing)


async def _main(app: QApplication, first: FirstWindow, reports: Reports, lock: ProfileLock, wanted: str) -> None:
    stop = asyncio.Event()
    app.lastWindowClosed.connect(stop.set)
    _close_on_signals(first)
    session = Session(first.profile)
    bench = Workbench(first, reports, session)
    inbox = _Inbox()
    inbox.came.connect(bench.open_from_outside, Qt.ConnectionType.QueuedConnection)
    lock.listen(inbox.came.emit)
    try:
        await bench.start(sample=wanted == SAMPLE, path=Path(wanted) if wanted and wanted != SAMPLE else None)
        gc.enable()
        gc.freeze()  # what lives until the end need not be looked at
        settled = asyncio.get_running_loop().call_later(SETTLED_S, bench.note_good_start)
        await stop.wait()
        settled.cancel()
    except GeneratorExit:  # the loop is gone, with the screen: nothing can be awaited any more
        session.drafts.flush(1.0)
        raise
    except Exception as error:
        reports.report(error, _("Starting"))
        await stop.wait()
    await _end(bench, session)


async def _end(bench: Workbench, session: Session) -> None:
    """Keep what was typed, end what runs, close the rest; each step even if the one before failed."""
    for step in (bench.finish, session.close):
        try:
            await asyncio.wait_for(step(), CLOSING_S)
        except Exception as error:
            bench.reports.report(error, _("Closing"))


def _close_on_signals(first: FirstWindow) -> None:
    """End in good order when the system asks for it (log-out, shut-down)."""
    with suppress(NotImplementedError, RuntimeError):  # Windows tells the window itself
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(name, first.window.close)
