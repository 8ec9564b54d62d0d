"""Bodies as they come: in memory up to 1 MB, then in a file of the spool folder."""

from __future__ import annotations

import os
import secrets
import weakref
from pathlib import Path
from typing import BinaryIO

from curlew.model.content import Content
from curlew.net.errors import SendingError
from curlew.net.reasons import os_reason
from curlew.net.tcp import in_daemon_thread
from curlew.text import _

IN_MEMORY = 1024 * 1024
BLOCK = 1024 * 1024


class Spool:
    """Takes bytes and becomes a Content, with which its file goes. Files are written in blocks, in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pieces: list[bytes] = []
        self._waiting = 0
        self._file: BinaryIO | None = None
        self._path: Path | None = None
        self._written = 0
        self.size = 0

    async def add(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._waiting += len(piece)
        self.size += len(piece)
        if self._waiting >= BLOCK and self.size > IN_MEMORY:
            await self._flush()

    async def _flush(self) -> None:
        block, self._pieces, self._waiting = b"".join(self._pieces), [], 0
        try:
            await in_daemon_thread(lambda: self._write(block))
        except OSError as error:
            raise SendingError(
                "disk",
                _("The body could not be kept"),
                _("Writing to {path} failed. {reason}").format(path=self._folder, reason=os_reason(error)),
                _("Free some space and send again."),
            ) from error

    def _write(self, block: bytes) -> None:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._path = self._folder / f"body-{secrets.token_hex(8)}"
            self._file = os.fdopen(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb", buffering=0)
        view = memoryview(block)
        while view:
            taken = self._file.write(view)
            self._written += taken
            view = view[taken:]

    async def content(self) -> Content:
        """Return what was taken; nothing more can be added."""
        if self._file is None:
            return Content.of(b"".join(self._pieces))
        if self._pieces:
            await self._flush()
        self._file.close()
        assert self._path is not None
        content = Content(None, self._path, self._written)
        weakref.finalize(content, self._path.unlink, missing_ok=True)
        return content
