"""The facts of a response in a line, status, time, size, protocol, each with its details on click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from curlew.model.exchange import Exchange
from curlew.text import _, ngettext
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
from curlew.ui.widgets.parts import label, row
from curlew.ui.widgets.popup import Popup

Facts = Sequence[tuple[str, str]]


class Summary(QWidget):
    """Buttons that look like text; empty until something is shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._facts: dict[QToolButton, Facts] = {}
        self._role = ""
        self._space = 10_000
        self._wanted: set[QToolButton] = set()
        self.redirects_button = self._button("response_redirects")
        self.status_button = self._button("response_status")
        self.time_button = self._button("response_time")
        self.size_button = self._button("response_size")
        self.protocol_button = self._button("response_protocol")
        self.setLayout(row(self.redirects_button, self.status_button, self.time_button, self.size_button, self.protocol_button, spacing=2))
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
        left = self._space
        for button in (self.status_button, self.time_button, self.redirects_button, self.size_button, self.protocol_button):
            width = button.sizeHint().width() + 2
            fits = button in self._wanted and (button is self.status_button or width <= left)
            left -= width if fits else 0
            button.setVisible(fits)

    def show_status(self, status: int, text: str, role: str = "") -> None:
        """Show a status alone: the head has come, the body has not."""
        self._pill(text, role or status_role(status))
        self._tell(self.status_button, _("Status"), text, [(_("Status"), text), (_("Meaning"), meaning_of_status(status))])

    def show_exchange(self, exchange: Exchange) -> None:
        self.clear()
        response, error = exchange.response, exchange.error
        if response is not None:
            self.show_status(response.status, status_text(response))
        elif error is not None:
            cancelled = error.kind == "cancelled"
            text = _("Cancelled") if cancelled else _("Failed")
            self._pill(text, "warn" if cancelled else "err")
            self._tell(self.status_button, _("Status"), text, [(text, error.title)])
        if len(exchange.hops) > 1:
            count = len(exchange.hops) - 1
            words = ngettext("{n} redirect", "{n} redirects", count).format(n=count)
            self._tell(self.redirects_button, _("Redirects followed"), words, self._hops(exchange))
        if exchange.timings.total is not None:
            self._tell(self.time_button, _("Time"), duration(exchange.timings.total), self._times(exchange))
        if response is not None:
            self._tell(self.size_button, _("Size"), size(response.encoded_size), self._sizes(exchange))
            self._tell(self.protocol_button, _("Protocol"), response.http_version, self._connection(exchange))

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
        request, response = exchange.request, exchange.response
        facts: list[tuple[str, str]] = []
        if request is not None:
            if request.head is not None:
                facts.append((_("Request head"), exact_size(len(request.head))))
            facts.append((_("Request body"), exact_size(request.body.size)))
        if response is not None:
            if response.head is not None:
                facts.append((_("Response head"), exact_size(len(response.head))))
            facts.append((_("Response body, received"), exact_size(response.encoded_size)))
            facts.append((_("Response body, decoded"), exact_size(response.body.size)))
        return facts

    @staticmethod
    def _connection(exchange: Exchange) -> Facts:
        hop = exchange.hops[-1]
        facts = [
            (_("Protocol"), hop.response.http_version if hop.response is not None else ""),
            (_("Remote"), hop.connection.remote),
            (_("Local"), hop.connection.local),
            (_("TLS"), tls_words(hop)),
            (_("Connection"), _("reused") if hop.connection.reused else _("new")),
        ]
        return [(name, value) for name, value in facts if value]

    # --- inner workings ---

    def _buttons(self) -> tuple[QToolButton, ...]:
        return self.redirects_button, self.status_button, self.time_button, self.size_button, self.protocol_button

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
            self.status_button.setStyleSheet(
                f"QToolButton {{ background: {ground}; color: {color}; font-weight: 600; border-radius: 4px; padding: 0 9px; }}"
                f"QToolButton:focus {{ border: 1px solid {edge}; }}"
            )

    def _open(self, button: QToolButton) -> None:
        facts = list(self._facts.get(button, ()))
        if button is self.status_button:  # also what there is no room for
            hidden = (other for other in self._buttons() if other in self._wanted and other.isHidden())
            facts += [(other.accessibleName().partition(":")[0], other.text()) for other in hidden]
        popup = FactsPopup(self, [fact for fact in facts if fact[1]])
        popup.open_below(button)


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
        self.fill(grid)

    def open_below(self, widget: QWidget) -> None:
        """Open below a widget, its right edge at the widget's, within the window."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 4))
        window = widget.window()
        left = window.mapToGlobal(QPoint(8, 0)).x()
        below = window.mapToGlobal(QPoint(0, window.height() - self.height() - 8)).y()
        self.move(max(left, corner.x()), min(corner.y(), below))
        self.show()
