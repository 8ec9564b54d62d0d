"""The card of a side: its letter, which response it is, and its status, time and size. A click picks another one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from curlew.text import _
from curlew.ui.compare.side import Side
from curlew.ui.environments.colours import paint_dot
from curlew.ui.response.texts import duration, size, status_role, status_text
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import badge_width, paint_badge, paint_icon

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine


class SideCard(QAbstractButton):
    """Shows one side; `clicked` asks for another one."""

    def __init__(self, theme: Theme, letter: str) -> None:
        super().__init__()
        self._theme, self._letter = theme, letter
        self._side: Side | None = None
        self.setObjectName(f"side_{letter.lower()}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self.updateGeometry)
        self.show_side(None)

    def show_side(self, side: Side | None) -> None:
        self._side = side
        parts = [_("Side {letter}").format(letter=self._letter)]
        if side is None:
            parts.append(_("nothing yet, pick a response"))
        else:
            parts += [part for part in (side.label, side.when, *self._facts()) if part]
        self.setAccessibleName(", ".join(parts))
        self.update()

    def _facts(self) -> tuple[str, str, str]:
        """Return status, time and size in words."""
        assert self._side is not None
        exchange = self._side.exchange
        response = exchange.response
        outcome = status_text(response) if response is not None else _("failed")
        took = duration(exchange.timings.total) if exchange.timings.total is not None else ""
        return outcome, took, size(response.body.size) if response is not None else ""

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(420), self._theme.px(38))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(38))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.hasFocus() or self.isDown()
        painter.setPen(theme.color("accent" if strong else "text3" if self.underMouse() else "border_strong"))
        painter.setBrush(theme.color("bg"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        middle = self.height() / 2
        left = paint_badge(painter, theme, 12, middle, self._letter) + 10
        right: float = self.width() - 12 - theme.px(14)
        paint_icon(painter, theme, right, middle, "chevron_down", "text3", 14)
        if self._side is None:
            self._words(painter, left, right - 8, _("Pick a response"), "text3", 400)
            return
        right = self._paint_facts(painter, right - 10, left)
        paint_dot(painter, theme, left + 5, middle, self._side.colour)
        left += 17
        left = self._words(painter, left, right - 10, self._side.label or _("No environment"), "text", 600) + 8
        self._words(painter, left, right - 10, self._side.when, "text2", 400)

    def _paint_facts(self, painter: QPainter, right: float, left: float) -> float:
        """Paint status, time and size from the right; what has no room is left out. Return where they begin."""
        assert self._side is not None
        theme, response = self._theme, self._side.exchange.response
        outcome, took, count = self._facts()
        font = theme.font(12)
        metrics = QFontMetricsF(font)
        role = status_role(response.status) if response is not None else "err"
        room = right - left - theme.px(150)
        for text in (count, took):
            width = metrics.horizontalAdvance(text)
            if not text or width + 10 + badge_width(theme, outcome) > room:
                continue
            painter.setFont(font)
            painter.setPen(theme.color("text2"))
            painter.drawText(QRectF(right - width, 0, width + 2, self.height()), _LEFT, text)
            right -= width + 10
            room -= width + 10
        width = badge_width(theme, outcome)
        if width > right - left - theme.px(70):
            outcome = outcome.partition(" ")[0]
            width = badge_width(theme, outcome)
        paint_badge(painter, theme, right - width, self.height() / 2, outcome, f"{role}_soft", role)
        return right - width

    def _words(self, painter: QPainter, left: float, right: float, text: str, token: str, weight: int) -> float:
        font = self._theme.font(13 if weight > 400 else 12, weight)
        metrics = QFontMetricsF(font)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, right - left))
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        painter.drawText(QRectF(left, 0, max(0.0, right - left), self.height()), _LEFT, text)
        return left + metrics.horizontalAdvance(text)
