"""Long lines are broken for display, since Qt lays out a whole line at each key; a sign at the end of a piece marks such a break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 1200
"""Lines up to so many characters stay whole."""

PIECE = 500

GROUP = 4000
"""So many characters make a part of a text that goes into an editor in slices."""

_CANDIDATES = "\u2060\u200b\ufeff\u180e\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d"


@dataclass(frozen=True, slots=True)
class SoftBreaks:
    """`outside` ends a piece between tokens, `inside` one in the middle of a string; a text holds neither of them itself."""

    outside: str
    inside: str

    @classmethod
    def for_text(cls, text: str) -> SoftBreaks:
        free = [sign for sign in _CANDIDATES if sign not in text]
        if len(free) < 2:
            free = [sign for sign in map(chr, range(0xFDD2, 0xFDEF)) if sign not in text]
        return cls(free[0], free[1])

    def broken(self, text: str) -> str:
        """Return the text with its long lines broken."""
        if len(text) <= LONGEST or max(map(len, text.split("\n"))) <= LONGEST:
            return text
        return "".join(self._parts(text))

    def parts(self, text: str) -> Iterator[str]:
        """Yield what `broken` returns, in parts of some thousand characters."""
        held: list[str] = []
        length = 0
        for part in self._parts(text):
            held.append(part)
            length += len(part)
            if length >= GROUP:
                yield "".join(held)
                held, length = [], 0
        if held:
            yield "".join(held)

    def _parts(self, text: str) -> Iterator[str]:
        """Yield groups of short lines as they are, and long lines piece by piece."""
        at = 0
        while at < len(text):
            end = text.find("\n", at + GROUP) + 1 or len(text)
            lines = text[at:end].split("\n")
            if max(map(len, lines)) <= LONGEST:
                yield text[at:end]
            else:
                for number, line in enumerate(lines):
                    yield "\n" if number else ""
                    yield from self._pieces(line) if len(line) > LONGEST else (line,)
            at = end

    def _pieces(self, line: str) -> Iterator[str]:
        at, inside = 0, False
        while len(line) - at > PIECE + 100:
            end, inside = self._cut(line, at, inside)
            yield f"{line[at:end]}{self.inside if inside else self.outside}\n"
            at = end
        yield line[at:]

    def _cut(self, line: str, at: int, inside: bool) -> tuple[int, bool]:
        """Return where the piece from `at` on ends, and whether that is inside a string."""
        best = -1
        place = at
        while place < at + PIECE:
            if inside:
                quote = _closing_quote(line, place, at + PIECE)
                if quote < 0:
                    return (best, False) if best > at + PIECE // 2 else (at + PIECE - _hanging(line, at + PIECE), True)
                place, inside = quote + 1, False
                continue
            character = line[place]
            if character == '"':
                inside = True
            elif character in ",;>}]":
                best = place + 1
            place += 1
        if inside and best <= at + PIECE // 2:
            return at + PIECE - _hanging(line, at + PIECE), True
        return (best, False) if best > at + PIECE // 2 else (at + PIECE, inside)

    def is_soft(self, block_text: str) -> bool:
        """Tell whether a block goes on in the next one."""
        return block_text.endswith((self.outside, self.inside))

    def joined(self, raw: str, separator: str = "\u2029") -> str:
        """Return the text without its soft breaks."""
        for sign in (self.outside, self.inside):
            if sign in raw:
                raw = raw.replace(sign + separator, "").replace(sign, "")
        return raw


def _closing_quote(line: str, start: int, end: int) -> int:
    """Return where a string that is open at `start` closes, -1 if not before `end`."""
    at = start
    while (at := line.find('"', at, end)) >= 0:
        slashes = 0
        while at - slashes - 1 >= start and line[at - slashes - 1] == "\\":
            slashes += 1
        if slashes % 2 == 0:
            return at
        at += 1
    return -1


def _hanging(line: str, end: int) -> int:
    """Return 1 where a cut at `end` would part a backslash from what it escapes."""
    slashes = 0
    while slashes < end and line[end - slashes - 1] == "\\":
        slashes += 1
    return slashes % 2
