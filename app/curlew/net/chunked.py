"""Chunked transfer coding, decoded as the bytes come (RFC 9112 section 7.1)."""

from __future__ import annotations

import re

from curlew.net.errors import ProtocolError
from curlew.net.head import shown
from curlew.text import _

MAX_LINE = 16 * 1024
_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?")


class ChunkDecoder:
    """Feed it the bytes; `ended` is set when the last chunk and its trailers are complete, `trailers` are their lines.

    `failure` is set where the rules are broken: what came before is returned all the same, and nothing after it.
    """

    def __init__(self) -> None:
        self.ended = False
        self.failure: ProtocolError | None = None
        self.trailers: list[bytes] = []
        self._left = 0  # of the chunk's data
        self._footer = 0  # of the two bytes that follow it
        self._line = b""
        self._in_trailers = False

    def feed(self, data: bytes) -> tuple[bytes, int]:
        """Return the decoded bytes, and how many of `data` belong to the body: all, or fewer when it ends within them."""
        out: list[bytes] = []
        try:
            at = self._feed(data, out)
        except ProtocolError as failure:
            self.failure, at = failure, len(data)
        return (out[0] if len(out) == 1 else b"".join(out)), at

    def _feed(self, data: bytes, out: list[bytes]) -> int:
        at = 0
        while at < len(data) and not self.ended:
            if self._left:
                piece = data[at : at + self._left]
                out.append(piece)
                self._left -= len(piece)
                self._footer = 0 if self._left else 2
                at += len(piece)
            elif self._footer:
                if data[at] != b"\r\n"[2 - self._footer]:
                    raise self._bad(data[at : at + 20])
                self._footer -= 1
                at += 1
            else:
                at = self._feed_line(data, at)
        return at

    def _feed_line(self, data: bytes, at: int) -> int:
        end = data.find(b"\n", at)
        stop = end + 1 if end >= 0 else len(data)
        self._line += data[at:stop]
        if len(self._line) > MAX_LINE:
            raise self._bad(self._line)
        if end >= 0:
            line, self._line = self._line.rstrip(b"\r\n"), b""
            self._take(line)
        return stop

    def _take(self, line: bytes) -> None:
        if self._in_trailers:
            if line:
                self.trailers.append(line)
            else:
                self.ended = True
            return
        found = _SIZE.fullmatch(line)
        if not found:
            raise self._bad(line)
        self._left = int(found[1], 16)
        self._in_trailers = self._left == 0

    def _bad(self, line: bytes) -> ProtocolError:
        return ProtocolError(
            "protocol",
            _("A chunk of the response is not valid"),
            _("Where a chunk’s size or end should stand, it says {line}.").format(line=shown(line)),
            _("What came before it is shown."),
            "receive",
        )
