"""Where the children of one JSON container end: found in steps, in small texts by expressions, in large ones by numpy."""

from __future__ import annotations

import re
import sys
from array import array
from typing import TYPE_CHECKING

from curlew.preview.buffer import Buffer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORTH_IMPORTING = 512 * 1024
"""Bytes from which on numpy is worth its import, which takes about 100 ms once."""

WORTH_USING = 32 * 1024
"""Bytes from which on it is worth its calls, where somebody has imported it already."""

STEP = 256 * 1024
"""Bytes of one step by numpy, about a millisecond; by expressions a sixteenth of it."""

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_COMMENT = rb"//[^\n]*+|/\*(?:[^*]++|\*(?!/))*(?:\*/|\Z)"
_WITHIN = rb'(?:[^"{}\[\]/]++|' + _STRING + rb")"
_FLAT = rb"[{\[]" + _WITHIN + rb"{0,1000}[}\]]"
_TAIL = rb"|(" + _COMMENT + rb'|/)|(")|(\Z)|)'
_MARKS = rb"(?:([{\[])|([}\]])"
_DEEPER = re.compile(_WITHIN + rb"{0,4000}" + _MARKS + rb"|(\0\Z\0)" + _TAIL, re.DOTALL)
OWN_MARKS = re.compile(rb'(?:[^"{}\[\],/]++|' + _STRING + rb"|" + _FLAT + rb"){0,1000}" + _MARKS + rb"|(,)" + _TAIL, re.DOTALL)
_TOP = re.compile(
    rb"[ \t\r\n]*+" + _MARKS + rb"|((?:" + _STRING + rb'|[^ \t\r\n{}\[\]"/]++|/(?![/*]))+)' + _TAIL,
    re.DOTALL,
)
_BLANK = re.compile(rb"[ \t\r\n]*+")
OPEN, CLOSE, MARK, SKIPPED, QUOTE, END = range(1, 7)

BACKSLASH, _NEWLINE, COMMA, _SLASH, _QUOTES, _OPENING, _CLOSING = b'\\\n,/"{}'


