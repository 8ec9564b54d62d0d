"""Painting the visible rows: text with its marks, chips of folds, indent guides, and the gutter with numbers and chevrons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from curlew.ui.widgets.text_view.folded_source import Gap
from curlew.ui.widgets.text_view.shapes import Mark, Shape

if TYPE_CHECKING:
    from curlew.ui.widgets.text_view.viewport import TextViewport

CHEVRON = 12
CHIP_PX = 11
CHIP_PAD = 6
CHIP_GAP = 4
LONG_ROW = 300
"""Bytes of a row of which only the part that can be seen is looked at for matches."""

MOST_ROUND = 30
"""A row with more matches than that gets grounds with corners: round ones take too long."""

_ON_FIND = QColor("#1b2230")
"""Text on the current match, which is light in both themes."""


def chip_cells(view: TextViewport, words: str) -> int:
    """Return how many characters wide the chip of a fold is."""
    return -int(-(_chip_width(view, words) + CHIP_GAP) // view.type.advance)


def _chip_width(view: TextViewport, words: str) -> float:
    return QFontMetricsF(view.theme.font(CHIP_PX, 600)).horizontalAdvance(words) + 2 * CHIP_PAD


def paint_rows(view: TextViewport, painter: QPainter, rect: QRect) -> float:
    """Paint what is visible; return the width of the widest row among it."""
    painter.setFont(view.type.font)
    painter.fillRect(rect, view.theme.color("bg"))
    caret_row, widest = view.shown.row_of(view.caret), 0.0
    row, line = view.top
    y, bottom = -line * view.type.height, view.viewport().height()
    while y < bottom and row < len(view.source.rows):
        shape = view.shape_of(row)
        height = shape.lines * view.type.height
        if y + height > rect.top() and y <= rect.bottom():
            _paint_row(view, painter, row, y, shape, row == caret_row)
        widest = max(widest, shape.width)
        y += height
        row = view.folded.next(row)
    return widest


def _paint_row(view: TextViewport, painter: QPainter, row: int, y: int, shape: Shape, current: bool) -> None:
    gutter, width = view.gutter_width(), view.viewport().width()
    height = shape.lines * view.type.height
    clip = (gutter + 4.0, float(width))
    if current:
        painter.fillRect(QRectF(gutter, y, width - gutter, height), view.theme.color("line"))
    painter.save()
    painter.setClipRect(QRectF(clip[0], max(0, y), clip[1] - clip[0], height + min(0, y)))
    _paint_guides(view, painter, row, y, height)
    shape.paint(painter, view.text_x(), y, clip, marks_of(view, row, shape))
    gap = view.shown.gap(row)
    if gap is not None:
        _paint_chip(view, painter, chip_rect(view, shape, gap, y), gap.words)
    painter.restore()
    if not view.source.rows.is_piece(row):
        _paint_number(view, painter, row, y, current)
        if view.folding.begins(row):
            icon = "chevron_right" if gap is not None else "chevron_down"
            picture = view.theme.pixmap(icon, "gutter", CHEVRON, view.devicePixelRatioF())
            side = picture.width() / picture.devicePixelRatio()
            painter.drawPixmap(QPointF(gutter - side + 2, y + round((view.type.height - side) / 2)), picture)


def chip_rect(view: TextViewport, shape: Shape, gap: Gap, y: int) -> QRectF:
    """Return where the chip of a folded row is, on the viewport; `y` is the row's upper edge."""
    line, x = shape.place(gap.start)
    return QRectF(view.text_x() + x, y + line * view.type.height + 1, _chip_width(view, gap.words), view.type.height - 2)


def _paint_chip(view: TextViewport, painter: QPainter, place: QRectF, words: str) -> None:
    theme = view.theme
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("neutral"))
    painter.drawRoundedRect(place, 3, 3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(theme.font(CHIP_PX, 600))
    painter.setPen(theme.color("badge_text"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
    painter.setFont(view.type.font)


def _paint_guides(view: TextViewport, painter: QPainter, row: int, y: int, height: int) -> None:
    """Paint a line at each indentation between the first and the row's own."""
    indent, unit = view.indent_of(row), view.indent_unit
    color, left = view.theme.color("border"), view.text_x()
    for column in range(unit, min(indent, 400), unit):
        painter.fillRect(QRectF(round(left + column * view.type.advance), y, 1, height), color)


def _paint_number(view: TextViewport, painter: QPainter, row: int, y: int, current: bool) -> None:
    painter.setPen(view.theme.color("text" if current else "gutter"))
    place = QRectF(0, y, view.gutter_width() - 16, view.type.height)
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{view.source.rows.line_of(row):,}")


def paint_caret(view: TextViewport, painter: QPainter) -> None:
    row, line, x = view.place_of(view.caret)
    y = view.y_of((row, line))
    left = view.text_x() + x
    if y is not None and left >= view.gutter_width() + 4:
        painter.fillRect(QRectF(left, y + 1, 1.4, view.type.height - 2), view.theme.color("accent"))


def marks_of(view: TextViewport, row: int, shape: Shape) -> list[Mark]:
    """Return the grounds of a row: the selection, the pair of brackets, then what was found in the part that can be seen."""
    shown, theme = view.shown, view.theme
    start, end = view.source.rows.bounds(row)[0], shown.end(row)
    low, high = min(view.anchor, view.caret), max(view.anchor, view.caret)
    marks: list[Mark] = []
    if low < high and low <= end and high > start:
        marks.append((shown.index(row, low), shown.index(row, high), theme.color("sel"), None, False))
    for offset in view.brackets.pair:
        if start <= offset < end:
            index = shown.index(row, offset)
            marks.append((index, index + 1, theme.color("match"), None, True))
    if len(view.found):
        _add_found(view, row, marks, *_seen(view, row, shape, start, end))
    return marks


def _add_found(view: TextViewport, row: int, marks: list[Mark], start: int, end: int) -> None:
    """Add the matches between two offsets; those that touch are one ground."""
    shown, ground, current = view.shown, view.theme.color("find"), view.theme.color("find_on")
    low, high = min(view.anchor, view.caret), max(view.anchor, view.caret)
    origin = view.source.rows.bounds(row)[0]
    is_plain = shown.gap(row) is None and len(view.source.text(row)) == view.source.rows.bounds(row)[1] - origin
    added: list[Mark] = []
    for number, first, last in view.found.touching(start, end):
        places = (first - origin, last - origin) if is_plain else (shown.index(row, first), shown.index(row, last))
        if number == view.found_at:
            added.append((*places, current, _ON_FIND, True))
        elif low >= last or high <= first:
            if added and added[-1][1] == places[0] and added[-1][2] is ground:
                places = added.pop()[0], places[1]
            added.append((*places, ground, None, True))
    is_crowded = len(added) > MOST_ROUND
    marks.extend((low, high, ground, color, is_round and not is_crowded) for low, high, ground, color, is_round in added)


def _seen(view: TextViewport, row: int, shape: Shape, start: int, end: int) -> tuple[int, int]:
    """Return the offsets between which a row can be seen; all of it where that is not much more."""
    if shape.lines > 1 or end - start < LONG_ROW or view.shown.gap(row) is not None:
        return start, end
    left = view.gutter_width() - view.text_x()
    right = view.viewport().width() - view.text_x()
    return view.offset_in(row, 0, left - view.type.advance), view.offset_in(row, 0, right + view.type.advance) + 1
