"""Long work in small steps on a worker thread: the window goes on, and whoever waits for it can end it at the next step."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Generator
from typing import TypeVar

T = TypeVar("T")


def worked_off(steps: Generator[object, None, T], wanted: Callable[[], bool] = lambda: True) -> T | None:
    """Take all steps on this thread and return their result; None when they are not wanted any more. Others come first in between."""
    while wanted():
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result
        time.sleep(0)  # a thread that waits for the interpreter gets it now
    steps.close()
    return None


async def in_worker(steps: Generator[object, None, T]) -> T:
    """Take all steps on a worker thread and return their result; being cancelled ends them at the next one."""
    wanted = True

    def run() -> T:
        result = worked_off(steps, lambda: wanted)
        if not wanted:
            raise asyncio.CancelledError
        return result  # type: ignore[return-value]  # None only when unwanted

    try:
        return await asyncio.to_thread(run)
    finally:
        wanted = False
