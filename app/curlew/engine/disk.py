"""The one thread that touches a workspace's files: in the order asked for, never the window's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Disk:
    """`run` awaits a function in the disk's thread. Work that has begun is finished even if the waiting task is cancelled."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "disk")

    async def run(self, work: Callable[[], T]) -> T:
        return await asyncio.shield(asyncio.wrap_future(self._thread.submit(work)))

    def later(self, work: Callable[[], object]) -> None:
        """Queue work that nobody waits for; it must deal with its own errors."""
        self._thread.submit(work)

    async def close(self) -> None:
        """Wait until what was queued is done, and end the thread."""
        await self.run(lambda: None)
        self._thread.shutdown(wait=False)
