"""A send that failed: what happened, how far it came, why, what to try, and the bytes received so far."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from curlew.model.exchange import Exchange, SendError
from curlew.preview.hexdump import hexdump
from curlew.preview.kinds import looks_binary
from curlew.text import _
from curlew.ui.response.phase_line import PhaseLine
from curlew.ui.response.texts import exact_size, host_of
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, column, frame, label, restyle, row
from curlew.ui.widgets.text_view import TextPane

ICONS = {"tls": "shield_off", "cancelled": "stop", "timeout": "clock", "dns": "globe", "url": "link", "file": "file", "variable": "braces"}
RECEIVED_SHOWN = 64 * 1024


class ErrorPage(QScrollArea):
    """`again`, `timeline_wanted`: what a person can ask for."""

    again = Signal()
    timeline_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._exchange = Exchange()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("error_page")
        self._icon = Picture(theme, "circle_x", "err", 22)
        self._tile = frame("err", layout=row(None, self._icon, None))
        self._tile.setFixedSize(44, 44)
        self._title = _selectable(label("", wrap=True))
        self._sentence = _selectable(label("", "muted", wrap=True))
        self._line = PhaseLine(theme)
        self._why_title, self._try_title = label(_("WHY"), "caption"), label(_("WHAT TO TRY"), "caption")
        self._why = _selectable(label("", wrap=True))
        self._try = _selectable(label("", wrap=True))
        self._received_title = label("", "caption")
        self._received: TextPane | None = None
        self._received_frame = frame("card", layout=column(margins=(1, 1, 1, 1)))
        head = row(self._tile, column(self._title, self._sentence, spacing=2), spacing=14)
        head.setStretch(1, 1)
        head.setAlignment(self._tile, Qt.AlignmentFlag.AlignTop)
        details = (self._why_title, self._why, 6, self._try_title, self._try, 6, self._received_title, self._received_frame)
        body = QWidget()
        body.setObjectName("ScrollBody")
        body.setLayout(column(head, 4, self._line, *details, 8, self._buttons(), None, margins=(24, 16, 24, 16), spacing=6))
        self.setWidget(body)
        theme.changed.connect(self._dress)
        self._dress()

    def _buttons(self) -> QWidget:
        self.again_button = TextButton(self._theme, _("Send again"), "primary", "refresh", self.again.emit)
        self.again_button.setObjectName("send_again_button")
        timeline = TextButton(self._theme, _("Show timeline"), "", "route", self.timeline_wanted.emit)
        copy = TextButton(self._theme, _("Copy details"), "", "copy", self.copy)
        self._timeline_button = timeline
        holder = QWidget()
        holder.setLayout(row(self.again_button, timeline, copy, None, spacing=8))
        return holder

    def show_exchange(self, exchange: Exchange) -> None:
        error = exchange.error
        if error is None:
            return
        self._exchange = exchange
        tone = "warn" if error.kind == "cancelled" else "err"
        self._icon.show_icon(ICONS.get(error.kind, "circle_x"), tone)
        self._tile.setProperty("ground", tone)
        restyle(self._tile)
        self._title.setText(error.title)
        self._sentence.setText(what_reached(exchange))
        self._line.show_exchange(exchange)
        for title, text, words in ((self._why_title, self._why, error.reason), (self._try_title, self._try, error.hint)):
            text.setText(words)
            title.setVisible(bool(words))
            text.setVisible(bool(words))
        self._timeline_button.setVisible(bool(exchange.hops))
        self._show_received(exchange.received)
        self.verticalScrollBar().setValue(0)

    def _show_received(self, received: bytes) -> None:
        self._received_title.setVisible(bool(received))
        self._received_frame.setVisible(bool(received))
        self._received_title.setText(_("RECEIVED SO FAR, {size}").format(size=exact_size(len(received))))
        if received:
            shown = received[:RECEIVED_SHOWN]
            self.received.set_text(hexdump(shown) if looks_binary(shown) else shown)

    @property
    def received(self) -> TextPane:
        """The bytes received so far; made when there first are some."""
        if self._received is None:
            self._received = TextPane(self._theme, _("Bytes received so far"), 12)
            self._received.setFixedHeight(150)
            layout = self._received_frame.layout()
            assert layout is not None
            layout.addWidget(self._received)
        return self._received

    def copy(self) -> None:
        """Copy what is known of the failure as text."""
        QGuiApplication.clipboard().setText(told(self._exchange))

    def _dress(self) -> None:
        self._title.setStyleSheet(f"font-size: {self._theme.px(17)}px; font-weight: 600;")


def what_reached(exchange: Exchange) -> str:
    """Return in one sentence what of the request reached the server."""
    error = exchange.error
    if error is None or exchange.request is None:
        return _("The send was stopped before a response came.") if error and error.kind == "cancelled" else _("Nothing was sent.")
    host = host_of(exchange.request.url)
    if error.phase in ("", "prepare", "dns", "connect", "tls"):
        return _("Nothing of the request reached {host}.").format(host=host)
    if error.phase == "send":
        return _("Part of the request may have reached {host}.").format(host=host)
    return _("The request went to {host}; no whole response came back.").format(host=host)


def told(exchange: Exchange) -> str:
    """Return a failure as plain text, for a report."""
    error: SendError | None = exchange.error
    lines = []
    for hop in exchange.hops:
        status = f" → {hop.response.status}" if hop.response is not None else ""
        lines.append(f"{hop.request.method} {hop.request.url}{status}")
    if error is not None:
        lines += [error.title, what_reached(exchange), error.reason, error.hint]
    return "\n".join(line for line in lines if line)


def _selectable(text: QLabel) -> QLabel:
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return text
