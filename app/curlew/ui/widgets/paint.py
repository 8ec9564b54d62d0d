"""Painting that rows and fields share: text with {{variable}} pills, badges, check boxes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from curlew.model.template import PLACEHOLDER
from curlew.ui.theme import Theme
from curlew.ui.widgets.variables import VariableSource

_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine


def pill_tokens(source: VariableSource | None, name: str) -> tuple[str, str]:
    """Return (text, ground) tokens of a variable: red where it is not set."""
    return ("var", "var_bg") if source is None or source.is_known(name) else ("err", "err_soft")


def paint_pill(painter: QPainter, theme: Theme, rect: QRectF, ground: str) -> None:
    """Paint the ground of a variable behind its text."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(ground))
    painter.drawRoundedRect(rect, 4, 4)


def paint_text(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    text: str,
    font: QFont,
    token: str,
    source: VariableSource | None = None,
    dim: bool = False,
) -> float:
    """Paint one line, its variables as pills, elided at the right. Return where it ends."""
    metrics = QFontMetricsF(font)
    text = metrics.elidedText(text[:2000].replace("\n", " ↵ "), Qt.TextElideMode.ElideRight, max(0.0, rect.width()))
    painter.setFont(font)
    x, at = rect.x(), 0
    for found in (*PLACEHOLDER.finditer(text), None):
        start, end = found.span() if found else (len(text), len(text))
        if start > at:
            x = _run(painter, theme, rect, x, text[at:start], metrics, token)
        if found:
            width = metrics.horizontalAdvance(found.group(0))
            color, ground = ("text3", "hover") if dim else pill_tokens(source, found.group(1))
            paint_pill(painter, theme, QRectF(x - 2, rect.center().y() - 9, width + 4, 19), ground)
            x = _run(painter, theme, rect, x, found.group(0), metrics, color)
        at = end
    return x


def _run(painter: QPainter, theme: Theme, rect: QRectF, x: float, text: str, metrics: QFontMetricsF, token: str) -> float:
    width = metrics.horizontalAdvance(text)
    painter.setPen(theme.color(token))
    painter.drawText(QRectF(x, rect.y(), width + 2, rect.height()), _MIDDLE, text)
    return x + width


def badge_width(theme: Theme, text: str, icon: str = "") -> float:
    return QFontMetricsF(theme.font(11, 500)).horizontalAdvance(text) + 14 + (15 if icon else 0)


def elided(theme: Theme, text: str, room: float) -> str:
    """Return a badge's text, cut to a room."""
    return QFontMetricsF(theme.font(11, 500)).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))


def paint_badge(
    painter: QPainter, theme: Theme, x: float, middle: float, text: str, ground: str = "badge", token: str = "badge_text", icon: str = ""
) -> float:
    """Paint a small label, 19 px high, and return where it ends."""
    width = badge_width(theme, text, icon)
    high = theme.px(19)
    paint_pill(painter, theme, QRectF(x, middle - high / 2, width, high), ground)
    if icon:
        paint_icon(painter, theme, x + 6, middle, icon, token, 12)
    painter.setFont(theme.font(11, 500))
    painter.setPen(theme.color(token))
    painter.drawText(QRectF(x + (21 if icon else 7), middle - high / 2, width, high), _MIDDLE, text)
    return x + width


def paint_icon(painter: QPainter, theme: Theme, x: float, middle: float, name: str, token: str = "text2", size: int = 16) -> None:
    """Paint an icon whose left edge is at x, centred on `middle`."""
    painter.drawPixmap(QPointF(x, middle - theme.px(size) / 2), theme.pixmap(name, token, size, painter.device().devicePixelRatioF()))


def paint_check(painter: QPainter, theme: Theme, center: QPointF, checked: bool, hot: bool = False) -> None:
    """Paint a check box, 16 px wide."""
    side = theme.px(16)
    box = QRectF(center.x() - side / 2, center.y() - side / 2, side, side)
    painter.setBrush(theme.color("fill" if checked else "bg"))
    painter.setPen(QPen(theme.color("fill" if checked else "accent" if hot else "border_strong"), 1.2))
    painter.drawRoundedRect(box, 4, 4)
    if checked:
        paint_icon(painter, theme, center.x() - theme.px(12) / 2, center.y(), "tick", "on_accent", 12)


def paint_switch(painter: QPainter, theme: Theme, center: QPointF, on: bool) -> None:
    """Paint a switch, 28 px wide."""
    high = theme.px(16)
    track = QRectF(center.x() - high * 7 / 8, center.y() - high / 2, high * 7 / 4, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("fill" if on else "border_strong"))
    painter.drawRoundedRect(track, high / 2, high / 2)
    painter.setBrush(theme.color("on_accent"))
    knob = high - 4
    painter.drawEllipse(QRectF(track.right() - knob - 2 if on else track.x() + 2, track.y() + 2, knob, knob))
