"""Searching for bytes: written in hex with gaps for any byte, or as text."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from curlew.preview.buffer import Buffer
from curlew.text import _

SLICE = 512 * 1024
MOST = 1_000_000
"""Matches that are kept."""

_DIGITS = "0123456789abcdefABCDEF?"


@dataclass(frozen=True, slots=True)
class BytePattern:
    """What is looked for. length: bytes of a match. problem: why nothing can be looked for, in words."""

    expression: re.Pattern[bytes] | None = None
    length: int = 0
    problem: str = ""


def hex_pattern(text: str) -> BytePattern:
    """Read `de ad ?? 4?`: pairs of hex digits, `?` for any digit; blanks, commas and `0x` count for nothing."""
    digits = "".join(re.split(r"[\s,:]+|0[xX]", text.strip()))
    if not digits:
        return BytePattern()
    wrong = next((sign for sign in digits if sign not in _DIGITS), "")
    if wrong:
        return BytePattern(problem=_("“{sign}” is no hex digit").format(sign=wrong))
    if len(digits) % 2:
        return BytePattern(problem=_("a byte has two hex digits"))
    pairs = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    return BytePattern(re.compile(b"".join(map(_one, pairs)), re.DOTALL), len(pairs))


def _one(pair: str) -> bytes:
    """Return the expression for one byte."""
    if "?" not in pair:
        return re.escape(bytes.fromhex(pair))
    if pair == "??":
        return b"."
    if pair[1] == "?":
        first = int(pair[0], 16) << 4
        return b"[\\x%02x-\\x%02x]" % (first, first + 15)
    return b"[" + b"".join(b"\\x%02x" % (high << 4 | int(pair[1], 16)) for high in range(16)) + b"]"


def text_pattern(text: str, case: bool = True) -> BytePattern:
    """Look for a text as its UTF-8 bytes; without `case`, ASCII letters in either case."""
    if not text:
        return BytePattern()
    wanted = text.encode("utf-8", "surrogateescape")
    return BytePattern(re.compile(re.escape(wanted), 0 if case else re.IGNORECASE), len(wanted))


class ByteSearch:
    """Looks for a pattern: `for _ in search.steps(): …`, in any thread; `found` are the offsets of the matches, in order."""

    def __init__(self, data: Buffer, pattern: BytePattern) -> None:
        self.found = array("q")
        self.more = False
        """There are more than were kept."""
        self._data, self._pattern = data, pattern

    def steps(self) -> Iterator[None]:
        """Search, pausing after every slice: a millisecond of work, unless the pattern is everywhere."""
        expression, length, size, at = self._pattern.expression, self._pattern.length, len(self._data), 0
        if expression is None:
            return
        while at < size:
            stop = min(at + SLICE, size)
            piece = self._data[at : min(stop + length - 1, size)]
            resume = stop
            for match in expression.finditer(piece):
                if len(self.found) >= MOST:
                    self.more = True
                    return
                self.found.append(at + match.start())
                resume = max(stop, at + match.end())
            at = resume
            yield
