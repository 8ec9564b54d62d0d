"""Paints a row of a tree: guides, chevron, key, value, what is known of it, and its type at the right edge."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from curlew.preview.outline.words import RowText
from curlew.text import _
from curlew.ui.response.views.tree.loading import Loader
from curlew.ui.response.views.tree.model import TreeModel
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import badge_width, paint_badge

Index = QModelIndex | QPersistentModelIndex
ROW = 26
INDENT = 20
LEFT = 32
_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine


class TreeDelegate(QStyledItemDelegate):
    """Asks the loader to count the children of what it paints closed."""

    def __init__(self, theme: Theme, view: QTableView, model: TreeModel, loader: Loader) -> None:
        super().__init__(view)
        self._theme, self._view, self._model, self._loader = theme, view, model, loader

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, self._theme.px(ROW))

    def levels(self) -> int:
        """Return how many levels are indented in the room there is."""
        return max(3, int(self._view.viewport().width() * 0.42) // self._theme.px(INDENT))

    def text_x(self, depth: int) -> int:
        """Return where the key of a row begins."""
        return self._theme.px(LEFT) + min(depth, self.levels()) * self._theme.px(INDENT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, row = self._model, index.row()
        node, at = model.spot(row)
        text = model.text(row)
        is_container = at >= 0 and bool(text.sign)
        if is_container and not text.counted and not model.is_open(node, at):
            self._loader.want_count(node, at)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.color("bg"))  # the style painted the whole row
            self._pill(painter, rect, bool(self._view.hasFocus()))
        self._guides(painter, rect, node.depth)
        if is_container:
            self._chevron(painter, rect, node.depth, model.is_open(node, at))
        self._row(painter, rect, node.depth, text, model.match_of(row))
        painter.restore()

    def _pill(self, painter: QPainter, rect: QRect, focused: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("selected" if focused else "hover"))
        painter.drawRoundedRect(QRectF(rect).adjusted(10, 1, -10, -1), 5, 5)

    def _guides(self, painter: QPainter, rect: QRect, depth: int) -> None:
        step, first = self._theme.px(INDENT), self._theme.px(LEFT) - self._theme.px(11)
        for level in range(min(depth, self.levels())):
            painter.fillRect(QRect(rect.x() + first + level * step, rect.y(), 1, rect.height()), self._theme.color("border"))

    def _chevron(self, painter: QPainter, rect: QRect, depth: int, is_open: bool) -> None:
        side = self._theme.px(12)
        x = rect.x() + self.text_x(depth) - self._theme.px(11) - side / 2
        name = "chevron_down" if is_open else "chevron_right"
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(QPointF(x, rect.center().y() - side / 2 + 1), self._theme.pixmap(name, "text2", 12, ratio))

    def _row(self, painter: QPainter, rect: QRect, depth: int, text: RowText, match: bool) -> None:
        theme, mono, sans = self._theme, self._theme.font(12, mono=True), self._theme.font(12)
        line = _Line(painter, theme, rect, self.text_x(depth), self._right_part(painter, rect, text, match))
        if depth > self.levels():
            line.put(f"{depth + 1:,} ›", self._theme.font(11), "text3", theme.px(6))
        if text.key:
            line.put(text.key, mono, "text2" if text.is_index else "key", 0, theme.px(260))
            line.put("" if text.sign or not text.value else ":", mono, "text3", theme.px(7) if text.value else theme.px(4))
            if text.sign:
                line.x += theme.px(7)
        if text.sign:
            if match:
                line.ground(text.sign, mono)
            line.put(text.sign, mono, "text2", theme.px(6))
            line.put(text.summary, sans, "text2", theme.px(8))
        small = theme.font(11)
        held = QFontMetricsF(small).horizontalAdvance(text.note) + theme.px(8) if text.note else 0.0
        if text.value:
            if match:
                line.ground(text.value, mono, held)
            line.put(text.value, mono, text.token, theme.px(8), line.room - held)
        line.put(text.note, small, "text3", theme.px(8))

    def _right_part(self, painter: QPainter, rect: QRect, text: RowText, match: bool) -> float:
        """Paint the type and what is odd, from the right edge; return where they begin."""
        theme = self._theme
        right = float(rect.right() - theme.px(22))
        if text.type:
            font = theme.font(12)
            width = QFontMetricsF(font).horizontalAdvance(text.type)
            painter.setFont(font)
            painter.setPen(theme.color("text2"))
            painter.drawText(QRectF(right - width, rect.y(), width + 2, rect.height()), _ONE_LINE, text.type)
            right -= width + theme.px(8)
        badges = [(flag, "warn_soft", "warn") for flag in text.flags]
        if match:
            badges.insert(0, (_("match"), "var_bg", "var"))
        for words, ground, token in badges:
            width = badge_width(theme, words)
            paint_badge(painter, theme, right - width, rect.center().y() + 1, words, ground, token)
            right -= width + theme.px(8)
        return right


class _Line:
    """One piece of text after the other, the last one cut where the room ends."""

    def __init__(self, painter: QPainter, theme: Theme, rect: QRect, x: int, right: float) -> None:
        self._painter, self._theme, self._rect = painter, theme, rect
        self.x, self._right = float(rect.x() + x), right

    @property
    def room(self) -> float:
        return self._right - self.x

    def ground(self, text: str, font: QFont, held: float = 0.0) -> None:
        """Paint the ground of a match below the text that comes next; `held` is kept free behind it."""
        width = min(QFontMetricsF(font).horizontalAdvance(text), self.room - held)
        high = self._theme.px(20)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.color("find"))
        self._painter.drawRoundedRect(QRectF(self.x - 2, self._rect.center().y() + 1 - high / 2, width + 4, high), 3, 3)

    def put(self, text: str, font: QFont, token: str, gap: float, most: float = 1e6) -> None:
        room = min(self._right - self.x, most)
        if not text or room < 8:
            return
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(text)
        if width > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(text)
        self._painter.setFont(font)
        self._painter.setPen(self._theme.color(token))
        self._painter.drawText(QRectF(self.x, self._rect.y(), width + 4, self._rect.height()), _ONE_LINE, text)
        self.x += width + gap
