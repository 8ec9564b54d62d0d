"""One connection of HTTP/1.1 in a pool: it serves one request at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator

from curlew.net.errors import WritingError
from curlew.net.idle import Idle
from curlew.net.line import Line
from curlew.net.pipe import BytePipe
from curlew.net.record import Record


class Http1:
    """Free at first, taken by `request`, free again after `release` where the exchange left the connection in step."""

    def __init__(self, pipe: BytePipe, idle: Idle) -> None:
        self._line = Line(pipe, idle)
        self._busy = False
        self.closed = False

    @property
    def free(self) -> bool:
        """Whether it may serve another request, if the server has not hung up meanwhile."""
        return not self._busy and not self.closed

    @property
    def expired(self) -> bool:
        """Whether it waits, but for nothing: it is too old, or the server has hung up."""
        return self.free and self._line.stale

    async def request(self, record: Record, pieces: AsyncIterator[bytes]) -> None:
        """Send, and read the head of the answer; `Record.body` has the rest. To be called when free, and `release` afterwards."""
        self._busy = True
        try:
            try:
                await self._line.send(record, pieces)
            except WritingError:
                self._line.spoil()  # the answer that explains why the server hung up may be here all the same (C37)
            await self._line.answer(record)
        except BaseException:
            self.close()
            raise

    def release(self) -> None:
        """Be free again, or close where the answer was not read to its end or the connection is out of step."""
        self._busy = False
        if not self._line.in_step:
            self.close()

    def close(self) -> None:
        self.closed = True
        self._line.close()
