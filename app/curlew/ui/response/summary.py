"""The facts of a response in a line, status, time, size, protocol, each with its details on click."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from curlew.model.exchange import Exchange, Hop
from curlew.preview.certificates import time_left
from curlew.preview.words import hop_counts, verified_words
from curlew.text import _
from curlew.ui.response.hop_details import size_rows
from curlew.ui.response.texts import (
    PHASES,
    duration,
    exact_size,
    meaning_of_status,
    phase_title,
    size,
    status_role,
    status_text,
    tls_words,
)
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import column, label, plain_tip, row
from curlew.ui.widgets.popup import Popup

Facts = Sequence[tuple[str, str]]


class Summary(QWidget):
    """Buttons that look like text; empty until something is shown. `certificates_wanted`: the lock was pressed."""

    certificates_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._facts: dict[QToolButton, Facts] = {}
        self._role = ""
        self.has_certificates = False
        self._space = 10_000
        self._wanted: set[QToolButton] = set()
        self.redirects_button = self._button("response_redirects")
        self.status_button = self._button("response_status")
        self.time_button = self._button("response_time")
        self.size_button = self._button("response_size")
        self.protocol_button = self._button("response_protocol")
        self.lock_button = self._button("response_lock")
        self._lock = ("lock", "ok")
        self._dressed: dict[QToolButton, str] = {}
        self._is_telling = False
        self.lock_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayout(row(*self._buttons(), spacing=2))
        theme.changed.connect(self._dress)
        self.clear()

    def clear(self) -> None:
        self._wanted.clear()
        self._settle()

    def fit(self, space: int) -> None:
        """Show only as much as fits into so many pixels, the status first; its details tell the rest."""
        self._space = space
        self._settle()

    def _settle(self) -> None:
        if self._is_telling:
            return  # once is enough for all that is told of an exchange
        left = self._space
        lock, others = (self.lock_button,), (self.time_button, self.size_button, self.redirects_button, self.protocol_button)
        standing = self._lock[1] != "ok"  # a warning is to be seen, whatever else there is no room for
        for button in (self.status_button, *(lock if standing else ()), *others, *(() if standing else lock)):
            if button is self.lock_button and standing:
                self._shrink_lock(left)
            width = button.sizeHint().width() + 2
            kept = button is self.status_button or (button is self.lock_button and standing)
            fits = button in self._wanted and (kept or width <= left)
            left -= width if fits else 0
            button.setVisible(fits)

    def _shrink_lock(self, room: int) -> None:
        """Leave the lock's words away where there is no room for them."""
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self.lock_button.setToolButtonStyle(beside)
        if self.lock_button.sizeHint().width() > room:
            self.lock_button.setToolButtonStyle(alone)

    def show_status(self, status: int, text: str, role: str = "") -> None:
        """Show a status alone: the head has come, the body has not."""
        self._pill(text, role or status_role(status))
        self._tell(self.status_button, _("Status"), text, [(_("Status"), text), (_("Meaning"), meaning_of_status(status))])

    def show_exchange(self, exchange: Exchange) -> None:
        self._is_telling = True
        try:
            self._tell_all(exchange)
        finally:
            self._is_telling = False
        self._settle()

    def _tell_all(self, exchange: Exchange) -> None:
        self.clear()
        self.has_certificates = bool(exchange.hops and exchange.hops[-1].connection.certificates)
        response, error = exchange.response, exchange.error
        if response is not None:
            self.show_status(response.status, status_text(response))
        elif error is not None:
            cancelled = error.kind == "cancelled"
            text = _("Cancelled") if cancelled else _("Failed")
            self._pill(text, "warn" if cancelled else "err")
            self._tell(self.status_button, _("Status"), text, [(text, error.title)])
        if len(exchange.hops) > 1:
            self._tell(self.redirects_button, _("Requests sent"), hop_counts(exchange).partition(", ")[2], self._hops(exchange))
        if exchange.timings.total is not None:
            self._tell(self.time_button, _("Time"), duration(exchange.timings.total), self._times(exchange))
        if response is not None:
            self._tell(self.size_button, _("Size"), size(response.encoded_size), self._sizes(exchange))
            self._tell(self.protocol_button, _("Protocol"), response.http_version, self._connection(exchange))
        self._show_state(exchange)
        self._show_lock(exchange)

    def _show_state(self, exchange: Exchange) -> None:
        """Say beside the status that a response is not whole."""
        response = exchange.response
        if response is None or not (response.incomplete or response.stopped or exchange.error):
            return
        words, reason, error = _("incomplete"), response.incomplete, exchange.error
        if response.stopped:
            words, reason = _("stopped"), _("You ended the response; what came is kept.")
        elif error is not None and error.kind == "redirect" and not response.incomplete:
            words, reason = _("not followed"), error.title
        facts = list(self._facts.get(self.status_button, ()))
        text = f"{status_text(response)[:36]} · {words}"
        self._pill(text, "warn" if response.stopped else "err")
        self._tell(self.status_button, _("Status"), text, [*facts, (words.capitalize(), reason)])

    def _show_lock(self, exchange: Exchange) -> None:
        """Show a lock for TLS: red while nothing is verified, amber for a certificate that is only trusted here."""
        if exchange.response is None:
            return
        way = exchange.hops[-1].connection
        if not way.tls and way.verified is None:
            return
        words = ""
        if way.verified is False and not way.pinned:
            self._lock, words = ("shield_off", "err"), _("Not verified")
        elif way.pinned:
            self._lock, words = ("lock", "warn"), _("Trusted here")
        else:
            self._lock = ("lock", "ok")
        self._tell(self.lock_button, _("TLS"), words, self._connection(exchange))
        self.lock_button.setAccessibleName(f"{_('TLS')}: {verified_words(exchange.hops[-1]) or way.tls}")
        self._dress()

    # --- details ---

    @staticmethod
    def _hops(exchange: Exchange) -> Facts:
        answers = (str(hop.response.status) if hop.response is not None else _("failed") for hop in exchange.hops)
        return [(answer, f"{hop.request.method} {hop.request.url}"[:300]) for answer, hop in zip(answers, exchange.hops[:20], strict=False)]

    @staticmethod
    def _times(exchange: Exchange) -> Facts:
        timings = exchange.timings
        phases = [(phase_title(name), getattr(timings, name, None)) for name in PHASES if name != "prepare"]
        known = [(title, duration(ms)) for title, ms in phases if ms is not None]
        return [*known, (_("Total"), duration(timings.total))]

    @staticmethod
    def _sizes(exchange: Exchange) -> Facts:
        if not exchange.hops:
            return []
        facts = []
        for name, wire, decoded in size_rows(exchange.hops[-1]):
            parts = [] if wire is None else [exact_size(wire)]
            if decoded is not None:
                parts.append(_("{size} decoded").format(size=exact_size(decoded)))
            facts.append((name, ", ".join(parts)))
        return facts

    @staticmethod
    def _connection(exchange: Exchange) -> Facts:
        hop = exchange.hops[-1]
        way = hop.connection
        facts = [
            (_("Protocol"), hop.response.http_version if hop.response is not None else ""),
            (_("Remote"), way.remote),
            (_("Local"), way.local),
            (_("Proxy"), _("via {proxy}").format(proxy=way.proxy) if way.proxy else ""),
            (_("TLS"), tls_words(hop)),
            (_("Certificate"), _certificate_words(hop)),
            (_("Client certificate"), way.client_certificate),
            (_("Connection"), _("reused") if way.reused else _("new")),
        ]
        return [(name, value) for name, value in facts if value]

    # --- inner workings ---

    def _buttons(self) -> tuple[QToolButton, ...]:
        fixed = (self.redirects_button, self.status_button, self.time_button, self.size_button)
        return *fixed, self.protocol_button, self.lock_button

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setProperty("kind", "status")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: self._open(button))
        return button

    def _tell(self, button: QToolButton, name: str, text: str, facts: Facts) -> None:
        button.setText(text[:48])
        button.setAccessibleName(f"{name}: {text}")
        self._facts[button] = facts
        lines = [f"{fact}: {value[:120]}" for fact, value in facts if value]
        button.setToolTip("".join(map(plain_tip, lines)).replace("</p><p>", "<br>"))
        button.setAccessibleDescription("\n".join(lines))  # else the tip is read out with its tags
        self._wanted.add(button)
        self._settle()

    def _pill(self, text: str, role: str) -> None:
        self._role = role
        self._dress()
        self.status_button.setText(text[:48])

    def _dress(self) -> None:
        role = self._role
        if role:
            ground, color = self._theme.hex(f"{role}_soft"), self._theme.hex(role)
            edge = self._theme.hex("accent")
            self._style(
                self.status_button,
                f"QToolButton {{ background: {ground}; color: {color}; font-weight: 600; border-radius: 4px; padding: 0 9px; }}"
                f"QToolButton:focus {{ border: 1px solid {edge}; }}",
            )
        icon, token = self._lock
        side = self._theme.px(14)
        self.lock_button.setIcon(self._theme.icon(icon, token, 14))
        self.lock_button.setIconSize(QSize(side, side))
        self._style(self.lock_button, f"QToolButton {{ color: {self._theme.hex(token)}; font-weight: 600; }}")

    def _style(self, button: QToolButton, style: str) -> None:
        if self._dressed.get(button) != style:  # the same one again would take as long as a new one
            self._dressed[button] = style
            button.setStyleSheet(style)

    def _open(self, button: QToolButton) -> None:
        facts = list(self._facts.get(button, ()))
        if button is self.status_button:  # also what there is no room for
            hidden = (other for other in self._buttons() if other in self._wanted and other.isHidden())
            facts += [(other.accessibleName().partition(":")[0], other.text()) for other in hidden]
        popup = FactsPopup(self, [fact for fact in facts if fact[1]])
        if button in (self.lock_button, self.protocol_button) and self.has_certificates:
            popup.offer(_("Show the certificates"), self.certificates_wanted.emit)
        popup.open_below(button)


