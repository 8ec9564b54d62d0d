"""The codings of bodies that newer libraries know: br (Brotli) and zstd. After a fault neither can be asked what it had."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Protocol

from curlew.net.codings import STEP, DamagedError
from curlew.text import _

PIECE = 4096
"""Packed bytes handed over at a time: what a fault can cost in a body too long to be gone through again."""

REMEMBERED = 1024 * 1024
"""Packed bytes that are kept to be gone through again, byte by byte at the end, so that a fault costs nothing readable."""

WINDOW_LOG = 27
"""zstd may look back 128 MB (RFC 9659 allows servers 8): more is but a request for memory."""

_ZSTD_MAGIC = (b"\x28\xb5\x2f\xfd", *(bytes((low, 0x2A, 0x4D, 0x18)) for low in range(0x50, 0x60)))


class FaultError(Exception):
    """The library refused the data; the argument says why, in its own words."""


class _Engine(Protocol):
    """One run of a library over one stream. `unused`: what came after its end."""

    @property
    def hungry(self) -> bool: ...

    @property
    def ended(self) -> bool: ...

    @property
    def unused(self) -> bytes: ...

    def step(self, data: bytes) -> bytes:
        """Take packed bytes and return about STEP unpacked ones at most. Raises FaultError."""


class _Brotli:
    def __init__(self) -> None:
        import brotli  # type: ignore[import-untyped]  # on first use: few responses need it

        self._stream = brotli.Decompressor()
        self._fault: type[Exception] = brotli.error
        self.unused = b""  # it raises instead of telling

    def step(self, data: bytes) -> bytes:
        try:
            out: bytes = self._stream.process(data, output_buffer_limit=STEP)
        except self._fault as error:
            raise FaultError(str(error)) from error
        return out

    @property
    def hungry(self) -> bool:
        return bool(self._stream.can_accept_more_data())

    @property
    def ended(self) -> bool:
        return bool(self._stream.is_finished())


class _Zstd:
    def __init__(self) -> None:
        from backports import zstd  # on first use

        self._stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WINDOW_LOG})
        self._fault = zstd.ZstdError

    def step(self, data: bytes) -> bytes:
        try:
            return self._stream.decompress(data, STEP)
        except self._fault as error:
            raise FaultError(str(error)) from error

    @property
    def hungry(self) -> bool:
        return self._stream.needs_input

    @property
    def ended(self) -> bool:
        return self._stream.eof

    @property
    def unused(self) -> bytes:
        return self._stream.unused_data


class _Careful:
    """Takes a stream through an engine in small pieces.

    Where the engine refuses one, a new engine goes through what came so far again, and through the last piece byte by byte.
    """

    name = ""

    def __init__(self, new: Callable[[], _Engine]) -> None:
        self._new = new
        self._engine = new()
        self._fed: bytearray | None = bytearray()  # packed bytes of this stream; None once they are too many
        self._given = 0
        self._begun = False
        self._next = b""
        self.extra = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        for at in range(0, len(data), PIECE):
            if self.extra:
                self.extra += len(data) - at
                return
            yield from self._take(data[at : at + PIECE])

    def finish(self) -> str:
        self.extra += len(self._next)
        if self._begun and not self._engine.ended:
            return _("The {coding} data ended early: the end of the body is missing.").format(coding=self.name)
        return ""

    def _follows(self, rest: bytes) -> bool | None:
        """Tell whether another stream follows the one that ended; None if that is too early to say."""
        return False

    def _take(self, piece: bytes) -> Iterator[bytes]:
        while piece:
            if self._engine.ended:
                piece, self._next = self._next + piece, b""
                follows = self._follows(piece)
                if follows is None:
                    self._next = piece
                    return
                if not follows:
                    self.extra += len(piece)
                    return
                self._engine, self._fed, self._given = self._new(), bytearray(), 0
            self._begun = True
            piece = yield from self._one(piece)

    def _one(self, piece: bytes) -> Generator[bytes, None, bytes]:
        """Yield what a piece becomes; return the part of it that lies behind the stream's end."""
        if self._fed is not None:
            self._fed.extend(piece)
            if len(self._fed) > REMEMBERED:
                self._fed = None
        try:
            for out in _through(self._engine, piece):
                self._given += len(out)
                yield out
            return self._engine.unused if self._engine.ended else b""
        except FaultError as fault:
            taken = yield from self._again(len(piece))
            if taken is None:
                raise self._damaged(fault) from fault
            return piece[taken:]

    def _again(self, last: int) -> Generator[bytes, None, int | None]:
        """Go through all of the stream once more, its last bytes one by one, and yield what is new.

        Return how many of these bytes the stream took where it came to its end, None where it did not.
        """
        if self._fed is None:
            return None
        self._engine = self._new()
        fed, skip = bytes(self._fed), self._given
        before = len(fed) - last
        parts = [fed[at : min(at + PIECE, before)] for at in range(0, before, PIECE)]
        for number, part in enumerate((*parts, *(fed[at : at + 1] for at in range(before, len(fed))))):
            try:
                for out in _through(self._engine, part):
                    dropped = min(skip, len(out))
                    skip -= dropped
                    self._given += len(out) - dropped
                    yield out[dropped:]
            except FaultError:
                return None
            if self._engine.ended:
                return max(0, number - len(parts) + 1)
        return None

    def _damaged(self, fault: FaultError) -> DamagedError:
        return DamagedError(_("The {coding} data is damaged: the rest could not be unpacked.").format(coding=self.name))


def _through(engine: _Engine, piece: bytes) -> Iterator[bytes]:
    out = engine.step(piece)
    yield out
    while not engine.ended and (out or not engine.hungry):  # Brotli may be ready for more while there is still some to give
        out = engine.step(b"")
        yield out


class Brotli(_Careful):
    """br (RFC 7932): one stream. What follows it is ignored with a note."""

    name = "br"

    def __init__(self) -> None:
        super().__init__(_Brotli)


class Zstd(_Careful):
    """zstd (RFC 8878): all frames, skippable ones passed over. What follows the last is ignored with a note."""

    name = "zstd"

    def __init__(self) -> None:
        super().__init__(_Zstd)

    def _follows(self, rest: bytes) -> bool | None:
        if len(rest) < 4:
            return None if any(magic.startswith(rest) for magic in _ZSTD_MAGIC) else False
        return rest.startswith(_ZSTD_MAGIC)

    def _damaged(self, fault: FaultError) -> DamagedError:
        if "memory" in str(fault):
            limit = (1 << WINDOW_LOG) // (1024 * 1024)
            return DamagedError(_("The zstd data asks for more than {n} MB of memory to be unpacked.").format(n=limit), greedy=True)
        if "ictionary" in str(fault):
            return DamagedError(_("The zstd data was packed with a dictionary, which Curlew does not have."), greedy=True)
        return super()._damaged(fault)
