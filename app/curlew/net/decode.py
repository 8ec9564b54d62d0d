"""Content-Encoding taken off piece by piece: every gzip member, both kinds of deflate, in bounded steps."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from curlew.text import _

STEP = 256 * 1024
"""No single step yields more, so that a bomb is stopped in time and the window stays alive."""

MAX_CODINGS = 5


class Decoder(Protocol):
    """`feed` yields what the bytes become; `finish` says in words what is missing at the end, empty if nothing is.

    `extra` counts bytes that came after the end and were ignored.
    """

    extra: int

    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> str: ...


class DamagedError(Exception):
    """The data does not fit its coding; the argument says so in words."""


def salvaged(stream: zlib._Decompress, data: bytes, step: int = 256) -> Iterator[bytes]:
    """Unpack as far as it goes: zlib gives nothing of a step that fails, so the steps become smaller, down to a byte."""
    for at in range(0, len(data), step):
        before = stream.copy()
        try:
            out = stream.decompress(data[at : at + step])
        except zlib.error:
            if step > 1:
                yield from salvaged(before, data[at : at + step], 1)
            return
        if out:
            yield out


class Gzip:
    """gzip (RFC 1952), all members. What follows the last one is ignored with a note."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(31)
        self._begun = False
        self.extra = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self.extra:
            self.extra += len(data)
            return
        while data:
            if self._member.eof:
                if not data.startswith(b"\x1f"):
                    self.extra = len(data)
                    return
                self._member = zlib.decompressobj(31)
            self._begun = True
            before = self._member.copy()
            try:
                out = self._member.decompress(data, STEP)
            except zlib.error as error:
                yield from salvaged(before, data)
                raise DamagedError(_("The gzip data is damaged: the rest could not be unpacked.")) from error
            if out:
                yield out
            data = self._member.unused_data if self._member.eof else self._member.unconsumed_tail

    def finish(self) -> str:
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
        while data and not self._stream.eof:
            before = self._stream.copy()
            try:
                out = self._stream.decompress(data, STEP)
            except zlib.error as error:
                yield from salvaged(before, data)
                raise DamagedError(_("The deflate data is damaged: the rest could not be unpacked.")) from error
            if out:
                yield out
            data = self._stream.unconsumed_tail

    def finish(self) -> str:
        if self._first or (self._stream is not None and not self._stream.eof):
            return _("The deflate data ended early: the end of the body is missing.")
        return ""


_CODINGS: dict[str, Callable[[], Decoder]] = {"gzip": Gzip, "x-gzip": Gzip, "deflate": Deflate}


class Unpacker:
    """All codings of a response, the last applied taken off first.

    Where nothing could be unpacked the bytes are given as they came. `problem` says in words what is wrong or missing,
    `note` what is merely odd.
    """

    def __init__(self, content_encoding: list[str]) -> None:
        names = [name.strip().lower() for value in content_encoding for name in value.split(",")]
        self._names = [name for name in names if name not in ("", "identity")]
        self.problem = ""
        self.note = ""
        unknown = [name for name in self._names if name not in _CODINGS]
        self._decoders: list[Decoder] = []
        if unknown:
            self.problem = _("The body is packed with {name}, which Curlew cannot unpack; it is shown as it came.").format(
                name=", ".join(unknown)
            )
        elif len(self._names) > MAX_CODINGS:
            self.problem = _("The body is packed {n} times over; it is shown as it came.").format(n=len(self._names))
        else:
            self._decoders = [_CODINGS[name]() for name in reversed(self._names)]
        self._before = b""  # as received, until the first byte is unpacked
        self._given = False
        self._failed = False

    @property
    def packed(self) -> bool:
        return bool(self._decoders)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the unpacked bytes, in steps."""
        if not self._decoders or (self._failed and not self._given):
            yield data
            return
        if self._failed:
            return
        if not self._given:
            self._before += data
        try:
            for piece in self._through(0, data):
                self._given, self._before = True, b""
                yield piece
        except DamagedError as damage:
            self._failed = True
            self.problem = str(damage)
            if not self._given:
                self.problem = _("The body is not {coding}, though the response says so; it is shown as it came.").format(
                    coding=", ".join(self._names)
                )
                yield self._before

    def _through(self, level: int, data: bytes) -> Iterator[bytes]:
        for piece in self._decoders[level].feed(data):
            if level + 1 < len(self._decoders):
                yield from self._through(level + 1, piece)
            else:
                yield piece

    def finish(self) -> None:
        """Look whether every coding came to its end."""
        if not self._failed and not self.problem:
            self.problem = next((words for decoder in self._decoders if (words := decoder.finish())), "")
        extra = sum(decoder.extra for decoder in self._decoders)
        if extra:
            self.note = _("{n} bytes follow the packed data; they were ignored.").format(n=extra)
