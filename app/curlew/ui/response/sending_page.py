"""A send under way: what it is doing, for how long, and how many bytes have come."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from curlew.model.sendevent import Asked, HeadersReceived, Phase, Progress, Redirected, SendEvent, Started
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.texts import duration, host_of, size
from curlew.ui.widgets.parts import column, label


class SendingPage(QWidget):
    """Follows the events of one send."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._title = label(_("Sending…"), "medium")
        self._clock = label("", "h1")
        self._doing = label("", "muted", wrap=True)
        self._bytes = label("", "meta")
        self._hint = label("", "faint")
        parts = (self._title, self._clock, self._doing, self._bytes, self._hint)
        for part in parts:
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(
            column(None, self._title, self._clock, self._doing, self._bytes, 4, self._hint, None, margins=(24, 12, 24, 12), spacing=5)
        )

    def begin(self) -> None:
        self._title.setText(_("Sending…"))
        self._doing.setText(" ")
        self._bytes.setText(" ")
        self._say_keys(_("{keys} cancels"))
        self.set_elapsed(0.0)

    def _say_keys(self, words: str) -> None:
        keys = self._ui.actions.keys("request.send")
        self._hint.setText(words.format(keys=keys) if keys else "")

    def set_elapsed(self, ms: float) -> None:
        text = f"{ms / 1000:.1f} s" if ms < 100_000 else duration(ms)
        if text != self._clock.text():
            self._clock.setText(text)

    def on_event(self, event: SendEvent) -> None:
        if isinstance(event, Started):
            self._say_keys(_("{keys} cancels"))
            self._doing.setText(f"{event.method[:20]} {host_of(event.url)[:120]}")
        elif isinstance(event, Phase):
            self._title.setText(_phase_words(event.name))
            if event.detail:
                self._doing.setText(event.detail[:200])
        elif isinstance(event, Redirected):
            self._doing.setText(_("Redirected to {url}").format(url=event.location[:200]))
        elif isinstance(event, HeadersReceived):
            self._doing.setText(f"{event.status} {event.reason}".strip()[:120])
            self._say_keys(_("{keys} stops and keeps what came, Esc cancels"))
        elif isinstance(event, Asked):
            self._title.setText(_("Waiting for your answer"))
            self._doing.setText(event.question.title[:200])
            self._say_keys(_("{keys} cancels"))
        elif isinstance(event, Progress):
            self._bytes.setText(progress_words(event))


def _phase_words(phase: str) -> str:
    return {
        "queue": _("Waiting for a turn…"),
        "proxy": _("Connecting through the proxy…"),
        "dns": _("Looking up the name…"),
        "connect": _("Connecting…"),
        "tls": _("Securing the connection…"),
        "send": _("Sending the request…"),
        "wait": _("Waiting for the response…"),
        "receive": _("Receiving…"),
    }.get(phase, _("Sending…"))


def progress_words(event: Progress) -> str:
    """Return the bytes out and in, with the totals where they are known."""
    parts = []
    if event.sent and (event.sent_total is None or event.sent < event.sent_total or not event.received):
        total = f" / {size(event.sent_total)}" if event.sent_total else ""
        parts.append(f"↑ {size(event.sent)}{total}")
    if event.received:
        total = f" / {size(event.received_total)}" if event.received_total else ""
        parts.append(f"↓ {size(event.received)}{total}")
    return "   ".join(parts)


def progress_share(event: Progress) -> float | None:
    """Return how much of what is being moved has come, from 0 to 1; None where the total is unknown."""
    if event.received_total and event.received:
        return min(1.0, event.received / event.received_total)
    if event.sent_total and event.sent < event.sent_total:
        return event.sent / event.sent_total
    return None
