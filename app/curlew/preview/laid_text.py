"""Takes a laid-out text piece by piece, and keeps none of it for as long as it is the text it was made from."""

from __future__ import annotations

from curlew.preview.buffer import IN_MEMORY, Buffer, Gathering

_MOST_BEHIND = 64
"""Bytes of blanks at the end that make no difference."""


class LaidText:
    """`add` the pieces, then ask `buffer()`. `same`: what came so far is how the source begins. size: bytes taken."""

    def __init__(self, source: Buffer) -> None:
        self.size = 0
        self.same = True
        self._source = source
        self._gathering = Gathering()

    def add(self, piece: bytes) -> None:
        """Take the next bytes. Raises OSError where the disk takes no more."""
        if self.same and self._source[self.size : self.size + len(piece)] != piece:
            self._keep()
        if not self.same:
            self._gathering.add(piece)
        self.size += len(piece)

    def finish(self) -> bool:
        """Tell whether the text is the source, blanks at its end aside, which then are part of it; call it once, at the end."""
        behind = len(self._source) - self.size
        if self.same and behind:
            if behind > _MOST_BEHIND or self._source[self.size :].strip(b" \t\r\n"):
                self._keep()
            else:
                self.size = len(self._source)
        return self.same

    def restore(self) -> None:
        """Take the source as it is instead of what came so far."""
        self.same = True
        self.size = len(self._source)
        self._gathering = Gathering()

    def buffer(self) -> Buffer:
        """Return what was taken so far; the source itself where it is that."""
        if not self.same:
            return self._gathering.buffer()
        return self._source if self.size == len(self._source) else self._source[: self.size]

    def beginning(self) -> bytes:
        """Return the first bytes of what was taken so far."""
        return self._source[: min(self.size, IN_MEMORY)] if self.same else self._gathering.buffer()[:IN_MEMORY]

    def _keep(self) -> None:
        """Begin to keep the text: it is not the source any more."""
        self.same = False
        for at in range(0, self.size, IN_MEMORY):
            self._gathering.add(self._source[at : min(at + IN_MEMORY, self.size)])
