"""The phases of every hop as bars over one axis of time."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from curlew.model.exchange import Exchange, Hop
from curlew.preview.words import printable, why_words
from curlew.text import _
from curlew.ui.response.bars import PHASE_TOKENS, Bar, bars_of, hop_starts, span_of, ticks
from curlew.ui.response.texts import duration, phase_title, status_role, status_text
from curlew.ui.theme import Theme
from curlew.ui.widgets.paint import badge_width, paint_badge, paint_icon

AXIS, HEAD, ROW, BAR, NAMES, TIMES, SIDE, GAP = 30, 36, 24, 14, 148, 84, 8, 8
DASHED = 64
LEAST_NOTE = 60
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine


class Waterfall(QWidget):
    """Painted. A click or the up and down keys select a hop; its arrow, a double click or left and right fold it."""

    hop_selected = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._exchange = Exchange()
        self._selected = 0
        self._rows: list[list[Bar]] = []
        self._folded: set[int] = set()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Timeline"))
        theme.changed.connect(self._dress)

    def show_exchange(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._selected = max(0, len(exchange.hops) - 1)
        self._folded = set()
        self._rows = [bars_of(hop, start) for hop, start in zip(exchange.hops, hop_starts(exchange), strict=True)]
        self.setAccessibleDescription("\n".join(self._spoken()))
        self._dress()

    def select(self, hop: int) -> None:
        if 0 <= hop < len(self._exchange.hops) and hop != self._selected:
            self._selected = hop
            self.update()
            self.hop_selected.emit(hop)

    @property
    def all_folded(self) -> bool:
        return bool(self._exchange.hops) and len(self._folded) == len(self._exchange.hops)

    def fold_all(self, folded: bool) -> None:
        """Show only the line of each hop, or all rows again."""
        self._folded = set(range(len(self._exchange.hops))) if folded else set()
        self._dress()

    def _fold(self, hop: int, folded: bool) -> None:
        self._folded = self._folded | {hop} if folded else self._folded - {hop}
        self._dress()

    def sizeHint(self) -> QSize:
        tops = self._tops()
        return QSize(self._theme.px(420), round(tops[-1]) + 8)

    def _dress(self) -> None:
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def _spoken(self) -> Iterator[str]:
        for number, (hop, rows) in enumerate(zip(self._exchange.hops, self._rows, strict=True), 1):
            phases = (f"{phase_title(bar.phase)} {duration(bar.length)}" for bar in rows if bar.length is not None)
            parts = (why_words(hop), f"{hop.request.method} {hop.request.url}", ", ".join(phases))
            yield f"{number}: {': '.join(part for part in parts if part)}"

    # --- geometry ---

    def _tops(self) -> list[float]:
        """Return where each hop begins, and where the last one ends."""
        px, at, tops = self._theme.px, float(self._theme.px(AXIS)), []
        for number, rows in enumerate(self._rows):
            at += px(ROW) if number else 0
            tops.append(at)
            at += px(HEAD) + (6 if number in self._folded else 2 * GAP + len(rows) * px(ROW))
        return [*tops, at]

    def _scale(self) -> tuple[float, float]:
        """Return the x of 0 ms and the pixels a millisecond."""
        left = float(self._theme.px(NAMES))
        return left, max(1.0, self.width() - left - self._theme.px(TIMES) - SIDE - 8) / span_of(self._exchange)

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("bg"))
        if not self._exchange.hops:
            return
        self._paint_axis(painter)
        shown, tops = event.rect(), self._tops()
        for number, (hop, top, rows) in enumerate(zip(self._exchange.hops, tops, self._rows, strict=False)):
            if top - 40 > shown.bottom() or tops[number + 1] < shown.top():
                continue
            if number:
                self._paint_between(painter, top - self._theme.px(ROW), hop, self._exchange.hops[number - 1])
            self._paint_head(painter, QRectF(SIDE, top, self.width() - 2 * SIDE, self._theme.px(HEAD)), hop, number)
            y = top + self._theme.px(HEAD) + GAP
            for bar in () if number in self._folded else rows:
                if bar.phase == "try":
                    self._paint_try(painter, y, bar)
                else:
                    self._paint_bar(painter, y, bar)
                y += self._theme.px(ROW)

    def _paint_axis(self, painter: QPainter) -> None:
        theme, (left, scale) = self._theme, self._scale()
        total = span_of(self._exchange)
        end = left + total * scale
        painter.setFont(theme.font(11))
        own = duration(total)
        own_width = QFontMetricsF(theme.font(11, 600)).horizontalAdvance(own) + 16
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
        paint_icon(painter, theme, rect.x() + 8, middle, "chevron_right" if number in self._folded else "chevron_down", "text3", 14)
        x = self._word(painter, rect.x() + theme.px(28), rect, str(number + 1), "text2", 12, 600) + 8
        x = self._word(painter, x, rect, printable(hop.request.method)[:12], hop.request.method, 11, 700) + 8
        right = rect.right() - 10
        status, *others = self._chips(hop)
        for text, ground, token in others:
            right -= badge_width(theme, text)
            paint_badge(painter, theme, right, middle, text, ground, token)
            right -= 6
        font = theme.font(12, mono=True)
        room = right - x - badge_width(theme, status[0]) - 14
        url = printable((hop.request.url.partition("://")[2] or hop.request.url)[:2000])
        url = QFontMetricsF(font).elidedText(url, Qt.TextElideMode.ElideMiddle, max(0.0, room))
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        width = QFontMetricsF(font).horizontalAdvance(url)
        painter.drawText(QRectF(x, rect.y(), max(0.0, right - x), rect.height()), _LEFT, url)
        paint_badge(painter, theme, x + width + 10, middle, *status)

    def _chips(self, hop: Hop) -> list[tuple[str, str, str]]:
        """Return the chips of a hop as (text, ground, colour): how it ended, then those at the right edge, from the right."""
        px = self._theme.px
        if hop.response is not None:
            role = status_role(hop.response.status)
            chips = [(status_text(hop.response)[:28], f"{role}_soft", role)]
        else:
            chips = [(_("no response"), "err_soft", "err")]
        if hop.connection.remote:
            reused = hop.connection.reused
            chips.append((_("reused") if reused else _("new"), "ok_soft" if reused else "badge", "ok" if reused else "badge_text"))
        if hop.response is not None and self.width() > px(480):
            chips.append((hop.response.http_version[:10], "badge", "badge_text"))
        if hop.connection.remote and self.width() > px(640):
            chips.append((hop.connection.remote[:48], "badge", "badge_text"))
        return chips

    def _word(self, painter: QPainter, x: float, rect: QRectF, text: str, token: str, px: int, weight: int) -> float:
        font = self._theme.font(px, weight)
        width = QFontMetricsF(font).horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        painter.drawText(QRectF(x, rect.y(), width + 2, rect.height()), _LEFT, text)
        return x + width

    def _paint_bar(self, painter: QPainter, y: float, bar: Bar) -> None:
        theme, row, (left, scale) = self._theme, self._theme.px(ROW), self._scale()
        happened = bar.length is not None
        middle, color = y + row / 2, theme.color(PHASE_TOKENS[bar.phase])
        painter.setOpacity(1.0 if happened else 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(36, middle - 4, 8, 8), 2, 2)
        painter.setOpacity(1.0)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text" if happened else "text3"))
        painter.drawText(QRectF(52, y, left - 56, row), _LEFT, phase_title(bar.phase))
        x = left + bar.start * scale
        end = x
        if bar.length is not None:
            place = QRectF(x, middle - BAR / 2, max(2.0, bar.length * scale), BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(place, 3, 3)
            end = place.right()
        elif bar.skipped:
            x = min(x, self._right - DASHED - 8)
            place = QRectF(x, middle - BAR / 2 + 1, DASHED, BAR - 2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("border_strong"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(place, 3, 3)
            end = place.right()
        self._paint_note(painter, y, bar.note, x, end)
        painter.setFont(theme.font(12, 500))
        painter.setPen(theme.color("text" if happened else "text3"))
        painter.drawText(QRectF(self._right + SIDE, y, theme.px(TIMES) - 6, row), _RIGHT, duration(bar.length))

    @property
    def _right(self) -> float:
        """Where the times at the right edge begin."""
        return float(self.width() - self._theme.px(TIMES) - 2 * SIDE)

    def _paint_note(self, painter: QPainter, y: float, note: str, start: float, end: float) -> None:
        """Write what is known of a bar behind it, or before it where there is more room."""
        if not note:
            return
        theme, font = self._theme, self._theme.font(11)
        after, before = self._right - end - 12, start - theme.px(NAMES) - 10
        words, metrics = printable(note[:400]), QFontMetricsF(font)
        behind = after >= before or metrics.horizontalAdvance(words) <= after
        room = after if behind else before
        if room < min(metrics.horizontalAdvance(words), theme.px(LEAST_NOTE)):
            return
        text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(theme.color("text2"))
        if behind:
            painter.drawText(QRectF(end + 8, y, after, theme.px(ROW)), _LEFT, text)
        else:
            painter.drawText(QRectF(start - 8 - before, y, before, theme.px(ROW)), _RIGHT, text)

    def _paint_try(self, painter: QPainter, y: float, bar: Bar) -> None:
        theme, row, (left, scale) = self._theme, self._theme.px(ROW), self._scale()
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text2"))
        painter.drawText(QRectF(64, y, left - 68, row), _LEFT, _("Tried"))
        x = min(left + bar.start * scale, self._right)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(PHASE_TOKENS["connect"]))
        painter.drawEllipse(QPointF(x, y + row / 2), 3, 3)
        self._paint_note(painter, y, bar.note, x - 3, x + 3)

    def _paint_between(self, painter: QPainter, y: float, hop: Hop, before: Hop) -> None:
        """Say between two hops what led to the second."""
        theme, row = self._theme, self._theme.px(ROW)
        icon, header = {"auth": ("key", "www-authenticate"), "retry": ("refresh", "")}.get(hop.why, ("route", "location"))
        painter.fillRect(QRectF(0, y, self.width(), row), theme.color("bg"))
        paint_icon(painter, theme, theme.px(34), y + row / 2, icon, "warn", 14)
        words = why_words(hop) or _("Redirect followed")
        x = self._word(painter, theme.px(54), QRectF(0, y, 100, row), words, "text2", 12, 500) + 10
        where = before.response.header(header) if before.response is not None and header else ""
        font = theme.font(12, mono=True)
        painter.setFont(font)
        painter.setPen(theme.color("text2"))
        text = QFontMetricsF(font).elidedText(printable(where[:2000]), Qt.TextElideMode.ElideRight, self.width() - x - 20)
        painter.drawText(QRectF(x, y, self.width() - x, row), _LEFT, text)

    # --- choosing ---

    def _hop_at(self, y: float) -> int | None:
        tops = self._tops()
        return next((number for number in range(len(tops) - 1) if tops[number] <= y < tops[number + 1]), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hop, at = self._hop_at(event.position().y()), event.position()
        if hop is None:
            return
        self.select(hop)
        if at.x() < SIDE + self._theme.px(26) and at.y() < self._tops()[hop] + self._theme.px(HEAD):
            self._fold(hop, hop not in self._folded)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hop = self._hop_at(event.position().y())
        if hop is not None and event.position().y() < self._tops()[hop] + self._theme.px(HEAD):
            self._fold(hop, hop not in self._folded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.select(self._selected + (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(self._selected, key == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)
