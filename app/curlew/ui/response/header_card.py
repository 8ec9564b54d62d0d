"""A small window below a header's row that explains it: what it is for, its parts, how fresh the response still is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from curlew.preview.headers.freshness import Freshness
from curlew.preview.headers.meanings import meaning
from curlew.preview.headers.parts import parts
from curlew.preview.headers.purposes import purpose, subject
from curlew.preview.headers.rates import Rate, rate_lines
from curlew.preview.headers.spans import span
from curlew.preview.words import printable
from curlew.text import _
from curlew.ui.response.fact_grid import FactGrid, Line
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import TextButton, column, frame, label, row
from curlew.ui.widgets.popup import Popup

WIDTH = 470


class HeaderCard(Popup):
    """Escape or a click elsewhere closes it."""

    def __init__(
        self, theme: Theme, parent: QWidget, name: str, value: str, fresh: Freshness | None = None, rate: Rate | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("header_card")
        self.setAccessibleName(_("About {header}").format(header=name))
        self._value, self._host = value, parent
        title = row(label(printable(name)[:80], "title"), None, label(subject(name), "meta"))
        about = purpose(name) or meaning(name, value)
        self.grid = FactGrid(theme, 170)
        is_limit = rate is not None and "rate" in name.lower() and "limit" in name.lower()
        known = rate_lines(rate) if rate is not None and is_limit else parts(name, value)
        self.grid.show_lines([Line(part, words or "–") for part, words in known])
        whole = label(printable(value)[:1200], wrap=True)
        whole.setFont(theme.font(12, mono=True))
        copy = TextButton(theme, _("Copy value"), "link", "copy", self._copy)
        middle: list[QWidget] = [self.grid if known else whole]
        if fresh is not None and name.lower() == "cache-control":
            middle.append(_FreshBar(theme, fresh))
        lines = [label(about, "meta", wrap=True)] if about else []
        line = frame("line")
        line.setFixedHeight(1)
        copy.setStyleSheet("padding: 0")
        content = column(title, *lines, line, *middle, row(copy, None), margins=(16, 12, 16, 10), spacing=8)
        self.setFixedWidth(theme.px(WIDTH))
        self.fill(content)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._value)
        self.close()

    def open_at(self, corner: QPoint) -> None:
        """Open with the upper left corner there, moved so that it stays within the window."""
        layout = self.layout()
        assert layout is not None
        self.setFixedHeight(max(layout.totalHeightForWidth(self.width()), 80))  # adjustSize would take wrapped lines for narrow ones
        window = self._host.window()
        limit = window.mapToGlobal(QPoint(window.width() - self.width() - 8, window.height() - self.height() - 8))
        self.move(min(corner.x(), limit.x()), min(corner.y(), limit.y()))
        self.show()


class _FreshBar(QWidget):
    """How long a response is fresh, how long it may be used stale, and where that stands now."""

    def __init__(self, theme: Theme, fresh: Freshness) -> None:
        super().__init__()
        self._theme, self._fresh = theme, fresh
        self.setFixedHeight(theme.px(34))
        self.setAccessibleName(f"{self._left()} {self._right()}")

    def _left(self) -> str:
        state = _("fresh to {span}") if self._fresh.age < self._fresh.fresh else _("stale since {span}")
        return _("now, {age}").format(age=span(self._fresh.age)) + " · " + state.format(span=span(self._fresh.fresh))

    def _right(self) -> str:
        if self._fresh.usable <= self._fresh.fresh:
            return ""
        return _("stale, may still be used to {span}").format(span=span(self._fresh.usable))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, fresh = QPainter(self), self._theme, self._fresh
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = max(fresh.usable, fresh.age, 1.0)
        painter.setPen(theme.color("line"))
        painter.setBrush(theme.color("warn_soft"))
        painter.drawRoundedRect(QRectF(0.5, 2.5, self.width() - 1, 7), 3.5, 3.5)
        painter.setBrush(theme.color("ok"))
        painter.drawRoundedRect(QRectF(0.5, 2.5, (self.width() - 1) * min(1.0, fresh.fresh / whole), 7), 3.5, 3.5)
        painter.fillRect(QRectF((self.width() - 3) * min(1.0, fresh.age / whole), 1, 3, 10), theme.color("text"))
        painter.setFont(theme.font(11))
        rest = QRectF(0, 13, self.width(), self.height() - 13)
        painter.setPen(theme.color("ok" if fresh.age < fresh.fresh else "warn"))
        painter.drawText(rest, self._left())
        painter.setPen(theme.color("warn"))
        used = painter.fontMetrics().horizontalAdvance(self._right())
        painter.drawText(rest.adjusted(self.width() - used, 0, 0, 0), self._right())
