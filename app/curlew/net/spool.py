"""Bodies as they come: in memory up to 1 MB, then in a file of the spool folder."""

from __future__ import annotations

import asyncio
import os
import secrets
import threading
import weakref
from pathlib import Path

from curlew.model.content import Content
from curlew.net.blocking import in_background
from curlew.net.errors import SendingError
from curlew.net.reasons import os_reason
from curlew.text import _

IN_MEMORY = 1024 * 1024
BLOCK = 2 * 1024 * 1024
"""Bytes written at a time once there is a file: while they are on their way to it, as many can gather."""

REMOVED_AT_ONCE = 16 * 1024 * 1024


class Spool:
    """Takes bytes and becomes a Content, with which its file goes. Files are written in blocks, in a thread, one behind the other.

    The two blocks are used again and again: memory that is new each time costs the system more than the writing itself.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pieces: list[bytes] = []  # as long as there is no file
        self._rest = b""  # what a cancel kept out of the blocks
        self._handle = -1
        self._path: Path | None = None
        self._filling = self._other = memoryview(b"")
        self._filled = self._written = 0
        self._writing: asyncio.Future[None] | None = None
        self._error: OSError | None = None
        self.size = 0

    async def add(self, piece: bytes) -> None:
        """Take bytes. Waits where the disk is slower than they come. Raises SendingError if they could not be kept."""
        self.size += len(piece)
        if self._path is not None:
            await self._put(piece)
        elif piece:
            self._pieces.append(piece)
            if self.size > IN_MEMORY:
                await self._begin()

    async def settle(self) -> None:
        """Wait until the file, if there is one, has all bytes. Raises SendingError if it does not take them."""
        if self._path is None:
            return
        rest, self._rest = self._rest, b""
        await self._put(rest)
        if self._filled:
            await self._flush()
        await self._written_before()
        self._tell()

    @property
    def in_file(self) -> bool:
        return self._path is not None

    def begun(self) -> bytes:
        """Return what was taken so far, as long as it is in memory."""
        return b"".join(self._pieces) if self._path is None else b""

    async def _begin(self) -> None:
        self._path = self._folder / f"body-{secrets.token_hex(8)}"
        self._filling, self._other = memoryview(bytearray(BLOCK)), memoryview(bytearray(BLOCK))
        pieces, self._pieces = self._pieces, []
        for number, piece in enumerate(pieces):
            try:
                await self._put(piece)
            except asyncio.CancelledError:
                self._rest += b"".join(pieces[number + 1 :])
                raise

    async def _put(self, piece: bytes) -> None:
        view = memoryview(piece)
        while view:
            if self._filled == BLOCK:
                try:
                    await self._flush()
                except asyncio.CancelledError:
                    self._rest = bytes(view)
                    raise
            part = view[: BLOCK - self._filled]
            self._filling[self._filled : self._filled + len(part)] = part
            self._filled += len(part)
            view = view[len(part) :]
        if self._filled == BLOCK and self._writing is None:
            await self._flush()

    async def _flush(self) -> None:
        """Send the block that gathered on its way to the disk, once the one before it is there."""
        await self._written_before()
        self._tell()
        block = self._filling[: self._filled]
        self._filling, self._other, self._filled = self._other, self._filling, 0
        self._writing = in_background(lambda: self._write(block))

    async def _written_before(self) -> None:
        """Wait for the block on its way; a cancel leaves it there."""
        if self._writing is None:
            return
        try:
            await asyncio.shield(self._writing)
        except OSError as error:
            self._error = self._error or error
        self._writing = None

    def _write(self, block: memoryview) -> None:
        assert self._path is not None
        if self._handle < 0:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
            self._handle = os.open(self._path, flags, 0o600)
        while block:
            taken = os.write(self._handle, block)
            self._written += taken
            block = block[taken:]

    def _tell(self) -> None:
        if self._error is not None:
            raise SendingError(
                "disk",
                _("The body could not be kept"),
                _("Writing to {path} failed. {reason}").format(path=self._folder, reason=os_reason(self._error)),
                _("Free some space and send again."),
            ) from self._error

    async def content(self) -> Content:
        """Return what was taken, as far as it could be kept; nothing more can be added."""
        if self._path is None:
            return Content.of(b"".join(self._pieces))
        try:
            await self.settle()
        except SendingError:
            pass  # told when it happened, or by `settle` before
        self._filling = self._other = memoryview(b"")
        self._filled = 0
        if self._handle < 0:
            return Content()
        os.close(self._handle)
        self._handle = -1
        content = Content(None, self._path, self._written)
        weakref.finalize(content, _remove, self._path, self._written)
        return content


def _remove(path: Path, size: int) -> None:
    """Remove a file; a large one in a thread, since that takes a system some 30 ms for each GB."""
    if size < REMOVED_AT_ONCE:
        path.unlink(missing_ok=True)
        return
    try:
        threading.Thread(target=path.unlink, kwargs={"missing_ok": True}, name="curlew-remove", daemon=True).start()
    except RuntimeError:  # the interpreter is ending
        path.unlink(missing_ok=True)
