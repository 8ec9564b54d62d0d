"""Bytes of any size for looking at: in memory, or a file of our own that is mapped."""

from __future__ import annotations

import mmap
import os
import tempfile
import weakref
from pathlib import Path
from typing import IO, TypeAlias

from curlew.model.content import Content

Buffer: TypeAlias = bytes | mmap.mmap
"""Both know `len`, slices (which are `bytes`), `[index]`, `find`, `rfind`, and work with `re` and `numpy.frombuffer`.

Never call a method over more than about 1 MB at once, in whatever thread: the interpreter is held meanwhile. Only files that nobody
else can shorten are mapped (spool files, and those of `Gathering`): reading behind the end of a mapped file kills the process.
"""


class Mapped(mmap.mmap):
    """A mapped file that knows its file, so that a child process can map it as well (`preview/passing.py`)."""

    descriptor: int

    @classmethod
    def of(cls, descriptor: int, size: int) -> Mapped:
        """Map an open file, which may be closed (and deleted) afterwards."""
        mapped = cls(descriptor, size, access=mmap.ACCESS_READ)
        mapped.descriptor = os.dup(descriptor)
        weakref.finalize(mapped, os.close, mapped.descriptor)
        return mapped


IN_MEMORY = 1024 * 1024
"""A larger text that is made here (decoded, laid out, filtered) lives in a file."""


def open_buffer(content: Content) -> Buffer:
    """Return the bytes of a content; one in a spool file is mapped. Hold on to the content as well. Raises OSError."""
    if content.data is not None:
        return content.data
    assert content.path is not None
    with content.path.open("rb") as file:
        size = min(content.size, os.fstat(file.fileno()).st_size)  # it may have been shortened
        return Mapped.of(file.fileno(), size) if size else b""


_place: Path | None = None


def keep_in(folder: Path) -> None:
    """Have larger texts kept in a folder of the program, which is made when it is needed: the system's own place is memory on many."""
    global _place
    _place = folder


def kept_in() -> Path | None:
    """Return that folder, for a child process; None for the system's own place."""
    return _place


class Gathering:
    """Takes a text piece by piece and becomes a Buffer: in memory if it is small, else in a nameless file that goes with it."""

    def __init__(self, folder: Path | None = None) -> None:
        """folder: where the file is made, None for that of the program or else the system's place for such files."""
        self._folder = folder or _place
        self._pieces: list[bytes] = []
        self._file: IO[bytes] | None = None
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Take the next bytes. Raises OSError where the disk takes no more."""
        self.size += len(piece)
        if self._file is not None:
            self._put(piece)
            return
        self._pieces.append(piece)
        if self.size > IN_MEMORY:
            if self._folder is not None:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115  # closed with this object
            weakref.finalize(self, self._file.close)
            self._put(b"".join(self._pieces))
            self._pieces.clear()

    def _put(self, piece: bytes) -> None:
        assert self._file is not None
        view = memoryview(piece)
        while view:  # a full disk may take a part before it refuses
            view = view[self._file.write(view) :]

    def buffer(self) -> Buffer:
        """Return what was taken so far; more can be added, and is not part of it."""
        if self._file is None:
            return b"".join(self._pieces)
        return Mapped.of(self._file.fileno(), self.size)
