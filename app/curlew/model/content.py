"""Bytes of any size: in memory, or spooled to a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Content:
    """A body. Exactly one of `data` and `path` is set; `size` in bytes.

    A spool file lives as long as the Content that it was made for: hold on to that one, not to its path. Of a file that is somebody's
    own, the first `size` bytes count; it may have changed since.
    """

    data: bytes | None = b""
    path: Path | None = None
    size: int = 0

    @classmethod
    def of(cls, data: bytes) -> Content:
        return cls(data, None, len(data))

    def read(self, limit: int | None = None) -> bytes:
        """Return the bytes, or the first `limit` of them. Reads the disk for spooled content: not on the window's thread."""
        if self.data is not None:
            return self.data if limit is None else self.data[:limit]
        assert self.path is not None
        with self.path.open("rb") as file:
            return file.read(self.size if limit is None else min(limit, self.size))
