"""Paints a row of a comparison: number, sign, text with what changed, hatching where the other side has something, words at the end."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter

from curlew.preview.compare.result import IGNORED, MOVED, SAME
from curlew.ui.compare.diff_line import DiffLine, SideLine, fold_words
from curlew.ui.compare.marks import LOOKS
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import paint_icon
from curlew.ui.widgets.text_view.shapes import Mark, Type, shape

SIGN = 24
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
_CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Column:
    """Where a side is painted. numbers: the width of its line numbers."""

    left: float
    width: float
    numbers: float

    @property
    def text_left(self) -> float:
        return self.left + self.numbers + SIGN


class DiffPainter:
    """Paints rows with one painter. shift: how far the texts are scrolled to the left."""

    def __init__(self, painter: QPainter, theme: Theme, type_: Type, shift: int) -> None:
        self._painter, self._theme, self._type, self._shift = painter, theme, type_, shift
        self._note_font = theme.font(11, 500)
        self.widest = 0.0

    def row(self, line: DiffLine, columns: tuple[Column, Column], y: float, current: bool, cursor: bool) -> None:
        """Paint both sides of a row."""
        if line.fold:
            self._fold(line, columns, y)
        else:
            self._side(line, line.a, columns[0], y, current)
            self._side(line, line.b, columns[1], y, current)
        if cursor:
            whole = QRectF(columns[0].left, y, columns[1].left + columns[1].width - columns[0].left, self._type.height)
            self._painter.setPen(self._theme.color("accent"))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(whole.adjusted(0.5, 0.5, -1.5, -0.5))

    def _fold(self, line: DiffLine, columns: tuple[Column, Column], y: float) -> None:
        painter, theme, height = self._painter, self._theme, self._type.height
        for column in columns:
            painter.fillRect(QRectF(column.left, y, column.width, height), theme.color("surface"))
            paint_icon(painter, theme, column.left + column.numbers + 4, y + height / 2, "expand", "text2", 12)
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("text2"))
            painter.drawText(QRectF(column.text_left, y, column.width, height), _LEFT, fold_words(line.fold))

    def _side(self, line: DiffLine, side: SideLine, column: Column, y: float, current: bool) -> None:
        painter, theme, height = self._painter, self._theme, self._type.height
        box = QRectF(column.left, y, column.width, height)
        if side.line < 0:
            painter.fillRect(box, theme.color("bg"))
            painter.fillRect(box, QBrush(theme.color("border"), Qt.BrushStyle.BDiagPattern))
        else:
            look = LOOKS.get(line.mark)
            painter.fillRect(box, theme.color(look.ground if look else "bg"))
            self._number(side, column, y)
            if look is not None:
                self._sign(look.sign, look.icon if line.mark == MOVED else "", look.token, column, y)
            self._text(line, side, column, y)
        if current:
            painter.fillRect(QRectF(column.left, y, 3, height), theme.color("accent"))

    def _number(self, side: SideLine, column: Column, y: float) -> None:
        self._painter.setFont(self._type.font)
        self._painter.setPen(self._theme.color("gutter"))
        place = QRectF(column.left, y, column.numbers - 4, self._type.height)
        self._painter.drawText(place, _RIGHT, str(side.line + 1))

    def _sign(self, sign: str, icon: str, token: str, column: Column, y: float) -> None:
        left = column.left + column.numbers
        if icon:
            paint_icon(self._painter, self._theme, left + 3, y + self._type.height / 2, icon, token, 12)
        elif sign:
            self._painter.setFont(self._theme.font(12, 700, mono=True))
            self._painter.setPen(self._theme.color(token))
            self._painter.drawText(QRectF(left, y, 18, self._type.height), _CENTER, sign)

    def _text(self, line: DiffLine, side: SideLine, column: Column, y: float) -> None:
        painter, theme = self._painter, self._theme
        dim = line.mark == IGNORED
        spans = [(start, end, "text3") for start, end in ((0, len(side.text)),)] if dim else list(side.spans)
        laid = shape(self._type, side.text, iter(spans), None)
        right = column.left + column.width - self._note(line, side, column, y, column.text_left - self._shift + laid.width)
        word = theme.color(LOOKS[line.mark].word) if line.mark != SAME else theme.color("bg")
        marks: list[Mark] = [(start, end, word, None, True) for start, end in side.parts]
        painter.save()
        painter.setClipRect(QRectF(column.text_left, y, max(0.0, right - column.text_left), self._type.height))
        painter.setFont(self._type.font)
        laid.paint(painter, column.text_left - self._shift, y, (column.text_left, right), marks)
        painter.restore()
        self.widest = max(self.widest, laid.width)

    def _note(self, line: DiffLine, side: SideLine, column: Column, y: float, text_right: float) -> float:
        """Paint the words at the end of a row, and return the room that they take.

        By how much a number differs is left out where it would cover the number itself.
        """
        if not side.note:
            return 0.0
        painter, theme, height = self._painter, self._theme, self._type.height
        width = QFontMetricsF(self._note_font).horizontalAdvance(side.note)
        icon = theme.px(16) if side.icon else 0
        covers = not side.icon and text_right > column.left + column.width - width - 20
        if covers or width + icon + 24 > column.width / 2:
            return 0.0
        token = LOOKS[line.mark].token
        right = column.left + column.width - 12
        if side.icon:
            paint_icon(painter, theme, right - width - icon, y + height / 2, side.icon, token, 12)
        painter.setFont(self._note_font)
        painter.setPen(theme.color(token))
        painter.drawText(QRectF(right - width - 2, y, width + 4, height), _LEFT, side.note)
        return width + icon + 20
