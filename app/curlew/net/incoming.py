"""The body on its way in: unpacked, counted, kept, and stopped where it grows too large."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator

from curlew.model.content import Content
from curlew.net.decode import Unpacker
from curlew.net.head import text_of
from curlew.net.record import Record
from curlew.net.spool import Spool
from curlew.text import _

TURN_S = 0.005
"""How long unpacking may hold the loop before others get their turn."""


class Incoming:
    """One response body. `take` until it ends or breaks; then `content`, whatever came."""

    def __init__(self, record: Record, spool: Spool, limit: int | None) -> None:
        assert record.head is not None
        self._record = record
        self._spool = spool
        self._limit = sys.maxsize if limit is None else limit
        self._unpacker = Unpacker([text_of(value) for value in record.head.values(b"content-encoding")])
        self._turn = time.perf_counter()

    async def take(self, chunks: AsyncIterator[bytes]) -> None:
        """Take the body as it comes. Ends early at the limit, which is noted as what is missing."""
        async for chunk in chunks:
            self._record.progress(received=len(chunk))
            for piece in self._unpacker.feed(chunk):
                room = self._limit - self._spool.size
                await self._spool.add(piece if len(piece) <= room else piece[:room])
                if len(piece) > room:
                    self._note_limit()
                    return
                if self._unpacker.packed:
                    await self._breathe()
        self._unpacker.finish()
        if self._unpacker.note:
            self._record.notes.append(self._unpacker.note)

    async def _breathe(self) -> None:
        if time.perf_counter() - self._turn > TURN_S:
            await asyncio.sleep(0)
            self._turn = time.perf_counter()

    def _note_limit(self) -> None:
        megabytes = self._limit // (1024 * 1024)
        text = (
            _("Reading stopped at {n} MB.")
            if not self._unpacker.packed
            else _("Reading stopped at {n} MB of unpacked data; {came} bytes had come.")
        )
        self._record.incomplete = text.format(n=megabytes, came=self._record.received)

    async def content(self) -> Content:
        return await self._spool.content()

    @property
    def problem(self) -> str:
        return " ".join(words for words in (self._record.incomplete, self._unpacker.problem) if words)
