"""Matches of a regular expression in UTF-8 of any size, piece by piece; each lies within one line."""

from __future__ import annotations

import re
import warnings
from array import array
from collections.abc import Generator, Iterator

from curlew.preview.buffer import Buffer

PIECE = 512 * 1024
"""About so many bytes of whole lines are looked through at a time."""

LONGEST_LINE = 16 * 1024 * 1024
"""Longer lines are looked through in parts of this size; a match at the end of one may be cut short."""

REACH = 64 * 1024
"""A match that begins in one part of such a line may go so far into the next."""

_SWITCHES = re.compile(r"\(\?[aiLmsux]+\)")
_WHOLE_TEXT = re.compile(r"\\[AZ]")


def compiled(pattern: str, case: bool, whole: bool = False) -> re.Pattern[str]:
    """Return the expression. Raises re.error (or OverflowError, RecursionError) for a wrong one."""
    flags = re.MULTILINE if case else re.MULTILINE | re.IGNORECASE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what may mean something else one day
        expression = re.compile(pattern, flags)
        if not whole:
            return expression
        switches = _SWITCHES.match(pattern)
        first = switches.end() if switches else 0  # they have to stand at the front
        return re.compile(rf"{pattern[:first]}\b(?:{pattern[first:]})\b", flags)


class Found:
    """What one piece gave: starts and ends as offsets in the text, and where the piece ends."""

    def __init__(self, at: int) -> None:
        self.starts, self.ends, self.at = array("q"), array("q"), at


def find_all(data: Buffer, expression: re.Pattern[str]) -> Iterator[Found]:
    """Yield the matches that are not empty, those of about half a megabyte at a time."""
    at, size = 0, len(data)
    while at < size:
        end = _piece_end(data, at)
        if end < 0:
            at = yield from _long_line(data, at, expression)
            continue
        found = Found(end)
        _in_piece(data[at:end], at, expression, found)
        yield found
        at = end


def _piece_end(data: Buffer, at: int) -> int:
    """Return the end of a piece of whole lines; -1 for a line that is too long."""
    size, stop = len(data), at + PIECE
    while stop < size:
        low = max(at, stop - PIECE)
        newline = data[low:stop].rfind(b"\n")
        if newline >= 0:
            return low + newline + 1
        if stop - at >= LONGEST_LINE:
            return -1
        stop += PIECE
    return size


def _in_piece(piece: bytes, at: int, expression: re.Pattern[str], found: Found) -> None:
    """Look through whole lines: all at once, or one by one where that could give something else."""
    text = piece.decode("utf-8", "surrogateescape")
    lines_apart = b"\r" in piece or _WHOLE_TEXT.search(expression.pattern) is not None
    if not lines_apart:
        kept = len(found.starts)
        if _collect(text, expression, at, found):
            return
        del found.starts[kept:], found.ends[kept:]
    for line in text.split("\n"):
        length = len(line) if line.isascii() else len(line.encode("utf-8", "surrogateescape"))
        _collect(line.removesuffix("\r"), expression, at, found)
        at += length + 1


def _collect(text: str, expression: re.Pattern[str], at: int, found: Found, stop: int | None = None, closed: bool = True) -> bool:
    """Add the matches that begin before `stop` (characters); false where one goes over the end of a line.

    closed: the text ends where its line does; else a match that ends there is none.
    """
    is_ascii, chars, low = text.isascii(), 0, 0
    for match in expression.finditer(text):
        start, end = match.span()
        if start == end:
            continue
        if stop is not None and start >= stop:
            break
        if "\n" in match[0]:
            return False
        if end == len(text) and not closed and end - start < REACH:
            continue
        if is_ascii:
            found.starts.append(at + start)
            found.ends.append(at + end)
            continue
        low += len(text[chars:start].encode("utf-8", "surrogateescape"))
        found.starts.append(at + low)
        low += len(match[0].encode("utf-8", "surrogateescape"))
        found.ends.append(at + low)
        chars = end
    return True


def _long_line(data: Buffer, at: int, expression: re.Pattern[str]) -> Generator[Found, None, int]:
    """Look through a line part by part; return where the next one begins."""
    size = len(data)
    while True:
        stop = _boundary(data, min(at + LONGEST_LINE, size))
        part = data[at : _boundary(data, min(stop + REACH, size))]
        newline = part.find(b"\n")
        closed = newline >= 0 or at + len(part) == size
        line = part[:newline] if newline >= 0 else part
        text = line.decode("utf-8", "surrogateescape")
        limit = None if closed else len(part[: stop - at].decode("utf-8", "surrogateescape"))
        found = Found(at + newline + 1 if newline >= 0 else size if closed else stop)
        _collect(text, expression, at, found, limit, closed)
        if found.ends:
            found.at = max(found.at, found.ends[-1])
        yield found
        at = found.at
        if closed:
            return at


def _boundary(data: Buffer, at: int) -> int:
    """Return the next place before `at` that parts no character."""
    if at < len(data):
        for place in range(at, at - 4, -1):
            if data[place] & 0xC0 != 0x80:
                return place
    return at