def _certificate_words(hop: Hop) -> str:
    """Return how far the server's certificate is trusted, and how long it holds."""
    chain = hop.connection.certificates
    left = time_left(chain[0])[0] if chain else ""
    return ", ".join(part for part in (verified_words(hop), left) if part)


class FactsPopup(Popup):
    """Names and values in a small window that a click elsewhere, or Escape, closes."""

    def __init__(self, parent: QWidget, facts: Facts) -> None:
        super().__init__(parent)
        self.setObjectName("facts_popup")
        self.setAccessibleName(_("Details"))
        grid = QGridLayout()
        grid.setContentsMargins(14, 10, 14, 12)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        for line, (name, value) in enumerate(facts):
            grid.addWidget(label(name, "meta"), line, 0, Qt.AlignmentFlag.AlignTop)
            shown = label(value, wrap=len(value) > 48)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if len(value) > 48:
                shown.setMinimumWidth(300)
            grid.addWidget(shown, line, 1)
        self._column = column(grid, spacing=8)
        self.fill(self._column)

    def offer(self, title: str, act: Callable[[], object]) -> None:
        """Add a link at the end that closes this and goes on."""
        link = QToolButton()
        link.setText(title)
        link.setAccessibleName(title)
        link.setProperty("kind", "link")
        link.clicked.connect(lambda: (self.close(), act()))
        self._column.addLayout(row(link, None, margins=(14, 0, 14, 12)))

    def open_below(self, widget: QWidget) -> None:
        """Open below a widget, its right edge at the widget's, within the window."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 4))
        window = widget.window()
        left = window.mapToGlobal(QPoint(8, 0)).x()
        below = window.mapToGlobal(QPoint(0, window.height() - self.height() - 8)).y()
        self.move(max(left, corner.x()), min(corner.y(), below))
        self.show()
