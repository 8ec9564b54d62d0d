"""The body on its way in: unpacked, counted, kept as it came and as it is meant, and stopped where it grows too large."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from curlew.model.content import Content
from curlew.model.control import Control, Question
from curlew.net.decode import Unpacker
from curlew.net.head import text_of
from curlew.net.live import Live
from curlew.net.record import Record
from curlew.net.spool import Spool
from curlew.text import _

TURN_S = 0.005
"""How long unpacking may hold the loop before others get their turn."""

FURTHER = 10
"""Whoever goes on at the limit is asked again at so many times as much."""

MEGABYTE = 1024 * 1024

Ask = Callable[[Question], Awaitable[bool]]


async def _nobody(_question: Question) -> bool:
    return False


class Incoming:
    """One response body. `take` until it ends, breaks or is stopped; then `body` and `encoded`, whatever came."""

    def __init__(self, record: Record, folder: Path, limit: int | None, ask: Ask = _nobody, control: Control | None = None) -> None:
        assert record.head is not None
        self._record = record
        self._limit = sys.maxsize if limit is None else limit
        self._ask = ask
        self._control = control
        self._unpacker = Unpacker([text_of(value) for value in record.head.values(b"content-encoding")])
        self._spool = Spool(folder)
        self._raw = Spool(folder) if self._unpacker.packed else None
        self._live = Live(record, self._spool)
        self._turn = time.perf_counter()
        self.stopped = False
        self.whole = False  # the server's last byte is here

    async def take(self, chunks: AsyncIterator[bytes]) -> None:
        """Take the body as it comes. Ends early where the limit is not lifted, which is noted, or where a person stops it."""
        loop, whole = asyncio.get_running_loop(), False
        try:
            # Its expiry is the way to wake up whoever waits for bytes, without taking the connection from others.
            async with asyncio.timeout(None) as open_end:
                forget = self._control.on_stop(lambda: open_end.reschedule(loop.time())) if self._control else None
                try:
                    if self._control is not None and self._control.stopping:
                        open_end.reschedule(loop.time())
                    whole = self.whole = await self._take(chunks)
                finally:
                    self._live.end()
                    if forget is not None:
                        forget()
        except TimeoutError:
            if not open_end.expired():
                raise
            self._end_here()
        finally:
            self._unpacker.finish(whole)
            self._record.notes += self._unpacker.notes
        await self._spool.settle()
        if self._raw is not None:
            await self._raw.settle()

    async def _take(self, chunks: AsyncIterator[bytes]) -> bool:
        """Return whether the body came to its end."""
        async for chunk in chunks:
            self._record.progress(received=len(chunk))
            if self._raw is None:
                if not await self._keep(chunk):
                    return False
                continue
            await self._raw.add(chunk)
            for piece in self._unpacker.feed(chunk):
                if not await self._keep(piece):
                    return False
                await self._breathe()
        return True

    async def _keep(self, piece: bytes) -> bool:
        """Keep unpacked bytes; return whether to go on."""
        while (room := self._limit - self._spool.size) < len(piece) or self._packs_nothing:
            await self._spool.add(piece[: max(0, room)])
            self._live.add(piece[: max(0, room)])
            piece = piece[max(0, room) :]
            if not await self._may_go_on():
                return False
        await self._spool.add(piece)
        self._live.add(piece)
        return True

    @property
    def _packs_nothing(self) -> bool:
        """Whether more has come than there may be unpacked: data that cannot be packed grows a little by it, and that is no reason."""
        return self._raw is not None and self._raw.size > self._limit + self._limit // 64

    async def _may_go_on(self) -> bool:
        """Ask whether to go beyond the limit; nothing is read from the connection meanwhile."""
        self._live.tell()
        total = self._record.received_total
        came = _("{n} bytes have come.").format(n=f"{self._record.received:,}")
        if self._unpacker.packed:
            came = _("{n} packed bytes have come; unpacked, they are more than that.").format(n=f"{self._record.received:,}")
        elif total is not None:
            came = _("{n} of {total} bytes have come.").format(n=f"{self._record.received:,}", total=f"{total:,}")
        question = Question(
            "limit",
            _("The body is larger than {size}").format(size=size_words(self._limit)),
            came + " " + _("Going on keeps them on this disk and asks again at {size}.").format(size=size_words(self._limit * FURTHER)),
            _("Go on"),
            _("Stop here"),
        )
        if await self._ask(question):
            self._limit *= FURTHER
            return True
        if self._control is not None and self._control.stopping:
            self._end_here()
        else:
            self._note_limit()
        return False

    def _end_here(self) -> None:
        """Take what came for the response, with nothing wrong about it: the person has enough."""
        self.stopped = True
        self._record.incomplete = ""
        self._record.sound = False

    def _note_limit(self) -> None:
        text = (
            _("Reading stopped at {size}.")
            if not self._unpacker.packed
            else _("Reading stopped at {size} of unpacked data; {came} bytes had come.")
        )
        self._record.incomplete = text.format(size=size_words(self._limit), came=f"{self._record.received:,}")
        self._record.sound = False

    async def _breathe(self) -> None:
        if time.perf_counter() - self._turn > TURN_S:
            await asyncio.sleep(0)
            self._turn = time.perf_counter()

    async def body(self) -> Content:
        """Return the body unpacked; as it came where nothing of it could be."""
        return await (self._raw if self._raw is not None and self._unpacker.useless else self._spool).content()

    async def encoded(self) -> Content | None:
        """Return the body as it came, where a coding was taken off."""
        return None if self._raw is None or self._unpacker.useless else await self._raw.content()

    @property
    def in_file(self) -> bool:
        """Whether what came is kept on disk, for which `body` and `encoded` may have to wait."""
        return self._spool.in_file or (self._raw is not None and self._raw.in_file)

    @property
    def problem(self) -> str:
        return " ".join(words for words in (self._record.incomplete, self._unpacker.problem) if words)


def size_words(size: int) -> str:
    return _("{n} MB").format(n=f"{size // MEGABYTE:,}") if size >= MEGABYTE else _("{n} bytes").format(n=f"{size:,}")