class Scan:
    """Walks once through a container (from its opening bracket on) or, with `top`, through values that stand one after another.

    `step()` returns the next offsets: the commas of the container; at the top the ends of values, and possibly line ends between them.
    `done`: the end was reached. `closed`: the offset of the container's closing bracket, -1 where it has none. `unclosed`: a text in
    quotes or, at the top, a container is open at the end.
    """

    def __init__(self, data: Buffer, start: int, end: int, *, top: bool = False) -> None:
        self.data = data
        self.at = start if top else start + 1
        self.end = end
        self.done = False
        self.closed = -1
        self.unclosed = False
        self._top = top
        self._watched = b"/\n" if top else b"/,"  # beside brackets
        self._depth = 0 if top else 1
        self._in_string = False
        self._escaped = False
        self._last = start
        self._quotes: NDArray[np.int64]  # where quotes stand in the piece looked at last
        size = end - start
        self._by_numpy = size > WORTH_IMPORTING or (size > WORTH_USING and "numpy" in sys.modules)

    def step(self) -> array[int]:
        """Go on for some 256 KB or, without numpy, 16 KB."""
        found = self._numpy_step() if self._by_numpy else self._regex_step()
        if self.at >= self.end:
            self.done = True
            self.unclosed = self.unclosed or self._in_string or (self._top and self._depth > 0)
        return found

    def _regex_step(self) -> array[int]:
        found = array("q")
        data, at, depth, end = self.data, self.at, self._depth, self.end
        own = 0 if self._top else 1
        own_marks = _TOP if self._top else OWN_MARKS
        pause = min(at + STEP // 16, end)
        while at < pause:
            match = (own_marks if depth <= own else _DEEPER).match(data, at, end)
            assert match is not None
            kind, at = match.lastindex, match.end()
            if kind == OPEN:
                depth += 1
            elif kind == CLOSE:
                depth = max(depth - 1, 0)
                if depth == 0 and self._top:
                    found.append(at)
                elif depth == 0:
                    self.closed, self.done = at - 1, True
                    break
            elif kind == MARK:
                found.append(at if self._top else at - 1)
            elif kind in (QUOTE, END):
                self.unclosed = kind == QUOTE
                at = end
        self.at, self._depth = at, depth
        return found

    def _numpy_step(self) -> array[int]:
        places, marks, depths = self._numpy_marks()
        if not self._top:
            return _offsets(places[(depths == 1) & (marks == COMMA)])
        own = depths == 0
        return self._ends(places[own], marks[own])

    def _numpy_marks(self) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.int32]]:
        """Return where brackets and commas (at the top: line ends) stand in the next piece, which, and the depth behind each."""
        import numpy as np

        begin, self.at = self.at, min(self.at + STEP, self.end)
        piece = np.frombuffer(self.data, np.uint8, self.at - begin, begin)
        places, marks = self._outside_strings(piece)
        places += begin
        low = marks | 0x20
        depths = np.cumsum((low == _OPENING).view(np.int8) - (low == _CLOSING).view(np.int8), dtype=np.int32)
        depths += self._depth
        stop = np.flatnonzero((marks == _SLASH) | (depths < (0 if self._top else 1)))
        if len(stop):
            cut = int(stop[0])
            self._stop_at(int(places[cut]), closed=marks[cut] != _SLASH and not self._top)
            places, marks, depths = places[:cut], marks[:cut], depths[:cut]
        if len(depths):
            self._depth = int(depths[-1])
        return places, marks, depths

    def _stop_at(self, offset: int, *, closed: bool) -> None:
        """End at the closing bracket; or leave the rest to the expressions: comments may follow, or brackets that close nothing."""
        if closed:
            self.closed, self.done, self.at = offset, True, offset + 1
        else:
            self.at = offset
        self._by_numpy = self._in_string = self._escaped = False

    def _outside_strings(self, piece: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """Return where brackets, commas and slashes (at the top: line ends) stand outside of texts, and which."""
        import numpy as np

        low = piece | 0x20
        mask = piece == _QUOTES
        for mark in b"{}":
            mask |= low == mark
        for mark in self._watched:
            mask |= piece == mark
        places = np.flatnonzero(mask)
        marks = piece[places]
        quotes = marks == _QUOTES
        backslashes = piece == BACKSLASH
        if self._escaped or backslashes.any():
            quotes &= ~self._after_backslash(backslashes)[places]
            keep = quotes | (marks != _QUOTES)
            places, marks, quotes = places[keep], marks[keep], quotes[keep]
        self._quotes = places[quotes]
        inside = np.cumsum(quotes, dtype=np.uint8)
        inside += self._in_string
        inside &= 1
        if len(inside):
            self._in_string = bool(inside[-1])
        inside |= quotes
        outside = inside == 0
        return places[outside], marks[outside]

    def _after_backslash(self, backslashes: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which bytes are escaped: those after a run of backslashes of odd length."""
        import numpy as np

        escaped = np.zeros(len(backslashes) + 1, np.bool_)
        places = np.flatnonzero(backslashes)
        if len(places):
            begins = np.flatnonzero(np.diff(places, prepend=-2) != 1)
            lengths = np.diff(begins, append=len(places))
            firsts = places[begins]
            odd = lengths + ((firsts == 0) & self._escaped) & 1
            escaped[(firsts + lengths)[odd == 1]] = True
        if self._escaped and not backslashes[0]:
            escaped[0] = True
        self._escaped = bool(escaped[-1])
        return escaped[:-1]

    def _ends(self, places: NDArray[np.int64], marks: NDArray[np.uint8]) -> array[int]:
        """Return the ends of values at the top: after brackets, and at line ends that have more than blanks before them."""
        import numpy as np

        if not len(places):
            return array("q")
        lines = marks == _NEWLINE
        ends = places + 1
        before = np.concatenate((np.array([self._last], np.int64), ends[:-1]))
        self._last = int(ends[-1])
        keep = ~(lines & (places - before < 1))
        doubtful = np.flatnonzero(lines & keep)
        for index in doubtful.tolist():
            keep[index] = _BLANK.fullmatch(self.data, int(before[index]), int(places[index])) is None
        return _offsets(np.where(lines, places, ends)[keep])


def _offsets(places: NDArray[np.int64]) -> array[int]:
    found = array("q")
    found.frombytes(places.tobytes())
    return found
