"""Painting the cells of a table: chips for what is nested, numbers at the right, null in its own colour."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QToolTip

from curlew.preview.json.structure import decoded
from curlew.preview.table.cells import Cell, kind_of, shown
from curlew.preview.table.columns import Column
from curlew.preview.table.scan import spans
from curlew.text import _, ngettext
from curlew.ui.response.grid import one_line
from curlew.ui.response.views.table.model import Index, TableModel
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import badge_width, elided, paint_badge
from curlew.ui.widgets.parts import plain_tip

PAD = 10
LONGEST = 300
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?")
_TONES = {
    "ok": ("available", "active", "ok", "success", "succeeded", "open", "enabled", "done", "passed", "completed", "paid", "healthy", "up"),
    "warn": ("pending", "waiting", "queued", "draft", "processing", "warning", "in_progress", "running", "paused", "warn"),
    "err": ("failed", "error", "blocked", "down", "rejected", "cancelled", "canceled", "deleted", "expired", "critical"),
}
_TONE_OF = {word: tone for tone, words in _TONES.items() for word in words}
_TELLING = ("email", "name", "title", "label", "login", "key", "id", "value", "type")
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


def summary(cell: Cell) -> tuple[tuple[str, ...], str]:
    """Return the chips of a nested value, and a text that tells it from others."""
    if cell.cut:
        return (("{ } …",) if cell.kind == "object" else ("[ ] …",)), ""
    parts = spans(cell.raw, 0, len(cell.raw))
    if not parts:
        return (), "{ }" if cell.kind == "object" else "[ ]"
    if cell.kind == "array":
        return _array_chips(cell.raw, [part[2:] for part in parts])
    count = ngettext("{n} key", "{n} keys", len(parts)).format(n=f"{len(parts):,}")
    members = {decoded(cell.raw, a, b): (start, end) for a, b, start, end in parts[:50] if a >= 0}
    best = next((members[name] for name in _TELLING if name in members and cell.raw[members[name][0]] not in b"{["), None)
    scalar = best or next((span for span in members.values() if cell.raw[span[0]] not in b"{["), None)
    return (f"{{ }} {count}",), _value(cell.raw, *scalar) if scalar else ""


def _array_chips(raw: bytes, items: list[tuple[int, int]]) -> tuple[tuple[str, ...], str]:
    if any(raw[start] in b"{[" for start, _end in items):
        return (ngettext("[ ] {n} item", "[ ] {n} items", len(items)).format(n=f"{len(items):,}"),), ""
    return tuple(one_line(_value(raw, start, end)) for start, end in items[:20]), ""


def _value(raw: bytes, start: int, end: int) -> str:
    piece = raw[start : min(end, start + 200)]
    return decoded(piece, 0, len(piece)) if kind_of(piece) == "string" or piece[:1] == b'"' else piece.decode("utf-8", "replace")


class CellPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self.marked: set[tuple[int, int]] = set()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, TableModel)
        theme, rect, state = self._theme, option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
        elif self.marked and (index.row(), index.column()) in self.marked:
            painter.fillRect(rect, theme.color("find"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("line"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), theme.color("border"))
        painter.fillRect(QRect(rect.right(), rect.y(), 1, rect.height()), theme.color("border"))
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(rect).adjusted(PAD, 0, -PAD, 0)
        self._content(painter, inside, model.cell(index.row(), index.column()), model.columns[index.column()], state)
        painter.restore()
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.color("accent"))
            painter.drawRect(rect.adjusted(0, 0, -2, -2))

    def _content(self, painter: QPainter, rect: QRectF, cell: Cell, column: Column, state: QStyle.StateFlag) -> None:
        theme = self._theme
        if cell.times > 1:
            times = f"×{cell.times}"
            paint_badge(painter, theme, rect.right() - badge_width(theme, times), rect.center().y(), times, "warn_soft", "warn")
            rect = rect.adjusted(0, 0, -badge_width(theme, times) - 6, 0)
        if cell.kind in ("object", "array"):
            self._nested(painter, rect, cell, selected=bool(state & QStyle.StateFlag.State_Selected))
        elif cell.kind == "number":
            self._text(painter, rect, shown(cell), "number", mono=True, right=column.type == "number")
        elif cell.kind in ("true", "false", "null"):
            self._text(painter, rect, cell.kind, "keyword", mono=True)
        elif cell.kind == "broken":
            self._text(painter, rect, shown(cell), "err", mono=True)
        elif cell.kind != "missing":
            self._words(painter, rect, shown(cell), column)

    def _words(self, painter: QPainter, rect: QRectF, text: str, column: Column) -> None:
        tone = self._tone(text, column)
        if tone:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(tone))
            painter.drawEllipse(QPointF(rect.x() + 3, rect.center().y()), 3, 3)
            rect = rect.adjusted(13, 0, 0, 0)
        self._text(painter, rect, text, "text", mono=_DATE.fullmatch(text) is not None)

    def _tone(self, text: str, column: Column) -> str:
        """Return the colour of a state's dot: only in a column of few words of which one is known."""
        choices = column.choices
        if not choices or not any(choice.lower() in _TONE_OF for choice in choices):
            return ""
        return _TONE_OF.get(text.lower(), "text3")

    def _nested(self, painter: QPainter, rect: QRectF, cell: Cell, selected: bool) -> None:
        theme, x = self._theme, rect.x()
        chips, text = summary(cell)
        for chip in chips:
            cut = elided(theme, chip, rect.right() - x - 14)
            if not cut or (cut == "…" and x > rect.x()):
                return
            x = paint_badge(painter, theme, x, rect.center().y(), cut, "bg" if selected else "badge") + 6
        if text and rect.right() - x > theme.px(24):
            self._text(painter, QRectF(x, rect.y(), rect.right() - x, rect.height()), text, "text2", mono=not chips, px=12)

    def _text(self, painter: QPainter, rect: QRectF, text: str, token: str, mono: bool = False, right: bool = False, px: int = 0) -> None:
        font = self._theme.font(px or (12 if mono else 13), mono=mono)
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        cut = QFontMetricsF(font).elidedText(one_line(text[:LONGEST]), Qt.TextElideMode.ElideRight, max(0.0, rect.width()))
        painter.drawText(rect, _MIDDLE | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft), cut)

    def width_of(self, cell: Cell) -> int:
        """Return how wide a cell would like to be."""
        theme = self._theme
        chips, text = summary(cell) if cell.kind in ("object", "array") else ((), shown(cell))
        mono = cell.kind in ("number", "true", "false", "null", "broken") or _DATE.fullmatch(text) is not None
        wide = QFontMetricsF(theme.font(12 if mono or chips else 13, mono=mono)).horizontalAdvance(one_line(text[:LONGEST]))
        return round(wide + sum(badge_width(theme, chip) + 6 for chip in chips)) + 2 * PAD + 16

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, TableModel)
        return QSize(self.width_of(model.cell(index.row(), index.column())), self._theme.px(32))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        model = index.model()
        if event.type() != QEvent.Type.ToolTip or not isinstance(model, TableModel):
            return False
        cell = model.cell(index.row(), index.column())
        words = (
            [shown(cell)[:2000]] if self.sizeHint(option, index).width() > option.rect.width() or cell.kind in ("object", "array") else []
        )
        if cell.times > 1:
            words.append(_("The key stands {n} times in this row; the first value is shown.").format(n=cell.times))
        if cell.kind == "broken":
            words.append(_("This is not written as it should be."))
        QToolTip.showText(event.globalPos(), plain_tip("\n".join(words)) if words else "", view)
        return True
