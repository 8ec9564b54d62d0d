"""The card of an OAuth 2 token: whether there is one, how long it is good for, and what can be done with it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget
from shiboken6 import isValid

from curlew.errors import CurlewError
from curlew.model.request import Request
from curlew.model.token import TokenState
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, column, label, row, set_role

TICK_MS = 1000
PAUSE_MS = 250
"""How long typing has to rest before the token of the new settings is looked for."""

NONE = TokenState("none")


def time_text(seconds: float) -> str:
    """Return a length of time as people say it: `42 min`, `8 s`, `3 h`."""
    if seconds < 90:
        return _("{n} s").format(n=max(0, int(seconds)))
    if seconds < 90 * 60:
        return _("{n} min").format(n=int(seconds // 60))
    return _("{n} h").format(n=int(seconds // 3600)) if seconds < 48 * 3600 else _("{n} days").format(n=int(seconds // 86400))


class TimeBar(QWidget):
    """What is left of a life, as a bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self.setFixedHeight(theme.px(4))
        self.setAccessibleName(_("Time left"))
        theme.changed.connect(self.update)

    def show_share(self, share: float) -> None:
        self._share = min(1.0, max(0.0, share))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rect, radius = QRectF(self.rect()), self.height() / 2
        painter.setBrush(self._theme.color("track"))
        painter.drawRoundedRect(rect, radius, radius)
        if self._share > 0:
            painter.setBrush(self._theme.color("ok" if self._share > 0.1 else "warn"))
            painter.drawRoundedRect(QRectF(0, 0, max(rect.height(), rect.width() * self._share), rect.height()), radius, radius)


