"""Calls that block, each in a thread of its own, which can hang without holding up the program's end; threads are used again."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

IDLE_S = 10.0
"""So long a thread waits for another call. Starting one costs the caller up to a time slice: it waits until the thread has begun."""

_Inbox = queue.SimpleQueue[Callable[[], None]]

_idle: deque[_Inbox] = deque()
"""Threads with nothing to do, of the whole process: they know nothing of who used them."""


def in_background(work: Callable[[], T]) -> asyncio.Future[T]:
    """Begin a blocking call; the future has its result or its error. Cancelling the future does not end the call."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(value: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(value)  # type: ignore[arg-type]

    def run() -> None:
        value, error = None, None
        try:
            value = work()
        except BaseException as raised:
            error = raised
        try:
            loop.call_soon_threadsafe(settle, value, error)
        except RuntimeError:
            return  # the loop is closed: nobody waits any more

    _hand_over(run)
    return future


def _hand_over(call: Callable[[], None]) -> None:
    try:
        inbox = _idle.pop()
    except IndexError:
        inbox = queue.SimpleQueue()
        threading.Thread(target=_serve, args=(inbox,), name="curlew-blocking", daemon=True).start()
    inbox.put(call)


def _serve(inbox: _Inbox) -> None:
    while True:
        try:
            call = inbox.get(timeout=IDLE_S)
        except queue.Empty:
            try:
                _idle.remove(inbox)
            except ValueError:
                continue  # somebody has just taken it, and a call is on its way
            return
        call()
        del call  # else it would keep what it holds alive until the next one
        _idle.append(inbox)


async def in_daemon_thread(work: Callable[[], T]) -> T:
    """Run a blocking call and wait for it."""
    return await in_background(work)


async def uninterrupted(work: Coroutine[Any, Any, T]) -> T:
    """Do work to its end, whoever cancels meanwhile; the cancel counts after it."""
    task = asyncio.get_running_loop().create_task(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
        except Exception:
            break  # the work's own, which `result` raises
    if cancelled is not None:
        task.exception()
        raise cancelled
    return task.result()
