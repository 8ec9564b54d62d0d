"""The one thread that touches a workspace's files: in the order asked for, never the window's."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from curlew.errors import CurlewError, StorageError
from curlew.text import _

T = TypeVar("T")

_LOG = logging.getLogger(__name__)


class Disk:
    """`run` awaits a function in the disk's thread. Work that has begun is finished even if the waiting task is cancelled.

    failed: told, in that thread, of errors in work that nobody waits for.
    """

    def __init__(self, failed: Callable[[CurlewError], None] = lambda _error: None) -> None:
        self._thread = ThreadPoolExecutor(1, "disk")
        self._failed = failed
        self._closed = False

    async def run(self, work: Callable[[], T]) -> T:
        return await asyncio.shield(asyncio.wrap_future(self._thread.submit(work)))

    def later(self, work: Callable[[], object]) -> None:
        """Queue work that nobody waits for; after `close` there is none."""
        if not self._closed:
            self._thread.submit(self._guarded, work)

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except CurlewError as error:
            self._failed(error)
        except Exception as error:
            _LOG.exception("Work on the disk failed")
            self._failed(StorageError(_("A file of Curlew could not be written"), repr(error)))

    async def close(self) -> None:
        """Wait until what was queued is done, and end the thread."""
        self._closed = True
        await self.run(lambda: None)
        self._thread.shutdown(wait=False)
