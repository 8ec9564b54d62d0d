"""How far a failed send came: phases done, failed, not reached, on one line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from curlew.model.exchange import Exchange, Hop, Timings
from curlew.text import _
from curlew.ui.response.texts import duration, phase_title
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import paint_icon

STEPS = ("queue", "dns", "connect", "proxy", "tls", "send", "wait", "receive")
HEIGHT, FULL = 62, 92


@dataclass(frozen=True, slots=True)
class Step:
    """One phase: state is `done`, `failed`, `skipped` (it was not needed) or `unreached`."""

    phase: str
    state: str
    ms: float | None = None


def steps_of(exchange: Exchange) -> list[Step]:
    """Return how far the last hop came; empty if the send never began."""
    if exchange.error is None or not exchange.hops:
        return []
    hop = exchange.hops[-1]
    timings: Timings = hop.timings
    failed = exchange.error.phase
    names = [name for name in STEPS if _can_happen(hop, name) or name == failed]
    before = names.index(failed) if failed in names else 0
    steps = []
    for number, name in enumerate(names):
        ms = getattr(timings, name)
        if number == before and failed in names:
            steps.append(Step(name, "failed", ms))
        elif number < before:
            steps.append(Step(name, "done" if ms is not None else "skipped", ms))
        else:
            steps.append(Step(name, "unreached"))
    return steps


def _can_happen(hop: Hop, name: str) -> bool:
    if name == "tls":
        return hop.timings.tls is not None or not hop.request.url.lower().startswith("http:")
    if name == "proxy":
        return hop.timings.proxy is not None or bool(hop.connection.proxy)
    return name != "queue" or hop.timings.queue is not None


def short_title(phase: str) -> str:
    """Return what a phase is called where there is little room."""
    return {"connect": _("TCP"), "send": _("Sent"), "wait": _("Wait"), "receive": _("Body")}.get(phase, phase_title(phase))


class PhaseLine(QWidget):
    """Painted; read aloud as one sentence."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._steps: list[Step] = []
        self._cancelled = False
        theme.changed.connect(self._dress)
        self._dress()

    def show_exchange(self, exchange: Exchange) -> None:
        self._steps = steps_of(exchange)
        self._cancelled = exchange.error is not None and exchange.error.kind == "cancelled"
        self.setVisible(bool(self._steps))
        self.setAccessibleName(_("How far it came"))
        self.setAccessibleDescription(", ".join(f"{phase_title(step.phase)}: {self._words(step)}" for step in self._steps))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(520), self._theme.px(HEIGHT))

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.px(HEIGHT))
        self.update()

    def _words(self, step: Step) -> str:
        if step.state == "failed" and self._cancelled:
            return _("ended after {time}").format(time=duration(step.ms)) if step.ms is not None else _("ended")
        if step.state == "failed":
            return _("failed after {time}").format(time=duration(step.ms)) if step.ms is not None else _("failed")
        if step.state == "unreached":
            return _("not reached")
        return duration(step.ms) if step.ms is not None else _("not needed")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, count = self._theme, len(self._steps)
        if not count:
            return
        width = min(theme.px(142), self.width() / count)
        for number, step in enumerate(self._steps):
            x, middle = 1 + number * width, theme.px(12)
            if number + 1 < count:
                self._paint_line(painter, QPointF(x + 25, middle), QPointF(x + width - 4, middle), self._steps[number + 1].state)
            self._paint_node(painter, QRectF(x, middle - 11, 22, 22), step.state)
            painter.setFont(theme.font(12, 600 if step.state == "failed" else 500))
            painter.setPen(theme.color({"failed": "err", "unreached": "text2"}.get(step.state, "text")))
            place = QRectF(x, middle + 14, width - 6, theme.px(17))
            metrics = painter.fontMetrics()
            roomy = width >= theme.px(FULL)
            name = phase_title(step.phase) if roomy else short_title(step.phase)
            title = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(place.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, title)
            painter.setFont(theme.font(11))
            painter.setPen(theme.color("text2"))
            words = self._fitting(step, painter.fontMetrics(), int(place.width()), roomy)
            painter.drawText(place.translated(0, theme.px(16)), Qt.AlignmentFlag.AlignVCenter, words)

    def _fitting(self, step: Step, metrics: QFontMetrics, room: int, roomy: bool) -> str:
        """Return what is told of a step: the time alone where its words have no room, for the colour and the sign tell the rest."""
        words = self._words(step)
        if not roomy or (step.ms is not None and metrics.horizontalAdvance(words) > room):
            words = duration(step.ms)
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)

    def _paint_line(self, painter: QPainter, start: QPointF, end: QPointF, next_state: str) -> None:
        token, style = {
            "failed": ("err", Qt.PenStyle.SolidLine),
            "unreached": ("border_strong", Qt.PenStyle.DotLine),
        }.get(next_state, ("ok", Qt.PenStyle.SolidLine))
        painter.setPen(QPen(self._theme.color(token), 1.6, style))
        painter.drawLine(start, end)

    def _paint_node(self, painter: QPainter, place: QRectF, state: str) -> None:
        theme = self._theme
        if state == "unreached":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("border_strong"), 1.5))
            painter.drawEllipse(place.adjusted(4, 4, -4, -4))
            return
        token = "err" if state == "failed" else "ok"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{token}_soft"))
        painter.drawEllipse(place)
        paint_icon(painter, theme, place.x() + 5, place.center().y(), "close" if state == "failed" else "tick", token, 12)
