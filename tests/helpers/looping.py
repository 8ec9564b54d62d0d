"""Running coroutines from plain tests of the window."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer


def run(coroutine: Coroutine[Any, Any, Any], timeout_s: float = 5.0) -> Any:
    """Run a coroutine to its end on the window's loop and return its result; a TimeoutError after `timeout_s`."""
    inner = QEventLoop()
    task = asyncio.get_running_loop().create_task(coroutine)
    task.add_done_callback(lambda _task: inner.quit())
    QTimer.singleShot(int(timeout_s * 1000), inner, inner.quit)
    if not task.done():
        inner.exec()
    if not task.done():
        task.cancel()
        raise TimeoutError(f"{coroutine!r} took longer than {timeout_s} s")
    return task.result()
