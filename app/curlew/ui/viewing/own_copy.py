"""A copy of somebody's file for looking at: a mapped file that is made shorter by its owner would end the program."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import stat
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from curlew.model.content import Content
from curlew.model.viewing import STDIN, is_endless
from curlew.text import _

FIRST = 256 * 1024
"""Bytes that are shown at once, while the rest is copied; a smaller file stays in memory."""
SLICE = 1024 * 1024
SYSTEM_SLICE = 16 * 1024 * 1024
"""Bytes that the system copies in one go; nobody waits meanwhile, but whoever ends the reading."""

LEFT_FREE = 512 * SLICE
"""Bytes on the disk that the copy leaves to others: a pipe may never end."""

First = Callable[[Content, int], None]
"""Is given the beginning, and how large the whole will be, 0 where that is not known."""


async def read_file(file: str, folder: Path, first: First) -> Content:
    """Return the bytes of a file as they are now; `first` gets the beginning of a large one, on this thread. Raises OSError."""
    reading = _Reading(file, folder)
    try:
        begun = await asyncio.to_thread(reading.begin)
        if reading.is_whole:
            return Content.of(begun)
        first(Content.of(begun), reading.size)
        return await asyncio.to_thread(reading.go_on)
    finally:
        reading.stop()


class _Reading:
    """One file being read, in a worker's thread; it is closed when nobody reads on."""

    def __init__(self, file: str, folder: Path) -> None:
        self._file, self._folder = file, folder
        self._begun = b""
        self.size = 0
        self.is_whole = False
        self._stopped = self._is_working = False
        self._turn = threading.Lock()
        self._source: FileIO | None = None

    def stop(self) -> None:
        """End the reading, now or with the slice that is under way."""
        with self._turn:
            self._stopped = True
            if self._source is not None and not self._is_working:
                self._source.close()

    @contextmanager
    def _working(self) -> Iterator[None]:
        with self._turn:
            self._is_working = True
        try:
            yield
        finally:
            with self._turn:
                self._is_working = False
                if self._source is not None and self._stopped:
                    self._source.close()

    def begin(self) -> bytes:
        """Open the file and return its beginning."""
        with self._working():
            self._source = FileIO(sys.stdin.fileno(), closefd=False) if self._file == STDIN else FileIO(self._file)
            found = os.fstat(self._source.fileno())
            if is_endless(self._source.fileno()):
                raise OSError(errno.EINVAL, _("It is no file that ends."))
            self.size = found.st_size if stat.S_ISREG(found.st_mode) else 0
            self._begun = self._read_up_to(FIRST)
            self.is_whole = len(self._begun) < FIRST
            return self._begun

    def _read_up_to(self, size: int) -> bytes:
        """Read so many bytes, however few come at a time."""
        assert self._source is not None
        pieces, missing = [], size
        while missing and (piece := self._source.read(missing)) and not self._stopped:
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def go_on(self) -> Content:
        """Copy the whole into a file of our own, which goes with the Content."""
        handle, name = tempfile.mkstemp(prefix="body-", dir=self._folder)
        path = Path(name)
        try:
            with FileIO(handle, "wb") as target, self._working():
                size = self._copy(target)
        except BaseException:
            path.unlink()
            raise
        content = Content(None, path, size)
        weakref.finalize(content, _remove, path)
        return content

    def _copy(self, target: FileIO) -> int:
        assert self._source is not None
        size = self._copied_by_the_system(target) if self.size else 0
        checked = 0
        piece = self._source.read(SLICE) or b"" if size else self._begun
        while piece and not self._stopped:
            if size >= checked:
                self._leave_room()
                checked = size + SYSTEM_SLICE
            size += len(piece)
            view = memoryview(piece)
            while view:
                view = view[target.write(view) :]
            piece = self._source.read(SLICE) or b""
        return size

    def _has_room(self) -> bool:
        return shutil.disk_usage(self._folder).free > LEFT_FREE

    def _leave_room(self) -> None:
        if not self._has_room():
            raise OSError(errno.ENOSPC, _("It is larger than the room that is left on the disk. View a part of it."))

    def _copied_by_the_system(self, target: FileIO) -> int:
        """Return how many bytes of a regular file the system copied, which may then be shared with it on the disk; 0 where it cannot."""
        assert self._source is not None
        size = 0
        with suppress(OSError, AttributeError):  # another disk or another system
            while (
                not self._stopped
                and self._has_room()
                and (copied := os.copy_file_range(self._source.fileno(), target.fileno(), SYSTEM_SLICE, size))
            ):
                size += copied
        self._source.seek(size or len(self._begun))
        return size


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
