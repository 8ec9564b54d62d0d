"""Streaming bodies told as they come: those declared as streams, and whatever trickles in without a known end."""

from __future__ import annotations

import asyncio

from curlew.model.sendevent import Chunk
from curlew.model.streams import stream_kind
from curlew.net.head import text_of
from curlew.net.record import Record
from curlew.net.spool import IN_MEMORY, Spool

GATHER_S = 0.05
SLOW_S = 1.0
"""A body without a length that is still coming after this long is told as it comes, unless it comes fast: then it is a download."""


class Live:
    """Gathers unpacked bytes and announces them at most every 50 ms, if the body is a stream."""

    def __init__(self, record: Record, spool: Spool) -> None:
        assert record.head is not None
        self._record = record
        self._spool = spool
        self._pieces: list[bytes] = []
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        declared = record.head.values(b"content-type")
        self._on = bool(declared) and bool(stream_kind(text_of(declared[-1])))
        self._undecided = not self._on and record.received_total is None

    def add(self, piece: bytes) -> None:
        if not self._on:
            if self._undecided:
                self._undecided = False
                self._timer = self._loop.call_later(SLOW_S, self._still_coming)
            return
        if piece:
            self._pieces.append(piece)
            if self._timer is None:
                self._timer = self._loop.call_later(GATHER_S, self.tell)

    def _still_coming(self) -> None:
        """After a while: tell all that came, and whatever else comes."""
        self._timer = None
        if 0 < self._spool.size <= IN_MEMORY:
            self._on = True
            self._pieces = [self._spool.begun()]
            self.tell()

    def tell(self) -> None:
        """Announce what has gathered."""
        if not self._on:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        data, self._pieces = b"".join(self._pieces), []
        if data:
            self._record.emit(Chunk(self._record.at(), data))

    def end(self) -> None:
        """Announce the rest: no more will come."""
        self.tell()
        self._undecided = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
