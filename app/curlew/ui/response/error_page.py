"""A send that failed: what happened, how far it came, why, what to try, and the bytes received so far."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from curlew.model.exchange import Exchange
from curlew.model.sendevent import Progress
from curlew.preview.hexdump import hexdump
from curlew.preview.kinds import looks_binary
from curlew.preview.words import printable
from curlew.text import _
from curlew.ui.response.failure_card import FailureCard, failing_certificate
from curlew.ui.response.failure_text import told, what_reached
from curlew.ui.response.phase_line import PhaseLine
from curlew.ui.response.remedies import remedies
from curlew.ui.response.texts import exact_size
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, column, frame, label, restyle, row
from curlew.ui.widgets.text_view import TextPane

ICONS = {
    "tls": "shield_off",
    "certificate": "shield_off",
    "cancelled": "stop",
    "timeout": "clock",
    "dns": "globe",
    "url": "link",
    "file": "file",
    "variable": "braces",
    "proxy": "network",
    "auth": "key",
}
RECEIVED_SHOWN = 64 * 1024
WIDE = 720


class ErrorPage(QWidget):
    """The signals say what a person asked for; `place_wanted` names where to go (`Remedy`).

    The words scroll; what can be done about them stands below, in sight however low the pane is.
    """

    again = Signal()
    timeline_wanted = Signal()
    trust_wanted = Signal()
    chain_wanted = Signal()
    place_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._exchange = Exchange()
        self._is_distrusted = False
        self.setObjectName("error_page")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._icon = Picture(theme, "circle_x", "err", 22)
        self._tile = frame("err", layout=row(None, self._icon, None))
        self._tile.setFixedSize(44, 44)
        self._title = _selectable(label("", wrap=True))
        self._sentence = _selectable(label("", "muted", wrap=True))
        self._line = PhaseLine(theme)
        self._why_title, self._try_title = label(_("WHY"), "caption"), label(_("WHAT TO TRY"), "caption")
        self._why = _selectable(label("", wrap=True))
        self._hints = QVBoxLayout()
        self._hints.setSpacing(5)
        self._ways = QHBoxLayout()
        self._ways.setSpacing(14)
        self._code = _selectable(label("", "err", wrap=True))
        self._code_frame = frame("field", layout=column(self._code, margins=(10, 7, 10, 7)))
        self.card = FailureCard(theme)
        self.card.chain_button.clicked.connect(self.chain_wanted)
        self._received_title = label("", "caption")
        self._received: TextPane | None = None
        self._received_frame = frame("card", layout=column(margins=(1, 1, 1, 1)))
        self._build()
        theme.changed.connect(self._dress)
        self._dress()

    def _build(self) -> None:
        head = row(self._tile, column(self._title, self._sentence, spacing=2), spacing=14)
        head.setStretch(1, 1)
        head.setAlignment(self._tile, Qt.AlignmentFlag.AlignTop)
        left = (self._why_title, self._why, 6, self._try_title, self._hints, self._ways, 6, self._code_frame, None)
        self._columns: QBoxLayout = row(column(*left, spacing=6), column(self.card, None), spacing=28)
        self._columns.setStretch(0, 3)
        self._columns.setStretch(1, 2)
        received = (self._received_title, self._received_frame)
        body = QWidget()
        body.setObjectName("ScrollBody")
        parts = (head, 4, self._line, 2, self._columns, *received, None)
        body.setLayout(column(*parts, margins=(24, 16, 24, 8), spacing=6))
        self._scroll.setWidget(body)
        layout = column(self._scroll, self._buttons(), spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _buttons(self) -> QWidget:
        self.again_button = TextButton(self._theme, _("Send again"), "primary", "refresh", self.again.emit)
        self.again_button.setObjectName("send_again_button")
        self.trust_button = TextButton(self._theme, _("Trust this host…"), "", "lock", self.trust_wanted.emit)
        self.trust_button.setObjectName("trust_host_button")
        self._timeline_button = TextButton(self._theme, _("Show timeline"), "", "route", self.timeline_wanted.emit)
        copy = TextButton(self._theme, _("Copy details"), "", "copy", self.copy)
        self._buttons_shown = (self.again_button, self.trust_button, self._timeline_button, copy)
        self._foot_note = label("", "faint", wrap=True)
        self._foot_note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for button in self._buttons_shown:
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        pairs = row(self.again_button, self.trust_button), row(self._timeline_button, copy)
        self._button_rows: QBoxLayout = row(*pairs, self._foot_note, spacing=8)
        self._button_rows.setStretch(2, 1)
        for pair in pairs:
            self._button_rows.setAlignment(pair, Qt.AlignmentFlag.AlignLeft)
        self._button_rows.setContentsMargins(24, 8, 24, 10)
        return frame("bg", "top", self._button_rows)

    def show_exchange(self, exchange: Exchange, progress: Progress | None = None) -> None:
        """Show a failure; progress: what was counted of its bytes last."""
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
        self._why.setText(error.reason)
        self._code.setText(printable(error.code[:2000]))
        for part, wanted in ((self._why_title, error.reason), (self._why, error.reason), (self._code_frame, error.code)):
            part.setVisible(bool(wanted))
        self._fill_hints(error.hint)
        self._fill_ways()
        self.card.show_exchange(exchange, progress)
        distrusted = failing_certificate(exchange) is not None and error.phase == "tls"
        self.trust_button.setVisible(distrusted)
        self._is_distrusted = distrusted
        self._timeline_button.setVisible(bool(exchange.hops))
        self._show_received(exchange.received)
        self._settle_columns()
        self._scroll.verticalScrollBar().setValue(0)

    def _fill_hints(self, hint: str) -> None:
        _emptied(self._hints)
        lines = [line.strip() for line in hint.splitlines() if line.strip()]
        self._try_title.setVisible(bool(lines))
        for line in lines:
            words = _selectable(label(line, wrap=True))
            holder = QWidget()
            picture = Picture(self._theme, "arrow_right", "accent", 14)
            layout = row(picture, words, spacing=9)
            layout.setStretch(1, 1)
            layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
            holder.setLayout(layout)
            self._hints.addWidget(holder)

    def _fill_ways(self) -> None:
        _emptied(self._ways)
        for way in remedies(self._exchange):
            button = TextButton(self._theme, way.title, "link", way.icon, partial(self.place_wanted.emit, way.place))
            button.setObjectName(f"remedy_{way.place}")
            button.setStyleSheet("padding: 0")
            self._ways.addWidget(button)
        self._ways.addStretch(1)

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
        """Copy what is known of the failure as text, secrets masked."""
        QGuiApplication.clipboard().setText(told(self._exchange))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_columns()

    def _settle_columns(self) -> None:
        """Put the card beside the words, or below them where the pane is narrow."""
        wide = self.width() >= self._theme.px(WIDE)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._columns.setSpacing(28 if wide else 10)
        taken = sum(button.sizeHint().width() + 8 for button in self._buttons_shown if not button.isHidden()) + 48
        fits = self.width() >= taken
        self._button_rows.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)
        self._foot_note.setText(_("Verification stays on for every other host.") if self._is_distrusted and wide else "")
        self._foot_note.setVisible(fits)  # also empty: it takes the room that is left

    def _dress(self) -> None:
        self._title.setStyleSheet(f"font-size: {self._theme.px(17)}px; font-weight: 600;")
        font = self._theme.font(12, mono=True)
        self._code.setStyleSheet(f"font-family: '{font.family()}'; font-size: {font.pixelSize()}px;")


def _selectable(text: QLabel) -> QLabel:
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    text.setMinimumWidth(1)
    return text


def _emptied(layout: QBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
