"""Beside a failure: the certificate that did not do, with the offending field in red, and the bytes so far."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from curlew.model.exchange import Certificate, Exchange
from curlew.model.sendevent import Progress
from curlew.preview.certificates import main_fault, problem_word
from curlew.text import _
from curlew.ui.response.chain_view import lines_of
from curlew.ui.response.fact_grid import FactGrid
from curlew.ui.response.failure_text import BytesSoFar, bytes_so_far, bytes_words
from curlew.ui.response.texts import host_name, size
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, column, frame, label, row


def failing_certificate(exchange: Exchange) -> Certificate | None:
    """Return the certificate for which the last connection failed, None if it did not fail for one."""
    if not exchange.hops or exchange.error is None or exchange.error.phase not in ("tls", "proxy"):
        return None
    way = exchange.hops[-1].connection
    if not way.certificates or way.verified:
        return None
    return next((each for each in way.certificates if each.problem), way.certificates[0])


class FailureCard(QFrame):
    """Hidden where there is nothing to show."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self._title = label(_("Certificate presented"), "strong")
        self.badge = label("", "badge_err")
        self.facts = FactGrid(theme, 76)
        self.chain_button = TextButton(theme, _("Show the chain"), "link")
        self.chain_button.setStyleSheet("padding: 0")
        self._bytes_words = label("", "faint", wrap=True)
        self._up, self._down = label("", "meta"), label("", "meta")
        self._bar = _TwoBar(theme)
        head = row(Picture(theme, "lock", "text2", 15), self._title, None, self.badge, spacing=8)
        self._certificate = QWidget()
        self._certificate.setLayout(column(head, self.facts, row(self.chain_button, None), margins=(0, 0, 0, 4), spacing=7))
        self._line = frame("line")
        self._line.setFixedHeight(1)
        counted = row(label(_("Bytes so far"), "strong"), None, self._up, self._down, spacing=10)
        self._bytes = QWidget()
        self._bytes.setLayout(column(counted, self._bar, self._bytes_words, spacing=5))
        self.setLayout(column(self._certificate, self._line, self._bytes, margins=(16, 12, 16, 12), spacing=8))

    def show_exchange(self, exchange: Exchange, progress: Progress | None) -> None:
        certificate, counted = failing_certificate(exchange), bytes_so_far(exchange, progress)
        self.setVisible(certificate is not None or counted is not None)
        self._certificate.setVisible(certificate is not None)
        self._line.setVisible(certificate is not None and counted is not None)
        self._bytes.setVisible(counted is not None)
        if certificate is not None:
            way = exchange.hops[-1].connection
            own = certificate is way.certificates[0]
            host = host_name(exchange.hops[-1].request.url) if own else ""
            main = main_fault(exchange.error.code if exchange.error is not None else "")
            word = problem_word(certificate, host, failed=True, main=main) or _("not trusted")
            self.badge.setText(word)
            self.facts.show_lines(lines_of(certificate, host, short=True, failed=True, main=main))
        if counted is not None:
            self._show_bytes(counted)

    def _show_bytes(self, counted: BytesSoFar) -> None:
        self._up.setText(_("↑ {size} sent").format(size="?" if counted.sent is None else size(counted.sent)))
        self._down.setText(_("↓ {size} received").format(size=size(counted.received)))
        self._bytes_words.setText(bytes_words(counted))
        self._bar.show_parts(counted.sent or 0, max(0, counted.total - (counted.sent or 0)), counted.received)


class _TwoBar(QWidget):
    """What went out and what came in, as parts of one thin bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts = (0, 0, 0)
        self.setFixedHeight(6)

    def show_parts(self, sent: int, unsent: int, received: int) -> None:
        self._parts = (sent, unsent, received)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        total, x = sum(self._parts) or 1, 0.0
        for count, token in zip(self._parts, ("ph_send", "track", "ph_dns"), strict=True):
            width = self.width() * count / total
            if count:
                painter.setBrush(self._theme.color(token))
                painter.drawRoundedRect(QRectF(x, 0, max(4.0, width - 2), 5), 2.5, 2.5)
            x += width
        if not any(self._parts):
            painter.setBrush(self._theme.color("track"))
            painter.drawRoundedRect(QRectF(0, 0, self.width(), 5), 2.5, 2.5)