class TokenCard(QFrame):
    """`show_for` says whose token it is. What it shows follows sends, and ticks while it can be seen."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.state = NONE
        self._of: tuple[Request, int | None, str] = (Request(), None, "")
        self._browser = False
        self._busy: asyncio.Task[None] | None = None
        self._asked = 0
        self._tasks = ui.tasks.for_owner(self)
        self.setProperty("ground", "card")
        self.setObjectName("token_card")
        self._pill = label("", "badge")
        self._left = label("", "title")
        self._until = label("", "faint")
        self._bar = TimeBar(ui.theme)
        self._facts: dict[str, tuple[QLabel, QLabel]] = {}
        self._error = label("", "err", wrap=True)
        self._about = label("", "faint", wrap=True)
        self._first = TextButton(ui.theme, _("Refresh"), "primary", "refresh", act=lambda: self._act(self._main_act))
        self._again = TextButton(ui.theme, "", act=lambda: self._act(self._fetch))
        self._cancel = TextButton(ui.theme, _("Cancel"), act=self._stop)
        self._copy = TextButton(ui.theme, _("Copy"), "link", act=lambda: self._act(self._copy_token))
        self._forget = TextButton(ui.theme, _("Forget"), "linkdanger", act=lambda: self._act(self._forget_token))
        for button, name in (
            (self._first, "first"),
            (self._again, "again"),
            (self._cancel, "cancel"),
            (self._copy, "copy"),
            (self._forget, "forget"),
        ):
            button.setObjectName(f"token_{name}")
        head = row(Picture(ui.theme, "key", "text2", 16), label(_("Access token"), "strong"), None, self._pill)
        buttons = row(self._first, self._again, self._cancel, spacing=8)
        links = row(self._copy, None, self._forget)
        rows = (head, row(self._left, None, self._until), self._bar, self._fact_rows(), self._error, buttons, links, self._about)
        self.setLayout(column(*rows, margins=(16, 14, 16, 12), spacing=10))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._show_time)
        stop = ui.session.changed.listen(lambda change, _source: self._look() if change.kind == "history" and self.isVisible() else None)
        self.destroyed.connect(lambda: stop())
        self._show()

    def _fact_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        names = {
            "token": _("Token"),
            "kind": _("Kind"),
            "scopes": _("Scopes"),
            "account": _("Account"),
            "refresh": _("Refresh"),
            "kept": _("Kept"),
        }
        for at, (name, title) in enumerate(names.items()):
            pair = (label(title, "meta"), label("", "mono" if name == "token" else "", wrap=name != "token"))
            grid.addWidget(pair[0], at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(pair[1], at, 1)
            self._facts[name] = pair
        return grid

    # --- what is shown ---

    def show_for(self, request: Request, item_id: int | None, place: str, browser: bool) -> None:
        """Show the token of a request's OAuth 2. browser: it is fetched by signing in."""
        self._browser = browser
        same = self._of[0] == request and self._of[1:] == (item_id, place)
        self._of = (request, item_id, place)
        if not same:
            self._error.setText("")
            self._pause.start()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()
        self._pause.stop()

    def _look(self) -> None:
        if self.isVisible() and self._busy is None:
            self._asked += 1
            self._tasks.start(self._take_state(self._asked), _("Looking for a token"))

    async def _take_state(self, asked: int) -> None:
        state = await self.ui.session.tokens.state(*self._of)
        if asked == self._asked:
            self.state = state
            self._show()

    def _show(self) -> None:
        state, busy = self.state, self._busy is not None
        words = {"none": (_("None"), "badge"), "valid": (_("Valid"), "badge_ok"), "expired": (_("Expired"), "badge_warn")}
        text, role = (_("Fetching"), "badge_accent") if busy else words[state.status]
        self._pill.setText(text)
        set_role(self._pill, role)
        kept = _("In the system’s keyring") if state.kept == "keyring" else _("In memory until Curlew ends")
        facts = {
            "token": state.preview,
            "kind": state.kind,
            "scopes": ", ".join(state.scopes),
            "account": state.account,
            "refresh": (_("With a refresh token") if state.refreshable else _("None was given")) if state.status != "none" else "",
            "kept": kept if state.status != "none" else "",
        }
        for name, (title, value) in self._facts.items():
            value.setText(facts[name])
            title.setVisible(bool(facts[name]))
            value.setVisible(bool(facts[name]))
        self._show_buttons(busy)
        self._error.setVisible(bool(self._error.text()))
        self._show_time()

    def _show_buttons(self, busy: bool) -> None:
        state = self.state
        fetch = _("Sign in") if self._browser else _("Fetch token")
        again = _("Sign in again") if self._browser else _("Fetch again")
        refresh = state.status != "none" and state.refreshable
        first = _("Refresh") if refresh else fetch if state.status == "none" else again
        self._first.setText(f" {first}")
        self._first.setAccessibleName(first)
        self._again.setText(again)
        self._again.setAccessibleName(again)
        shown = {
            self._first: not busy,
            self._cancel: busy,
            self._again: not busy and refresh,
            self._copy: not busy and state.status != "none",
            self._forget: not busy and state.status != "none",
        }
        had_keyboard = any(button.hasFocus() and not stays for button, stays in shown.items())
        for button in sorted(shown, key=lambda one: not shown[one]):  # first show, so that the keyboard has where to go
            button.setVisible(shown[button])
            if shown[button] and had_keyboard:
                button.setFocus()
                had_keyboard = False
        if busy:
            self._about.setText(_("Waiting for you to sign in in the browser.") if self._browser else _("Asking the authorization server."))
        elif state.status == "none":
            self._about.setText(_("Sending fetches a token by itself, and keeps it for all requests with the same settings."))
        else:
            self._about.setText(_("Renewed by itself 60 s before it ends.") if state.refreshable else "")
        self._about.setVisible(bool(self._about.text()))

    def _show_time(self) -> None:
        state = self.state
        ticking = state.status != "none" and state.expires is not None
        for widget in (self._left, self._until, self._bar):
            widget.setVisible(ticking)
        if state.status == "valid" and state.expires is None:
            self._left.setText(_("No end was said"))
            self._left.show()
        if not ticking or state.expires is None:
            self._clock.stop()
            return
        left = state.expires - time.time()
        over = _("ended {time} ago").format(time=time_text(-left))
        self._left.setText(_("{time} left").format(time=time_text(left)) if left > 0 else over)
        self._until.setText(_("until {time}").format(time=datetime.fromtimestamp(state.expires).strftime("%H:%M")))
        self._bar.show_share(left / max(1.0, state.expires - (state.obtained or 0.0)))
        if left <= 0 and state.status == "valid":
            self._clock.stop()
            self._look()
        elif self.isVisible() and not self._clock.isActive():
            self._clock.start()

    # --- what is done ---

    def _act(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        if self._busy is None:
            self._error.setText("")
            self._busy = self._tasks.start(self._done(work()), _("Fetching a token"))
            self._show()

    async def _done(self, work: Awaitable[None]) -> None:
        try:
            await work
        except CurlewError as error:
            self._error.setText("\n".join(part for part in (f"{error.title}.", error.reason, error.hint) if part))
        finally:
            self._busy = None
            if isValid(self):  # not ended because the window closes
                self._show()
        self._look()

    def _stop(self) -> None:
        if self._busy is not None:
            self._busy.cancel()

    async def _main_act(self) -> None:
        if self.state.status != "none" and self.state.refreshable:
            self.state = await self.ui.session.tokens.refresh(*self._of)
        else:
            await self._fetch()

    async def _fetch(self) -> None:
        self.state = await self.ui.session.tokens.fetch(*self._of)

    async def _copy_token(self) -> None:
        token = await self.ui.session.tokens.value(*self._of)
        if token:
            QGuiApplication.clipboard().setText(token)

    async def _forget_token(self) -> None:
        await self.ui.session.tokens.forget(*self._of)
        self.state = NONE
