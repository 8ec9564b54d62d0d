"""Searching in a text of any size, step by step, on its bytes; any number of matches in little memory."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Generator, Iterator
from functools import cached_property
from itertools import islice

from curlew.preview.buffer import Buffer
from curlew.preview.search.matches import Matches, Span

SLICE = 1024 * 1024
"""Bytes searched at a time: a fraction of a millisecond where nothing is found."""

BLOCK = 8 * 1024
"""Of matches close together only every so many bytes one is kept; the others are found again when they are asked for."""

BLOCKS_KEPT = 8
_EDGE = 4  # bytes beside a match that tell whether it is a whole word: one character
_LETTERS = re.compile(rb"[A-Za-z]")


class Needle:
    """What is looked for. Without `case`, letters of every alphabet match in either case."""

    def __init__(self, wanted: str, case: bool = False, whole: bool = False) -> None:
        literal = _encoded(wanted)
        self.folded = not case and wanted.isascii() and _LETTERS.search(literal) is not None
        """Texts are put into lower case before they are looked through."""
        self._literal = literal.lower() if self.folded else literal
        self._forms = () if case or wanted.isascii() else tuple(map(_forms, wanted))
        self._words = (whole and _is_word(wanted[:1]), whole and _is_word(wanted[-1:]))
        overlaps = any(self._literal.startswith(self._literal[at:]) for at in range(1, len(literal)))
        self._countable = not overlaps and not any(self._words) and not self._forms
        self.reach = max(1, sum(max(map(len, forms)) for forms in self._forms) if self._forms else len(literal))
        """The most bytes that a match can take."""

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        """What finds letters beyond ASCII in either case."""
        parts = (b"(?:" + b"|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)) + b")" for forms in self._forms)
        return re.compile(b"".join(parts))

    def may_be_in(self, data: bytes) -> bool:
        """Tell (fast) whether there can be a match at all."""
        if self._forms:
            return all(any(form in data for form in forms) for forms in self._forms)
        return self._literal in data

    def first(self, data: bytes, start: int, stop: int) -> int:
        """Return where the first match begins, from `start` and before `stop`; -1 without."""
        if self._countable:
            return data.find(self._literal, start, stop + len(self._literal) - 1)
        return next(self.spans(data, start, stop), (-1, -1))[0]

    def count(self, data: bytes, start: int, stop: int) -> tuple[int, int]:
        """Return how many matches begin from `start` and before `stop`, and where the next can begin."""
        if self._countable:
            return data.count(self._literal, start, stop + len(self._literal) - 1), stop
        total = 0
        for _low, high in self.spans(data, start, stop):
            total, stop = total + 1, max(stop, high)
        return total, stop

    def spans(self, data: bytes, start: int, stop: int) -> Iterator[Span]:
        """Yield the matches that begin from `start` and before `stop`."""
        at, before, after = start, *self._words
        while at < stop and (span := self._next(data, at, stop)) is not None:
            low, high = span
            if (before and _word_before(data, low)) or (after and _word_after(data, high)):
                at = low + 1
            else:
                yield span
                at = high

    def _next(self, data: bytes, at: int, stop: int) -> Span | None:
        if self._forms:
            found = self._pattern.search(data, at, min(len(data), stop + self.reach - 1))
            return found.span() if found and found.start() < stop else None
        low = data.find(self._literal, at, stop + len(self._literal) - 1)
        return (low, low + len(self._literal)) if low >= 0 else None


class TextSearch(Matches):
    """Looks for a plain text: `for _ in search.steps(): …` in any thread; the matches so far can be read meanwhile."""

    def __init__(self, data: Buffer, wanted: str, case: bool = False, whole: bool = False) -> None:
        self.data = data
        self.done = not wanted
        self._needle = Needle(wanted, case, whole)
        self._starts = array("q")  # of the first match in each block
        self._before = array("q")  # matches before each block
        self._blocks = self._total = 0
        self._known: OrderedDict[int, list[Span]] = OrderedDict()

    def steps(self) -> Generator[None, None, None]:
        """Search, pausing after every slice."""
        at, size = 0, len(self.data)
        while at < size and not self.done:
            at = self._slice(at, min(at + SLICE, size))
            yield
        self.done = True

    def _slice(self, at: int, stop: int) -> int:
        """Find the matches that begin from `at` and before `stop`; return where the next one can begin."""
        low, piece = self._piece(at, stop)
        if not self._needle.may_be_in(piece):
            return stop
        while at < stop and (first := self._needle.first(piece, at - low, stop - low)) >= 0:
            end = min(first + BLOCK, stop - low)
            count, end = self._needle.count(piece, first, end)
            self._add(low + first, count)
            at = low + end
        return max(at, stop)

    def _piece(self, start: int, stop: int) -> tuple[int, bytes]:
        """Return the bytes of a range with what matches that begin there need around them, and where they begin."""
        low = max(0, start - _EDGE)
        piece = self.data[low : stop + self._needle.reach + _EDGE]
        return low, piece.lower() if self._needle.folded else piece

    def _add(self, start: int, count: int) -> None:
        self._before.append(self._total)
        self._starts.append(start)
        self._blocks += 1
        self._total += count

    # --- asking ---

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, number: int) -> Span:
        if not 0 <= number < self._total:
            raise IndexError(number)
        block = bisect_right(self._before, number, 0, self._blocks) - 1
        return self._spans(block)[number - self._before[block]]

    def first_from(self, offset: int) -> int:
        block = bisect_right(self._starts, offset, 0, self._blocks) - 1
        if block < 0:
            return 0
        spans = self._spans(block)
        return self._before[block] + bisect_right(spans, (offset - 1, 1 << 62))

    def any_between(self, start: int, end: int) -> bool:
        block = bisect_right(self._starts, start - 1, 0, self._blocks)
        if block < self._blocks and self._starts[block] < end:
            return True  # a block begins with a match
        return block > 0 and start < self._starts[block - 1] + BLOCK and super().any_between(start, end)

    def _spans(self, block: int) -> list[Span]:
        """Return the matches of a block."""
        spans = self._known.get(block)
        if spans is None:
            start = self._starts[block]
            end = self._before[block + 1] if block + 1 < self._blocks else self._total
            low, piece = self._piece(start, start + BLOCK)
            found = islice(self._needle.spans(piece, start - low, start - low + BLOCK), end - self._before[block])
            spans = self._known[block] = [(low + first, low + last) for first, last in found]
            if len(self._known) > BLOCKS_KEPT:
                self._known.popitem(last=False)
        return spans


def _forms(character: str) -> frozenset[bytes]:
    """Return a character in either case."""
    forms = (character, character.lower(), character.upper(), character.title())
    return frozenset(map(_encoded, forms))


def _encoded(text: str) -> bytes:
    """Return text as it stands in UTF-8; half a surrogate pair, which cannot stand there, finds nothing."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _word_before(data: bytes, at: int) -> bool:
    if at == 0:
        return False
    if data[at - 1] < 0x80:
        return _is_word(chr(data[at - 1]))
    return _is_word(data[max(0, at - _EDGE) : at].decode("utf-8", "ignore")[-1:])


def _word_after(data: bytes, at: int) -> bool:
    if at >= len(data):
        return False
    if data[at] < 0x80:
        return _is_word(chr(data[at]))
    return _is_word(data[at : at + _EDGE].decode("utf-8", "ignore")[:1])
