"""Content-Encoding taken off piece by piece, in bounded steps; what is damaged or cut off is given as far as it goes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

from curlew.net.codings import STEP, DamagedError, Decoder, Deflate, Gzip
from curlew.net.newer_codings import Brotli, Zstd
from curlew.text import _, ngettext

__all__ = ["MAX_CODINGS", "STEP", "Unpacker"]

MAX_CODINGS = 5

SUSPICIOUS_SIZE = 10_000_000
SUSPICIOUS_RATIO = 100
"""A body that grows this much on being unpacked is worth a word: it may be a bomb."""

LOOKED_AT = 256
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

_CODINGS: dict[str, Callable[[], Decoder]] = {"gzip": Gzip, "x-gzip": Gzip, "deflate": Deflate, "br": Brotli, "zstd": Zstd}


class Unpacker:
    """All codings of a response, the last applied taken off first.

    `problem` says in words what is wrong or missing, `notes` what is merely odd. `useless`: something is wrong with the bytes that came,
    and what was made of them, if anything, is none of the server's: the body is to be shown as it came.
    """

    def __init__(self, content_encoding: list[str]) -> None:
        names = [name.strip().lower() for value in content_encoding for name in value.split(",")]
        self._names = [name for name in names if name not in ("", "identity")]
        self.problem = ""
        self.notes: list[str] = []
        self._decoders: list[Decoder] = []
        self._came = self._given = 0
        self._first = b""
        self._failed = self._greedy = False
        unknown = [name for name in self._names if name not in _CODINGS]
        if unknown:
            self.problem = _("The body is packed with {name}, which Curlew cannot unpack; it is shown as it came.").format(
                name=", ".join(unknown)[:80]
            )
        elif len(self._names) > MAX_CODINGS:
            self.problem = _("The body is packed {n} times over; it is shown as it came.").format(n=len(self._names))
        else:
            self._decoders = [_CODINGS[name]() for name in reversed(self._names)]

    @property
    def packed(self) -> bool:
        """Whether there is a coding to take off."""
        return bool(self._decoders)

    @property
    def useless(self) -> bool:
        return self.packed and bool(self._came) and bool(self.problem) and (not self._given or _is_text(self._first))

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the unpacked bytes, in steps; an empty one is but a moment to do something else."""
        if not self._decoders:
            yield data
            return
        if self._came < LOOKED_AT:
            self._first += data[: LOOKED_AT - self._came]
        self._came += len(data)
        if self._failed:
            return
        try:
            for piece in self._through(0, data):
                self._given += len(piece)
                yield piece
        except DamagedError as damage:
            self._failed, self._greedy = True, damage.greedy
            self.problem = str(damage)

    def _through(self, level: int, data: bytes) -> Iterator[bytes]:
        for piece in self._decoders[level].feed(data):
            if level + 1 < len(self._decoders) and piece:
                yield from self._through(level + 1, piece)
            else:
                yield b"" if level + 1 < len(self._decoders) else piece

    def finish(self, whole: bool = True) -> None:
        """Look whether every coding came to its end; `whole`: nobody stopped the body before."""
        if whole and not self._failed and not self.problem:
            self.problem = next((words for decoder in self._decoders if (words := decoder.finish())), "")
        if self.useless:
            self.problem = self._shown_as_it_came()
        extra = sum(decoder.extra for decoder in self._decoders)
        if extra and whole:
            one, many = _("{n} byte follows the packed data; it was ignored."), _("{n} bytes follow the packed data; they were ignored.")
            self.notes.append(ngettext(one, many, extra).format(n=f"{extra:,}"))
        if self._given > SUSPICIOUS_SIZE and self._given > SUSPICIOUS_RATIO * self._came:
            text = _("The body became {ratio} times as large on being unpacked: {came} bytes came, {given} are unpacked.")
            self.notes.append(text.format(ratio=f"{self._given // self._came:,}", came=f"{self._came:,}", given=f"{self._given:,}"))

    def _shown_as_it_came(self) -> str:
        if (self._failed and not self._greedy) or _is_text(self._first):
            text = _("The body is not {coding}, though the response says so; it is shown as it came.")
            return text.format(coding=", ".join(self._names))
        return self.problem + " " + _("Nothing could be unpacked; the body is shown as it came.")


def _is_text(start: bytes) -> bool:
    """Tell whether bytes that should be packed are plainly a text: raw deflate and br now and then make something of one."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return len(start) > 3 and not _CONTROLS.search(start)
