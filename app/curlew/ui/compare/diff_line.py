"""One row of a comparison laid out: its text with colours on each side, what changed in it, and the words at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curlew.preview.compare.lines import Lines
from curlew.preview.compare.numbers import number_change
from curlew.preview.compare.result import CHANGED, IGNORED, MOVED, NEAR, SAME, SPELLED, Difference
from curlew.preview.compare.rows import Run
from curlew.preview.compare.within import Range, changed_parts
from curlew.preview.text.highlight import HIGHLIGHTERS, Span, no_spans
from curlew.text import _, ngettext
from curlew.ui.compare.marks import LOOKS, moved_words

_SHOWN = 3000
"""Characters of a line that are painted."""
_JSON_LINE = re.compile(r'(\s*(?:"(?:[^"\\]|\\.)*": )?)(.*?)(,?)$', re.DOTALL)
_CONTROL = {code: 0x2400 + code for code in range(0x20) if code != 0x09} | {0x7F: 0x2421}
_CONTROL |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0x25AF)  # they would turn the text around
_WHOLE = 40
"""A shorter value that changed is marked as a whole."""


@dataclass(frozen=True, slots=True)
class SideLine:
    """A row on one side. line: its number from 0, -1 where nothing stands there; parts: what changed; note: words at the end."""

    line: int = -1
    text: str = ""
    spans: tuple[Span, ...] = ()
    parts: tuple[Range, ...] = ()
    note: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A row. fold: how many equal lines are folded away here, 0 for a row that shows lines."""

    mark: str
    a: SideLine
    b: SideLine
    fold: int = 0
    difference: int = -1


class LineMaker:
    """Makes rows of two texts. mode: `structure`, `text` or `headers`."""

    def __init__(self, a: Lines, b: Lines, language: str, mode: str, differences: Sequence[Difference]) -> None:
        self.a, self.b = a, b
        self.mode = mode
        self.differences = differences
        self._spans = _header_spans if mode == "headers" else HIGHLIGHTERS.get(language, no_spans)

    def line(self, run: Run, offset: int) -> DiffLine:
        """Return a row of a run."""
        piece = run.piece
        if run.is_gap:
            return DiffLine(SAME, SideLine(), SideLine(), run.lines)
        if run.folded:
            one = self._brief(self.a, piece.a, piece.lines_a, piece.brief_a)
            other = self._brief(self.b, piece.b, piece.lines_b, piece.brief_b)
        else:
            one, other = self._side(self.a, run.line_a(offset)), self._side(self.b, run.line_b(offset))
        if piece.mark == CHANGED and one.line >= 0 and other.line >= 0:
            parts = self._parts(one.text, other.text)
            change = self._number(one.text, other.text)
            one = SideLine(one.line, one.text, one.spans, tuple(parts[0]))
            other = SideLine(other.line, other.text, other.spans, tuple(parts[1]), change)
        if offset == 0:
            one, other = self._noted(run, one, True), self._noted(run, other, False)
        return DiffLine(piece.mark, one, other, 0, piece.difference)

    def _side(self, lines: Lines, line: int) -> SideLine:
        if line < 0:
            return SideLine()
        text = shown(lines.text(line))
        return SideLine(line, text, tuple(self._spans(text, False)))

    def _brief(self, lines: Lines, first: int, count: int, brief: str) -> SideLine:
        """Return a value of several lines on one, indented as it stands."""
        if first < 0:
            return SideLine()
        if not brief:
            return self._side(lines, first)
        head, last = lines.text(first, 2000), lines.text(first + count - 1, 2000)
        text = shown(" " * (len(head) - len(head.lstrip(" "))) + brief + ("," if last.endswith(",") else ""))
        return SideLine(first, text, tuple(self._spans(text, False)))

    def _parts(self, a: str, b: str) -> tuple[list[Range], list[Range]]:
        """Return what changed: a short JSON value as a whole, else the words."""
        if self.mode == "structure":
            one, other = _JSON_LINE.match(a), _JSON_LINE.match(b)
            if one and other and max(len(one[2]), len(other[2])) <= _WHOLE:
                return [one.span(2)], [other.span(2)]
        return changed_parts(a, b)

    def _number(self, a: str, b: str) -> str:
        if self.mode != "structure":
            return ""
        one, other = _JSON_LINE.match(a), _JSON_LINE.match(b)
        change = number_change(one[2], other[2]) if one and other else ""
        return change if "%" in change or "." in change else ""

    def _noted(self, run: Run, side: SideLine, is_a: bool) -> SideLine:
        """Add the words at the end of a row."""
        mark = run.piece.mark
        if side.line < 0 or side.note:
            return side
        note = icon = ""
        if mark in (IGNORED, SPELLED, NEAR):
            note, icon = LOOKS[mark].title, LOOKS[mark].icon
        elif mark == MOVED and run.piece.difference >= 0 and run.first == 0:
            note, icon = moved_words(self.differences[run.piece.difference], self.mode, is_a), "updown"
        return SideLine(side.line, side.text, side.spans, side.parts, note, icon) if note else side


def _header_spans(text: str, _inside: bool = False) -> Iterator[Span]:
    colon = text.find(":")
    if colon > 0:
        yield 0, colon, "key"


def shown(text: str) -> str:
    """Return a line as it is painted: signs for what cannot be seen, cut where it is very long."""
    text = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return text if text.isprintable() else text.translate(_CONTROL)


def fold_words(count: int) -> str:
    return ngettext("{n} line the same", "{n} lines the same", count).format(n=f"{count:,}")


def spoken_line(line: DiffLine) -> str:
    """Return what a screen reader says of a row."""
    if line.fold:
        return fold_words(line.fold)
    one, other = line.a.text.strip(), line.b.text.strip()
    if line.mark == SAME:
        return one or other
    title = LOOKS[line.mark].title
    if line.a.line < 0:
        return _("{kind}, only in B: {text}").format(kind=title, text=other)
    if line.b.line < 0:
        return _("{kind}, only in A: {text}").format(kind=title, text=one)
    return _("{kind}, A: {a}, B: {b}").format(kind=title, a=one, b=other)
