"""Whole valid values of a large JSON text laid out by msgspec, many at once; what it refuses is left to the tokens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curlew.preview.json.output import DEEPEST_INDENT
from curlew.preview.json.scan import Scan
from curlew.preview.json.states import COMMA, FIRST_KEY, FIRST_VALUE, KEY, TOP, VALUE

if TYPE_CHECKING:
    from curlew.preview.json.format import JsonFormatter

WINDOW = 128 * 1024
"""Bytes laid out at once at most: a quarter of a millisecond in which the interpreter is held."""

SMALLEST = 4 * 1024
FIRST = 16 * 1024
"""The first piece is small, so that there is a screen of it early."""

DEEPEST = DEEPEST_INDENT - 10
_TOO_DEEP = b"\n" + b"  " * (DEEPEST_INDENT + 1)
_TOO_MUCH = 16
"""Times the size of a piece, from which on pieces get smaller: a text of brackets only grows that much."""

_MOST_MISSES = 4
_MOST_DESCENTS = 8
"""Times in a row that a value is larger than a window, and so are those in it: after that, tokens are faster."""

_BETWEEN = re.compile(rb',[ \t\r\n]*+(?:[{\[][ \t\r\n]*+(?:"[^"\\]{0,40}+")?|")?')


class MsgspecShortcut:
    """Lays out stretches of whole members or elements, in two blanks a level, exactly as `JsonFormatter` would.

    Where a stretch may end is guessed from what stood between the values before. A guess is checked by the laying out itself: brackets
    around a stretch that ends within a value, or within a text in quotes, are not accepted. Without a guess the text is scanned.
    """

    def __init__(self) -> None:
        import msgspec

        self._format = msgspec.json.format
        self._refusals = (msgspec.MsgspecError, RecursionError)
        self._window = FIRST
        self._not_before = 0
        self._blocked_depth = -1
        self._blocked_until = 0
        self._container = -1
        self._between = b""
        self._misses = 0
        self._descents = 0

    def take(self, formatter: JsonFormatter) -> bool:
        """Move the formatter on over whole values; False where it must take a token itself."""
        at, expect = formatter.at, formatter.expect
        if at < self._not_before:
            return False
        if expect == TOP:
            return self._lines(formatter)
        depth = len(formatter.open)
        if expect not in (KEY, FIRST_KEY, VALUE, FIRST_VALUE) or depth > DEEPEST or (expect == VALUE and formatter.open[-1][0] == b"{"):
            return False
        if depth <= self._blocked_depth and at < self._blocked_until:
            return False
        return self._guess(formatter) or self._scan(formatter)

    def _guess(self, formatter: JsonFormatter) -> bool:
        container = formatter.open[-1][1]
        if container != self._container:
            self._container, self._between, self._misses = container, b"", 0
        if not self._between:
            return False
        found = formatter.data.rfind(self._between, formatter.at, formatter.at + self._window)
        if found >= 0 and self._lay_out(formatter, found + self._between.index(b",")):
            self._misses = 0
            return True
        self._misses += 1
        self._between = b""
        return False

    def _scan(self, formatter: JsonFormatter) -> bool:
        """Find the last comma of the container in the window, or its end, for certain."""
        data, at = formatter.data, formatter.at
        scan = Scan(data, at - 1, min(at + WINDOW, len(data)))
        cut = -1
        while not scan.done and (cut < 0 or scan.at < at + self._window):
            commas = scan.step()
            cut = commas[-1] if commas else cut
        if scan.closed >= 0:
            cut = scan.closed
        if cut < 0:  # the next value is larger than the window: go into it
            self._blocked_depth, self._blocked_until = len(formatter.open), at + WINDOW
            self._descents += 1
            if self._descents > _MOST_DESCENTS:
                self._descents, self._not_before = 0, at + WINDOW
            return False
        if self._lay_out(formatter, cut):
            self._learn(formatter, cut)
            return True
        if self._window > SMALLEST and cut - at > SMALLEST:
            self._window = max(self._window // 4, SMALLEST)
            return self._scan(formatter)
        self._not_before = cut
        return False

    def _learn(self, formatter: JsonFormatter, cut: int) -> None:
        """Remember what stands between two values here."""
        if self._misses > _MOST_MISSES:
            return
        between = _BETWEEN.match(formatter.data, cut)
        if between is not None:
            before = formatter.data[cut - 1 : cut]
            self._between = (before if before in b'}]"' else b"") + between[0]

    def _lay_out(self, formatter: JsonFormatter, cut: int) -> bool:
        """Lay out the values up to a comma, or up to the end of the container; False where that fails."""
        depth, bracket = len(formatter.open), formatter.open[-1][0]
        text = formatter.data[formatter.at : cut]
        closing = (b"}" if bracket == b"{" else b"]") + b"]" * (depth - 1)
        if not text.strip():
            return False
        try:
            laid = self._format(b"".join((b"[" * (depth - 1), bracket, text, closing)), indent=2)
        except self._refusals:
            return False
        if _TOO_DEEP in laid:
            self._window = SMALLEST
            return False
        formatter.out.append(laid[depth * depth + depth - 1 : -depth * (depth + 1)])
        formatter.at, formatter.expect = cut, COMMA
        self._descents = 0
        self._window = SMALLEST if len(laid) > _TOO_MUCH * len(text) else min(2 * self._window, WINDOW)
        return True

    def _lines(self, formatter: JsonFormatter) -> bool:
        """Take lines that are one whole value each."""
        data, start = formatter.data, formatter.at
        last = data.rfind(b"\n", start, start + WINDOW // 2)
        if last < 0:
            return False
        at, before = start, formatter.documents
        for line in data[start:last].split(b"\n"):
            value = line.strip(b" \t\r")
            if value:
                try:
                    laid = self._format(value, indent=2)
                except self._refusals:
                    laid = _TOO_DEEP
                if _TOO_DEEP in laid:
                    self._not_before = at + len(line)
                    break
                self._document(formatter, laid, at + line.index(value))
            at += len(line) + 1
        if formatter.documents == before:
            return False
        formatter.at = at - 1  # before the line end: it tells whether a comment behind has a line of its own
        return True

    def _document(self, formatter: JsonFormatter, laid: bytes, start: int) -> None:
        if formatter.documents:
            formatter.out.append(b"\n")
        if formatter.documents == 1:
            formatter.second = start
        formatter.documents += 1
        formatter.containers += laid[:1] in b"{["
        formatter.out.append(laid)
