"""TCP: names looked up, addresses tried side by side, each with its reason when it fails; a byte pipe over the socket."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from typing import Any

from curlew.net.blocking import in_daemon_thread
from curlew.net.errors import ConnectingError, ReadingError, WritingError
from curlew.net.reasons import connect_failure, os_reason
from curlew.net.record import Record
from curlew.text import _

Address = tuple[int, tuple[Any, ...]]
"""A family and what `socket.connect` takes."""

STAGGER_S = 0.25
"""How long one address is tried before the next one joins (RFC 8305 section 5)."""

HIGH_WATER = 1024 * 1024
"""Bytes that wait to be read before the other side is held up."""

WHILE_WRITING = 64 * HIGH_WATER
"""The same while we are held up ourselves: a server that answers as it reads would else wait for us for ever."""


def _loopback(port: int) -> list[Address]:
    """Return this machine's own addresses: what localhost means where nobody says so (RFC 6761 section 6.3)."""
    return [(socket.AF_INET6, ("::1", port, 0, 0)), (socket.AF_INET, ("127.0.0.1", port))]


async def resolve(host: str, port: int) -> list[Address]:
    """Return the addresses of a host in the system's order, families alternating. Raise ConnectingError in plain words."""
    name = host.encode("ascii")  # as bytes, or Python's own IDNA codec would have a say
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except OSError:
        try:
            found = await in_daemon_thread(lambda: socket.getaddrinfo(name, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            if host.lower().rstrip(".") == "localhost" or host.lower().rstrip(".").endswith(".localhost"):
                return _loopback(port)
            raise ConnectingError(
                "dns",
                _("The host name {host} could not be found").format(host=host),
                os_reason(error),
                _("Check the spelling, and whether this machine is on the network (or VPN) that knows the name."),
                "dns",
            ) from error
    addresses = list(dict.fromkeys((family, sockaddr) for family, _type, _proto, _name, sockaddr in found))
    first = [a for a in addresses if a[0] == addresses[0][0]]
    other = [a for a in addresses if a[0] != addresses[0][0]]
    mixed: list[Address] = []
    while first or other:
        mixed += [queue.pop(0) for queue in (first, other) if queue]
    return mixed


def address_text(sockaddr: tuple[Any, ...]) -> str:
    host, port = sockaddr[0], sockaddr[1]
    return f"[{host}]:{port}" if ":" in str(host) else f"{host}:{port}"


async def connect(host: str, port: int, record: Record) -> Pipe:
    """Look the host up and connect to the first address that answers."""
    record.enter("dns", host)
    addresses = await resolve(host, port)
    record.leave("dns")
    record.enter("connect", ", ".join(address_text(address) for _family, address in addresses))
    sock = await _first_to_answer(host, port, addresses)
    try:
        _transport, pipe = await asyncio.get_running_loop().create_connection(lambda: Pipe(sock), sock=sock)
    except BaseException:
        sock.close()
        raise
    record.leave("connect")
    record.abort = pipe.close
    return pipe


async def _first_to_answer(host: str, port: int, addresses: list[Address]) -> socket.socket:
    failed: dict[str, str] = {}
    won: list[socket.socket] = []

    async def attempt(address: Address) -> None:
        try:
            won.append(await _connect_one(address))
        except OSError as error:
            failed[address_text(address[1])] = os_reason(error)

    try:
        async with asyncio.TaskGroup() as group:
            waiting, running = list(addresses), set[asyncio.Task[None]]()
            while not won and (waiting or running):
                if waiting:
                    running.add(group.create_task(attempt(waiting.pop(0))))
                patience = STAGGER_S if waiting else None
                _ended, running = await asyncio.wait(running, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            for task in running:
                task.cancel()
    except BaseException:
        for sock in won:
            sock.close()
        raise
    for loser in won[1:]:
        loser.close()
    if not won:
        raise connect_failure(host, port, failed)
    return won[0]


async def _connect_one(address: Address) -> socket.socket:
    sock = socket.socket(address[0], socket.SOCK_STREAM)
    sock.setblocking(False)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a body written after its head waits 40 ms for an ACK
    try:
        await asyncio.get_running_loop().sock_connect(sock, address[1])
    except BaseException:
        sock.close()
        raise
    return sock


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
        _wake(self._reader)

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
        _wake(self._reader)
        return not self.idle  # stay open for writing: the request may still be going out

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost, self._error = True, exc
        if exc is not None:
            self._rescue()
        _wake(self._reader)
        _wake(self._writer)

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
        return self.take_now()

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
        if self._lost or self._transport is None:
            raise broken_write(self._error)
        self._transport.write(data)
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
    )


def broken_write(error: Exception | None) -> WritingError:
    reason = os_reason(error) if error is not None else _("The server closed the connection.")
    return WritingError(
        "reset", _("The connection broke while the request was going out"), reason, _("Try again, or with a smaller body."), "send"
    )
