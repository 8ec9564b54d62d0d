"""Bodies as they come: in memory up to 1 MB, then in a file of the spool folder."""

from __future__ import annotations

import asyncio
import os
import secrets
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

MOST_AT_ONCE = 1000
"""Pieces that the system takes in one call."""


class Spool:
    """Takes bytes and becomes a Content, with which its file goes. Files are written in blocks, in a thread, one behind the other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pieces: list[bytes] = []
        self._waiting = 0
        self._handle = -1
        self._path: Path | None = None
        self._written = 0
        self._writing: asyncio.Future[None] | None = None
        self._error: OSError | None = None
        self.size = 0

    async def add(self, piece: bytes) -> None:
        """Take bytes. Waits where the disk is slower than they come. Raises SendingError if they could not be kept."""
        if not piece:
            return
        self._pieces.append(piece)
        self._waiting += len(piece)
        self.size += len(piece)
        if self.size > IN_MEMORY and (self._path is None or self._waiting >= BLOCK):
            await self._written_before()
            self._tell()
            self._write_waiting()

    async def settle(self) -> None:
        """Wait until the file, if there is one, has all bytes. Raises SendingError if it does not take them."""
        if self._path is not None and self._pieces:
            await self._written_before()
            self._write_waiting()
        await self._written_before()
        self._tell()

    def begun(self) -> bytes:
        """Return what was taken so far, as long as it is in memory."""
        return b"".join(self._pieces) if self._path is None else b""

    def _write_waiting(self) -> None:
        if self._error is None:
            if self._path is None:
                self._path = self._folder / f"body-{secrets.token_hex(8)}"
            pieces, self._pieces, self._waiting = self._pieces, [], 0
            self._writing = in_background(lambda: self._write(pieces))

    async def _written_before(self) -> None:
        """Wait for the block on its way; a cancel leaves it there."""
        if self._writing is None:
            return
        try:
            await asyncio.shield(self._writing)
        except OSError as error:
            self._error = self._error or error
        self._writing = None

    def _write(self, pieces: list[bytes]) -> None:
        assert self._path is not None
        if self._handle < 0:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
            self._handle = os.open(self._path, flags, 0o600)
        if len(pieces) < MOST_AT_ONCE and hasattr(os, "writev"):
            taken = os.writev(self._handle, pieces)  # copies nothing together first
            self._written += taken
            if taken == sum(map(len, pieces)):
                return
            view = memoryview(b"".join(pieces))[taken:]
        else:
            view = memoryview(b"".join(pieces))
        while view:
            taken = os.write(self._handle, view)
            self._written += taken
            view = view[taken:]

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
        if self._handle < 0:
            return Content()
        os.close(self._handle)
        self._handle = -1
        content = Content(None, self._path, self._written)
        weakref.finalize(content, self._path.unlink, missing_ok=True)
        return content
