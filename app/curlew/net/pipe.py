"""A byte pipe over one connected socket, on which TLS and the protocols stand."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from curlew.net.errors import ReadingError, WritingError, code_of
from curlew.net.reasons import os_reason
from curlew.text import _

HIGH_WATER = 512 * 1024
"""Bytes that wait to be read before the other side is held up."""

LOW_WATER = 256 * 1024
"""Bytes that may still wait when it may go on: Qt's loop takes a millisecond to stop and to go on."""

LARGE = 64 * 1024
"""Pieces from this size on are handed on one by one; smaller ones together."""

WHILE_WRITING = 64 * 1024 * 1024
"""The same while we are held up ourselves: a server that answers as it reads would else wait for us for ever."""


class BytePipe(Protocol):
    """What a protocol needs of the way to a server, with or without TLS. See `Pipe`."""

    remote: str
    local: str
    listener: Callable[[], None] | None

    @property
    def idle(self) -> bool: ...

    @idle.setter
    def idle(self, idle: bool) -> None: ...

    @property
    def readable(self) -> bool: ...

    @property
    def full(self) -> bool: ...

    @property
    def ended(self) -> bool: ...

    def take_now(self) -> bytes: ...

    def put_back(self, data: bytes) -> None: ...

    async def read(self) -> bytes: ...

    async def wait_readable(self, seconds: float) -> bool: ...

    async def write(self, data: bytes) -> None: ...

    def push(self, data: bytes) -> None: ...

    async def drained(self) -> None: ...

    def failure(self) -> ReadingError | None: ...

    def close(self) -> None: ...


def address_text(sockaddr: Any) -> str:
    """Return an address as people write it; the path of a socket file as it is."""
    if not isinstance(sockaddr, tuple):
        return sockaddr.decode("utf-8", "replace") if isinstance(sockaddr, bytes) else str(sockaddr)
    host, port = sockaddr[0], sockaddr[1]
    if len(sockaddr) == 4 and sockaddr[3] and "%" not in host:
        host = f"{host}%{_zone(sockaddr[3])}"
    return f"[{host}]:{port}" if ":" in str(host) else f"{host}:{port}"


def _zone(number: int) -> str:
    try:
        return socket.if_indextoname(number)
    except OSError:  # the interface is gone
        return str(number)


class Pipe(asyncio.Protocol):
    """Bytes in and out of one socket. What has arrived is always read before an error is told, so that an early answer is not lost."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._eof = False
        self._lost = False
        self._error: Exception | None = None
        self._transport: asyncio.Transport | None = None
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None
        self._full = False
        self._held_up = False
        self.idle = False  # between requests: an end from the other side then ends ours too
        self.remote = self.local = ""
        self.listener: Callable[[], None] | None = None  # told at once of what arrives, in place of `read`

    # --- called by the loop ---

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        peer, own = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        self.remote = address_text(peer) if peer else ""
        self.local = address_text(own) if own else ""

    def data_received(self, data: bytes) -> None:
        self._chunks.append(data)
        self._size += len(data)
        if self._size > (HIGH_WATER if self._writer is None else WHILE_WRITING):
            self._hold_up(True)
        self._tell()

    def _tell(self) -> None:
        _wake(self._reader)
        if self.listener is not None:
            self.listener()

    def _hold_up(self, hold_up: bool) -> None:
        """Stop or go on reading from the socket."""
        if hold_up == self._held_up or self._transport is None or self._lost:
            return
        self._held_up = hold_up
        if hold_up:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    def eof_received(self) -> bool:
        self._eof = True
        self._tell()
        return not self.idle  # stay open for writing: the request may still be going out

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost, self._error = True, exc
        if exc is not None:
            self._rescue()
        _wake(self._writer)
        self._tell()

    def _rescue(self) -> None:
        """Read what the system still holds: a write can fail before the loop has seen the answer that explains why."""
        try:
            while data := self._sock.recv(HIGH_WATER):
                self._chunks.append(data)
        except OSError:
            return

    def pause_writing(self) -> None:
        self._full = True

    def resume_writing(self) -> None:
        self._full = False
        _wake(self._writer)

    # --- called by us ---

    @property
    def readable(self) -> bool:
        """Whether something arrived that nobody has read, or the other side is gone."""
        return bool(self._chunks) or self._eof or self._lost

    @property
    def full(self) -> bool:
        """Whether the other side is slow to take what is sent: `drained` would wait."""
        return self._full

    @property
    def ended(self) -> bool:
        """Whether nothing more can come."""
        return self._eof or self._lost

    def failure(self) -> ReadingError | None:
        """Return how the connection broke; None where it did not, or ended properly."""
        return broken_read(self._error) if self._error is not None else None

    def put_back(self, data: bytes) -> None:
        """Give back what was read too much."""
        if data:
            self._chunks.appendleft(data)
            self._size += len(data)

    def take_now(self) -> bytes:
        """Return what has arrived without waiting; empty if nothing has."""
        data = self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)
        self._chunks.clear()
        self._size = 0
        self._hold_up(False)
        return data

    async def read(self) -> bytes:
        """Return what has arrived, at least one byte; empty at the end. Raise ReadingError if the connection broke."""
        while not self._chunks and not self._eof and not self._lost:
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        if not self._chunks:
            if self._error is not None:
                raise broken_read(self._error)
            return b""
        if len(self._chunks) == 1 or len(self._chunks[0]) < LARGE:
            return self.take_now()
        data = self._chunks.popleft()
        self._size -= len(data)
        if self._size <= LOW_WATER:
            self._hold_up(False)
        return data

    async def wait_readable(self, seconds: float) -> bool:
        """Wait until something arrived, at most this long; return whether it did."""
        if self.readable:
            return True
        self._reader = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(self._reader, seconds)
        except TimeoutError:
            return False
        finally:
            self._reader = None
        return True

    async def write(self, data: bytes) -> None:
        """Send bytes; wait while the socket is full. Raise WritingError if the connection broke."""
        self.push(data)
        await self.drained()

    def push(self, data: bytes) -> None:
        """Hand bytes over without waiting. Raise WritingError if the connection broke."""
        if self._lost or self._transport is None:
            raise broken_write(self._error)
        self._transport.write(data)

    async def drained(self) -> None:
        """Wait while the socket is full. Raise WritingError if the connection broke."""
        while self._full and not self._lost:
            self._writer = asyncio.get_running_loop().create_future()
            if self._size <= WHILE_WRITING:
                self._hold_up(False)
            try:
                await self._writer
            finally:
                self._writer = None
        if self._lost:
            raise broken_write(self._error)

    def close(self) -> None:
        """Close at once; nothing that matters can still be in the buffer, since a response is only read after the request."""
        if self._transport is not None:
            self._transport.abort()


def _wake(future: asyncio.Future[None] | None) -> None:
    if future is not None and not future.done():
        future.set_result(None)


def broken_read(error: Exception) -> ReadingError:
    return ReadingError(
        "reset",
        _("The connection was broken by the server"),
        os_reason(error),
        _("Try again; if it happens each time, the server’s log says why."),
        code=code_of(error),
    )


def broken_write(error: Exception | None) -> WritingError:
    reason = os_reason(error) if error is not None else _("The server closed the connection.")
    title, hint = _("The connection broke while the request was going out"), _("Try again, or with a smaller body.")
    return WritingError("reset", title, reason, hint, "send", code=code_of(error))
