"""The codings of bodies that zlib knows: gzip with every member, and both kinds of deflate; how any coding is taken off."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

from curlew.text import _

STEP = 256 * 1024
"""No single step yields more, so that a bomb is stopped in time and the window stays alive."""


class Decoder(Protocol):
    """`feed` yields what the bytes become; `finish` says in words what is missing at the end, empty if nothing is.

    `extra` counts bytes that came after the end and were ignored. An empty piece is only a chance to do something else.
    """

    extra: int

    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> str: ...


class DamagedError(Exception):
    """The data does not fit its coding; the argument says so in words. greedy: it does, but asks for too much (memory, a dictionary)."""

    def __init__(self, words: str, greedy: bool = False) -> None:
        super().__init__(words)
        self.greedy = greedy


def salvaged(stream: zlib._Decompress, data: bytes, step: int = 256) -> Iterator[bytes]:
    """Unpack as far as it goes: zlib gives nothing of a step that fails, so the steps become smaller, down to a byte."""
    for at in range(0, len(data), step):
        before = stream.copy()
        rest = data[at : at + step]
        while rest:
            try:
                out = stream.decompress(rest, STEP)
            except zlib.error:
                if step > 1:
                    yield from salvaged(before, data[at : at + step], 1)
                return
            yield out
            if stream.eof:
                return
            rest = stream.unconsumed_tail


class Gzip:
    """gzip (RFC 1952), all members. What follows the last one is ignored with a note."""

    MAGIC = b"\x1f\x8b"

    def __init__(self) -> None:
        self._member = zlib.decompressobj(31)
        self._begun = False
        self._next = b""  # the first bytes behind a member, too few to tell what they are
        self.extra = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self.extra:
            self.extra += len(data)
            return
        data, self._next = (self._next + data if self._next else data), b""
        while data:
            if self._member.eof and not self._next_member(data):
                return
            self._begun = True
            before = self._member.copy()
            try:
                out = self._member.decompress(data, STEP)
            except zlib.error as error:
                yield from salvaged(before, data)
                raise DamagedError(_("The gzip data is damaged: the rest could not be unpacked.")) from error
            yield out
            data = self._member.unused_data if self._member.eof else self._member.unconsumed_tail

    def _next_member(self, data: bytes) -> bool:
        """Begin another member if one follows."""
        if data[:2] == self.MAGIC:
            self._member = zlib.decompressobj(31)
            return True
        if data == self.MAGIC[:1]:
            self._next = data
        else:
            self.extra = len(data)
        return False

    def finish(self) -> str:
        self.extra += len(self._next)
        if self._begun and not self._member.eof:
            return _("The gzip data ended early: the end of the body is missing.")
        return ""


class Deflate:
    """deflate with zlib's header (RFC 1950), as the standard says, or without, as some servers send it."""

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None
        self._first = b""
        self.extra = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None:
            self._first += data
            if len(self._first) < 2:
                return
            data, self._first = self._first, b""
            has_header = data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        while data:
            if self._stream.eof:
                self.extra += len(data)
                return
            before = self._stream.copy()
            try:
                out = self._stream.decompress(data, STEP)
            except zlib.error as error:
                if str(error).startswith("Error 2 "):  # Z_NEED_DICT
                    raise DamagedError(
                        _("The deflate data was packed with a dictionary, which Curlew does not have."), greedy=True
                    ) from error
                yield from salvaged(before, data)
                raise DamagedError(_("The deflate data is damaged: the rest could not be unpacked.")) from error
            yield out
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail

    def finish(self) -> str:
        if self._first or (self._stream is not None and not self._stream.eof):
            return _("The deflate data ended early: the end of the body is missing.")
        return ""
