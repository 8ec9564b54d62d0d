"""The phases of every hop as bars over one axis of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from curlew.model.exchange import Exchange, Hop, Timings
from curlew.text import _
from curlew.ui.response.texts import duration, phase_title, status_role, status_text
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import badge_width, paint_badge, paint_icon

BARS = {"dns": "ph_dns", "connect": "ph_tcp", "tls": "ph_tls", "send": "ph_send", "wait": "ph_wait", "receive": "ph_down"}
AXIS, HEAD, ROW, BAR, NAMES, TIMES, SIDE = 30, 36, 24, 14, 148, 84, 8
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine


@dataclass(frozen=True, slots=True)
class Bar:
    """One phase: start and length in milliseconds since the send began; length None where it did not happen."""

    phase: str
    start: float
    length: float | None


def bars_of(timings: Timings, start: float) -> list[Bar]:
    """Return the phases of a hop one after another, from its start."""
    bars = []
    for phase in BARS:
        length = getattr(timings, phase)
        bars.append(Bar(phase, start, length))
        start += length or 0.0
    return bars


def hop_starts(exchange: Exchange) -> list[float]:
    """Return when each hop began: after those before it."""
    starts, at = [], 0.0
    for hop in exchange.hops:
        starts.append(at)
        at += _length(hop)
    return starts


def _length(hop: Hop) -> float:
    parts = sum(getattr(hop.timings, phase) or 0.0 for phase in BARS)
    return max(hop.timings.total or 0.0, parts)


def ticks(span: float, most: int = 6) -> list[float]:
    """Return round places on an axis from 0 to `span` milliseconds, about `most` of them."""
    step = 10.0 ** len(str(int(span))) / 1000
    for factor in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        if span / (step * factor) <= most:
            step *= factor
            break
    return [step * number for number in range(int(span / step) + 1)]


class Waterfall(QWidget):
    """Painted; a click or the arrow keys select a hop."""

    hop_selected = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._exchange = Exchange()
        self._selected = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Timeline"))
        theme.changed.connect(self._dress)

    def show_exchange(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._selected = max(0, len(exchange.hops) - 1)
        self.setAccessibleDescription("\n".join(self._spoken()))
        self._dress()

    def select(self, hop: int) -> None:
        if 0 <= hop < len(self._exchange.hops) and hop != self._selected:
            self._selected = hop
            self.update()
            self.hop_selected.emit(hop)

    def sizeHint(self) -> QSize:
        hops = self._exchange.hops
        redirects = max(0, len(hops) - 1)
        height = AXIS + len(hops) * (HEAD + 8 + len(BARS) * ROW + 8) + redirects * ROW + 12
        return QSize(self._theme.px(420), self._theme.px(height))

    def _dress(self) -> None:
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def _spoken(self) -> Iterator[str]:
        for number, hop in enumerate(self._exchange.hops, 1):
            phases = (f"{phase_title(bar.phase)} {duration(bar.length)}" for bar in bars_of(hop.timings, 0) if bar.length is not None)
            yield f"{number}: {hop.request.method} {hop.request.url}: {', '.join(phases)}"

    # --- geometry ---

    def _tops(self) -> list[float]:
        px, at, tops = self._theme.px, float(self._theme.px(AXIS)), []
        for number in range(len(self._exchange.hops)):
            if number:
                at += px(ROW)
            tops.append(at)
            at += px(HEAD) + 8 + len(BARS) * px(ROW) + 8
        return tops

    def _span(self) -> float:
        hops, starts = self._exchange.hops, hop_starts(self._exchange)
        ends = [start + _length(hop) for start, hop in zip(starts, hops, strict=True)]
        return max([*ends, self._exchange.timings.total or 0.0, 0.1])

    def _scale(self) -> tuple[float, float]:
        """Return the x of 0 ms and the pixels a millisecond."""
        left = float(self._theme.px(NAMES))
        return left, max(1.0, self.width() - left - self._theme.px(TIMES) - SIDE - 8) / self._span()

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("bg"))
        if not self._exchange.hops:
            return
        self._paint_axis(painter)
        starts = hop_starts(self._exchange)
        for number, (hop, top, start) in enumerate(zip(self._exchange.hops, self._tops(), starts, strict=True)):
            if number:
                self._paint_redirect(painter, top - self._theme.px(ROW), self._exchange.hops[number - 1])
            self._paint_head(painter, QRectF(SIDE, top, self.width() - 2 * SIDE, self._theme.px(HEAD)), hop, number)
            y = top + self._theme.px(HEAD) + 8
            for bar in bars_of(hop.timings, start):
                kept_open = hop.connection.reused and (bar.phase != "tls" or bool(hop.connection.tls))
                self._paint_bar(painter, y, bar, kept_open)
                y += self._theme.px(ROW)

    def _paint_axis(self, painter: QPainter) -> None:
        theme, (left, scale) = self._theme, self._scale()
        total = self._span()
        end = left + total * scale
        painter.setFont(theme.font(11))
        metrics = QFontMetricsF(theme.font(11, 600))
        own = duration(total)
        own_width = metrics.horizontalAdvance(own) + 16
        for tick in ticks(total, max(1, int(total * scale / theme.px(80)))):
            x = left + tick * scale
            painter.fillRect(QRectF(round(x), theme.px(AXIS) - 4, 1, self.height()), theme.color("border"))
            if x + 26 < end - own_width / 2 - 4:
                painter.setPen(theme.color("text2"))
                text = _("{n} ms").format(n=f"{tick:g}") if tick else "0"
                painter.drawText(QRectF(x - 40, 2, 80, theme.px(AXIS) - 8), Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(QPen(theme.color("accent"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(end, theme.px(AXIS) - 6), QPointF(end, self.height()))
        x = min(end - own_width / 2, self.width() - own_width - 4)
        paint_badge(painter, theme, x, (theme.px(AXIS) - 6) / 2, own, "accent_soft", "accent")

    def _paint_head(self, painter: QPainter, rect: QRectF, hop: Hop, number: int) -> None:
        theme, middle = self._theme, rect.center().y()
        chosen = number == self._selected
        painter.setPen(QPen(theme.color("accent"), 1) if chosen and self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("selected" if chosen else "line"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        x = self._word(painter, rect.x() + 12, rect, str(number + 1), "text2", 12, 600) + 8
        x = self._word(painter, x, rect, hop.request.method[:12], hop.request.method, 11, 700) + 8
        right = rect.right() - 10
        for text, ground, token in self._chips(hop):
            right -= badge_width(theme, text)
            paint_badge(painter, theme, right, middle, text, ground, token)
            right -= 6
        font = theme.font(12, mono=True)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        url = QFontMetricsF(font).elidedText(
            hop.request.url.partition("://")[2] or hop.request.url, Qt.TextElideMode.ElideMiddle, right - x - 8
        )
        painter.drawText(QRectF(x, rect.y(), max(0.0, right - x), rect.height()), _LEFT, url)

    def _chips(self, hop: Hop) -> list[tuple[str, str, str]]:
        """Return the chips of a hop from the right: (text, ground, colour)."""
        chips: list[tuple[str, str, str]] = []
        if hop.connection.reused:
            chips.append((_("reused"), "ok_soft", "ok"))
        if hop.connection.remote and self.width() > self._theme.px(560):
            chips.append((hop.connection.remote, "badge", "badge_text"))
        if hop.response is not None:
            role = status_role(hop.response.status)
            chips.append((status_text(hop.response)[:28], f"{role}_soft", role))
        else:
            chips.append((_("failed"), "err_soft", "err"))
        return chips

    def _word(self, painter: QPainter, x: float, rect: QRectF, text: str, token: str, px: int, weight: int) -> float:
        font = self._theme.font(px, weight)
        width = QFontMetricsF(font).horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        painter.drawText(QRectF(x, rect.y(), width + 2, rect.height()), _LEFT, text)
        return x + width

    def _paint_bar(self, painter: QPainter, y: float, bar: Bar, reused: bool) -> None:
        theme, row, (left, scale) = self._theme, self._theme.px(ROW), self._scale()
        happened = bar.length is not None
        middle = y + row / 2
        painter.setOpacity(1.0 if happened else 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(BARS[bar.phase]))
        painter.drawRoundedRect(QRectF(36, middle - 4, 8, 8), 2, 2)
        painter.setOpacity(1.0)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text" if happened else "text3"))
        painter.drawText(QRectF(52, y, left - 56, row), _LEFT, phase_title(bar.phase))
        x = left + bar.start * scale
        if bar.length is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(x, middle - BAR / 2, max(2.0, bar.length * scale), BAR), 3, 3)
            painter.setPen(theme.color("text"))
        elif bar.phase in ("dns", "connect", "tls"):
            painter.setPen(theme.color("text3"))
            reason = _("connection kept open") if reused else _("not needed")
            painter.drawText(QRectF(min(x + 4, self.width() - 240), y, 160, row), _LEFT, reason)
        painter.drawText(QRectF(self.width() - theme.px(TIMES) - SIDE, y, theme.px(TIMES) - 6, row), _RIGHT, duration(bar.length))

    def _paint_redirect(self, painter: QPainter, y: float, before: Hop) -> None:
        theme, row = self._theme, self._theme.px(ROW)
        painter.fillRect(QRectF(0, y, self.width(), row), theme.color("bg"))
        paint_icon(painter, theme, theme.px(34), y + row / 2, "route", "warn", 14)
        x = self._word(painter, theme.px(54), QRectF(0, y, 100, row), _("Redirect followed"), "text2", 12, 500) + 10
        where = before.response.header("location") if before.response is not None else ""
        font = theme.font(12, mono=True)
        painter.setFont(font)
        text = QFontMetricsF(font).elidedText(where[:2000], Qt.TextElideMode.ElideRight, self.width() - x - 20)
        painter.drawText(QRectF(x, y, self.width() - x, row), _LEFT, text)

    # --- choosing ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        tops = self._tops()
        for number, top in enumerate(tops):
            if top <= event.position().y() < (tops[number + 1] if number + 1 < len(tops) else self.height()):
                self.select(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.select(self._selected + step)
