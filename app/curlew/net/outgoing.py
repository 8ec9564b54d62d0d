"""The body on its way out: bytes and files in bounded pieces, counted, and kept as they went."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path

from curlew.model.content import Content
from curlew.model.prepared import FilePart, Payload
from curlew.net.blocking import in_background, in_daemon_thread
from curlew.net.errors import SendingError
from curlew.net.reasons import os_reason
from curlew.net.record import Record
from curlew.net.spool import Spool
from curlew.text import _

PIECE = 256 * 1024

AHEAD = 2 * 1024 * 1024
"""Bytes of a file that are read at a time, while those before them go out."""

READ_WITHIN_S = 0.1
"""So long a cancelled send waits for the read under way, so that its file is closed when the send is over."""


class Outgoing:
    """One payload. `open` before connecting, so that a missing file costs no connection; `close` always."""

    def __init__(self, payload: Payload | None, spool: Spool) -> None:
        self._payload = payload or Payload()
        self._spool = spool
        self._files: dict[int, int] = {}
        self._stamps: dict[int, tuple[int, int]] = {}
        self._reading: asyncio.Future[bytes] | None = None

    async def open(self) -> None:
        if any(isinstance(part, FilePart) for part in self._payload.parts):
            await in_daemon_thread(self._open_files)

    def _open_files(self) -> None:
        for index, part in enumerate(self._payload.parts):
            if isinstance(part, FilePart):
                self._files[index] = _open(part.path)
                self._stamps[index] = _stamp(self._files[index])

    async def pieces(self, record: Record) -> AsyncIterator[bytes]:
        """Yield the body; each piece is counted when the connection has taken it."""
        for index, part in enumerate(self._payload.parts):
            if isinstance(part, FilePart):
                async for piece in self._of_file(self._files[index], part):
                    yield piece
                    await self._taken(piece, record)
                await self._look_again(index, part, record)
            else:
                for start in range(0, len(part), PIECE):
                    piece = part[start : start + PIECE]
                    yield piece
                    await self._taken(piece, record)

    async def _look_again(self, index: int, part: FilePart, record: Record) -> None:
        """Note a file that is not the one any more that was opened: nobody could tell what went out of it."""
        handle, (size, changed) = self._files[index], self._stamps[index]
        if (part.size, changed) == await in_daemon_thread(lambda: _stamp(handle)) and size == part.size:
            return
        text = _("The file {path} was changed while it was being sent: what went out may be partly old and partly new.")
        record.notes.append(text.format(path=part.path))

    async def _taken(self, piece: bytes, record: Record) -> None:
        record.progress(sent=len(piece))
        if not self._is_one_file:
            await self._spool.add(piece)

    async def _of_file(self, handle: int, part: FilePart) -> AsyncIterator[bytes]:
        """Yield a file's bytes, reading on while they go out."""
        at = 0
        while at < part.size:
            try:
                # The file stays open while it is read: whoever closes this looks at `_reading`, since nobody may come back here.
                ahead = self._reading or self._read_on(handle, part, at)
                block, self._reading = await asyncio.shield(ahead), None
            except OSError as error:
                raise _unreadable(part.path, os_reason(error)) from error
            if not block:
                raise _unreadable(part.path, _("It became shorter while it was being sent."))
            at += len(block)
            if at < part.size:
                self._read_on(handle, part, at)
            for start in range(0, len(block), PIECE):
                yield block[start : start + PIECE]

    def _read_on(self, handle: int, part: FilePart, at: int) -> asyncio.Future[bytes]:
        size = min(AHEAD, part.size - at)
        self._reading = in_background(lambda: _read(handle, size, at))
        return self._reading

    @property
    def in_file(self) -> bool:
        """Whether `content` may have to wait for the disk."""
        return self._reading is not None or self._spool.in_file

    @property
    def _is_one_file(self) -> bool:
        return len(self._payload.parts) == 1 and isinstance(self._payload.parts[0], FilePart)

    async def content(self, record: Record) -> Content:
        """Return what went out. A body that is one file is that file, or its beginning, not a copy."""
        if self._reading is not None:
            await asyncio.wait([self._reading], timeout=READ_WITHIN_S)
        part = self._payload.parts[0] if self._is_one_file else None
        if isinstance(part, FilePart) and record.sent:
            return Content(None, part.path, record.sent)
        return await self._spool.content()

    def close(self) -> None:
        handles = tuple(self._files.values())
        self._files.clear()
        if self._reading is not None:
            self._reading.add_done_callback(lambda read: _close_after(read, handles))
        else:
            _close(handles)


def _open(path: Path) -> int:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise _unreadable(path, os_reason(error)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _unreadable(path, _("It is a folder, a device or a pipe."))
    return handle


def _stamp(handle: int) -> tuple[int, int]:
    """Return the size of an open file and when it was last changed."""
    try:
        found = os.fstat(handle)
    except OSError:  # closed meanwhile, since the send has ended
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _close_after(read: asyncio.Future[bytes], handles: tuple[int, ...]) -> None:
    if not read.cancelled():
        read.exception()  # nobody wants to know any more
    _close(handles)


def _close(handles: tuple[int, ...]) -> None:
    for handle in handles:
        os.close(handle)


def _read(handle: int, size: int, offset: int) -> bytes:
    os.lseek(handle, offset, os.SEEK_SET)
    return os.read(handle, size)


def _unreadable(path: Path, reason: str) -> SendingError:
    return SendingError("file", _("The file {path} could not be sent").format(path=path), reason, _("Choose the file again."))
