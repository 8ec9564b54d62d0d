"""One row laid out: plain ASCII by arithmetic, anything else by Qt's text shaping (wide, combining, right-to-left, tabs)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from curlew.preview.text.highlight import Span
from curlew.ui.theme import Theme
from curlew.ui.widgets.text_positions import from_qt, to_qt
from curlew.ui.widgets.text_view.folded_source import ROOM

Mark = tuple[int, int, QColor, QColor | None, bool]
"""(start, end, ground, text colour or None, whether its corners are round) in characters of a row."""

ROUND = 2.5

_WIDEST = 1e7


@dataclass(frozen=True, slots=True)
class Type:
    """The measures of the font that a view is set in."""

    theme: Theme
    font: QFont
    advance: float
    height: int
    ascent: float

    @classmethod
    def of(cls, theme: Theme, px: int) -> Type:
        font = theme.font(px, mono=True)
        metrics = QFontMetricsF(font)
        height = max(round(theme.px(px) * 1.4), round(metrics.height()))
        ascent = (height - metrics.height()) / 2 + metrics.ascent()
        return cls(theme, font, metrics.horizontalAdvance("0" * 64) / 64, height, ascent)


class Shape(Protocol):
    """A row as one or more lines (more where it is wrapped)."""

    @property
    def lines(self) -> int: ...

    @property
    def width(self) -> float: ...

    def place(self, index: int) -> tuple[int, float]:
        """Return the line and the x of a character."""
        ...

    def index(self, line: int, x: float) -> int:
        """Return the character nearest to x."""
        ...

    def line_range(self, line: int) -> tuple[int, int]:
        """Return the characters of a line."""
        ...

    def paint(self, painter: QPainter, x: float, y: float, clip: tuple[float, float], marks: Sequence[Mark]) -> None:
        """Paint all lines; what lies outside `clip` (left, right) may be left out."""
        ...


def shape(type_: Type, text: str, spans: Iterator[Span], wrap: float | None) -> Shape:
    """Lay out a row. wrap: the width to wrap at, None for a single line. Wrapped lines hang below the row's own indent."""
    cells = None if wrap is None else max(8, int(wrap / type_.advance))
    hang = min(len(text) - len(text.lstrip(" ")), cells // 2) if cells is not None else 0
    plain = text.replace(ROOM, "_") if ROOM in text else text
    if plain.isascii() and "\t" not in text:
        return _Plain(type_, text, spans, cells, hang)
    return _Shaped(type_, text, spans, wrap, hang * type_.advance)


class _Plain:
    """Every character is one cell wide. Its colours are found as far as it has been painted."""

    def __init__(self, type_: Type, text: str, spans: Iterator[Span], cells: int | None, hang: int) -> None:
        self._type, self._text, self._hang = type_, text, hang
        self._spans: list[Span] = []
        self._more_spans = spans
        self._breaks = [0, len(text)] if cells is None or len(text) <= cells else _breaks(text, cells, hang)

    @property
    def lines(self) -> int:
        return len(self._breaks) - 1

    @property
    def width(self) -> float:
        return (self._hang + max(after - before for before, after in pairwise(self._breaks))) * self._type.advance

    def place(self, index: int) -> tuple[int, float]:
        line = self._line_of(index)
        return line, (index - self._breaks[line] + self._indent(line)) * self._type.advance

    def index(self, line: int, x: float) -> int:
        start, end = self.line_range(line)
        last = end if line == self.lines - 1 else end - 1
        return min(last, max(start, start + round(x / self._type.advance) - self._indent(line)))

    def line_range(self, line: int) -> tuple[int, int]:
        return self._breaks[line], self._breaks[line + 1]

    def paint(self, painter: QPainter, x: float, y: float, clip: tuple[float, float], marks: Sequence[Mark]) -> None:
        advance, height = self._type.advance, self._type.height
        first = max(0, int((clip[0] - x) / advance))
        last = int((clip[1] - x) / advance) + 1
        for line in range(self.lines):
            start, end = self.line_range(line)
            indent = self._indent(line)
            low, high, origin = start + max(0, first - indent), min(end, start + last), x + (indent - start) * advance
            for mark_start, mark_end, ground, _color, is_round in marks:
                left, right = max(mark_start, low), min(mark_end, high)
                if left < right:
                    _paint_ground(painter, QRectF(origin + left * advance, y, (right - left) * advance, height), ground, is_round)
            at = low
            for mark_start, mark_end, _ground, color, _is_round in marks:
                left, right = max(mark_start, at), min(mark_end, high)
                if color is not None and left < right:
                    self._text_run(painter, origin, y + self._type.ascent, at, left)
                    painter.setPen(color)
                    painter.drawText(QPointF(origin + left * advance, y + self._type.ascent), self._text[left:right])
                    at = right
            self._text_run(painter, origin, y + self._type.ascent, at, high)
            y += height

    def _indent(self, line: int) -> int:
        return self._hang if line else 0

    def _text_run(self, painter: QPainter, origin: float, baseline: float, low: int, high: int) -> None:
        """Paint a part of a line. Where colours change often, all of one colour are painted together, blanks in between."""
        theme, advance, text = self._type.theme, self._type.advance, self._text
        layers: dict[str, tuple[int, list[str]]] = {}  # by token: where it begins first, and its pieces
        ends: dict[str, int] = {}
        for start, end, token in self._runs(low, high):
            if token in layers:
                layers[token][1].append(text[start:end].rjust(end - ends[token]))
            else:
                layers[token] = start, [text[start:end]]
            ends[token] = end
        for token, (start, parts) in layers.items():
            painter.setPen(theme.color(token))
            painter.drawText(QPointF(origin + start * advance, baseline), "".join(parts))

    def _runs(self, low: int, high: int) -> Iterator[Span]:
        """Yield the colours between two characters without a gap."""
        at = low
        for start, end, token in self._spans_before(high):
            if end <= at:
                continue
            if start >= high:
                break
            if start > at:
                yield at, start, "text"
                at = start
            yield at, min(end, high), token
            at = min(end, high)
        if at < high:
            yield at, high, "text"

    def _spans_before(self, high: int) -> list[Span]:
        """Return the colours known, which are all that begin before a character, maybe more."""
        while (not self._spans or self._spans[-1][0] < high) and (span := next(self._more_spans, None)) is not None:
            self._spans.append(span)
        return self._spans

    def _line_of(self, index: int) -> int:
        for line in range(self.lines - 1, 0, -1):
            if index >= self._breaks[line]:
                return line
        return 0


def _paint_ground(painter: QPainter, place: QRectF, ground: QColor, is_round: bool) -> None:
    if not is_round:
        painter.fillRect(place, ground)
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(place.adjusted(-0.5, 1, 0.5, -1), ROUND, ROUND)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _breaks(text: str, cells: int, hang: int) -> list[int]:
    """Return where lines begin and the last ends: after a blank if one is near; all but the first are `hang` shorter."""
    found, width = [0], cells
    while len(text) - found[-1] > width:
        at = found[-1]
        blank = text.rfind(" ", at + width // 2, at + width)
        cut = blank + 1 if blank >= 0 else at + width
        room = len(text[at:cut].rstrip(ROOM)) if text[cut] == ROOM else 0
        found.append(at + room if room else cut)
        width = cells - hang
    return [*found, len(text)]


class _Shaped:
    """A row that Qt lays out. Its base direction is left to right, as the text around it."""

    def __init__(self, type_: Type, text: str, spans: Iterator[Span], wrap: float | None, hang: float) -> None:
        self._type, self._text = type_, text
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setTabStopDistance(4 * type_.advance)
        option.setWrapMode(QTextOption.WrapMode.NoWrap if wrap is None else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout = QTextLayout(text, type_.font)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.setFormats([self._colour(start, end, type_.theme.color(token)) for start, end, token in spans])
        self._layout.beginLayout()
        y = 0.0
        while (line := self._layout.createLine()).isValid():
            left = hang if y else 0.0
            line.setLineWidth(_WIDEST if wrap is None else wrap - left)
            line.setPosition(QPointF(left, y))
            y += type_.height
        self._layout.endLayout()

    @property
    def lines(self) -> int:
        return max(1, self._layout.lineCount())

    @property
    def width(self) -> float:
        return max((self._layout.lineAt(line).naturalTextWidth() for line in range(self._layout.lineCount())), default=0.0)

    def place(self, index: int) -> tuple[int, float]:
        position = to_qt(self._text, index)
        line = self._layout.lineForTextPosition(position)
        if not line.isValid():
            return 0, 0.0
        found: object = line.cursorToX(position)  # PySide6 gives (x, position), its stubs a number
        x = found[0] if isinstance(found, tuple) else found
        assert isinstance(x, (int, float))
        return line.lineNumber(), float(x)

    def index(self, line: int, x: float) -> int:
        if line >= self._layout.lineCount():
            return 0
        return from_qt(self._text, self._layout.lineAt(line).xToCursor(x))

    def line_range(self, line: int) -> tuple[int, int]:
        if line >= self._layout.lineCount():
            return 0, 0
        found = self._layout.lineAt(line)
        return from_qt(self._text, found.textStart()), from_qt(self._text, found.textStart() + found.textLength())

    def paint(self, painter: QPainter, x: float, y: float, clip: tuple[float, float], marks: Sequence[Mark]) -> None:
        grounds = []
        for start, end, ground, color, _is_round in marks:
            chars = self._colour(start, end, color)
            chars.format.setBackground(ground)
            grounds.append(chars)
        painter.setPen(self._type.theme.color("text"))
        first = self._layout.lineAt(0) if self._layout.lineCount() else None
        shift = self._type.ascent - (first.ascent() if first is not None else 0)
        self._layout.draw(painter, QPointF(x, y + shift), grounds, QRectF(clip[0], -1e6, clip[1] - clip[0], 2e6))

    def _colour(self, start: int, end: int, color: QColor | None) -> QTextLayout.FormatRange:
        found = QTextLayout.FormatRange()
        found.start = to_qt(self._text, start)
        found.length = to_qt(self._text, min(end, len(self._text))) - found.start
        chars = QTextCharFormat()
        if color is not None:
            chars.setForeground(color)
        found.format = chars
        return found
